"""Feeds the program with input that nobody would write; see `tests.fuzz.__main__`."""
