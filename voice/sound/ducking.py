"""Lowers a background before a word, and raises it again in a long silence."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import numpy as np
from numpy.typing import NDArray

from voice.audio import Samples
from voice.frames import SAMPLE_RATE
from voice.sound.curves import rise
from voice.timeline.cues import Cue, Kind

DUCKING_DB = -6.0
"""Change in level: to 30 dB under the voice, where the bed is; 20 are the least
(scripts/SOURCES.md, Background). Small enough to be hardly noticed while it changes."""

LEAD = SAMPLE_RATE * 6 // 10
"""Frames in which it is lowered before a word, 600 ms (scripts/SOURCES.md, Background)."""

RELEASE = 5 * LEAD
"""Frames in which it rises again, 3 s."""

WORTHWHILE = RELEASE + LEAD + SAMPLE_RATE
"""Frames of silence from which it rises at all, 4.6 s: up, a second there, and down. At every pace
the gaps between lines are at most half that, so it never pumps from line to line."""

FAR = 1 << 62
"""Frames to a word that may never come, or at an unknown time."""


class Ducking:
    """Sets the background's level frame by frame, from the distance to the next word alone."""

    def __init__(self) -> None:
        self._returned = RELEASE
        self._returning = True

    def next(self, frames: int, to_word: int) -> Samples:
        """Return the amplitude for the next frames.

        Args:
            frames: How many; any division into calls gives the same result.
            to_word: Frames from the first of them to the next word, 0 while one is being said.

        Returns:
            Shape ``(frames,)``, in [`DUCKING_DB`, 0 dB].
        """
        if to_word >= WORTHWHILE:
            self._returning = True
        before = min(max(to_word - LEAD, 0), frames)
        place = np.empty(frames, np.int32)
        self._move(place[:before])
        if before < frames:
            self._returning = False
            self._move(place[before:])
        return _amplitudes()[place]

    def _move(self, place: NDArray[np.int32]) -> None:
        """Move towards the wanted level: one step a frame up, five steps down."""
        step = 1 if self._returning else -RELEASE // LEAD
        place[:] = self._returned + step * np.arange(1, len(place) + 1)
        np.clip(place, 0, RELEASE, out=place)
        if len(place):
            self._returned = int(place[-1])


def frames_to_word(cues: Sequence[Cue], index: int, left: int | None) -> int:
    """Count the frames to the next word, as far as that matters.

    A breath counts as spoken from its first word to its last out-breath: the background would drown
    its own soft noise, and one that rose and fell with it would be a second breath.

    Args:
        cues: All cues of an exercise.
        index: The cue being heard.
        left: Its remaining frames; `None` if only a key ends it.

    Returns:
        0 while that cue is spoken; else the exact frames to the word, or at least `WORTHWHILE`
        after that cue's end if it comes later; `FAR` if none comes, or only after a key.
    """
    if _is_spoken(cues[index]):
        return 0
    if left is None:
        return FAR
    ahead = 0
    while ahead < WORTHWHILE:
        again_from = cues[index].again_from
        index = index + 1 if again_from is None else again_from
        if index == len(cues):
            return FAR
        cue = cues[index]
        if _is_spoken(cue):
            return left + ahead
        waits = cue.until_key and cue.again_from is None
        ahead += FAR if waits or cue.seconds is None else round(cue.seconds * SAMPLE_RATE)
    return left + ahead


def _is_spoken(cue: Cue) -> bool:
    return cue.kind in {Kind.SPEECH, Kind.BREATH}


@cache
def _amplitudes() -> Samples:
    """Return the amplitude at each step of the way up, shape ``(RELEASE + 1,)``."""
    way = np.append(rise(RELEASE), np.float32(1))
    amplitudes: Samples = np.power(np.float32(10), (1 - way) * np.float32(DUCKING_DB / 20))
    return amplitudes
