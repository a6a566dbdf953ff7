"""Errors while measuring."""

from __future__ import annotations


class BenchmarkError(Exception):
    """Nothing can be measured; `str(error)` is one sentence that says why."""
