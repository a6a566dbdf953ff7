"""Decides which steps are said, in which order: again in a longer time, fewer in a minute."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import count, groupby

from voice.script.model import Script


@dataclass(frozen=True, slots=True)
class Plan:
    """Selection of the steps that are said, and the length that the welcome states.

    Attributes:
        extra: Number of additional sayings of steps.
        short: True for the one-minute version: its steps marked so, with the short welcome.
        stated: Seconds that the welcome states; `None` to estimate them.
    """

    extra: int = 0
    short: bool = False
    stated: Fraction | None = None


WHOLE = Plan()
"""Every step, once."""


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
    """Return the steps that may be said again: none with a `[hold]`, none with the welcome."""
    return tuple(
        index
        for index, step in enumerate(script.steps)
        if step.repeat and not step.holds and not any(line.welcomes for line in step.lines)
    )


def sayings(script: Script, plan: Plan) -> Iterator[Repetition]:
    """Yield every step that is said, in its turn.

    Neighbours that may be said again alternate: all of them, all of them again, and in the last
    round the first few, so that a line and its repetition are as far apart as possible. If a script
    has several such blocks, they grow together.

    Args:
        script: The exercise.
        plan: What of it is said.
    """
    repeated = repeatable(script)
    steps = range(len(script.steps))
    times = {step: int(script.steps[step].short or not plan.short) for step in steps}
    if repeated and not plan.short:
        rounds, some = divmod(plan.extra, len(repeated))
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
