"""Measures the silent room before somebody speaks in it."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy import fft  # numpy's own lazy import of it deadlocks with threads and signals
from numpy.lib.stride_tricks import sliding_window_view

from voice.audio import Samples
from voice.frames import SAMPLE_RATE
from voice.recording.bands import (
    BANDS,
    FAINTEST,
    LOOK,
    band_powers,
    level,
    smoothed,
)
from voice.recording.envelope import between_speech
from voice.recording.remarks import HUM, LOUD_ROOM, MUTED, Remark
from voice.sound.loudness import Floats, k_weighting

LOUD_DBFS = -55.0
"""Noise from which a room is loud: 30 dB below a voice at -25 dBFS, which is what `judged` asks
for. Synthetic voices are at -18 to -28 LUFS (measured)."""

FAINTEST_HUM_DBFS = -65.0
"""K-weighted level from which a hum is remarked: 40 dB below such a voice."""

MAINS = (50, 60)
"""Hz."""

_SMOOTHING = 5

# A hum is told by lines that stand out of what is around them. Half a second tells 50 Hz from
# 60, and a click spoils two of the seven overlapping halves at most, which the median leaves out.
# By chance noise has lines of up to 6 dB, and a second one of up to 4 (measured on 400
# rooms of white and pink noise).
_PART = SAMPLE_RATE // 2
_HARMONICS = 10
_ON = np.arange(-2, 3)
_BESIDE = np.concatenate((np.arange(-9, -3), np.arange(4, 10)))
_PROMINENT = 10 ** (12.0 / 10)
_PROMINENT_ALONE = 10 ** (20.0 / 10)

_LEAST_STEP = 2 / 32_768
"""Range within 5 ms of a microphone that is on: two steps of 16 bits."""

_ENOUGH_QUIET = SAMPLE_RATE // 5
"""Frames of quiet that tell a room."""

_MOSTLY = 90
"""Per cent of a room in which a muted microphone gives nothing: a click may sound, but a word is
heard even by a microphone that suppresses all noise, whose silence is exact."""


@dataclass(frozen=True, slots=True)
class Room:
    """A room and its microphone, while nobody speaks.

    Attributes:
        noise: dBFS RMS above 140 Hz, a click left out.
        floor: Mean square of the noise in each band; see `voice.recording.bands`.
        hum: Frequency of the mains in Hz, 50 or 60, if they can be heard; else `None`.
        hum_level: Level of that hum, K-weighted, in dBFS.
        muted: True if the microphone gives nothing at all.
    """

    noise: float
    floor: tuple[float, ...]
    hum: int | None = None
    hum_level: float = float(level(FAINTEST))
    muted: bool = False

    @property
    def remarks(self) -> tuple[Remark, ...]:
        """Remarks on what could be better, the worst first; empty for a good room."""
        if self.muted:
            return (MUTED,)
        found = ((self.noise > LOUD_DBFS, LOUD_ROOM), (self.hum is not None, HUM))
        return tuple(remark for true, remark in found if true)


_SILENT = Room(float(level(FAINTEST)), (FAINTEST,) * len(BANDS))


def measured_room(samples: Samples) -> Room:
    """Measure a room.

    Args:
        samples: About 2 s in which nobody speaks, shape ``(frames,)`` at `SAMPLE_RATE`.
    """
    powers = band_powers(samples)
    if not len(powers):
        return replace(_SILENT, muted=True)
    floor = np.median(smoothed(powers, _SMOOTHING), axis=0)
    hum, hum_level = hum_of(samples)
    return Room(
        float(level(float(floor.sum()))),
        tuple(float(power) for power in floor),
        hum,
        hum_level,
        _muted(samples),
    )


def room_behind(samples: Samples) -> Room:
    """Measure the room behind a take from elsewhere, whose room nobody measured.

    It is what is heard while nobody speaks; with hardly any of that, the room counts as silent.

    Args:
        samples: Shape ``(frames,)`` at `SAMPLE_RATE`.
    """
    quiet = between_speech(samples)
    if len(quiet) < _ENOUGH_QUIET:
        return _SILENT
    return replace(measured_room(quiet), muted=False)


def _muted(samples: Samples) -> bool:
    looks = samples[: len(samples) // LOOK * LOOK].reshape(-1, LOOK)
    return float(np.percentile(np.ptp(looks, axis=1), _MOSTLY)) < _LEAST_STEP


def hum_of(samples: Samples) -> tuple[int | None, float]:
    """Return the frequency of the mains if they can be heard, in Hz, and their level.

    Args:
        samples: At least half a second in which nobody speaks; nothing is found in less.
    """
    faintest = float(level(FAINTEST))
    if len(samples) < _PART:
        return None, faintest
    parts = sliding_window_view(samples, _PART)[:: _PART // 2]
    window = np.hanning(_PART).astype(np.float32)
    lines = np.square(np.abs(fft.rfft(parts * window)))
    spectrum = np.median(lines, axis=0) * (2 / (_PART * float(np.square(window).sum())))
    found = {mains: _hum_level(spectrum, mains) for mains in MAINS}
    mains = max(found, key=lambda each: found[each])
    return (mains, found[mains]) if found[mains] > FAINTEST_HUM_DBFS else (None, faintest)


def _hum_level(spectrum: Floats, mains: int) -> float:
    """Return the K-weighted level of the lines of a hum, in dBFS; very low if there is none.

    It takes two lines, or the first one standing out far: other machines have one of their own.
    """
    frequencies = mains * np.arange(1.0, _HARMONICS + 1)
    places = np.rint(frequencies * _PART / SAMPLE_RATE).astype(int)[:, np.newaxis]
    lines = spectrum[places + _ON].sum(axis=1)
    around = np.median(spectrum[places + _BESIDE], axis=1) + FAINTEST
    stands_out = lines / (around * _ON.size)
    found = stands_out > _PROMINENT
    if found.sum() < 2 and stands_out[0] < _PROMINENT_ALONE:  # noqa: PLR2004 - two lines
        return float(level(FAINTEST))
    return float(level(float(np.sum((lines * k_weighting(frequencies) ** 2)[found]))))
