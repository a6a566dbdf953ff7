"""Speed, memory and exactness against the usual ways; see `tests.benchmarks.__main__`."""
