"""Blocks of frames become an audio file: whole and tagged, or not there at all."""
