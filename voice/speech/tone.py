"""A deterministic engine that hums instead of speaking: for tests, and to document the seam."""

from __future__ import annotations

import re
import zlib
from functools import lru_cache

import numpy as np

from voice.audio import Audio, Samples
from voice.errors import SpeechError
from voice.speech.engine import Utterance, Voice

_RATE = 24_000
_WORD = re.compile(r"\w+")
_OCTAVES = {"tone/low": 1, "tone/high": 2}
_LEAD = 0.05
_TAIL = 0.3


class ToneEngine:
    """Plays one tone per word, at exactly the words a minute it is asked for.

    A text that holds ``dumb`` fails, so that a test of a failure takes one line.
    """

    name = "tone"

    def version(self, voice: str) -> str:  # noqa: ARG002 - the same for both
        """See `SpeechEngine.version`."""
        return "1"

    def voices(self) -> tuple[Voice, ...]:
        """See `SpeechEngine.voices`."""
        return (
            Voice("tone/low", "Low tone", "tone", ("en",), "male"),
            Voice("tone/high", "High tone", "tone", ("en",), "female"),
        )

    def synthesize(self, utterance: Utterance) -> Audio:
        """See `SpeechEngine.synthesize`. There is silence around the tones, as with real voices."""
        if "dumb" in utterance.text:
            raise SpeechError("The tone was asked to fail.")
        if utterance.voice not in _OCTAVES:
            raise SpeechError(f"The tone has no voice {utterance.voice}.")
        octave = _OCTAVES[utterance.voice]
        words = _WORD.findall(utterance.text) or ["hum"]
        length = round(_RATE * 60 / utterance.rate)
        tones = [_tone(word, length, octave) for word in words]
        silence = [np.zeros(round(_RATE * seconds), np.float32) for seconds in (_LEAD, _TAIL)]
        return Audio(np.concatenate([silence[0], *tones, silence[1]]), _RATE)

    def close(self) -> None:
        """Do nothing: no resources are held."""


@lru_cache(maxsize=500)
def _tone(word: str, length: int, octave: int) -> Samples:
    frequency = octave * (150 + zlib.crc32(word.encode()) % 100)
    time = np.arange(length) / _RATE
    swell = np.sin(np.pi * (np.arange(length) + 0.5) / length) ** 0.25
    return (0.3 * swell * np.sin(2 * np.pi * frequency * time)).astype(np.float32)
