"""Turns a script and a pace into cues. Pure: no audio, no clock."""
