"""Part 5: what the program adds to the start of Python itself."""

from __future__ import annotations

import sys
from statistics import median

from tests.benchmarks.figures import Table, spread
from tests.benchmarks.measuring import seconds
from tests.benchmarks.workshop import Workshop, ground

ROUNDS_A_RUN = 8
"""Rounds for each run asked for; one takes a fifth of a second."""

GOAL = 60
"""Milliseconds that ``ground --help`` may take on top of Python itself."""


def start_up_table(workshop: Workshop, runs: int) -> Table:
    """``ground --help`` against a Python that does nothing."""
    commands = ([sys.executable, "-c", "pass"], ground("--help"))
    rounds = runs * ROUNDS_A_RUN
    bare, ours = zip(
        *(
            [1000 * seconds(command, workshop.environment) for command in commands]
            for _ in range(rounds + 1)
        ),
        strict=True,
    )
    bare, ours = bare[1:], ours[1:]  # the first round compiles
    added = [one - other for one, other in zip(ours, bare, strict=True)]
    return Table(
        "5  Start-up: ground --help against python -c pass",
        (f"Least, median, most of {rounds}, interleaved; the difference is taken in each round.",),
        ("", "wall ms", "goal"),
        (
            ("python -c pass", spread(bare).shown(1), ""),
            ("python -m voice --help", spread(ours).shown(1), ""),
            ("difference", spread(added).shown(1), f"median <= {GOAL}"),
            ("ratio of medians", f"{median(ours) / median(bare):.2f}", ""),
        ),
    )
