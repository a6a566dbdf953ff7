"""pyttsx3 driver for recordings of people: ``pyttsx3.init("recorded")``.

A voice is a folder in the listener's folder of voices; see `voice.speech.recordings`. It can say
the texts that were recorded, and no others.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from pyttsx3.voice import Voice

from voice.audio import Audio
from voice.speech.clips import pace_of, read_clip
from voice.speech.drivers._stretching import stretched
from voice.speech.drivers._synchronous import SynchronousDriver
from voice.speech.recordings import Recording, follows, recordings


class RecordedSynthesizer:
    """See `voice.speech.drivers._synchronous.Synthesizer`."""

    def voices(self) -> list[Voice]:
        """Return the people of whom a line is recorded."""
        return [
            Voice(each.id, each.name, list(each.languages)) for each in recordings() if each.clips()
        ]

    def known(self, voice: str) -> bool:
        """True if it is one of `voices`."""
        return _found(voice) is not None

    def render(self, text: str, voice: str, rate: int) -> Audio:
        """Return the clip of a text, stretched to the rate if that is near its own pace."""
        recording = _found(voice)
        path = recording.clip(text) if recording else None
        if recording is None or path is None:
            raise ValueError(f"this text is not recorded by {voice}")
        audio = read_clip(path)
        own = _pace(recording)
        if own is None or not follows(own, rate):
            return audio
        return Audio(stretched(audio.samples, audio.sample_rate, own / rate), audio.sample_rate)


def buildDriver(proxy: Any) -> SynchronousDriver:  # noqa: N802 - pyttsx3's name
    """Build the driver; called by `pyttsx3.init`."""
    return SynchronousDriver(proxy, RecordedSynthesizer())


def _found(voice: str) -> Recording | None:
    return next((each for each in recordings() if each.id == voice), None)


@lru_cache(maxsize=4)
def _pace(recording: Recording) -> float | None:
    """Return the pace, the same for a whole exercise even while more lines are recorded."""
    return pace_of(recording)
