"""Levels every spoken line on its way from the engine to the mixer.

::

    engine ─▶ no DC ─▶ 24 kHz ─▶ level, limit, level again ─▶ trim and fade ─▶ mixer

Each line gets its own gain, from itself alone: playing starts before all is rendered, so there is
no whole to measure.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import soxr

from voice.audio import Audio, Samples
from voice.frames import SAMPLE_RATE
from voice.sound.curves import rise
from voice.sound.loudness import (
    PEAK_GROUP,
    Floats,
    block_powers,
    from_decibels,
    gated_loudness,
    group_peaks,
    k_weighted,
)

LINE_LUFS = -18.6
"""Loudness of each line between silences (`line_loudness`).

A whole exercise is promised at -19 LUFS, 0.5 at most from it. It is softer than its lines by what
pauses and bells leave above the gate of BS.1770: 0.1 to 0.5 LU (30 exercises by two voices), and
0.85 in the walk of an hour with 45 bells."""

LINE_PEAK_DBTP = -4.5
"""Highest peak of a line. Every format promises -3 dBTP, and the MP3 and Opus encoders add up to
1.0 dB to a peak (measured on eight English voices)."""

EDGE_DBFS = -55.0
"""Level of a line's first and last sample: anything softer before and after is trimmed."""

QUIETEST_LUFS = -50.0
"""Loudness below which there is no voice: engines speak at -19 to -30 LUFS, and render a text
without words as faint noise at -67 (measured), which must not be raised to a voice's level."""

_FADE_FRAMES = SAMPLE_RATE * 5 // 1000
_EDGE_FRAMES = SAMPLE_RATE * 3 // 1000

# At -19 LUFS eSpeak's English peaks at up to +0.4 dBTP, its German at +3.2 (measured), and loses
# 5 to 8 dB. A sound that would have to lose more than 16 is a click, and stays below a voice.
_MOST_LIMITING_DB = 16.0
_CLOSE_ENOUGH_LU = 0.05
_MOST_ROUNDS = 12

# The limiter works on peaks and energies of a third of a millisecond. It holds a peak's gain
# 5 ms to either side, which spans two pulses of any voice above 100 Hz, and ramps as long. With
# 10 ms a deep "In." of 270 ms stays 2 LU too soft, with 5 ms 1 LU (measured).
_HOLD_GROUPS = SAMPLE_RATE // 200 // PEAK_GROUP
_HOP_GROUPS = SAMPLE_RATE // 10 // PEAK_GROUP
_PADDING_GROUPS = 4 * _HOP_GROUPS


def prepare_line(audio: Audio) -> Samples:
    """Make a line ready to be mixed.

    Args:
        audio: An engine's render, at any rate.

    Returns:
        Shape ``(frames,)`` at `SAMPLE_RATE`, at `LINE_LUFS`, true peak at most
        `LINE_PEAK_DBTP`. It rises from 0 and ends in 0 over 5 ms, and its first and last
        sample above `EDGE_DBFS` lie within 3 ms of its ends. **Empty** if there is no voice:
        softer than `QUIETEST_LUFS` as a line, or a click of less than 4 ms.
    """
    samples = _at_our_rate(_centred(audio.samples), audio.sample_rate)
    energies = _group_energies(k_weighted(samples))
    loudness = _line_loudness(energies)
    if loudness < QUIETEST_LUFS:
        return np.empty(0, dtype=np.float32)
    groups = _audible_groups(samples, _sure_edge() * from_decibels(loudness - LINE_LUFS))
    speech = samples[groups.start * PEAK_GROUP : groups.stop * PEAK_GROUP]
    gains = _levelling(_Line(energies[groups], group_peaks(speech)))
    return _with_soft_edges(_scaled(speech, gains))


@dataclass(frozen=True, slots=True, eq=False)
class _Line:
    """The measurements of a line that levelling needs.

    Attributes:
        energies: K-weighted energy of each group of `PEAK_GROUP` frames, shape ``(groups,)``.
        peaks: True peak of each group, shape ``(groups,)``.
    """

    energies: Floats
    peaks: Samples

    def limited(self, gain: float) -> Floats:
        """Return the gains that raise the line by `gain` without a peak over the ceiling.

        Returns:
            Shape ``(groups + 1,)``: at the start of each group and at the end of the last. Between
            two of them the gain never exceeds what that group's peak allows.
        """
        ceiling = from_decibels(LINE_PEAK_DBTP)
        loudest = self.peaks * gain
        if loudest.max(initial=0.0) <= ceiling:
            return np.full(len(loudest) + 1, gain)
        # Both knots of a group must keep to it, hence two groups more than twice the hold.
        edge = 2 * _HOLD_GROUPS + 1
        around = np.ones(len(loudest) + 2 * edge)
        np.divide(ceiling, loudest, out=around[edge:-edge], where=loudest > ceiling)
        lowest = _sliding_minimum(around, 2 * _HOLD_GROUPS + 2)
        return gain * _sliding_mean(_sliding_mean(lowest, _HOLD_GROUPS + 1), _HOLD_GROUPS + 1)

    def loudness(self, gains: Floats) -> float:
        """Return the loudness after these gains, in LUFS, with 400 ms of silence on either side.

        The gain changes slowly compared with the K-weighting (4 ms), so weighting before or after
        it agrees within 0.15 LU (measured), and the line is filtered only once.
        """
        return _line_loudness(self.energies * ((gains[:-1] + gains[1:]) / 2) ** 2)


