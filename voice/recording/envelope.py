"""Finds where somebody speaks in a recording, and where the room alone is heard."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from voice.audio import Samples
from voice.frames import SAMPLE_RATE

HOP = SAMPLE_RATE // 100
"""Frames of one level: 10 ms."""

BEFORE, AFTER = 12, 20
"""Hops kept around speech: soft consonants begin and end below its threshold."""

_SOFTEST_DB = -80.0
"""Level below which nothing is speech, in dB of full scale (mean square)."""

_OVER_ROOM_DB = 9.0
"""Level over the room's from which sound is speech."""

_BELOW_VOICE_DB = 34.0
"""Level below the voice's under which sound is no longer speech, however still the room is."""

_LIVELY_DB = 6.0
"""Least difference of loud and soft moments in speech; steady noise has 0.7 (measured)."""

_SHORTEST = 6
"""Hops of the shortest speech: 60 ms; a click is shorter."""

_JOINED = 12
"""Hops of the longest silence within a word, before a p, t or k."""

_HOPS_AT_ONCE = 6_000


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of speech, in hops: from `start` up to, not including, `end`."""

    start: int
    end: int


def levels(samples: Samples) -> NDArray[np.float64]:
    """Return the level of each 10 ms in dB of full scale, shape ``(hops,)``.

    What is below 80 Hz does not count: it is the hum and rumble of a room, not a voice.
    """
    blocks = range(0, len(samples) // HOP, _HOPS_AT_ONCE)
    power = np.concatenate([np.empty(0), *(_power(samples, first) for first in blocks)])
    # The mean of neighbours: the period of a deep voice is as long as a hop.
    smooth = np.convolve(power, (0.25, 0.5, 0.25), "same") if len(power) else power
    found: NDArray[np.float64] = 10 * np.log10(smooth + 1e-12)
    return found


def _power(samples: Samples, first: int) -> NDArray[np.float64]:
    """Return the mean square of the whole hops of a block."""
    start, end = first * HOP, min(first + _HOPS_AT_ONCE, len(samples) // HOP) * HOP
    before = min(start, HOP)
    raised = _high_passed(samples[start - before : end + HOP])[before : before + end - start]
    power: NDArray[np.float64] = np.square(raised.reshape(-1, HOP), dtype=np.float64).mean(axis=1)
    return power


def _high_passed(samples: Samples) -> Samples:
    """Subtract from each sample the mean of the 10 ms around it."""
    width = 2 * (SAMPLE_RATE // 200) + 1
    total = np.cumsum(np.pad(samples, (width // 2 + 1, width // 2)), dtype=np.float64)
    mean = (total[width:] - total[:-width]) / width
    raised: Samples = samples - mean.astype(np.float32)
    return raised


def speech(samples: Samples) -> tuple[Stretch, ...]:
    """Return the stretches of speech, in order; silences of up to 120 ms are within them.

    The threshold lies between the level of the room, which is heard in the softest tenth of the
    recording, and the level of the voice.
    """
    found = levels(samples)
    if not len(found):
        return ()
    room, voice = np.percentile(found, (10, 95))
    if voice - room < _LIVELY_DB:
        return ()
    threshold = max(min(room + _OVER_ROOM_DB, voice - 3), voice - _BELOW_VOICE_DB, _SOFTEST_DB)
    edges = np.flatnonzero(np.diff(np.pad(found > threshold, 1).astype(np.int8)))
    joined: list[Stretch] = []
    for start, end in zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True):
        if joined and start - joined[-1].end <= _JOINED:
            joined[-1] = Stretch(joined[-1].start, end)
        else:
            joined.append(Stretch(start, end))
    return tuple(each for each in joined if each.end - each.start >= _SHORTEST)


def between_speech(samples: Samples) -> Samples:
    """Return what is heard while nobody speaks, in one piece."""
    quiet = np.ones(len(samples), bool)
    for each in speech(samples):
        quiet[max(each.start - BEFORE, 0) * HOP : (each.end + AFTER) * HOP] = False
    return samples[quiet]


def faded(samples: Samples) -> Samples:
    """Return a copy of a sound that begins and ends softly, so that it does not click."""
    clip = samples.copy()
    fade = np.linspace(0, 1, min(HOP, len(clip) // 2), dtype=np.float32)
    clip[: len(fade)] *= fade
    clip[len(clip) - len(fade) :] *= fade[::-1]
    return clip
