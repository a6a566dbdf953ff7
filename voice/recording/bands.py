"""Measures the sound of a microphone in bands of frequency, every 5 ms.

Speech is told from the room band by band: an "s" stands out above 4 kHz in a room whose noise is
deep, and a hum fills the lowest band alone.
"""

from __future__ import annotations

import numpy as np
from numpy import fft  # numpy's own lazy import of it deadlocks with threads and signals
from numpy.lib.stride_tricks import sliding_window_view

from voice.audio import Samples
from voice.frames import SAMPLE_RATE
from voice.sound.loudness import Floats

LOOK = SAMPLE_RATE // 200
"""Frames between two looks at the sound: 5 ms."""

LOOKS_PER_SECOND = SAMPLE_RATE // LOOK

WINDOW = 256
"""Frames that one look takes in: 11 ms."""

REACH = (WINDOW - LOOK) // 2
"""Frames of the window before a look's own 5 ms, and after them."""

BANDS = (2, 5, 10, 20, 42)
"""First bin of each band, 94 Hz each: from 140, 420, 890, 1 800 and 3 900 Hz. Below lie DC, the
rumble of traffic, and the first line of a hum; every voice has overtones above."""

FAINTEST = 1e-10
"""Power below which nothing is told apart: -100 dBFS, the noise of 16 bits."""

_BLOCK = 2048

_STRETCH = LOOKS_PER_SECOND // 4
_MUCH_SOFTER = 10 ** (25.0 / 10)


def band_powers(samples: Samples) -> Floats:
    """Measure the power in each band, with the sound mirrored at its ends.

    Args:
        samples: Shape ``(frames,)`` at `SAMPLE_RATE`.

    Returns:
        Mean square, shape ``(frames // LOOK, len(BANDS))``; the sum over the bands is the mean
        square of what lies above 140 Hz.
    """
    if len(samples) < WINDOW:
        return np.empty((0, len(BANDS)))
    return windowed_powers(np.pad(samples, REACH, mode="reflect"))


def windowed_powers(samples: Samples) -> Floats:
    """Measure the power in each band of each whole window, one every `LOOK` frames.

    Args:
        samples: Shape ``(frames,)`` at `SAMPLE_RATE`, `REACH` frames more than the looks at both
            ends.
    """
    if len(samples) < WINDOW:
        return np.empty((0, len(BANDS)))
    windows = sliding_window_view(samples, WINDOW)[::LOOK]
    powers = np.empty((len(windows), len(BANDS)))
    for first in range(0, len(windows), _BLOCK):
        spectra = fft.rfft(windows[first : first + _BLOCK] * _HANN)
        lines = np.square(np.abs(spectra))
        powers[first : first + _BLOCK] = np.add.reduceat(lines, BANDS, axis=1)
    return np.maximum(powers * (2 / (WINDOW * float(np.square(_HANN).sum()))), FAINTEST)


def smoothed(powers: Floats, looks: int) -> Floats:
    """Return the mean of an odd number of looks around each one, the ends repeated."""
    around = np.pad(powers, ((looks // 2, looks // 2), (0, 0)), mode="edge")
    means: Floats = sliding_window_view(around, looks, axis=0).mean(axis=-1)
    return means


def level(powers: Floats | float) -> Floats:
    """Convert mean squares to dBFS RMS."""
    levels: Floats = 10 * np.log10(np.maximum(powers, FAINTEST))
    return levels


def softest_stretch(powers: Floats) -> slice | None:
    """Find a quarter of a second in which nobody speaks, in looks.

    Returns:
        The softest one; `None` unless it lies 25 dB below the loudest look, as no quarter of a
        second within speech does.
    """
    totals = powers.sum(axis=1)
    if len(totals) < _STRETCH:
        return None
    sums = np.cumsum(np.append(0.0, totals))
    means = (sums[_STRETCH:] - sums[:-_STRETCH]) / _STRETCH
    start = int(np.argmin(means))
    return slice(start, start + _STRETCH) if means[start] * _MUCH_SOFTER < totals.max() else None


_HANN = (0.5 - 0.5 * np.cos(2 * np.pi * np.arange(WINDOW) / WINDOW)).astype(np.float32)
