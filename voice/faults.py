"""Turns an unforeseen fault into one sentence, and a file (voice/fault_file)."""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from voice import signals

if TYPE_CHECKING:
    from pathlib import Path

FAULT = "Something went wrong in the program itself."
AGAIN = "Type ground to begin again."
GOING_ON = "Something went wrong in the program itself, but it can go on."

FAILED = 1
"""Exit code."""

_told = threading.Lock()
"""Held for good once a thread's fault was reported: each block of sound may have the same one."""


def install() -> None:
    """Report faults of threads once, and keep them in the file, instead of printing tracebacks."""
    threading.excepthook = _in_thread
    sys.unraisablehook = _unraisable


def told(error: BaseException, sentence: str = f"{FAULT} {AGAIN}") -> str:
    """Keep the details of a fault.

    Args:
        error: The fault, as it was caught.
        sentence: The sentence for the listener.

    Returns:
        The sentence, and where the details are.
    """
    kept = keep(error)
    return f"{sentence} The details are in {kept}" if kept else sentence


def print_fault(error: BaseException) -> int:
    """Print that something went wrong, and return the exit code."""
    _print(told(error))
    return FAILED


def keep(error: BaseException) -> Path | None:
    """Write the details of a fault to the file.

    Returns:
        The file; `None` if none can be written.
    """
    try:
        from voice import fault_file  # its imports are needed only now

        return fault_file.write(error)
    except Exception:  # noqa: BLE001 - whatever else is broken, the sentence is still printed
        return None


def go_on(error: BaseException) -> None:
    """Report, once, a fault that the program survives."""
    if _told.acquire(blocking=False):
        _print(told(error, GOING_ON))


@contextmanager
def survived() -> Iterator[None]:
    """Continue after a fault in the block, and report it."""
    try:
        yield
    except Exception as error:  # noqa: BLE001 - the last branch
        go_on(error)


def _in_thread(thrown: threading.ExceptHookArgs) -> None:
    if thrown.exc_value is not None and not isinstance(thrown.exc_value, SystemExit):
        go_on(thrown.exc_value)


def _unraisable(thrown: sys.UnraisableHookArgs) -> None:
    """Keep an error from a destructor or a C library's callback, unless it is a signal's."""
    if isinstance(thrown.exc_value, (KeyboardInterrupt, SystemExit)):
        signals.repeat()
    elif thrown.exc_value is not None and not sys.is_finalizing():
        keep(thrown.exc_value)


def _print(sentence: str) -> None:
    print(sentence, file=sys.stderr, flush=True)  # noqa: T201 - Click may be what is broken
