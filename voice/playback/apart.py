"""Runs calls into sound libraries in separate threads, because a sound server may hang.

Such a thread is left behind after a limit. It cannot be ended: `leave` therefore ends the program
without waiting for it, and without the exit functions of its libraries.
"""

from __future__ import annotations

import contextlib
import os
import sys
import threading
from collections.abc import Callable
from typing import NoReturn

_threads: list[threading.Thread] = []


def run_apart(act: Callable[[], object], name: str) -> threading.Thread:
    """Start a call in a separate thread.

    Args:
        act: The call, which handles its own errors.
        name: Name of the thread.
    """
    thread = threading.Thread(target=act, name=name, daemon=True)
    _threads[:] = [other for other in _threads if other.is_alive()]
    _threads.append(thread)
    thread.start()
    return thread


def stuck() -> bool:
    """Return True if a thread is still inside a sound library."""
    return any(thread.is_alive() for thread in _threads)


def leave(code: int) -> NoReturn:
    """End the program with an exit code, also while a thread is stuck in a sound library.

    The interpreter would end while such a thread runs, and the exit functions of PortAudio, ALSA
    and PulseAudio would wait for it without end or free memory that it uses.
    """
    if stuck():
        for stream in (sys.stdout, sys.stderr):
            with contextlib.suppress(OSError, ValueError, AttributeError):  # closed, full or absent
                stream.flush()
        os._exit(code)
    sys.exit(code)
