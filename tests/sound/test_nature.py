"""Rain, waves and brown noise are soft, slow, without a seam, and never quite the same."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.sound.test_noise import share
from voice.audio import Samples
from voice.frames import SAMPLE_RATE
from voice.sound.backdrop import LOUDEST_LUFS
from voice.sound.backgrounds import MADE_HERE
from voice.sound.loudness import Floats, decibels, momentary_loudness
from voice.sound.nature import SWELL_STEP, Layer, Layers, brown, rain, waves
from voice.sound.noise import LOOP_FRAMES, NoiseLoop, bed

NAMES = tuple(MADE_HERE)
TEN_MINUTES = 600 * SAMPLE_RATE


@cache
def heard(name: str, frames: int = TEN_MINUTES) -> Samples:
    out = np.zeros(frames, np.float32)
    MADE_HERE[name]().add_to(out, 0, np.ones(frames, np.float32))
    return out


def noises(name: str) -> list[NoiseLoop]:
    """The loops of noise in a background."""
    made = MADE_HERE[name]()
    layers = made.layers if isinstance(made, Layers) else (made,)
    loops = [layer.noise if isinstance(layer, Layer) else layer for layer in layers]
    assert all(isinstance(loop, NoiseLoop) for loop in loops)
    return loops  # type: ignore[return-value]


def swells(name: str) -> list[Samples]:
    made = MADE_HERE[name]()
    layers = made.layers if isinstance(made, Layers) else ()
    return [layer.swell for layer in layers if isinstance(layer, Layer)]


@pytest.mark.parametrize("name", NAMES)
def test_no_moment_of_ten_minutes_is_louder_than_promised(name: str) -> None:
    loudest = momentary_loudness(heard(name)).max()
    assert LOUDEST_LUFS - 1 < loudest <= LOUDEST_LUFS
    with_bed = heard(name).copy()
    bed().add_to(with_bed, 0)
    assert momentary_loudness(with_bed).max() <= -42


@pytest.mark.parametrize("name", NAMES)
def test_nothing_startles(name: str) -> None:
    """No half second is 5 dB louder than the one a second before, and no peak stands far out."""
    seconds = heard(name).reshape(-1, SAMPLE_RATE // 2)
    levels = 10 * np.log10(np.square(seconds).mean(axis=1))
    assert (levels[2:] - levels[:-2]).max() < 5
    assert decibels(float(np.abs(heard(name)).max())) < LOUDEST_LUFS + 17


@pytest.mark.parametrize("name", NAMES)
def test_the_seams_are_like_any_other_place(name: str) -> None:
    """Neither the step nor the bend over one is among the largest hundredth."""
    for loop in noises(name):
        samples = loop.samples.astype(np.float64)
        around = np.concatenate([samples[-2:], samples[:2]])
        for order in (1, 2):
            usual = np.percentile(np.abs(np.diff(samples, n=order)), 99)
            assert np.abs(np.diff(around, n=order)).max() <= usual


@pytest.mark.parametrize("name", NAMES)
def test_no_seam_clicks(name: str) -> None:
    """A click is high and short: 5 ms around a seam hold no more of it than 5 ms elsewhere do."""
    frames = 120
    for loop in noises(name):
        turned = np.roll(loop.samples, frames // 2).astype(np.float64)
        pieces = turned[: len(turned) // frames * frames].reshape(-1, frames) * np.hanning(frames)
        high = np.abs(np.fft.rfft(pieces))[:, 20:].max(axis=1)  # 4 kHz and above
        assert high[0] <= np.percentile(high, 99.9)


@pytest.mark.parametrize("name", ["rain", "waves"])
def test_a_swell_goes_round_smoothly(name: str) -> None:
    for swell in swells(name):
        steps = np.abs(np.diff(swell))
        assert abs(swell[0] - swell[-1]) <= steps.max()
        assert steps.max() < 0.02
        assert 0 < swell.min() < swell.max() <= 1
        assert len(swell) * SWELL_STEP > 200 * SAMPLE_RATE


@pytest.mark.parametrize("name", NAMES)
def test_made_again_it_is_the_same(name: str) -> None:
    again: Callable[[], NoiseLoop | Layers] = MADE_HERE[name].__wrapped__  # type: ignore[attr-defined]
    out = np.zeros(10 * SAMPLE_RATE, np.float32)
    again().add_to(out, 0)
    assert np.array_equal(out, heard(name)[: len(out)])


@given(
    name=st.sampled_from(NAMES),
    start=st.integers(0, 1 << 40) | st.integers(LOOP_FRAMES - 3_000, LOOP_FRAMES),
    cuts=st.lists(st.integers(0, 4_000), max_size=6),
)
def test_blocks_of_any_length_join(name: str, start: int, cuts: list[int]) -> None:
    made, gain = MADE_HERE[name](), np.linspace(0, 1, 4_000, dtype=np.float32)
    whole, pieces = np.zeros((2, 4_000), np.float32)
    made.add_to(whole, start, gain)
    for first, last in pairwise(sorted({0, 4_000, *cuts})):
        made.add_to(pieces[first:last], start + first, gain[first:last])
    assert np.array_equal(whole, pieces)


def test_brown_is_deep_and_a_phone_can_play_it() -> None:
    samples = brown().samples
    assert share(samples, 0, 80) < -10
    assert share(samples, 250, 12_000) > -6
    octaves = [share(samples, low, 2 * low) for low in (250, 500, 1_000, 2_000)]
    falls = [low - high for low, high in pairwise(octaves)]
    assert falls == pytest.approx([3, 3, 3], abs=0.3)  # 6 dB an octave, each twice as wide


def smooth_spectrum(samples: Samples) -> Floats:
    """Mean power of each 12 Hz, in dB."""
    pieces = samples[: len(samples) // 2048 * 2048].reshape(-1, 2048) * np.hanning(2048)
    powers = np.square(np.abs(np.fft.rfft(pieces))).mean(axis=0)
    levels: Floats = 10 * np.log10(powers + 1e-20)
    return levels


@pytest.mark.parametrize("name", NAMES)
def test_nothing_rings(name: str) -> None:
    """Above the lowest flank, where there is sound at all, no frequency stands out."""
    levels = smooth_spectrum(heard(name))[20:]
    heights = levels[7:-7] - np.convolve(levels, np.ones(15) / 15, "valid")
    assert heights[levels[7:-7] > levels.max() - 40].max() < 1


def test_single_drops_are_heard_and_none_stands_out() -> None:
    """Over 2.5 ms the power of rain varies more than noise does, and that of the hiss alone not."""
    hiss, drops = noises("rain")

    def spread(samples: Samples) -> tuple[float, float]:
        pieces = samples[: len(samples) // 60 * 60].reshape(-1, 60).astype(np.float64)
        powers = np.square(pieces).mean(axis=1)
        return float(powers.std() / powers.mean()), float(powers.max() / powers.mean())

    assert spread(drops.samples)[0] > 3 * spread(hiss.samples)[0]
    assert spread(heard("rain"))[1] < 40


def wave_tops() -> list[tuple[int, float]]:
    """Place, in points of the swell, and height of each wave."""
    swell = swells("waves")[0]
    tops = np.flatnonzero((swell > np.roll(swell, 1)) & (swell >= np.roll(swell, -1)))
    return [(int(top), float(swell[top])) for top in tops]


def test_waves_are_slow_and_no_two_within_a_minute_are_alike() -> None:
    tops = wave_tops()
    apart = [(b - a) * SWELL_STEP / SAMPLE_RATE for (a, _), (b, _) in pairwise(tops)]
    assert min(apart) > 6
    assert max(apart) < 16
    heights = [20 * np.log10(height) for _, height in tops[1:]]
    shapes = list(zip(apart, heights, strict=True))
    in_a_minute = 60 // 6
    for first, shape in enumerate(shapes):
        for other in shapes[first + 1 : first + in_a_minute]:
            longer, higher = np.subtract(shape, other)
            assert abs(longer) > 0.2 or abs(higher) > 0.2


def test_between_waves_the_sea_goes_on() -> None:
    levels = momentary_loudness(heard("waves"))
    assert levels.min() > -60
    assert 8 < np.percentile(levels, 95) - np.percentile(levels, 5) < 14


def test_they_differ() -> None:
    """By where their power lies."""
    high = {name: share(heard(name)[: 30 * SAMPLE_RATE], 2_000, 12_000) for name in NAMES}
    assert high["brown"] < high["waves"] < high["rain"]
    assert rain() is rain()
    assert waves() is waves()
