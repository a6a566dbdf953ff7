"""Words that a voice says wrong, and how they are written for it instead."""
