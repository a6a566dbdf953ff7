"""A worker process that makes files; each worker has its own voices.

`voice.album.parallel` runs it as ``python -m voice.album.worker``. The parent sends pickled orders
on standard input; for each an outcome goes back on standard output, and until then a `None` every
second, as a sign of life. The process ends when its input does.

Everything that makes sound is loaded before the input is read: see `voice.pipes`.
"""

from __future__ import annotations

import io
import os
import pickle
import queue
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr
from dataclasses import replace
from typing import TYPE_CHECKING, BinaryIO

from voice import faults, signals
from voice.album.attempt import attempt, unshown
from voice.exercise.performance import voices_here
from voice.pipes import private_input

if TYPE_CHECKING:
    from voice.album.attempt import Outcome
    from voice.album.order import Order

SIGN_OF_LIFE = 1.0
"""Seconds between two signs of life."""


def main() -> None:
    """Serve orders until the input ends."""
    signals.install()
    try:
        with signals.held():
            requests, answers = private_input(), _private_output()
        _serve(requests, answers)
    except (KeyboardInterrupt, BrokenPipeError):
        pass  # the parent reports the loss, or has ended itself
    except Exception as error:  # noqa: BLE001 - the last branch
        faults.print_fault(error)
    finally:
        signals.ignore()


def _serve(requests: BinaryIO, answers: BinaryIO) -> None:

    busy = threading.Event()
    said = io.StringIO()
    with redirect_stderr(said), voices_here() as catalog:
        for order in _jobs(requests, busy):
            with _signs_of_life(answers):
                outcome = attempt(order, catalog, unshown)
            outcome = replace(outcome, said=tuple(said.getvalue().splitlines()))
            said.seek(0)
            said.truncate()
            busy.clear()
            _send(outcome, answers)


def _send(message: Outcome | None, answers: BinaryIO) -> None:
    pickle.dump(message, answers)
    answers.flush()


@contextmanager
def _signs_of_life(answers: BinaryIO) -> Iterator[None]:
    """Send signs of life while the block runs; nothing else may write meanwhile."""
    done = threading.Event()

    def send() -> None:
        try:
            while not done.wait(SIGN_OF_LIFE):
                _send(None, answers)
        except OSError:
            return  # the parent has ended, which the reading thread sees as well

    thread = threading.Thread(target=send, daemon=True)
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join()


def _jobs(requests: BinaryIO, busy: threading.Event) -> Iterator[Order]:
    """Yield orders, read in a thread so that the parent's end also stops an order in progress."""
    waiting: queue.SimpleQueue[Order | None] = queue.SimpleQueue()

    def read() -> None:
        while (order := _received(requests)) is not None:
            busy.set()
            waiting.put(order)
        waiting.put(None)
        if busy.is_set():
            os.kill(os.getpid(), signal.SIGTERM)  # removes partial files, as any SIGTERM does

    threading.Thread(target=read, daemon=True).start()
    return iter(waiting.get, None)


def _received(requests: BinaryIO) -> Order | None:
    try:
        order: Order = pickle.load(requests)  # noqa: S301 - from the parent, by a private pipe
    except (EOFError, pickle.UnpicklingError):
        return None
    return order


def _private_output() -> BinaryIO:
    """Reserve standard output for outcomes; all other output goes to standard error."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    return answers


if __name__ == "__main__":
    main()
