"""A person's own voice: what to record, taking it, judging it, bringing it in and passing it on."""
