"""Levels, bed, bell, breath, backgrounds, and the one mixer for playing and exporting."""
