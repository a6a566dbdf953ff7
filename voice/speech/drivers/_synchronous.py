"""A pyttsx3 driver around anything that renders speech when it is asked to.

It has no loop of its own: pyttsx3 hands over a text, and it is rendered before the call returns.
`startLoop` only sets the queue going. One that waited would hang on its second call, because
pyttsx3 then runs the queued `endLoop` before it (measured with pyttsx3 2.99).

The methods' names are pyttsx3's.
"""

from __future__ import annotations

import wave
from collections.abc import Iterator, Sequence
from typing import Any, BinaryIO, Protocol

import numpy as np
from pyttsx3.voice import Voice

from voice.audio import Audio

USUAL_RATE = 150
"""Words a minute before anybody sets them: pyttsx3's usual 200 is too quick for calm speech."""

SLOWEST, FASTEST = 40, 400
"""Words a minute that a rate is clipped to."""


class Synthesizer(Protocol):
    """What renders a text."""

    def voices(self) -> Sequence[Voice]:
        """The voices found on this machine, the usual one first; loads none."""

    def known(self, voice: str) -> bool:
        """True if that is the id of a voice, or the path of one."""

    def render(self, text: str, voice: str, rate: int) -> Audio:
        """Say a text.

        Args:
            text: What is said.
            voice: A voice's id or path.
            rate: Words a minute, as near as the model gets.

        Raises:
            ValueError: There is nothing in the text that this voice can say.
        """


class SynchronousDriver:
    """What `pyttsx3.init` asks a driver for."""

    def __init__(self, proxy: Any, synthesizer: Synthesizer) -> None:
        self._proxy = proxy
        self._synthesizer = synthesizer
        self._voices = list(synthesizer.voices())
        self._voice = self._voices[0].id if self._voices else ""
        self._rate = USUAL_RATE
        self._volume = 1.0

    def destroy(self) -> None:
        """Nothing is held that Python does not free."""

    def getProperty(self, name: str) -> object:  # noqa: N802
        """One of ``voices``, ``voice``, ``rate`` and ``volume``.

        Raises:
            KeyError: There is no such property.
        """
        properties = {
            "voices": self._voices,
            "voice": self._voice,
            "rate": self._rate,
            "volume": self._volume,
        }
        return properties[name]

    def setProperty(self, name: str, value: Any) -> None:  # noqa: N802
        """Choose a voice by its id or path, a rate in words a minute, or a volume from 0 to 1.

        Raises:
            KeyError: There is no such property.
            ValueError: It cannot have this value.
        """
        if name == "voice":
            if not self._synthesizer.known(value):
                here = ", ".join(voice.id for voice in self._voices) or "none"
                raise ValueError(f"there is no voice {value} here; there are: {here}")
            self._voice = value
        elif name == "rate":
            self._rate = round(min(max(float(value), SLOWEST), FASTEST))
        elif name == "volume":
            self._volume = min(max(float(value), 0.0), 1.0)
        else:
            raise KeyError(name)

    def say(self, text: str) -> None:
        """Say a text aloud, and return when it is over."""
        import sounddevice

        def play(audio: Audio) -> None:
            sounddevice.play(audio.samples, audio.sample_rate, blocking=True)

        self._perform(text, play)

    def save_to_file(self, text: str, filename: str | BinaryIO) -> None:
        """Write a text as a WAV file: 16 bit, one channel, the voice's own sample rate.

        Args:
            text: What is said.
            filename: Where to; an open file is taken as well, such as `io.BytesIO`.
        """
        self._perform(text, lambda audio: _write_wav(filename, audio))

    def stop(self) -> None:
        """Nothing is ever under way when another call comes."""

    def startLoop(self) -> None:  # noqa: N802
        """Set the queue going."""
        self._proxy.setBusy(False)

    def endLoop(self) -> None:  # noqa: N802
        """There is no loop to end."""

    def iterate(self) -> Iterator[None]:
        """Set the queue going, for a program with a loop of its own."""
        self._proxy.setBusy(False)
        yield

    def _perform(self, text: str, act: Any) -> None:
        self._proxy.notify("started-utterance")
        completed = False
        try:
            audio = self._synthesizer.render(text, self._voice, self._rate)
            act(Audio(audio.samples * np.float32(self._volume), audio.sample_rate))
            completed = True
        finally:
            self._proxy.notify("finished-utterance", completed=completed)


def _write_wav(filename: str | BinaryIO, audio: Audio) -> None:
    steps = np.clip(np.rint(audio.samples * 32768), -32768, 32767).astype("<i2")
    with wave.open(filename, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(audio.sample_rate)
        file.writeframes(steps.tobytes())
