"""What work costs, whatever the machine: as many times the cost of other work at the same time."""

from __future__ import annotations

import os
import time
from collections.abc import Callable

TRIES = 3
"""The cheapest counts: a busy machine makes all others dearer."""


def tenths(work: Callable[[], object], tries: int = TRIES) -> float:
    """Processor time of this process for some work, in tenths of a second of a quiet core.

    Machines differ by half, from one minute to the next, so it is compared with work that took
    that long when it was chosen.
    """
    return min(_seconds(work) / max(_seconds(_for_a_tenth), 1e-9) for _ in range(tries))


def _seconds(work: Callable[[], object]) -> float:
    begun = time.process_time()
    work()
    return time.process_time() - begun


def _for_a_tenth() -> None:
    sum(len(str(number)) for number in range(700_000))


def without_coverage() -> dict[str, str]:
    """Return this environment for a process whose lines are not counted, which is half as dear."""
    return {name: value for name, value in os.environ.items() if not name.startswith("COVERAGE")}
