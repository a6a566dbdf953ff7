"""Title, step and position that a desktop shows of the sound that plays."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass

IDENTITY = "Ground"
"""Name of the program, and the title while no exercise plays: who to call is nobody's business."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A state of playback, for a lock screen.

    Attributes:
        title: Title of the exercise.
        step: Heading of its step; empty without an exercise.
        at_rest: True if nothing goes on until the listener acts.
        seconds: Estimated length of the exercise; `None` without one.
        position: Seconds of it that were heard, by the same estimate.
        volume: Amplitude, 1 being the exported level.
    """

    title: str = IDENTITY
    step: str = ""
    at_rest: bool = False
    seconds: float | None = None
    position: float = 0.0
    volume: float = 1.0


Look = Callable[[], Shown]
"""Returns what is to be shown now; called on another thread than the one that plays."""

Showing = Callable[[Look], AbstractContextManager[None]]
"""Shows an exercise for a block."""


def shown_nowhere(_look: Look) -> AbstractContextManager[None]:
    """Show nothing: nobody looks."""
    return nullcontext()
