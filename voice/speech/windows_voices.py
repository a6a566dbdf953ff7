"""Speaks through Windows' SAPI 5 with pyttsx3's driver, without some of its faults.

A token that cannot be read loses one voice and not all (nateshmbhat/pyttsx3#429), a line is
rendered without a sound device (nateshmbhat/pyttsx3#260), a broken default voice does not stop
the others, no event is waited for that may not come, and rates between SAPI's steps of 11 % are
kept. Written from the source of pyttsx3 2.99
and SAPI's documentation, and tested only with stand-ins for its objects.

The methods' names are pyttsx3's. Importing this loads pyttsx3's driver, which only Windows can.
"""

from __future__ import annotations

import locale
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

from pyttsx3.drivers import sapi5
from pyttsx3.voice import Voice

from voice.audio import Audio
from voice.errors import SpeechError
from voice.speech.decoding import decode
from voice.speech.drivers._stretching import stretched
from voice.speech.drivers._synchronous import write_wav

_UNREADABLE = (sapi5.comtypes.COMError, OSError, ValueError, AttributeError)
"""Exceptions raised by a registry entry that is incomplete or broken."""


def install() -> None:
    """Let `pyttsx3.init` build this driver."""
    sapi5.buildDriver = Driver


class Driver(sapi5.SAPI5Driver):  # type: ignore[misc] # pyttsx3 has no types
    """pyttsx3's driver without those faults."""

    def getProperty(self, name: str) -> object:  # noqa: N802
        """Return a property of pyttsx3; ``voice`` is the first voice if the default is broken."""
        if name == "voices":
            return [_described(token) for token in self._tokens()]
        if name == "voice":
            ids = [token.Id for token in self._tokens()]
            usual = _answer(lambda: self._tts.Voice.Id)
            return usual if usual in ids else next(iter(ids), "")
        return super().getProperty(name)

    def save_to_file(self, text: str, filename: str) -> None:
        """Write a text as a WAV file, at the rate asked for.

        pyttsx3 first asks for the sound device, to go back to it; without one, that raises.
        """
        device = _answer(lambda: self._tts.AudioOutputStream)
        stream = sapi5.comtypes.client.CreateObject("SAPI.SPFileStream")
        stream.Open(filename, sapi5.SpeechLib.SSFMCreateForWrite)
        try:
            self._tts.AudioOutputStream = stream
            self._tts.Speak(text)
            if device is not None:
                self._tts.AudioOutputStream = device
        finally:
            stream.Close()
        _stretch(Path(filename), self._step_rate() / self._rateWpm)

    def startLoop(self) -> None:  # noqa: N802
        """Start the queue, in which each line is rendered before the next.

        pyttsx3's own loop ends only with an event from SAPI.
        """
        self._proxy.setBusy(False)
        sapi5.pythoncom.PumpWaitingMessages()

    def _step_rate(self) -> float:
        """Return the words a minute that pyttsx3 takes SAPI's present step for."""
        slowest, step = sapi5.E_REG.get(self._tts.Voice.Id, sapi5.E_REG[sapi5.MSMARY])
        return float(slowest * step**self._tts.Rate)

    def _tokens(self) -> Iterator[Any]:
        """Yield the voices that have an id, without those that cannot be read."""
        tokens = self._tts.GetVoices()
        for index in range(tokens.Count):
            token = _answer(tokens.Item, index)
            if token is not None and _answer(getattr, token, "Id"):
                yield token

    def _tokenFromId(self, id_: str) -> Any:  # noqa: N802
        for token in self._tokens():
            if token.Id == id_:
                return token
        raise ValueError(f"there is no voice {id_} here")


def _stretch(file: Path, factor: float) -> None:
    """Change the length of the speech in a file; one without sound stays as it is."""
    with suppress(SpeechError):
        audio = decode(file.read_bytes())
        samples = stretched(audio.samples, audio.sample_rate, factor)
        write_wav(str(file), Audio(samples, audio.sample_rate))


def _described(token: Any) -> Voice:
    """Return a voice with what its token says about it."""
    name = _answer(token.GetDescription) or token.Id.rpartition("\\")[2]
    gender = _answer(token.GetAttribute, "Gender") or ""
    languages = _languages(_answer(token.GetAttribute, "Language") or "")
    return Voice(token.Id, name, languages, gender.title() or None)


def _languages(attribute: str) -> list[str]:
    """Return the tags of a token's locale numbers, such as ``409;9``, without unknown ones."""
    tags = []
    for number in attribute.split(";"):
        with suppress(ValueError, KeyError):
            tags.append(locale.windows_locale[int(number, 16)].replace("_", "-"))
    return tags


def _answer(ask: Callable[..., Any], *arguments: object) -> Any:
    """Return the answer to a call, or `None` if the call fails."""
    with suppress(*_UNREADABLE):
        return ask(*arguments)
    return None
