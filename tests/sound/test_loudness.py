"""Loudness and peaks, against figures that can be worked out by hand."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from voice.audio import Samples
from voice.sound.loudness import (
    SILENT,
    decibels,
    from_decibels,
    group_peaks,
    integrated_loudness,
    line_loudness,
    momentary_loudness,
    true_peak,
)

RATES = [16_000, 22_050, 24_000, 44_100, 48_000]
ONE_CHANNEL_LU = 10 * math.log10(2)
"""EBU Tech 3341 plays its tones on two channels; one alone is this much softer."""


def sine(frequency: float, level: float, seconds: float, rate: int = 24_000) -> Samples:
    """A sine whose peak is at `level` dBFS."""
    time = np.arange(round(seconds * rate)) / rate
    wave = from_decibels(level) * np.sin(2 * np.pi * frequency * time)
    return wave.astype(np.float32)


def tones(*parts: tuple[float, float]) -> Samples:
    """1 kHz tones after one another, each as (dBFS, seconds)."""
    return np.concatenate([sine(1_000, level, seconds) for level, seconds in parts])


@pytest.mark.parametrize(
    ("parts", "stereo"),
    [
        pytest.param([(-23.0, 20.0)], -23.0, id="3341-1"),
        pytest.param([(-33.0, 20.0)], -33.0, id="3341-2"),
        pytest.param([(-36.0, 10.0), (-23.0, 60.0), (-36.0, 10.0)], -23.0, id="3341-3"),
        pytest.param(
            [(-72.0, 10.0), (-36.0, 10.0), (-23.0, 60.0), (-36.0, 10.0), (-72.0, 10.0)],
            -23.0,
            id="3341-4",
        ),
        pytest.param([(-26.0, 20.0), (-20.0, 20.1), (-26.0, 20.0)], -23.0, id="3341-5"),
    ],
)
def test_the_cases_of_ebu_3341(parts: list[tuple[float, float]], stereo: float) -> None:
    assert integrated_loudness(tones(*parts)) == pytest.approx(stereo - ONE_CHANNEL_LU, abs=0.1)


@pytest.mark.parametrize("rate", RATES)
@pytest.mark.parametrize(
    ("frequency", "loudness"),
    # BS.1770-4: a full-scale 997 Hz sine on one channel is -3.01 LUFS. The others: the
    # magnitude of the two printed filters, worked out apart from this program.
    [(997.0, -3.01), (100.0, -4.84), (60.0, -6.60), (5_000.0, 0.31)],
)
def test_the_weighting_is_the_same_at_every_rate(
    rate: int, frequency: float, loudness: float
) -> None:
    measured = integrated_loudness(sine(frequency, 0.0, 4.0, rate), rate)
    assert measured == pytest.approx(loudness, abs=0.05)


def test_silence_has_no_loudness_and_no_peak() -> None:
    nothing = np.zeros(48_000, dtype=np.float32)
    assert integrated_loudness(nothing) == SILENT
    assert line_loudness(nothing) == SILENT
    assert true_peak(nothing) == SILENT
    assert decibels(0.0) == SILENT


@pytest.mark.parametrize("frames", [0, 1, 2_399, 9_599])
def test_less_than_a_block_has_loudness_only_as_a_line(frames: int) -> None:
    short = sine(1_000, -20.0, frames / 24_000)
    assert len(short) == frames
    assert integrated_loudness(short) == SILENT
    assert momentary_loudness(short).size == 0
    assert (line_loudness(short) > SILENT) == (frames > 1)


def test_silence_around_changes_little_and_a_hum_under_the_gate_nothing() -> None:
    tone = sine(1_000, -20.0, 5.0)
    gap = np.zeros(120_000, dtype=np.float32)
    hum = sine(1_000, -50.0, 5.0)
    alone = integrated_loudness(tone)
    assert integrated_loudness(np.concatenate([gap, tone, gap])) == pytest.approx(alone, abs=0.3)
    with_gap = integrated_loudness(np.concatenate([tone, gap]))
    assert integrated_loudness(np.concatenate([tone, hum])) == pytest.approx(with_gap, abs=0.05)


def test_pieces_are_joined_without_a_seam() -> None:
    """Longer than one turn of the overlap-save; each block of a tone is as loud as the next."""
    blocks = momentary_loudness(sine(997, -20.0, 120.0))
    assert len(blocks) == 1_197
    assert np.ptp(blocks[1:-1]) < 0.01


@settings(deadline=None)
@given(gain=st.floats(-30.0, 20.0))
def test_loudness_and_peak_follow_the_gain(gain: float) -> None:
    tone = sine(440, -30.0, 1.0)
    louder = tone * np.float32(from_decibels(gain))
    assert integrated_loudness(louder) == pytest.approx(integrated_loudness(tone) + gain, abs=0.01)
    assert true_peak(louder) == pytest.approx(true_peak(tone) + gain, abs=0.01)


@settings(deadline=None)
@given(level=st.floats(-120.0, 20.0))
def test_decibels_and_back(level: float) -> None:
    assert decibels(from_decibels(level)) == pytest.approx(level, abs=1e-9)


@pytest.mark.parametrize("phase", [0.0, 0.125, 0.25, 0.4])
def test_true_peak_finds_what_lies_between_the_samples(phase: float) -> None:
    """A quarter of the rate: samples may miss the top by 3 dB, four points a frame by 0.17."""
    frames = np.arange(4_800)
    wave = 0.5 * np.sin(2 * np.pi * (frames / 4 + phase)) * np.hanning(4_800)
    assert true_peak(wave.astype(np.float32)) == pytest.approx(-6.02, abs=0.2)


@pytest.mark.parametrize("frequency", [1_000, 5_000, 7_000, 9_600])
def test_true_peak_over_the_band(frequency: int) -> None:
    """Four points a frame miss at most 0.5 dB at 0.4 of the rate; they never invent much."""
    wave = sine(frequency, -6.0, 1.0) * np.hanning(24_000).astype(np.float32)
    assert -6.6 < true_peak(wave) < -5.9


@settings(deadline=None)
@given(frames=st.integers(0, 5_000))
def test_every_sample_is_under_the_peak_of_its_group(frames: int) -> None:
    noise = np.random.default_rng(frames).standard_normal(frames).astype(np.float32)
    peaks = group_peaks(noise)
    assert len(peaks) == -(-frames // 8)
    assert np.all(np.abs(noise) <= np.repeat(peaks, 8)[:frames] * (1 + 1e-6))
