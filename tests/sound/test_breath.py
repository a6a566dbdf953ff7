"""The sound of a breath opens, closes, and stays under the voice."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from voice.audio import Samples
from voice.script.model import Phase
from voice.sound.breath import breath_sound
from voice.sound.loudness import Floats, integrated_loudness, momentary_loudness

SOUNDING = [Phase.IN, Phase.OUT]


def brightness(samples: Samples) -> float:
    """The middle of the spectrum's power, in Hz."""
    powers = np.abs(np.fft.rfft(samples.astype(np.float64))) ** 2
    return float((powers * np.fft.rfftfreq(len(samples), 1 / 24_000)).sum() / powers.sum())


def parts(samples: Samples, count: int) -> list[Samples]:
    return np.array_split(samples, count)


def power(samples: Samples) -> float:
    return float(np.square(samples, dtype=np.float64).mean())


@pytest.mark.parametrize("seconds", [2, 4, 6, 10])
def test_an_in_breath_opens(seconds: int) -> None:
    """Its first five sixths, each louder and brighter than the one before."""
    sixths = parts(breath_sound(Phase.IN, seconds * 24_000), 6)[:5]
    for before, after in pairwise(sixths):
        assert power(after) > power(before)
    assert brightness(sixths[4]) > 1.5 * brightness(sixths[0])


@pytest.mark.parametrize("seconds", [2, 4, 6, 10])
def test_an_out_breath_closes(seconds: int) -> None:
    sixths = parts(breath_sound(Phase.OUT, seconds * 24_000), 6)[1:]
    for before, after in pairwise(sixths):
        assert power(after) < power(before)
    assert brightness(sixths[0]) > 1.5 * brightness(sixths[4])


@pytest.mark.parametrize("phase", [Phase.HOLD, Phase.REST])
def test_hold_and_rest_are_silent(phase: Phase) -> None:
    assert not breath_sound(phase, 48_000).any()


@pytest.mark.parametrize("seconds", [1, 3, 8, 25, 60])
@pytest.mark.parametrize("phase", SOUNDING)
def test_it_stays_under_the_voice(phase: Phase, seconds: int) -> None:
    """At most -40 LUFS at any moment, so all the more as a whole."""
    sound = breath_sound(phase, seconds * 24_000)
    assert integrated_loudness(sound) < -40
    assert momentary_loudness(np.pad(sound, 9_600)).max() < -40
    assert integrated_loudness(sound) > -48  # and yet there is something to hear


@settings(deadline=None)
@given(phase=st.sampled_from(list(Phase)), frames=st.integers(0, 200_000))
def test_any_length_begins_and_ends_in_nothing(phase: Phase, frames: int) -> None:
    sound = breath_sound(phase, frames)
    assert sound.shape == (frames,)
    assert sound.dtype == np.float32
    assert np.isfinite(sound).all()
    if frames:
        assert sound[0] == sound[-1] == 0.0


@pytest.mark.parametrize("frames", [24_000, 96_001, 800_000])
@pytest.mark.parametrize("phase", SOUNDING)
def test_there_is_no_click_in_it(phase: Phase, frames: int) -> None:
    """No step is larger than the noise makes by itself, neither at the ends nor between.

    800 000 frames go once round the loop and through many pieces.
    """
    steps: Floats = np.abs(np.diff(breath_sound(phase, frames).astype(np.float64)))
    assert steps.max() < 10 * np.sqrt(np.mean(np.square(steps)))
    assert steps[:240].max() < steps.max() / 20
    assert steps[-240:].max() < steps.max() / 20


def test_the_rounds_of_a_breath_are_alike() -> None:
    first = breath_sound(Phase.IN, 96_000).copy()
    for frames in range(1, 6):
        breath_sound(Phase.OUT, frames)  # push it out of what is kept
    again = breath_sound(Phase.IN, 96_000)
    assert np.array_equal(first, again)
    assert not again.flags.writeable
