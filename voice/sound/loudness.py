"""Measures sound: ITU-R BS.1770-4 integrated loudness (LUFS) and true peak (dBTP)."""

from __future__ import annotations

import math
from functools import cache
from typing import Any

import numpy as np
from numpy import fft  # numpy's own lazy import of it deadlocks with threads and signals
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from voice.audio import Samples
from voice.frames import SAMPLE_RATE

Floats = NDArray[np.floating[Any]]
"""Numbers about sound, not samples."""

SILENT = -math.inf
"""Loudness and peak of silence."""

PEAK_GROUP = 8
"""Frames that `group_peaks` measures together: a third of a millisecond."""

# BS.1770-4, tables 1 and 2: the two stages of the K-weighting, printed for 48 kHz.
_TABLE_RATE = 48_000
_SHELF_B = (1.53512485958697, -2.69169618940638, 1.19839281085285)
_SHELF_A = (1.0, -1.69065929318241, 0.73248077421585)
_HIGH_PASS_B = (1.0, -2.0, 1.0)
_HIGH_PASS_A = (1.0, -1.99004745483398, 0.99007225036621)

# BS.1770-4, equations 2 and 7: blocks of 400 ms, a new one every 100 ms, two gates.
_OFFSET_LU = -0.691
_HOPS_PER_SECOND = 10
_HOPS_PER_BLOCK = 4
_ABSOLUTE_GATE_LUFS = -70.0
_RELATIVE_GATE_LU = -10.0

# The high-pass rings with a time constant of 4 ms; 50 ms away it is 100 dB down.
_REACH_SECONDS = 0.05
# Few enough for the memory of one batch to be used again by the next, instead of cleared anew.
_ROWS_AT_ONCE = 4

# BS.1770-4, annex 2 asks for at least four times the rate. 24 taps a phase and this window
# stay within 0.1 dB up to 0.4 of the rate; speech has next to nothing above.
_OVERSAMPLING = 4
_HALF_TAPS = 12
_KAISER_BETA = 6.0
# Few enough for OpenBLAS to stay in this thread: waking others takes longer than the product.
_GROUPS_AT_ONCE = 256


def decibels(amplitude: float) -> float:
    """Convert an amplitude relative to full scale to dB; `SILENT` for 0."""
    return 20 * math.log10(amplitude) if amplitude > 0 else SILENT


def from_decibels(level: float) -> float:
    """Convert dB to an amplitude relative to full scale."""
    return math.pow(10, level / 20)


def integrated_loudness(samples: Samples, sample_rate: int = SAMPLE_RATE) -> float:
    """Measure the BS.1770-4 integrated loudness of one channel.

    Args:
        samples: Shape ``(frames,)``.
        sample_rate: Hz.

    Returns:
        LUFS; `SILENT` if no whole block of 400 ms is louder than -70 LUFS.
    """
    return gated_loudness(block_powers(hop_energies(samples, sample_rate), sample_rate))


def line_loudness(samples: Samples, sample_rate: int = SAMPLE_RATE) -> float:
    """Measure the integrated loudness of one spoken line between two silences.

    A line is padded with 400 ms of zeros on both sides: without them a short one is 2 LU off, or
    fills no block at all.

    Args:
        samples: Shape ``(frames,)``.
        sample_rate: Hz.

    Returns:
        LUFS; `SILENT` if nothing in it is louder than -70 LUFS.
    """
    padding = _HOPS_PER_BLOCK * sample_rate // _HOPS_PER_SECOND
    return integrated_loudness(np.pad(samples, padding), sample_rate)


def momentary_loudness(samples: Samples, sample_rate: int = SAMPLE_RATE) -> Floats:
    """Measure the loudness of each block of 400 ms, one every 100 ms, ungated.

    Args:
        samples: Shape ``(frames,)``.
        sample_rate: Hz.

    Returns:
        LUFS, shape ``(blocks,)``; `SILENT` for a silent block.
    """
    powers = block_powers(hop_energies(samples, sample_rate), sample_rate)
    return np.array([_loudness(power) for power in powers])


