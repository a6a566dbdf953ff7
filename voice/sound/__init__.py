"""Levels, bed, bell, breath, backgrounds; the one mixer all is heard and written through."""
