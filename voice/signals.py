"""Signals end the program through every `with` and `finally`, but not just anywhere.

Ctrl-C, SIGQUIT, SIGTERM and a terminal that is closed are handled alike.

An exception raised while a C library loads, or while one that calls back into Python works, can
leave a lock held for ever or crash the process (both seen: numpy, soxr, libsndfile). So there
a signal waits until the library is through, a few milliseconds.
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
    """True if signals wait, and which one does."""

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
"""Signals that end the program. A terminal that is closed sends SIGHUP, Ctrl and a
backslash SIGQUIT, but not on Windows."""


def install() -> None:
    """Take the signals that end the program; once, before anything large is imported.

    One that is ignored from the start, as ``nohup`` has it, stays ignored.
    """
    for number in ENDING:
        if number == signal.SIGINT or signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, _interrupts.on_signal)


def ignore() -> None:
    """Ignore these signals, when nothing is left that one could cut short."""
    for number in ENDING:
        signal.signal(number, signal.SIG_IGN)


@contextmanager
def held() -> Iterator[None]:
    """Let signals wait until the block is through."""
    _interrupts.held += 1
    try:
        yield
    finally:
        _interrupts.release()


def _end(number: int) -> None:
    if number == signal.SIGINT:
        raise KeyboardInterrupt
    raise SystemExit(128 + number)
