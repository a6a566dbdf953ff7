"""Orders the steps when some are said again to fill a longer time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count, groupby

from voice.script.model import Script


@dataclass(frozen=True, slots=True)
class Repetition:
    """One saying of a step.

    Attributes:
        step: Index of the step in the script.
        turn: Number of times it was said before.
    """

    step: int
    turn: int


def repeatable(script: Script) -> tuple[int, ...]:
    """Return the steps that may be said again; one with a `[hold]` never may."""
    return tuple(index for index, step in enumerate(script.steps) if step.repeat and not step.holds)


def sayings(script: Script, extra: int) -> Iterator[Repetition]:
    """Yield every step in its turn.

    Neighbours that may be said again alternate: all of them, all of them again, and in the last
    round the first few, so that a line and its repetition are as far apart as possible. If a script
    has several such blocks, they grow together.

    Args:
        script: The exercise.
        extra: Number of additional sayings of steps.
    """
    repeated = repeatable(script)
    times = dict.fromkeys(range(len(script.steps)), 1)
    if repeated:
        rounds, some = divmod(extra, len(repeated))
        times |= {step: 1 + rounds + (rank < some) for rank, step in enumerate(repeated)}
    for block in blocks(script):
        for turn in count():
            due = [step for step in block if turn < times[step]]
            if not due:
                break
            yield from (Repetition(step, turn) for step in due)


def blocks(script: Script) -> Iterator[tuple[int, ...]]:
    """Yield the steps in groups: neighbours that take turns together, any other step alone."""
    repeated = set(repeatable(script))
    steps = range(len(script.steps))
    for _, group in groupby(steps, lambda step: None if step in repeated else step):
        yield tuple(group)