def hop_energies(samples: Samples, sample_rate: int) -> Floats:
    """Return the energy of the K-weighted sound in each whole 100 ms, shape ``(hops,)``."""
    hop = sample_rate // _HOPS_PER_SECOND
    weighted = k_weighted(samples, sample_rate)
    hops = weighted[: len(weighted) // hop * hop].reshape(-1, hop)
    energies: Floats = np.square(hops).sum(axis=1, dtype=np.float64)
    return energies


def block_powers(energies: Floats, sample_rate: int) -> Floats:
    """Return the mean square of each block of four hops, shape ``(hops - 3,)`` or empty."""
    if len(energies) < _HOPS_PER_BLOCK:
        return np.empty(0)
    frames = _HOPS_PER_BLOCK * sample_rate // _HOPS_PER_SECOND
    return np.convolve(energies, np.ones(_HOPS_PER_BLOCK), "valid") / frames


def gated_loudness(powers: Floats) -> float:
    """Return the loudness left by the two gates of BS.1770-4, equations 3 to 7, in LUFS."""
    heard = powers[powers > mean_square(_ABSOLUTE_GATE_LUFS)]
    if not heard.size:
        return SILENT
    gate = _loudness(float(heard.mean())) + _RELATIVE_GATE_LU
    return _loudness(float(heard[heard > mean_square(gate)].mean()))


def mean_square(loudness: float) -> float:
    """Convert LUFS to a K-weighted mean square: BS.1770-4, equation 2 reversed."""
    return math.pow(10, (loudness - _OFFSET_LU) / 10)


def k_weighting(frequencies: Floats) -> Floats:
    """Return the K-weighting of each frequency, as an amplitude.

    The standard gives its filter for 48 kHz. Used as a frequency response it fits every other rate,
    without the error near the top that a new bilinear transform would bring.

    Args:
        frequencies: Hz; above 24 kHz the weight stays constant.
    """
    turns = np.minimum(frequencies, _TABLE_RATE / 2) / _TABLE_RATE
    delay = np.exp(-2j * np.pi * turns)
    response = _biquad(_SHELF_B, _SHELF_A, delay) * _biquad(_HIGH_PASS_B, _HIGH_PASS_A, delay)
    return np.abs(response)


def k_weighted(samples: Samples, sample_rate: int = SAMPLE_RATE) -> Samples:
    """K-weight a sound by overlap-save.

    Args:
        samples: Shape ``(frames,)``.
        sample_rate: Hz.

    Returns:
        Same shape; nothing is delayed, because only the response's magnitude is applied.
    """
    response, size, reach = _filter(sample_rate)
    step = size - 2 * reach
    rows = max(1, math.ceil(len(samples) / step))
    padded = np.zeros(rows * step + 2 * reach, dtype=np.float32)
    padded[reach : reach + len(samples)] = samples
    windows = sliding_window_view(padded, size)[::step]
    weighted = np.empty((rows, step), dtype=np.float32)
    for row in range(0, rows, _ROWS_AT_ONCE):
        batch = slice(row, row + _ROWS_AT_ONCE)
        spectra = fft.rfft(windows[batch])
        spectra *= response
        weighted[batch] = fft.irfft(spectra, n=size)[:, reach : reach + step]
    return weighted.reshape(-1)[: len(samples)]


def true_peak(samples: Samples) -> float:
    """Measure the highest point of the wave, on the samples and between them.

    Args:
        samples: Shape ``(frames,)``, at any rate.

    Returns:
        dBTP; `SILENT` for silence.
    """
    around = np.pad(samples, PEAK_GROUP)
    return decibels(float(group_peaks(around).max(initial=0.0)))


def group_peaks(samples: Samples) -> Samples:
    """Measure the true peak of each `PEAK_GROUP` frames, four points a frame.

    Args:
        samples: Shape ``(frames,)``, at any rate.

    Returns:
        Amplitude, shape ``(ceil(frames / PEAK_GROUP),)``.
    """
    matrix = _interpolator()
    groups = -(-len(samples) // PEAK_GROUP)
    batches = max(1, -(-groups // _GROUPS_AT_ONCE))
    padded = np.zeros(batches * _GROUPS_AT_ONCE * PEAK_GROUP + 2 * _HALF_TAPS, dtype=np.float32)
    padded[_HALF_TAPS : _HALF_TAPS + len(samples)] = samples
    windows = sliding_window_view(padded, matrix.shape[1])[::PEAK_GROUP]
    peaks = np.empty((batches, _GROUPS_AT_ONCE), dtype=np.float32)
    for batch, row in enumerate(peaks):
        first = batch * _GROUPS_AT_ONCE
        points = matrix @ np.ascontiguousarray(windows[first : first + _GROUPS_AT_ONCE]).T
        np.abs(points, out=points).max(axis=0, out=row)
    return peaks.reshape(-1)[:groups]


def _loudness(power: float) -> float:
    """Convert a K-weighted mean square to LUFS: BS.1770-4, equation 2."""
    return _OFFSET_LU + 10 * math.log10(power) if power > 0 else SILENT


def _biquad(
    b: tuple[float, float, float], a: tuple[float, float, float], delay: NDArray[np.complex128]
) -> NDArray[np.complex128]:
    """Return the response of a second-order section, given one frame of delay per frequency."""
    above = b[0] + (b[1] + b[2] * delay) * delay
    below = a[0] + (a[1] + a[2] * delay) * delay
    return above / below


@cache
def _filter(sample_rate: int) -> tuple[Samples, int, int]:
    """Return K-weighting as a symmetric FIR: spectrum, transform size, reach in frames."""
    reach = round(_REACH_SECONDS * sample_rate)
    size = 8 * reach
    long = 8 * size
    impulse = fft.irfft(k_weighting(fft.rfftfreq(long, 1 / sample_rate)), n=long)
    short = np.concatenate([impulse[: reach + 1], np.zeros(size - 2 * reach - 1), impulse[-reach:]])
    return fft.rfft(short).real.astype(np.float32), size, reach


@cache
def _interpolator() -> Samples:
    """Return the matrix from the frames around a group to four points a frame inside it.

    Shape ``(4 * PEAK_GROUP, PEAK_GROUP + 2 * _HALF_TAPS)``: a Kaiser-windowed sinc in each row.
    """
    points = np.arange(_OVERSAMPLING * PEAK_GROUP) / _OVERSAMPLING + _HALF_TAPS
    distance = np.arange(PEAK_GROUP + 2 * _HALF_TAPS) - points[:, np.newaxis]
    inside = np.clip(1 - (distance / _HALF_TAPS) ** 2, 0, None)
    window = np.where(inside > 0, np.i0(_KAISER_BETA * np.sqrt(inside)) / np.i0(_KAISER_BETA), 0)
    return (np.sinc(distance) * window).astype(np.float32)
