"""Ends the program on a signal through every `with` and `finally`, but not just anywhere.

Ctrl-C, SIGQUIT, SIGTERM and a closed terminal are handled alike.

An exception raised while a C library loads, or while one that calls back into Python works, can
leave a lock held forever or crash the process (both seen: numpy, soxr, libsndfile). So a signal
waits there until the library has finished, a few milliseconds. It waits as well where something is
made or removed that only the next line would know of.
"""

from __future__ import annotations

import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import NoReturn

INTERRUPTED = 130
"""Exit code after Ctrl-C."""

TERMINATED = 128 + signal.SIGTERM
"""Exit code after SIGTERM."""

_MOMENT = 0.01
"""Seconds until a lost signal is sent again; a destructor has ended by then."""


class _Interrupts:
    """Counts the blocks in which signals wait, and keeps the one that waits and the last one."""

    def __init__(self) -> None:
        self.held = 0
        self.waiting: int | None = None
        self.last = 0

    def on_signal(self, number: int, _frame: FrameType | None) -> None:
        if self.held:
            self.waiting = number
        else:
            self.end(number)

    def release(self) -> None:
        self.held -= 1
        if self.waiting is not None and not self.held:
            number, self.waiting = self.waiting, None
            self.end(number)

    def end(self, number: int) -> NoReturn:
        self.last = number
        if number == signal.SIGINT:
            raise KeyboardInterrupt
        raise SystemExit(128 + number)


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
    """Make signals wait until the block has ended; only the main thread ever gets one."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    _interrupts.held += 1
    try:
        yield
    finally:
        _interrupts.release()


def repeat() -> None:
    """Send the last signal again, in a moment, because a destructor lost its exception."""
    again = threading.Timer(_MOMENT, _send, [_interrupts.last])
    again.daemon = True
    again.start()


def _send(number: int) -> None:
    """Send a signal to the main thread: another thread's would not end its waiting."""
    if sys.platform == "win32":
        signal.raise_signal(number)
    else:
        signal.pthread_kill(threading.main_thread().ident or 0, number)
