"""A background, from the command line to the ear: soft, and the same played as exported."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import soundfile

from tests.e2e.audio import decoded, level
from tests.e2e.conftest import Ground
from voice.sound.backdrop import BEGIN

pytestmark = pytest.mark.e2e

ROUNDING = 1 / 32_768
"""A step of 16 bits."""

PIECE = 1_200
"""Frames, 50 ms."""


@pytest.fixture
def music(ground: Ground) -> Path:
    """Half a minute that swells, at another rate, in two channels."""
    rate = 44_100
    time = np.arange(30 * rate) / rate
    swell = 0.2 * np.sin(np.pi * time / 7) ** 2
    tones = [swell * np.sin(2 * np.pi * frequency * time) for frequency in (220.0, 331.0)]
    path = ground.folder / "music.flac"
    soundfile.write(path, np.stack(tones, axis=1), rate)
    return path


@pytest.mark.parametrize(
    ("exercise", "background"),
    [("hear-five", "rain")]
    + [("walk.md", background) for background in ("rain", "waves", "brown", "music.flac")],
)
@pytest.mark.usefixtures("music", "walk")
def test_the_level_stays_what_it_is(ground: Ground, exercise: str, background: str) -> None:
    ran = ground("export", exercise, "--background", background, "-o", "it.mp3")
    assert ran.code == 0
    heard = level(ground.folder / "it.mp3")
    assert heard.lufs == pytest.approx(-19.0, abs=0.5)
    assert heard.true_peak <= -3.0


@pytest.mark.parametrize("background", ["rain", "waves", "brown", "music.flac"])
def test_it_begins_behind_the_opening_and_is_the_same_each_time(
    ground: Ground, music: Path, short: str, background: str
) -> None:
    assert music.name == "music.flac"
    ground("export", short, "-o", "bare.wav")
    for name in ("one.wav", "two.wav"):
        assert ground("export", short, "--background", background, "-o", name).code == 0
    bare, one, two = (decoded(ground.folder / f"{n}.wav") for n in ("bare", "one", "two"))
    assert np.array_equal(one, two)
    assert len(one) == len(bare)
    assert np.array_equal(one[:BEGIN], bare[:BEGIN])
    assert np.abs(one - bare)[BEGIN:].max() > 20 * ROUNDING


def test_a_name_that_is_none_is_one_sentence(ground: Ground, short: str) -> None:
    ran = ground("export", short, "--background", "rian", "-o", "it.wav")
    assert (ran.code, ran.out) == (1, "")
    assert ran.err.splitlines()[-1] == (
        "There is no background called rian. Did you mean rain? "
        "Choose rain, waves, brown or a file of music."
    )
    assert ground.files() == [short]


def broken(music: Path) -> None:
    """Write a file that begins like sound and breaks off."""
    content = music.read_bytes()
    music.write_bytes(content[: len(content) // 2])


def test_a_broken_file_ends_an_export_with_one_sentence_and_no_file(
    ground: Ground, music: Path, short: str
) -> None:
    broken(music)
    ran = ground("export", short, "--background", "music.flac", "-o", "it.wav")
    assert ran.code == 1
    assert ran.err.splitlines()[-1].startswith("music.flac cannot be played: it is broken")
    assert ground.files() == [music.name, short]
