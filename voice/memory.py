"""Gives memory that is not in use back to the system, between two exercises."""

from __future__ import annotations

import ctypes
import os
import sys


def give_back() -> None:
    """Give back what glibc keeps of freed memory.

    The lines of each exercise are rendered in a thread of its own, and glibc keeps what they leave
    between others: after 30 exercises in one visit a program of 94 MB held 141 MB (measured).
    """
    if sys.platform.startswith("linux") and "CS_GNU_LIBC_VERSION" in os.confstr_names:
        ctypes.CDLL(None).malloc_trim(0)
