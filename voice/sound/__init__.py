"""Levels, bed, bell, breath, and the one mixer that everything is heard and written through."""
