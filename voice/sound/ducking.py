"""A background draws back before a word, and returns when nobody has spoken for a while."""

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
"""How far it draws back: to 30 dB under the voice, where the bed is; 20 are the least
(scripts/SOURCES.md, Background). Little enough that the way there is hardly noticed."""

LEAD = SAMPLE_RATE * 6 // 10
"""Frames before a word in which it draws back, 600 ms (scripts/SOURCES.md, Background)."""

RELEASE = 5 * LEAD
"""Frames in which it returns, 3 s."""

WORTHWHILE = RELEASE + LEAD + SAMPLE_RATE
"""Frames of silence for which it returns at all, 4.6 s: up, a second there, and down. At every pace
the gaps between lines are half that at most, so that it never pumps from line to line."""

FAR = 1 << 62
"""Frames to a word of which nobody knows when it comes, if it does."""


class Ducking:
    """How loud the background is, frame by frame; a word ahead is all it knows."""

    def __init__(self) -> None:
        self._returned = RELEASE
        self._returning = True

    def next(self, frames: int, to_word: int) -> Samples:
        """The amplitude for the frames that come next.

        Args:
            frames: How many; any cut into calls gives the same.
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
        """Go on towards where it is wanted: a step a frame up, five steps down."""
        step = 1 if self._returning else -RELEASE // LEAD
        place[:] = self._returned + step * np.arange(1, len(place) + 1)
        np.clip(place, 0, RELEASE, out=place)
        if len(place):
            self._returned = int(place[-1])


def frames_to_word(cues: Sequence[Cue], index: int, left: int | None) -> int:
    """How far the next word is, as far as that matters.

    A breath counts as spoken from its first word to its last breath out: its own soft noise would
    drown in the background, and one that came and went with it would be a second breath.

    Args:
        cues: All of an exercise.
        index: The cue being heard.
        left: Frames of it that are still to come; `None` if only a key ends it.

    Returns:
        0 while that cue is spoken; else, to a frame, where the word comes; at least `WORTHWHILE`
        behind that cue's end if it comes later; `FAR` if none does, or only behind a key.
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
    """The amplitude at each step of the way back, shape ``(RELEASE + 1,)``."""
    way = np.append(rise(RELEASE), np.float32(1))
    amplitudes: Samples = np.power(np.float32(10), (1 - way) * np.float32(DUCKING_DB / 20))
    return amplitudes
