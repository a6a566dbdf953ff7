"""Exercises made into files: what was ordered, what is there already, and making the rest."""
