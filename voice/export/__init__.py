"""Writes blocks of frames to an audio file that appears only once it is whole and tagged."""
