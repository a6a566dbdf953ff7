"""Follows a line while it is spoken: when it begins, when it is over, and how loud it is."""

from __future__ import annotations

from collections import deque
from enum import Enum

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from voice.audio import Samples
from voice.recording.bands import (
    LOOK,
    LOOKS_PER_SECOND,
    WINDOW,
    level,
    windowed_powers,
)
from voice.recording.room import Room
from voice.recording.spotting import MARGINS_DB
from voice.sound.loudness import Floats

QUIET_SECONDS = 1.4
"""Seconds of quiet after which a line is over. A pause of 1 s looks like up to 1.25 in noise 20 dB
below speech, which hides the ends of words (measured)."""

LEAST_SPEECH_SECONDS = 0.25
"""Seconds of sound that can be a line; anything shorter was a knock."""

SOFT_DBFS = -40.0
"""Level of speech below which it is soft; `voice.recording.take` refuses a line 2 dB below."""

LOUD_PEAK = 0.7
"""Peak from which speech is loud: 3 dB are left."""

TOO_LOUD_PEAK = 0.985
"""Peak from which the sound breaks up."""

_SMOOTHING = 3
_STEADY_SMOOTHING = LOOKS_PER_SECOND // 10
# Speech dips by more than the margins within such a time, a fan does not: with it, the longest
# quiet within a spoken line was 0.9 s, in noise 20 dB below speech (measured on 105 lines).
_STEADY = LOOKS_PER_SECOND * 12 // 10
_HISTORY = _STEADY + _STEADY_SMOOTHING - 1

# A click fills up to 40 ms.
_RUN = LOOKS_PER_SECOND * 55 // 1000
_HOLE = LOOKS_PER_SECOND * 20 // 1000
_START = LOOKS_PER_SECOND * 12 // 100
_FORGOTTEN = LOOKS_PER_SECOND // 2
_QUIET = round(LOOKS_PER_SECOND * QUIET_SECONDS)
_LEAST = round(LOOKS_PER_SECOND * LEAST_SPEECH_SECONDS)
_METER = LOOKS_PER_SECOND


class Progress(Enum):
    """Progress of a line while it is spoken."""

    WAITING = "waiting"
    SPEAKING = "speaking"
    OVER = "over"


class Level(Enum):
    """Loudness of a speaker, in a word for a meter; the softest first."""

    SOFT = "soft"
    GOOD = "good"
    LOUD = "loud"
    TOO_LOUD = "too loud"


class LineDetector:
    """Hears one line, block by block.

    Attributes:
        progress: How far the line is; it stays at `Progress.OVER`.
    """

    def __init__(self, room: Room) -> None:
        """Wait for a line.

        Args:
            room: The room, measured before.
        """
        self.progress = Progress.WAITING
        self._floor = np.array(room.floor)
        self._left = np.zeros(WINDOW - LOOK, dtype=np.float32)
        self._powers = np.tile(self._floor, (_HISTORY, 1))
        self._run = self._hole = self._quiet = self._spoken = 0
        self._meter: deque[tuple[float, bool, float]] = deque(maxlen=_METER)

    @property
    def level(self) -> Level | None:
        """Loudness of the last second; `None` if nobody spoke in it."""
        speech = [power for power, sounding, _ in self._meter if sounding]
        if len(speech) < _RUN:
            return None
        peak = max(peak for _, _, peak in self._meter)
        if peak >= TOO_LOUD_PEAK:
            return Level.TOO_LOUD
        if peak >= LOUD_PEAK:
            return Level.LOUD
        return Level.SOFT if level(sum(speech) / len(speech)) < SOFT_DBFS else Level.GOOD

    def hear(self, block: Samples) -> Progress:
        """Hear what came next.

        Args:
            block: Shape ``(frames,)`` at `SAMPLE_RATE`, of any length.

        Returns:
            How far the line is after it.
        """
        heard = np.concatenate((self._left, block))
        powers = windowed_powers(heard)
        looks = len(powers)
        self._left = heard[looks * LOOK :]
        if not looks:
            return self.progress
        peaks = np.abs(heard[: looks * LOOK].reshape(-1, LOOK)).max(axis=1)
        totals = powers.sum(axis=1)
        for power, sounding, peak in zip(totals, self._sounding(powers), peaks, strict=True):
            self._meter.append((float(power), bool(sounding), float(peak)))
            if self.progress is not Progress.OVER:
                self._follow(sounding=bool(sounding))
        return self.progress

    def _sounding(self, powers: Floats) -> Floats:
        """Tell the looks that are louder than the room and than any steady noise."""
        known = np.concatenate((self._powers, powers))
        self._powers = known[-_HISTORY:]
        near = _means(known[-len(powers) - _SMOOTHING + 1 :], _SMOOTHING)
        steady = _means(known[-len(powers) - _HISTORY + 1 :], _STEADY_SMOOTHING)
        softest = sliding_window_view(steady, _STEADY, axis=0).min(axis=-1)
        floor = np.maximum(softest, self._floor)
        sounding: Floats = np.any(level(near) > level(floor) + MARGINS_DB, axis=1)
        return sounding

    def _follow(self, *, sounding: bool) -> None:
        self._count(sounding=sounding)
        if self.progress is Progress.WAITING:
            if self._spoken >= _START:
                self.progress = Progress.SPEAKING
            elif self._quiet > _FORGOTTEN:
                self._spoken = 0
        elif self._quiet >= _QUIET:
            over = self._spoken >= _LEAST
            self.progress = Progress.OVER if over else Progress.WAITING
            self._spoken = 0

    def _count(self, *, sounding: bool) -> None:
        """Count the looks of speech and of the quiet since; a click is neither."""
        if sounding:
            self._run += 1 + (self._hole if self._run else 0)
            self._hole = 0
        else:
            self._hole += 1
            if self._hole > _HOLE:
                self._run = 0
        if self._run >= _RUN and sounding:
            self._spoken += self._run if self._quiet else 1
            self._quiet = 0
        else:
            self._quiet += 1


def _means(powers: Floats, looks: int) -> Floats:
    sums = np.cumsum(np.concatenate((np.zeros((1, powers.shape[1])), powers)), axis=0)
    means: Floats = (sums[looks:] - sums[:-looks]) / looks
    return means
