"""The last branch: unforeseen faults become one sentence, and a file (voice/fault_file)."""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

FAULT = "Something went wrong in the program itself."
AGAIN = "Type ground to begin again."
GOING_ON = "Something went wrong in the program itself, and it goes on without that."

FAILED = 1
"""Exit code."""

_told = threading.Lock()
"""Taken once a fault in a thread was told, for good: each block of sound may have the same."""


def install() -> None:
    """Have faults of threads kept, and told once, instead of a traceback on the terminal."""
    threading.excepthook = _in_thread
    sys.unraisablehook = _unraisable


def told(error: BaseException, sentence: str = f"{FAULT} {AGAIN}") -> str:
    """Keep the details of a fault.

    Args:
        error: The fault, as it was caught.
        sentence: What is to be told of it.

    Returns:
        The sentence, and where the details are.
    """
    kept = keep(error)
    return f"{sentence} The details are in {kept}" if kept else sentence


def told_on_screen(error: BaseException) -> int:
    """Print that something went wrong, and return the exit code."""
    _print(told(error))
    return FAILED


def keep(error: BaseException) -> Path | None:
    """Write the details of a fault to the file.

    Returns:
        The file; `None` where none can be written.
    """
    try:
        from voice import fault_file  # what it imports is needed then only

        return fault_file.write(error)
    except Exception:  # noqa: BLE001 - whatever else is broken, the sentence is still told
        return None


def go_on(error: BaseException) -> None:
    """Tell, once, of a fault that the program survives."""
    if _told.acquire(blocking=False):
        _print(told(error, GOING_ON))


@contextmanager
def survived() -> Iterator[None]:
    """Go on after a fault in the block, which is told."""
    try:
        yield
    except Exception as error:  # noqa: BLE001 - the last branch
        go_on(error)


def _in_thread(thrown: threading.ExceptHookArgs) -> None:
    if thrown.exc_value is not None and not isinstance(thrown.exc_value, SystemExit):
        go_on(thrown.exc_value)


def _unraisable(thrown: sys.UnraisableHookArgs) -> None:
    """Keep what a destructor or a callback of a C library raised: nothing depends on it."""
    if thrown.exc_value is not None and not sys.is_finalizing():
        keep(thrown.exc_value)


def _print(sentence: str) -> None:
    print(sentence, file=sys.stderr, flush=True)  # noqa: T201 - Click may be what is broken
