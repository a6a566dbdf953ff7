"""The cue at which an exercise goes on when the listener moves in it.

Each function takes the cues of a timeline and the index of the one being heard, and returns
the index of the one to go on from.
"""

from __future__ import annotations

from collections.abc import Sequence

from voice.script.model import Phase
from voice.timeline.cues import Cue, Kind


def line_start(cues: Sequence[Cue], here: int) -> int:
    """The line being said, or said last; within a breath, its round."""
    if cues[here].kind is not Kind.BREATH:
        return last_spoken(cues, here)
    return next(i for i in reversed(range(here + 1)) if _begins_round(i, cues))


def last_spoken(cues: Sequence[Cue], here: int) -> int:
    """The line being said, or said last; the beginning where none was."""
    return next((i for i in reversed(range(here + 1)) if _is_line(i, cues)), 0)


def next_step(cues: Sequence[Cue], here: int) -> int:
    """The next step; from the last one, the close."""
    following = (i for i in range(here, len(cues)) if cues[i].saying != cues[here].saying)
    return next(following, len(cues) - 1)


def previous_step(cues: Sequence[Cue], here: int) -> int:
    """The start of the step, or where that has only begun, of the one before."""
    start = _step_start(here, cues)
    begun = sum(_is_line(i, cues) for i in range(start, here + 1)) > 1
    return start if begun or start == 0 else _step_start(start - 1, cues)


def _step_start(index: int, cues: Sequence[Cue]) -> int:
    """The first cue of the step that a cue belongs to; one that is said again begins again."""
    while index > 0 and cues[index - 1].saying == cues[index].saying:
        index -= 1
    return index


def _is_line(index: int, cues: Sequence[Cue]) -> bool:
    """True if a cue says more than that a key is wanted, which is said before every wait."""
    return cues[index].kind is Kind.SPEECH and not cues[index + 1].until_key  # the end is no speech


def _begins_round(index: int, cues: Sequence[Cue]) -> bool:
    """True if a cue of a breath is the first of a round, and says so."""
    cue, before = cues[index], cues[index - 1]
    begins = cue.phase is Phase.IN or before.kind is not Kind.BREATH or before.line != cue.line
    return begins and bool(cue.text)
