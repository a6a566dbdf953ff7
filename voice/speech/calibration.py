"""Real words a minute: what each voice does, measured once and inverted.

An engine's own number is 17-26 % off (measured on eSpeak NG), and differs by voice.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from voice.errors import SpeechError
from voice.speech.audio import Audio
from voice.speech.engine import SpeechEngine, Utterance, Voice
from voice.speech.storage import write_whole

TEXT = (
    "Hold the ice in your hand, and notice what comes first. You might look round the room, "
    "and rest your eyes on one thing that is near you."
)
"""Of the exercises' own kind of words. On eSpeak NG's English voices its rate lies within 3 % of
the mean of the first four exercises, which differ by up to 5 % among themselves (measured)."""

RATES = (90, 140)
"""Where it is measured, in the engine's own unit: either side of the presets' 120-150."""

_EDGE = 10 ** (-50 / 20)
"""Speech begins and ends 50 dB below its peak: lines peak near -4 dBFS and are cut at -55."""

_SILENT = 1e-3


@dataclass(frozen=True, slots=True)
class Calibration:
    """Two measured points of a voice: engine rate and real words a minute."""

    slower: tuple[int, float]
    faster: tuple[int, float]

    def rate_for(self, words_per_minute: float) -> int:
        """The engine rate that comes nearest; a straight line through the two points."""
        (rate, words), (rate_2, words_2) = self.slower, self.faster
        return round(rate + (words_per_minute - words) * (rate_2 - rate) / (words_2 - words))


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
        path = self._path(engine, voice)
        try:
            return _parsed(path.read_bytes())
        except (OSError, ValueError, TypeError):
            pass  # never measured, or broken and measured again
        calibration = _measured(engine, voice)
        write_whole(
            path, json.dumps(calibration and [calibration.slower, calibration.faster]).encode()
        )
        return calibration

    def _path(self, engine: SpeechEngine, voice: Voice) -> Path:
        key = "\0".join((engine.version, voice.id, TEXT, *map(str, RATES)))
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
    if min(seconds) <= 0 or seconds[0] == seconds[1]:
        return None
    slower, faster = ((rate, 60 * words / s) for rate, s in zip(RATES, seconds, strict=True))
    return Calibration(slower, faster)


def _parsed(content: bytes) -> Calibration | None:
    points = json.loads(content)
    if points is None:
        return None
    (rate, words), (rate_2, words_2) = points
    if not (words_2 > words > 0 and rate_2 > rate):
        raise ValueError("not a calibration")
    return Calibration((int(rate), float(words)), (int(rate_2), float(words_2)))
