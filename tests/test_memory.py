"""Memory that is not in use any more is given back to the system."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import numpy as np
import pytest

from voice.memory import give_back

MB = 1 << 20


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="glibc is Linux's")
def test_what_lies_between_memory_in_use_is_given_back() -> None:
    pieces = [np.ones(64 * 1024, np.uint8) for _ in range(1_000)]  # too small to be mapped
    kept = pieces[::50]
    held = _resident()
    del pieces
    give_back()
    assert held - _resident() > 40 * MB
    assert sum(map(np.count_nonzero, kept)) == 20 * 64 * 1024


def _resident() -> int:
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE")
