"""The first frames: the same everywhere, softer than any room, and never nothing."""

from __future__ import annotations

import subprocess
import sys
from array import array
from itertools import chain

import numpy as np
import pytest

from tests.sound.spoken import made, mixed, mixer_of
from voice.audio import Samples
from voice.frames import SAMPLE_RATE
from voice.script.model import Line
from voice.sound.bell import bell_cue
from voice.sound.loudness import decibels
from voice.sound.mixer import Bed
from voice.sound.opening import NOISE_DBFS, OPENING, QUIET, opening, opening_noise
from voice.timeline.build import Setting


def rms(samples: Samples) -> float:
    return decibels(float(np.sqrt(np.mean(np.square(samples, dtype=np.float64)))))


def noise() -> Samples:
    return np.array(opening_noise(), np.float32)


def joined(*, bell: bool, volume: float = 1.0) -> Samples:
    return np.array(list(chain.from_iterable(opening(bell=bell, volume=volume))), np.float32)


def test_the_noise_is_float32_and_none_of_it_is_zero() -> None:
    assert isinstance(opening_noise(), array)
    assert opening_noise().typecode == "f"
    assert len(opening_noise()) == OPENING
    assert np.all(noise() != 0)


def test_it_is_too_soft_to_be_heard_and_loud_enough_for_16_bits() -> None:
    assert rms(noise()) == pytest.approx(NOISE_DBFS, abs=0.5)
    assert np.abs(noise()).max() < 10 ** (-70 / 20)
    first_steps = np.rint(noise()[:48] * 32768)
    assert np.count_nonzero(first_steps) > 24


@pytest.mark.parametrize("lying", [Bed.SOFT, Bed.FLOOR])
@pytest.mark.parametrize("bell", [True, False])
def test_it_is_what_the_mixer_makes_first(lying: Bed, bell: bool) -> None:
    timeline = made(Line("Look."), setting=Setting(bell=bell))
    begun = mixed(mixer_of(timeline, lying), OPENING)
    assert np.array_equal(begun, joined(bell=bell)[:OPENING])
    if not bell:
        assert np.array_equal(begun, noise())


def test_before_the_bell_there_is_noise_alone() -> None:
    assert QUIET == 0.3 * SAMPLE_RATE
    assert not bell_cue()[:QUIET].any()
    assert np.array_equal(joined(bell=True)[:QUIET], noise()[:QUIET])


@pytest.mark.parametrize("lying", [Bed.SOFT, Bed.FLOOR])
def test_nothing_clicks_where_the_bed_takes_over(lying: Bed) -> None:
    whole = mixed(mixer_of(made(Line("Look."), setting=Setting(bell=False)), lying), 2 * OPENING)
    at_the_seam = np.abs(np.diff(whole[OPENING - 2 : OPENING + 2])).max()
    assert at_the_seam < 10 ** (-65 / 20)


def test_without_a_bed_there_is_none() -> None:
    timeline = made(Line("Look."), setting=Setting(bell=False))
    assert not mixed(mixer_of(timeline), OPENING).any()


@pytest.mark.parametrize("percent", [1, 33, 80, 140])
def test_softer_or_louder_it_is_what_float32_makes_of_it(percent: int) -> None:
    volume = np.float32(percent / 100)
    louder = joined(bell=True, volume=float(volume))
    assert np.array_equal(louder, joined(bell=True) * volume)


def test_where_the_rest_is_late_the_bell_is_damped_and_noise_goes_on() -> None:
    *_, damped, last = (np.array(piece, np.float32) for piece in opening(bell=True))
    before = joined(bell=True)[OPENING - QUIET : OPENING]
    assert abs(float(before[-1] - damped[0])) < 0.01  # it goes on where it was
    assert rms(damped[: QUIET // 8]) == pytest.approx(rms(before[-QUIET // 8 :]), abs=1.5)
    assert np.abs(damped[-24:]).max() < 1e-3
    assert rms(last) == pytest.approx(NOISE_DBFS, abs=0.5)
    assert np.all(last != 0)


def test_it_is_made_without_numpy() -> None:
    code = (
        "import sys; from voice.sound.opening import opening; list(opening(bell=True)); "
        "print(*sys.modules)"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "numpy" not in ran.stdout.split()
