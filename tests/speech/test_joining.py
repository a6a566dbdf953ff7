"""Sentences become a line."""

from __future__ import annotations

import numpy as np
import pytest

from voice.audio import Samples
from voice.speech.drivers._joining import PAUSE_WORDS, joined

RATE = 24_000


def sentence(lead: float, tail: float, level: float = 0.3) -> Samples:
    """Half a second of tone between two silences, in seconds."""
    tone = level * np.sin(np.arange(RATE // 2) / 10)
    parts = (np.zeros(round(RATE * lead)), tone, np.zeros(round(RATE * tail)))
    return np.concatenate(parts).astype(np.float32)


@pytest.mark.parametrize("words_per_minute", [90, 135, 200])
def test_the_pause_is_the_same_whatever_the_model_left(words_per_minute: int) -> None:
    pause = PAUSE_WORDS * 60 / words_per_minute
    for lead, tail in ((0.0, 0.0), (0.3, 0.5), (0.1, 1.2)):
        line = joined([sentence(lead, tail)] * 2, RATE, words_per_minute)
        (sounding,) = np.nonzero(np.abs(line) > 0.01)
        longest = int(np.diff(sounding).max()) / RATE
        assert longest == pytest.approx(pause, abs=0.03)


def test_no_word_at_all() -> None:
    with pytest.raises(ValueError, match="no sound"):
        joined([], RATE, 135)
    with pytest.raises(ValueError, match="no sound"):
        joined([np.empty(0, np.float32), sentence(0, 0, level=0.005)], RATE, 135)


def test_a_silent_sentence_leaves_no_second_pause() -> None:
    silent = np.zeros(RATE, np.float32)
    alone = joined([sentence(0, 0)] * 2, RATE, 135)
    np.testing.assert_array_equal(
        joined([silent, sentence(0, 0), silent, sentence(0, 0), silent], RATE, 135), alone
    )
