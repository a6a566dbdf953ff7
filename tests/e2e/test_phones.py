"""Exported files on phones: players that skip silence, and the end of a file."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest

from tests.e2e.audio import decoded
from tests.e2e.conftest import Ground

pytestmark = pytest.mark.e2e

RATE = 24_000

SILENT = 1024 / 32768
"""Silence for ExoPlayer's SilenceSkippingAudioProcessor (androidx/media): -30 dBFS."""

AFTER = 0.1
"""Seconds of it before the rule applies."""

KEPT, MOST = 0.2, 2.0
"""Share of a silence that it keeps, and the seconds it keeps at most."""


@pytest.mark.parametrize("background", [None, "rain", "waves", "brown"])
def test_skipped_silence_takes_four_fifths_of_every_pause(
    background: str | None, ground: Ground, walk: str
) -> None:
    """As the README says; a bed or a background that lay over the threshold would drown a voice."""
    options = ("--voice", "en-us", *(("--background", background) if background else ()))
    assert ground("export", walk, *options, "-o", "out.wav").code == 0
    shown = ground("show", walk, *options, "--json").json()
    heard = kept(decoded(ground.folder / "out.wav"))
    settles = [cue for cue in shown["cues"] if cue["kind"] == "settle" and cue["duration"] > 2]
    assert len(settles) > 5
    for cue in settles:
        start, length = round(cue["start"] * RATE), round(cue["duration"] * RATE)
        left = np.count_nonzero(heard[start : start + length]) / length
        assert 0.1 < left < 0.25
    assert 0.3 < np.count_nonzero(heard) / len(heard) < 0.7


@pytest.mark.parametrize("kind", ["mp3", "m4b", "opus", "flac", "wav"])
def test_it_begins_and_ends_softly_and_nothing_follows(
    kind: str, ground: Ground, walk: str
) -> None:
    """Noise before the first word wakes Bluetooth; after the end is no click and no jump."""
    file = Path(f"out.{kind}")
    assert ground("export", walk, "--voice", "en-us", "-o", str(file)).code == 0
    shown = ground("show", walk, "--voice", "en-us", "--json").json()
    samples = decoded(ground.folder / file)
    assert abs(len(samples) - round(shown["duration"] * RATE)) <= 1
    first_word = next(cue["start"] for cue in shown["cues"] if cue["kind"] == "speech")
    assert first_word >= 3
    before = samples[RATE : round(first_word * RATE) - RATE // 10]
    assert np.sqrt(np.mean(np.square(before))) > 1e-4
    last = samples[-RATE // 2 :]
    assert np.abs(last).max() < 10 ** (-50 / 20)
    assert np.abs(np.diff(last)).max() < 10 ** (-60 / 20)


def kept(samples: npt.NDArray[np.float32]) -> npt.NDArray[np.bool_]:
    """Return which frames are still heard when silence is skipped."""
    silent = np.abs(samples) < SILENT
    edges = np.flatnonzero(np.diff(np.concatenate(([0], silent.view(np.int8), [0]))))
    heard = np.ones(len(samples), np.bool_)
    for start, end in zip(edges[::2], edges[1::2], strict=True):
        if end - start > AFTER * RATE:
            heard[start + min(round(KEPT * (end - start)), round(MOST * RATE)) : end] = False
    return heard
