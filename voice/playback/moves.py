"""Finds the cue at which an exercise continues when the listener moves in it.

Each function takes a timeline's cues and the current index, and returns the index to go on from.
"""

from __future__ import annotations

from collections.abc import Sequence

from voice.script.model import Phase
from voice.timeline.cues import Cue, Kind


def line_start(cues: Sequence[Cue], here: int) -> int:
    """Return the current or last line; within a breath, its round."""
    if cues[here].kind is not Kind.BREATH:
        return last_spoken(cues, here)
    return next(i for i in reversed(range(here + 1)) if _begins_round(i, cues))


def last_spoken(cues: Sequence[Cue], here: int) -> int:
    """Return the current or last line; the beginning before the first line."""
    return next((i for i in reversed(range(here + 1)) if _is_line(i, cues)), 0)


def next_step(cues: Sequence[Cue], here: int) -> int:
    """Return the next step; from the last one, the close."""
    following = (i for i in range(here, len(cues)) if cues[i].saying != cues[here].saying)
    return next(following, len(cues) - 1)


def previous_step(cues: Sequence[Cue], here: int) -> int:
    """Return the start of the step, or of the one before if this has only just begun."""
    start = _step_start(here, cues)
    begun = sum(_is_line(i, cues) for i in range(start, here + 1)) > 1
    return start if begun or start == 0 else _step_start(start - 1, cues)


def _step_start(index: int, cues: Sequence[Cue]) -> int:
    """Return the first cue of a cue's step; a repeated step begins at its repetition."""
    while index > 0 and cues[index - 1].saying == cues[index].saying:
        index -= 1
    return index


def _is_line(index: int, cues: Sequence[Cue]) -> bool:
    """Return True for a spoken cue, except the request for a key before a wait."""
    return cues[index].kind is Kind.SPEECH and not cues[index + 1].until_key  # never the last


def _begins_round(index: int, cues: Sequence[Cue]) -> bool:
    """Return True if a cue of a breath is the first of a round, and spoken."""
    cue, before = cues[index], cues[index - 1]
    begins = cue.phase is Phase.IN or before.kind is not Kind.BREATH or before.line != cue.line
    return begins and bool(cue.text)
