"""Judges whether rendered audio can be the line that was asked for.

Neural voices are weakest on short lines: words are swallowed, said twice, or run on into noise;
and any engine may write silence. Such a line is rendered once more, and then left to the next
engine. The limits are wide: on 2,300 renders of 115 lines by five voices at four rates, the
extremes stay a sixth inside them (measured), so what they catch is clearly wrong.
"""

from __future__ import annotations

import re
import time

import numpy as np

from voice.audio import Audio, Samples
from voice.errors import UnsoundSpeechError
from voice.speech.calibration import spoken_seconds
from voice.speech.engine import SpeechEngine, Utterance, Voice

QUICKLY = 1.0
"""Seconds in which a line must be rendered for a second try, if somebody waits for it. With the
time limit of that try, `voice.speech.worker_engine.LINE_LIMIT`, another voice begins after 6 at
most."""

_SHORTEST_SYLLABLE = 0.25
_LONGEST_SYLLABLE = 1.5
_LONGEST_REST = 2.0
"""Limits in words at the rate, the last one for each sentence. Measured: 0.40 to 1.1 a syllable
in a line, and up to 3.0 for a sentence of one syllable."""

_SOFTEST_PEAK = 0.03
"""Least peak: voices have 0.15 and more, faint noise in place of words 0.02 (measured)."""

_FULL_SCALE = 0.999
_MOST_CLIPPED = 0.005
"""Largest share of a line at full scale."""

_LONGEST_STEADY = 1.0
"""Most seconds in which a level may move by less than `_STEADY_DB`."""

_STEADY_DB = 6.0
_AUDIBLE_DB = 30.0
"""Decibels below the loudest part of a line; anything softer may be steady."""

_LOOKS_PER_SECOND = 50

_SENTENCE_END = re.compile(r"[.!?\u2026:;]\s")
_WORD = re.compile(r"[^\W\d_]+(?:['\u2019][^\W\d_]+)*|\d")
_SILENT_ENDING = re.compile(r"(?<=[^\W\d_]{2})e(?:d|s)?$", re.IGNORECASE)
_VOWELS = re.compile(r"[aeiouyà-æè-ïò-öø-ýÿ]+", re.IGNORECASE)
_LATIN = re.compile(r"[a-zà-öø-ÿ'\u2019]+", re.IGNORECASE)
_LETTERS_A_SYLLABLE = 6
"""Most letters in a syllable, in scripts whose vowels are not known here."""


class CheckedEngine:
    """A speech engine that checks its renders; itself a `SpeechEngine`.

    Attributes:
        name: The engine's name.
    """

    def __init__(self, engine: SpeechEngine, again_within: float) -> None:
        """Check an engine.

        Args:
            engine: The engine.
            again_within: Seconds in which an unsound line must come for a second try.
        """
        self.name = engine.name
        self._engine = engine
        self._again_within = again_within

    def version(self, voice: str) -> str:
        """See `SpeechEngine.version`."""
        return self._engine.version(voice)

    def voices(self) -> tuple[Voice, ...]:
        """See `SpeechEngine.voices`."""
        return self._engine.voices()

    def synthesize(self, utterance: Utterance) -> Audio:
        """See `SpeechEngine.synthesize`; an unsound line that came quickly is rendered once more.

        Raises:
            UnsoundSpeechError: The line was unsound both times, or too slow to try again.
        """
        begun = time.monotonic()
        audio = self._engine.synthesize(utterance)
        fault = fault_of(audio, utterance)
        if fault and time.monotonic() - begun < self._again_within:
            audio = self._engine.synthesize(utterance)
            fault = fault_of(audio, utterance)
        if fault:
            raise UnsoundSpeechError(utterance.text, fault)
        return audio

    def close(self) -> None:
        """See `SpeechEngine.close`."""
        self._engine.close()


def fault_of(audio: Audio, utterance: Utterance) -> str:
    """Describe the fault of a rendered line in a few words; empty if it has none."""
    samples = audio.samples
    if float(np.abs(samples).max(initial=0.0)) < _SOFTEST_PEAK:
        return "silent"
    if float(np.mean(np.abs(samples) >= _FULL_SCALE)) > _MOST_CLIPPED:
        return "clipped"
    words = spoken_seconds(audio) * utterance.rate / 60
    fewest, most = syllables(utterance.text)
    if words < fewest * _SHORTEST_SYLLABLE:
        return "too short"
    rests = 1 + len(_SENTENCE_END.findall(utterance.text))
    if words > most * _LONGEST_SYLLABLE + rests * _LONGEST_REST:
        return "too long"
    if _is_steady(samples, audio.sample_rate):
        return "a hum or a noise"
    return ""


def syllables(text: str) -> tuple[int, int]:
    """Return the fewest and the most syllables that a text can have."""
    bounds = [_syllables_of(word) for word in _WORD.findall(text)]
    return sum(fewest for fewest, _ in bounds), sum(most for _, most in bounds)


def _syllables_of(word: str) -> tuple[int, int]:
    if word.isdigit():
        return 0, 4  # "10" is one for two digits, "117" has six for three
    if not _LATIN.fullmatch(word):
        return len(word) // _LETTERS_A_SYLLABLE, len(word)
    if word.isupper() or not _VOWELS.search(word):
        return 1, 3 * len(word)  # letter by letter, of which W has three
    groups = max(len(_VOWELS.findall(_SILENT_ENDING.sub("", word))), 1)
    return groups, groups


def _is_steady(samples: Samples, sample_rate: int) -> bool:
    """Return True if a loud stretch longer than `_LONGEST_STEADY` hardly changes its level."""
    look = sample_rate // _LOOKS_PER_SECOND
    powers = np.square(samples[: len(samples) // look * look].reshape(-1, look)).mean(axis=1)
    levels = 10 * np.log10(np.maximum(powers, 1e-12))
    stretch = round(_LONGEST_STEADY * _LOOKS_PER_SECOND) + 1
    if len(levels) < stretch:
        return False
    stretches = np.lib.stride_tricks.sliding_window_view(levels, stretch)
    softest, loudest = stretches.min(axis=1), stretches.max(axis=1)
    audible = softest >= levels.max() - _AUDIBLE_DB
    return bool(np.any(audible & (loudest - softest <= _STEADY_DB)))
