"""pyttsx3 driver for the natural voices of hibari: ``pyttsx3.init("natural")``.

One voice, heart, is in the package; the others are used if their files are already here, in
hibari's own cache or in the listener's folder of voices. Nothing is ever downloaded.
"""

from __future__ import annotations

import gc
import math
from collections.abc import Iterator
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime  # noqa: F401 - hibari loads it late, but a driver must load as a whole
from hibari import Hibari
from hibari.voices import ASSETS, VOICES, cache_dir
from pyttsx3.voice import Voice

from voice.audio import Audio, Samples
from voice.paths import voices_folder
from voice.speech.drivers._joining import joined
from voice.speech.drivers._pieces import has_words, pieces
from voice.speech.drivers._stretching import stretched
from voice.speech.drivers._synchronous import SynchronousDriver

SEED = 0
"""Seed of the noise in a voice, so that the same line is the same samples."""

_DRAWN = 1300
"""Numbers a band that are drawn once, for sentences of up to 8 s, at 80 pairs of them a second."""

_PACES = (
    (0.15, 38.1),
    (0.3, 73.8),
    (0.5875, 141.2),
    (0.8, 200.6),
    (1.0, 249.5),
    (1.5, 371.2),
)
"""hibari's speeds that are used, and heart's real words a minute at each, on the calibration text
(measured). All from 103 to 168 comes from one of them and is then stretched, because hibari rounds
every sound's length to 12.5 ms, which leaves paces up to 14 % apart, and speaks 5 % higher at 160
words a minute than at 110 (measured)."""


class NaturalSynthesizer:
    """See `voice.speech.drivers._synchronous.Synthesizer`."""

    def voices(self) -> list[Voice]:
        """Return the voices whose files are here, heart first."""
        return [
            Voice(name, name.capitalize(), [about["language"]], about["gender"])
            for name, about in VOICES.items()
            if _file(name) is not None
        ]

    def known(self, voice: str) -> bool:
        """True if it is one of `voices`, or the path of a model."""
        return _file(voice) is not None

    def render(self, text: str, voice: str, rate: int) -> Audio:
        """See `Synthesizer.render`. A voice is loaded at its first use (0.7 s)."""
        path = _file(voice)
        if path is None:
            raise ValueError(f"the file of the voice {voice} is gone")
        model = _model(path)
        speed, pace = min(_PACES, key=lambda each: abs(math.log(each[1] / rate)))
        line = joined(_spoken(model, text, speed), model.sample_rate, pace)
        return Audio(stretched(line, model.sample_rate, pace / rate), model.sample_rate)


def buildDriver(proxy: Any) -> SynchronousDriver:  # noqa: N802 - pyttsx3's name
    """Build the driver; called by `pyttsx3.init`."""
    return SynchronousDriver(proxy, NaturalSynthesizer())


def _spoken(model: Hibari, text: str, speed: float) -> Iterator[Samples]:
    """Render the sentences of a text."""
    for piece in pieces(text):
        for sentence in filter(has_words, model.split_sentences(piece)):
            for phonemes in model.phonemize(sentence):
                yield model.from_ids(model.ids(phonemes), speed, _SameNoise())


class _SameNoise:
    """Noise that is drawn once for all sentences, in place of a `numpy.random.Generator`.

    Drawing it for each took a third of the time after the network (measured).
    """

    def standard_normal(self, shape: tuple[int, int], dtype: type[np.float32]) -> Samples:
        """Return numbers of mean 0 and variance 1, the same ones every time."""
        bands, count = shape
        if count > _DRAWN:
            return np.random.default_rng(SEED).standard_normal(shape, dtype)
        return _noise(bands)[:, :count].copy()


@cache
def _noise(bands: int) -> Samples:
    return np.random.default_rng(SEED).standard_normal((bands, _DRAWN), np.float32)


def _file(voice: str) -> Path | None:
    """Return the path of a voice's model, if it is here."""
    about = VOICES.get(voice)
    if about is None:
        path = Path(voice)
        return path if path.suffix == ".onnx" and path.is_file() else None
    folders = [ASSETS] if about.get("bundled") else [voices_folder(), cache_dir()]
    found = (Path(folder) / about["file"] for folder in folders)
    return next((path for path in found if path.is_file()), None)


@lru_cache(maxsize=2)
def _model(path: Path) -> Hibari:
    """Load a voice; two stay loaded, for people who compare."""
    name = next((name for name, about in VOICES.items() if about["file"] == path.name), "heart")
    model = Hibari(name, model=str(path))
    # Its pronunciation is a million small objects, which the garbage collector would search for
    # nothing: 0.4 s instead of 0.7 without it (measured).
    gc.disable()
    try:
        _ = model.g2p
    finally:
        gc.freeze()
        gc.enable()
    return model
