"""Waits a limited time for files that may never answer, such as those of a server that is gone.

The main thread must not open them: a signal that comes while a C library does so is never handled.
"""

from __future__ import annotations

import errno
import threading
from collections.abc import Callable
from typing import TypeVar

_Found = TypeVar("_Found")


def no_answer() -> OSError:
    """Returns the error of something that did not answer in time."""
    return TimeoutError(errno.ETIMEDOUT, "it does not answer")


def within(seconds: float, work: Callable[[], _Found]) -> _Found:
    """Do something in a thread, which is left to itself if it takes too long.

    Signals and Ctrl-C are handled meanwhile.

    Args:
        seconds: The longest wait.
        work: May block for ever.

    Returns:
        What `work` returns; what it raises is raised here.

    Raises:
        TimeoutError: It took longer.
    """
    found: list[_Found] = []
    failures: list[BaseException] = []
    done = threading.Event()

    def run() -> None:
        try:
            found.append(work())
        except BaseException as error:  # noqa: BLE001 - raised again by whoever waits
            failures.append(error)
        finally:
            done.set()

    threading.Thread(target=run, name="patience", daemon=True).start()
    if not done.wait(seconds):
        raise no_answer()
    if failures:
        raise failures[0]
    return found[0]
