"""The bell startles nobody."""

import numpy as np
import pytest

from voice.sound.bell import BELL_LUFS, bell_cue
from voice.sound.loudness import Floats, momentary_loudness

SILENCE = 7_200
"""300 ms."""


def envelope() -> Floats:
    """The highest point of each 5 ms: longer than one turn of the lowest tone."""
    highest: Floats = np.abs(bell_cue()).reshape(-1, 120).max(axis=1)
    return highest


def test_the_cue_is_three_seconds_with_silence_around() -> None:
    cue = bell_cue()
    assert cue.shape == (72_000,)
    assert cue.dtype == np.float32
    assert not cue[:SILENCE].any()
    assert not cue[-SILENCE:].any()
    assert cue[SILENCE] == cue[-SILENCE - 1] == 0.0
    assert bell_cue() is cue
    assert not cue.flags.writeable


def test_its_loudest_moment_is_softer_than_the_voice() -> None:
    """Wherever the blocks of 400 ms are counted from."""
    shifted = [momentary_loudness(np.pad(bell_cue(), (k, 0))).max() for k in range(0, 2_400, 60)]
    assert max(shifted) == pytest.approx(BELL_LUFS, abs=0.1)
    assert max(shifted) < -25


def test_it_rises_slowly() -> None:
    """At least 80 ms from a tenth to nine tenths of its height."""
    heights = envelope() / envelope().max()
    tenth = int(np.argmax(heights > 0.1))
    nine_tenths = int(np.argmax(heights > 0.9))
    assert (nine_tenths - tenth) * 5 >= 80


def test_it_dies_away_without_swelling() -> None:
    heights = envelope()
    top = int(heights.argmax())
    # In steps of 50 ms: the partials of a bell rub against one another within less.
    coarse = [part.max() for part in np.array_split(heights[top:], len(heights[top:]) // 10)]
    assert coarse == sorted(coarse, reverse=True)
    last = bell_cue()[-SILENCE - 240 : -SILENCE]
    assert np.abs(last).max() < 1e-5


def test_it_sounds_between_300_and_600_hz() -> None:
    powers = np.abs(np.fft.rfft(bell_cue().astype(np.float64))) ** 2
    frequencies = np.fft.rfftfreq(72_000, 1 / 24_000)
    inside = (frequencies > 295) & (frequencies < 605)
    assert powers[~inside].sum() < 1e-3 * powers.sum()
    assert powers[frequencies > 1_000].sum() < 1e-6 * powers.sum()


def test_there_is_no_click_in_it() -> None:
    """No bend sharper than its own highest tone makes at that height."""
    cue = bell_cue().astype(np.float64)
    bend = np.abs(np.diff(cue, n=2)).max()
    assert bend <= np.abs(cue).max() * (2 * np.pi * 600 / 24_000) ** 2
