"""Soft noise that repeats without a seam: the bed, and the noise floor that can replace it."""

from __future__ import annotations

import math
import random
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy import fft  # numpy's lazy import of it deadlocks with threads and signals

from voice.audio import Samples
from voice.frames import SAMPLE_RATE
from voice.sound.loudness import Floats, decibels, from_decibels, k_weighting, mean_square

BED_LUFS = -49.0
"""Loudness: 30 dB under the voice, so it never lowers the voice's relative gate (10 LU)."""

FLOOR_DBFS = -75.0
"""RMS without a bed: the room tone of guided recordings (-76 dB, measured)."""

BED_RISE = 3 * SAMPLE_RATE
"""Frames in which it fades in: enough to wake Bluetooth before a word
(scripts/SOURCES.md, Background)."""

LOOP_FRAMES = 1 << 19
"""Length of the loop, 22 s: too long for the ear to recognise, and a fast transform."""

Shape = Callable[[Floats], Floats]
"""Maps frequencies in Hz to an amplitude for each; only the proportions matter."""

# Colours are smooth: every 16th frequency, 0.7 Hz apart, gives the loudness to 0.001 dB.
_SPARSE = 16


@dataclass(frozen=True, slots=True, eq=False)
class NoiseLoop:
    """Noise with a period: its last sample leads into its first as into any other.

    Attributes:
        samples: One period, shape ``(frames,)``, at `SAMPLE_RATE`, not writeable.
    """

    samples: Samples

    def __post_init__(self) -> None:
        self.samples.flags.writeable = False

    def add_to(self, out: Samples, position: int, gain: float | Samples = 1.0) -> None:
        """Add the noise at a position to a block of sound.

        Made for a device's thread: it copies no more than the block.

        Args:
            out: The block, shape ``(frames,)``; changed in place.
            position: Place of the block, in frames since the noise began. Equal positions give
                equal samples, in any order of calls.
            gain: Amplitude, or one amplitude for each frame, shape ``(frames,)``.
        """
        done = 0
        while done < len(out):
            start = (position + done) % len(self.samples)
            part = self.samples[start : start + len(out) - done]
            here = slice(done, done + len(part))
            out[here] += part * (gain[here] if isinstance(gain, np.ndarray) else gain)
            done = here.stop

    def scaled(self, gain: float) -> NoiseLoop:
        """Return the same noise, louder or softer by an amplitude."""
        return NoiseLoop(self.samples * np.float32(gain))


@cache
def bed() -> NoiseLoop:
    """Make the very soft noise under everything, at `BED_LUFS`."""
    return noise_loop(_warm, BED_LUFS, seed=1)


@cache
def floor() -> NoiseLoop:
    """Make the bed at `FLOOR_DBFS` RMS: barely audible, but not the dead silence of a fault."""
    samples = bed().samples
    rms = float(np.sqrt(np.mean(np.square(samples))))
    return bed().scaled(from_decibels(FLOOR_DBFS - decibels(rms)))


def noise_loop(shape: Shape, loudness: float, seed: int) -> NoiseLoop:
    """Make noise of a given colour in one inverse transform, so that it is periodic.

    Every frequency has the amplitude that `shape` gives and a random phase. The loudness follows
    from the spectrum (Parseval), so nothing needs to be measured.

    Args:
        shape: The colour.
        loudness: LUFS.
        seed: Equal seeds give equal samples; those of different seeds add as powers.
    """
    frequencies = fft.rfftfreq(LOOP_FRAMES, 1 / SAMPLE_RATE).astype(np.float32)
    size = shape(frequencies)
    sounding = np.flatnonzero(size)
    few = sounding[::_SPARSE]
    heard = size[few] * k_weighting(frequencies[few])
    power = 2 * _SPARSE * float(np.square(heard).sum()) / LOOP_FRAMES**2
    gain = math.sqrt(mean_square(loudness) / power)

    # Python's generator: loading numpy's takes longer (20 ms) than everything else here.
    noise = random.Random(seed).randbytes(2 * len(sounding))  # noqa: S311 - sound, not a secret
    angles = np.frombuffer(noise, "<u2").astype(np.float32) * np.float32(2 * math.pi / 65536)
    spectrum = np.zeros(len(frequencies), dtype=np.complex64)
    amplitudes = (gain * size[sounding]).astype(np.float32)
    spectrum.real[sounding] = amplitudes * np.cos(angles)
    spectrum.imag[sounding] = amplitudes * np.sin(angles)
    return NoiseLoop(fft.irfft(spectrum, n=LOOP_FRAMES).astype(np.float32))


def band(frequencies: Floats, low: tuple[float, float], high: tuple[float, float]) -> Floats:
    """Return a band with raised-cosine flanks.

    Args:
        frequencies: Hz.
        low: 0 below the first, full above the second, Hz.
        high: Full below the first, 0 above the second, Hz.

    Returns:
        Amplitude in [0, 1] for each frequency.
    """
    opening = np.clip((frequencies - low[0]) / (low[1] - low[0]), 0, 1)
    closing = np.clip((high[1] - frequencies) / (high[1] - high[0]), 0, 1)
    flanks: Floats = np.sin(math.pi / 2 * opening) * np.sin(math.pi / 2 * closing)
    return np.square(flanks)


def _warm(frequencies: Floats) -> Floats:
    """Fall 3 dB an octave as a quiet room does, and 12 dB faster above 500 Hz: no hiss."""
    slope = np.sqrt(np.maximum(frequencies, 1.0)) * (1 + np.square(frequencies / 500))
    within = band(frequencies, low=(60.0, 140.0), high=(2_000.0, 5_000.0))
    warm: Floats = within / slope
    return warm
