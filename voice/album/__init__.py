"""Exports exercises to files: orders, the files already made, and making the rest."""
