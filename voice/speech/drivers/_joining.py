"""Joins sentences rendered one by one into a line with pauses of the right length."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from voice.audio import Samples
from voice.speech.drivers import NoSoundError

PAUSE_WORDS = 0.9
"""Length of the pause between two sentences of a line, in words at the rate: 0.4 s at 135. The
models' own pauses last 0.1 s (Piper) to 1.2 s (hibari) (measured)."""

_EDGE = 10 ** (-50 / 20)
"""Level at which a sentence begins and ends: 50 dB below its peak."""

_MARGIN = 0.01
"""Seconds kept around a sentence; the mixer fades them."""

_SILENT = 0.02
"""Peak below which nothing was said: sentences peak at 0.15 to 0.6, renders of a text without
words at 0.01 (measured)."""


def joined(sentences: Iterable[Samples], sample_rate: int, rate: float) -> Samples:
    """Join sentences into one line.

    Args:
        sentences: Each with the silence the model puts around it, shape ``(frames,)``.
        sample_rate: Hz.
        rate: Words a minute.

    Returns:
        Shape ``(frames,)``.

    Raises:
        NoSoundError: Nothing was said.
    """
    pause = np.zeros(round(sample_rate * PAUSE_WORDS * 60 / rate), np.float32)
    parts: list[Samples] = []
    for sentence in sentences:
        spoken = _trimmed(sentence, round(_MARGIN * sample_rate))
        if len(spoken):
            parts += [pause, spoken] if parts else [spoken]
    if not parts:
        raise NoSoundError
    return np.concatenate(parts)


def _trimmed(sentence: Samples, margin: int) -> Samples:
    level = np.abs(sentence)
    peak = float(level.max(initial=0))
    if peak < _SILENT:
        return sentence[:0]
    above = np.flatnonzero(level > peak * _EDGE)
    return sentence[max(0, above[0] - margin) : above[-1] + 1 + margin].astype(np.float32)
