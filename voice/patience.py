"""Waits a limited time for files that may never answer, such as those of an unreachable server.

The main thread must not open them: while a C library does so, no signal is handled.
"""

from __future__ import annotations

import errno
import threading
from collections.abc import Callable
from typing import TypeVar

_Found = TypeVar("_Found")


def no_answer() -> OSError:
    """Return the error for something that did not answer in time."""
    return TimeoutError(errno.ETIMEDOUT, "it does not answer")


def within(seconds: float, work: Callable[[], _Found]) -> _Found:
    """Run a function in a thread, which is abandoned if it takes too long.

    Signals and Ctrl-C are handled meanwhile.

    Args:
        seconds: The longest wait.
        work: The function; it may block forever.

    Returns:
        The result of `work`; its errors are raised here.

    Raises:
        TimeoutError: It took longer.
    """
    found: list[_Found] = []
    failures: list[BaseException] = []
    done = threading.Event()

    def run() -> None:
        try:
            found.append(work())
        except BaseException as error:  # noqa: BLE001 - raised again in the waiting thread
            failures.append(error)
        finally:
            done.set()

    threading.Thread(target=run, name="patience", daemon=True).start()
    if not done.wait(seconds):
        raise no_answer()
    if failures:
        raise failures[0]
    return found[0]