def _levelling(line: _Line) -> Floats:
    """Return the gains, shape ``(groups + 1,)``, that bring a line to `LINE_LUFS`.

    Limiting lowers the loudness, so the line is levelled again until it has its level.
    """
    most = from_decibels(LINE_PEAK_DBTP + _MOST_LIMITING_DB) / float(line.peaks.max())
    gain = min(1.0, most)
    gains = line.limited(gain)
    for _ in range(_MOST_ROUNDS):
        missing = LINE_LUFS - line.loudness(gains)
        if abs(missing) < _CLOSE_ENOUGH_LU or (gain == most and missing > 0):
            break
        gain = min(gain * from_decibels(missing), most)
        gains = line.limited(gain)
    return gains


def _centred(samples: Samples) -> Samples:
    """Remove DC, and samples that are not numbers.

    A filter against DC would ring into the silence before the first sound and move its edge.
    """
    finite = np.nan_to_num(samples.astype(np.float32), copy=False, nan=0.0, posinf=0.0, neginf=0.0)
    offset = finite.mean() if finite.size else np.float32(0)
    return np.subtract(finite, offset, out=finite)


def _at_our_rate(samples: Samples, sample_rate: int) -> Samples:
    """Resample to `SAMPLE_RATE`."""
    if sample_rate == SAMPLE_RATE:
        return samples
    resampled: Samples = soxr.resample(samples, sample_rate, SAMPLE_RATE, quality="HQ")
    return resampled


def _group_energies(weighted: Samples) -> Floats:
    """Return the energy of each `PEAK_GROUP` frames; the last group is padded with silence."""
    groups = np.pad(weighted, (0, -len(weighted) % PEAK_GROUP)).reshape(-1, PEAK_GROUP)
    energies: Floats = np.einsum("gf,gf->g", groups, groups)
    return energies.astype(np.float64)


def _line_loudness(energies: Floats) -> float:
    """Return the LUFS of groups of K-weighted energy, with 400 ms of silence on either side."""
    padded = np.zeros(2 * _PADDING_GROUPS + len(energies) + -len(energies) % _HOP_GROUPS)
    padded[_PADDING_GROUPS : _PADDING_GROUPS + len(energies)] = energies
    hops = padded.reshape(-1, _HOP_GROUPS).sum(axis=1)
    return gated_loudness(block_powers(hops, SAMPLE_RATE))


def _audible_groups(samples: Samples, threshold: float) -> slice:
    """Return the range of the sound above the threshold, with 3 ms before and after.

    The blocks of 400 ms are counted from the first sound, so that the silence before it, which
    differs from engine to engine, does not decide how loud a short word becomes.
    """
    above = np.flatnonzero(np.abs(samples) > threshold)
    if not above.size:
        return slice(0, -(-len(samples) // PEAK_GROUP))
    first, last = int(above[0]) - _EDGE_FRAMES, int(above[-1]) + _EDGE_FRAMES
    return slice(max(0, first) // PEAK_GROUP, last // PEAK_GROUP + 1)


def _scaled(samples: Samples, gains: Floats) -> Samples:
    """Multiply samples by gains, which run in straight lines over `PEAK_GROUP` frames each."""
    along = np.arange(PEAK_GROUP, dtype=np.float32) / PEAK_GROUP
    knots = gains.astype(np.float32)
    curve = knots[:-1, np.newaxis] + np.diff(knots)[:, np.newaxis] * along
    return np.multiply(samples, curve.reshape(-1)[: len(samples)], dtype=np.float32)


def _with_soft_edges(samples: Samples) -> Samples:
    """Trim to the edges and fade both.

    The fade would push a faint first sound under the edge again, and the edge would move. So
    a line starts 3 ms before the first sample that is above the edge even after the fade there.
    """
    around = np.pad(samples, _EDGE_FRAMES)
    above = np.flatnonzero(np.abs(around) > _sure_edge())
    if not above.size:
        return np.empty(0, dtype=np.float32)
    line = around[above[0] - _EDGE_FRAMES + 1 : above[-1] + _EDGE_FRAMES]
    if len(line) < 2 * _FADE_FRAMES:
        return np.empty(0, dtype=np.float32)
    fade = rise(_FADE_FRAMES)
    line[:_FADE_FRAMES] *= fade
    line[-_FADE_FRAMES:] *= fade[::-1]
    return line


def _sure_edge() -> float:
    """Return the amplitude that is still above the edge when faded 3 ms from an end."""
    return from_decibels(EDGE_DBFS) / float(rise(_FADE_FRAMES)[_EDGE_FRAMES - 2])


def _sliding_minimum(values: Floats, window: int) -> Floats:
    """Return the minimum of each `window` values, shape ``(len(values) - window + 1,)``.

    Each turn doubles the span that one value covers, so a window of 60 takes 6 turns.
    """
    span = 1
    while 2 * span <= window:
        values = np.minimum(values[:-span], values[span:])
        span *= 2
    rest = window - span
    return np.minimum(values[: len(values) - rest], values[rest:])


def _sliding_mean(values: Floats, window: int) -> Floats:
    """Return the mean of each `window` values, shape ``(len(values) - window + 1,)``."""
    sums = np.zeros(len(values) + 1)
    np.cumsum(values, out=sums[1:])
    means: Floats = (sums[window:] - sums[:-window]) / window
    return means
