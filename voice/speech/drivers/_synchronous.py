"""A pyttsx3 driver around a synthesizer that renders each text as soon as it is asked.

It runs no loop: pyttsx3 hands over a text, and it is rendered before the call returns.
`startLoop` only starts the queue. A real loop would hang on its second call, because pyttsx3 then
runs the queued `endLoop` before it (measured with pyttsx3 2.99).

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
"""Words a minute until a rate is set: pyttsx3's usual 200 is too quick for calm speech."""

SLOWEST, FASTEST = 40, 400
"""Limits of the rate, in words a minute."""


class Synthesizer(Protocol):
    """Renders a text with one of its voices."""

    def voices(self) -> Sequence[Voice]:
        """Return the voices on this machine, the usual one first, without loading any."""

    def known(self, voice: str) -> bool:
        """True if this is a voice's id, or the path of a voice file."""

    def render(self, text: str, voice: str, rate: int) -> Audio:
        """Render a text.

        Args:
            text: Text to say.
            voice: A voice's id or path.
            rate: Words a minute, as near as the model gets.

        Raises:
            ValueError: The text holds nothing that this voice can say.
        """


class SynchronousDriver:
    """The driver object that `pyttsx3.init` expects."""

    def __init__(self, proxy: Any, synthesizer: Synthesizer) -> None:
        self._proxy = proxy
        self._synthesizer = synthesizer
        self._voices = list(synthesizer.voices())
        self._voice = self._voices[0].id if self._voices else ""
        self._rate = USUAL_RATE
        self._volume = 1.0

    def destroy(self) -> None:
        """Do nothing: Python frees all that is held."""

    def getProperty(self, name: str) -> object:  # noqa: N802
        """Return one of ``voices``, ``voice``, ``rate`` and ``volume``.

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
            ValueError: The property cannot have this value.
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
        """Say a text aloud, and return when it is finished."""
        import sounddevice

        def play(audio: Audio) -> None:
            sounddevice.play(audio.samples, audio.sample_rate, blocking=True)

        self._perform(text, play)

    def save_to_file(self, text: str, filename: str | BinaryIO) -> None:
        """Write a text as a WAV file: 16 bit, one channel, the voice's own sample rate.

        Args:
            text: Text to say.
            filename: Path of the file, or an open binary file such as `io.BytesIO`.
        """
        self._perform(text, lambda audio: write_wav(filename, audio))

    def stop(self) -> None:
        """Do nothing: no line is ever being said when another call comes."""

    def startLoop(self) -> None:  # noqa: N802
        """Start the queue."""
        self._proxy.setBusy(False)

    def endLoop(self) -> None:  # noqa: N802
        """Do nothing: there is no loop to end."""

    def iterate(self) -> Iterator[None]:
        """Start the queue, for a program with a loop of its own."""
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


def write_wav(filename: str | BinaryIO, audio: Audio) -> None:
    """Write 16-bit WAV of one channel.

    Args:
        filename: Path of the file, or an open binary file.
        audio: Samples beyond [-1, 1] are clipped.
    """
    steps = np.clip(np.rint(audio.samples * 32768), -32768, 32767).astype("<i2")
    with wave.open(filename, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(audio.sample_rate)
        file.writeframes(steps.tobytes())
