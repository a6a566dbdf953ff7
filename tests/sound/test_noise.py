"""The bed is soft, warm and without a seam."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from voice.audio import Samples
from voice.frames import SAMPLE_RATE
from voice.sound.loudness import Floats, decibels, integrated_loudness, momentary_loudness
from voice.sound.noise import BED_LUFS, FLOOR_DBFS, LOOP_FRAMES, NoiseLoop, bed, floor


def share(samples: Samples, low: float, high: float) -> float:
    """The share of the power between two frequencies, in dB."""
    powers = np.abs(np.fft.rfft(samples.astype(np.float64))) ** 2
    frequencies = np.fft.rfftfreq(len(samples), 1 / SAMPLE_RATE)
    inside = powers[(frequencies >= low) & (frequencies < high)].sum()
    return 10 * float(np.log10(inside / powers.sum() + 1e-20))


def rms(samples: Samples) -> float:
    return decibels(float(np.sqrt(np.mean(np.square(samples, dtype=np.float64)))))


def reference(loop: NoiseLoop, position: int, frames: int) -> Samples:
    """The same stretch, taken frame by frame."""
    return loop.samples[(position + np.arange(frames)) % len(loop.samples)]


def test_the_bed_is_thirty_under_the_voice_and_steady() -> None:
    samples = np.tile(bed().samples, 2)
    assert integrated_loudness(samples) == pytest.approx(BED_LUFS, abs=0.1)
    blocks = momentary_loudness(samples)
    assert blocks.min() > BED_LUFS - 2
    assert blocks.max() < BED_LUFS + 2


def test_the_bed_has_no_sudden_peak() -> None:
    samples = bed().samples
    assert decibels(float(np.abs(samples).max())) - rms(samples) < 14


def test_the_bed_is_warm() -> None:
    samples = bed().samples
    assert share(samples, 0, 60) < -90
    assert share(samples, 5_000, 12_000) < -90
    assert share(samples, 2_000, 12_000) < -30
    octaves = [share(samples, low, 2 * low) for low in (125, 250, 500, 1_000, 2_000)]
    assert octaves == sorted(octaves, reverse=True)


def test_the_floor_is_the_bed_much_softer() -> None:
    assert rms(floor().samples) == pytest.approx(FLOOR_DBFS, abs=0.01)
    ratio = floor().samples / bed().samples
    assert np.ptp(ratio) < 1e-5


def test_the_loop_is_long_and_kept() -> None:
    assert len(bed().samples) == LOOP_FRAMES >= 20 * SAMPLE_RATE
    assert bed() is bed()
    assert not bed().samples.flags.writeable
    assert bed().samples.dtype == np.float32


def test_the_seam_is_like_any_other_place() -> None:
    """Neither the step nor the bend over it is among the largest hundredth."""
    samples = bed().samples
    around: Floats = np.concatenate([samples[-2:], samples[:2]]).astype(np.float64)
    for order in (1, 2):
        usual = np.percentile(np.abs(np.diff(samples.astype(np.float64), n=order)), 99)
        assert np.abs(np.diff(around, n=order)).max() <= usual


@settings(deadline=None)
@given(
    position=st.integers(0, 3 * LOOP_FRAMES),
    frames=st.integers(0, 2_000),
    gain=st.floats(0.0, 2.0),
)
def test_any_block_is_the_noise_of_its_place(position: int, frames: int, gain: float) -> None:
    speech = np.linspace(-0.5, 0.5, frames, dtype=np.float32)
    out = speech.copy()
    bed().add_to(out, position, gain)
    np.testing.assert_allclose(out, speech + gain * reference(bed(), position, frames), atol=1e-6)


@settings(deadline=None)
@given(cuts=st.lists(st.integers(0, 4_000), max_size=6), before=st.integers(0, 4_000))
def test_blocks_of_any_length_join(cuts: list[int], before: int) -> None:
    """Over the seam of the loop, however a callback cuts it up."""
    start = LOOP_FRAMES - before
    whole = np.zeros(4_000, dtype=np.float32)
    bed().add_to(whole, start)
    pieces = np.zeros(4_000, dtype=np.float32)
    edges = sorted({0, 4_000, *cuts})
    for first, last in pairwise(edges):
        bed().add_to(pieces[first:last], start + first)
    assert np.array_equal(whole, pieces)


def test_a_gain_may_be_one_for_each_frame() -> None:
    gains = np.linspace(0.0, 1.0, 3_000, dtype=np.float32)
    out = np.zeros(3_000, dtype=np.float32)
    bed().add_to(out, LOOP_FRAMES - 1_000, gains)
    assert np.array_equal(out, reference(bed(), LOOP_FRAMES - 1_000, 3_000) * gains)


def test_a_block_longer_than_the_loop() -> None:
    loop = NoiseLoop(np.arange(5, dtype=np.float32))
    out = np.zeros(13, dtype=np.float32)
    loop.add_to(out, 3, 1)
    assert out.tolist() == [3, 4, 0, 1, 2, 3, 4, 0, 1, 2, 3, 4, 0]
