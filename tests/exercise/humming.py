"""A voice that hums which line it says, and which word of it; and an ear that understands it."""

from __future__ import annotations

import re
import threading
from dataclasses import dataclass
from functools import cache

import numpy as np

from voice.audio import Audio, Samples
from voice.frames import SAMPLE_RATE
from voice.sound.curves import rise
from voice.sound.levelling import prepare_line
from voice.speech.engine import Utterance
from voice.speech.tone import ToneEngine

WINDOW = SAMPLE_RATE // 20
"""Frames that the ear listens to at a time: a look of the session."""

_RANGES = (range(10, 34, 2), range(36, 68, 2), range(70, 94, 2))
"""Tones, in periods a window: two say which line it is, the third counts words in a circle."""

_LINES = len(_RANGES[0]) * len(_RANGES[1])
_CIRCLE = len(_RANGES[2])

EDGE = SAMPLE_RATE // 40
"""Frames of the fades of a word; a sound that keeps its level for a second counts as no voice."""

_FAINT = 0.4
"""Share of a tone's usual amplitude below which nothing is said in a window."""

Word = tuple[int, int]
"""Number of a line, and of a word in it."""


class HummingEngine(ToneEngine):
    """Hums three tones a word."""

    def version(self, voice: str) -> str:  # noqa: ARG002 - the cache must not mix the two
        return "humming"

    def synthesize(self, utterance: Utterance) -> Audio:
        return _hummed(utterance.text, utterance.rate)


_numbers: dict[str, int] = {}
_numbering = threading.Lock()


def number_of(text: str) -> int:
    """The number by which a line is recognised; so many later ones share theirs."""
    with _numbering:  # the thread that renders, and the test
        return _numbers.setdefault(" ".join(re.findall(r"\w+", text)), len(_numbers)) % _LINES


@cache
def _hummed(text: str, rate: int) -> Audio:
    number = number_of(text)
    frames = round(SAMPLE_RATE * 60 / rate)
    edges = np.ones(frames)
    edges[:EDGE] = rise(EDGE)
    edges[-EDGE:] = rise(EDGE)[::-1]
    high, low = divmod(number, len(_RANGES[0]))
    words = []
    for word in range(len(text.split())):
        along = np.arange(word * frames, (word + 1) * frames) * (2 * np.pi / WINDOW)
        tones = _RANGES[0][low], _RANGES[1][high], _RANGES[2][word % _CIRCLE]
        words.append(edges * sum(np.sin(along * tone) for tone in tones))
    silence = np.zeros(SAMPLE_RATE // 20)
    samples = np.concatenate([silence, *words, silence]) / 10
    return Audio(samples.astype(np.float32), SAMPLE_RATE)


@dataclass(frozen=True, slots=True, eq=False)
class Clip:
    """A line as it should be heard.

    Attributes:
        samples: Prepared for the mixer.
        number: The number by which it is recognised.
        word: Frames of a word.
        amplitude: Of its tones.
    """

    samples: Samples
    number: int
    word: int
    amplitude: float

    def at(self, frame: int) -> Word | None:
        """The word that is said at a frame."""
        if not 0 <= frame < len(self.samples):
            return None
        return self.number, frame // self.word % _CIRCLE


@cache
def clip(text: str, rate: int) -> Clip:
    """The line of a text, made without the program's narration."""
    samples = prepare_line(_hummed(text, rate))
    amplitude = listen(samples[2 * EDGE :][:WINDOW]).amplitude
    return Clip(samples, number_of(text), round(SAMPLE_RATE * 60 / rate), amplitude)


@dataclass(frozen=True, slots=True)
class Sound:
    """Hearing of a window.

    Attributes:
        word: The word in it, if there is any.
        amplitude: Of its tones, as far as they fill the window.
        others: The largest amplitude of a tone of another line.
    """

    word: Word | None
    amplitude: float
    others: float


_ALL = [tone for tones in _RANGES for tone in tones]
_WAVES = np.exp(2j * np.pi / WINDOW * np.outer(np.arange(WINDOW), _ALL)) * 2 / WINDOW
_TONES = np.concatenate([_WAVES.real, _WAVES.imag], axis=1).astype(np.float32)
_SPLITS = (len(_RANGES[0]), len(_RANGES[0]) + len(_RANGES[1]))

_USUAL = 0.08
"""About the amplitude of one of three tones at the level of a line."""


def listen(window: Samples) -> Sound:
    """Hear `WINDOW` frames."""
    real, imaginary = np.split(window @ _TONES, 2)
    low, high, count = np.split(np.hypot(real, imaginary), _SPLITS)
    at = int(low.argmax()), int(high.argmax())
    amplitude = float(min(low[at[0]], high[at[1]]))
    others = float(max(np.delete(low, at[0]).max(), np.delete(high, at[1]).max()))
    if amplitude < _FAINT * _USUAL:
        return Sound(None, amplitude, others)
    return Sound((at[1] * len(_RANGES[0]) + at[0], int(count.argmax())), amplitude, others)


def named(word: Word | None) -> str:
    """A word for the reader of a failure."""
    texts = [text for text, number in _numbers.items() if word and number % _LINES == word[0]]
    return f"{texts[0]!r} {word[1]}" if word and texts else "silence"
