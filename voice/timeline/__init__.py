"""Script and pace become cues. Pure: no audio, no clock."""
