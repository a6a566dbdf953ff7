"""Faults met in use, caused again from outside; see `tests.faults.__main__`."""
