"""Ends the program on a signal through every `with` and `finally`, but not just anywhere.

Ctrl-C, SIGQUIT, SIGTERM and a closed terminal are handled alike.

An exception raised while a C library loads, or while one that calls back into Python works, can
leave a lock held forever or crash the process (both seen: numpy, soxr, libsndfile). So a signal
waits there until the library has finished, a few milliseconds.
"""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

INTERRUPTED = 130
"""Exit code after Ctrl-C."""

TERMINATED = 128 + signal.SIGTERM
"""Exit code after SIGTERM."""


class _Interrupts:
    """Counts the blocks in which signals wait, and keeps the signal that waits."""

    def __init__(self) -> None:
        self.held = 0
        self.waiting: int | None = None

    def on_signal(self, number: int, _frame: FrameType | None) -> None:
        if self.held:
            self.waiting = number
        else:
            _end(number)

    def release(self) -> None:
        self.held -= 1
        if self.waiting is not None and not self.held:
            number, self.waiting = self.waiting, None
            _end(number)


_interrupts = _Interrupts()


ENDING = tuple(
    getattr(signal, name)
    for name in ("SIGINT", "SIGTERM", "SIGHUP", "SIGQUIT")
    if hasattr(signal, name)
)
"""Signals that end the program. A closed terminal sends SIGHUP, Ctrl and a backslash SIGQUIT, but
not on Windows."""


def install() -> None:
    """Handle the signals that end the program; once, before any large import.

    A signal that is ignored from the start, as with ``nohup``, stays ignored.
    """
    for number in ENDING:
        if number == signal.SIGINT or signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, _interrupts.on_signal)


def ignore() -> None:
    """Ignore these signals once nothing is left that one could interrupt."""
    for number in ENDING:
        signal.signal(number, signal.SIG_IGN)


@contextmanager
def held() -> Iterator[None]:
    """Make signals wait until the block has ended."""
    _interrupts.held += 1
    try:
        yield
    finally:
        _interrupts.release()


def _end(number: int) -> None:
    if number == signal.SIGINT:
        raise KeyboardInterrupt
    raise SystemExit(128 + number)
