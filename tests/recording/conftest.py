"""Lines of each voice here, rendered once."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from functools import cache

import pytest
import soxr

from tests.recording.rooms import TEXTS
from voice.audio import Samples
from voice.frames import SAMPLE_RATE
from voice.speech.engine import Utterance
from voice.speech.installed import drivers_here
from voice.speech.worker_engine import PyttsxEngine

Speak = Callable[[str], Samples]


DRIVERS = [driver for driver in drivers_here() if driver != "piper"]
"""Without Piper, which takes 5 s to load; the thresholds were measured on it too."""


@pytest.fixture(scope="session", params=DRIVERS)
def speak(request: pytest.FixtureRequest) -> Speak:
    """Gives the lines of one voice, by their text, at `SAMPLE_RATE`."""
    lines = rendered(request.param)
    return lambda text: lines[text].copy()


@pytest.fixture(scope="session")
def plain() -> Speak:
    """Gives the lines of the system's voice."""
    lines = rendered(drivers_here()[-1])
    return lambda text: lines[text].copy()


@cache
def rendered(driver: str) -> dict[str, Samples]:
    lines: dict[str, Samples] = {}
    with closing(PyttsxEngine(driver, 60, 60)) as engine:
        voice = next(voice.id for voice in engine.voices() if voice.speaks("en"))
        for text in TEXTS:
            audio = engine.synthesize(Utterance(text, voice, 135))
            lines[text] = soxr.resample(audio.samples, audio.sample_rate, SAMPLE_RATE, quality="HQ")
    return lines
