"""A process that makes files beside others of its kind, each with voices of its own.

Run as ``python -m voice.cli.jobs`` by `voice.cli.crew`. Jobs come pickled on standard input, from
the parent alone; for each an outcome goes back on standard output. It ends when its input does.
"""

from __future__ import annotations

import io
import os
import pickle
import queue
import signal
import threading
from collections.abc import Iterator
from contextlib import redirect_stderr
from dataclasses import replace
from typing import TYPE_CHECKING, BinaryIO

from voice import faults, interrupts

if TYPE_CHECKING:
    from voice.cli.making import Job


def main() -> None:
    """Serve jobs until the input ends."""
    interrupts.install()
    try:
        with interrupts.held():
            answers = _private_output()
        _serve(answers)
    except (KeyboardInterrupt, BrokenPipeError):
        pass  # the parent tells what is lost, or is gone itself
    except Exception as error:  # noqa: BLE001 - the last branch
        faults.told_on_screen(error)
    finally:
        interrupts.ignore()


def _serve(answers: BinaryIO) -> None:
    with interrupts.held():
        from voice.cli.making import attempt, unshown
        from voice.cli.performance import voices_here

    busy = threading.Event()
    said = io.StringIO()
    with redirect_stderr(said), voices_here() as catalog:
        for job in _jobs(busy):
            outcome = attempt(job, catalog, unshown)
            outcome = replace(outcome, said=tuple(said.getvalue().splitlines()))
            said.seek(0)
            said.truncate()
            busy.clear()
            pickle.dump(outcome, answers)
            answers.flush()


def _jobs(busy: threading.Event) -> Iterator[Job]:
    """What the parent sends, read beside the work: a parent that is gone wants nothing more."""
    waiting: queue.SimpleQueue[Job | None] = queue.SimpleQueue()
    # Not sys.stdin: the interpreter cannot end while a thread reads from that.
    stream = os.fdopen(os.dup(0), "rb")

    def read() -> None:
        while (job := _received(stream)) is not None:
            busy.set()
            waiting.put(job)
        waiting.put(None)
        if busy.is_set():
            os.kill(os.getpid(), signal.SIGTERM)  # what is half made goes, as after any SIGTERM

    threading.Thread(target=read, daemon=True).start()
    return iter(waiting.get, None)


def _received(stream: BinaryIO) -> Job | None:
    try:
        job: Job = pickle.load(stream)  # noqa: S301 - from the parent, by a pipe of its own
    except (EOFError, pickle.UnpicklingError):
        return None
    return job


def _private_output() -> BinaryIO:
    """Keep standard output for outcomes; whatever else is printed goes to standard error."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    return answers


if __name__ == "__main__":
    main()
