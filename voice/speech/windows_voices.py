"""Speaks through Windows' SAPI 5 with pyttsx3's driver, without some of its faults.

A token that cannot be read loses one voice and not all (nateshmbhat/pyttsx3#429), a line is
rendered without a sound device (nateshmbhat/pyttsx3#260), a usual voice that is broken does not
keep the others from speaking, and no event is waited for that may not come. Written by reading
pyttsx3 2.99 and SAPI's documentation, and tested with stand-ins for its objects only.

The methods' names are pyttsx3's. Importing this loads pyttsx3's driver, which only Windows can.
"""

from __future__ import annotations

import locale
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any

from pyttsx3.drivers import sapi5
from pyttsx3.voice import Voice

_UNREADABLE = (sapi5.comtypes.COMError, OSError, ValueError, AttributeError)
"""Exceptions raised by a registry entry that is incomplete or broken."""


def install() -> None:
    """Let `pyttsx3.init` build this driver."""
    sapi5.buildDriver = Driver


class Driver(sapi5.SAPI5Driver):  # type: ignore[misc] # pyttsx3 has no types
    """pyttsx3's driver with those faults corrected."""

    def getProperty(self, name: str) -> object:  # noqa: N802
        """One of pyttsx3's properties; ``voice`` is the first voice where the usual is broken."""
        if name == "voices":
            return [_described(token) for token in self._tokens()]
        if name == "voice":
            ids = [token.Id for token in self._tokens()]
            usual = _answer(lambda: self._tts.Voice.Id)
            return usual if usual in ids else next(iter(ids), "")
        return super().getProperty(name)

    def save_to_file(self, text: str, filename: str) -> None:
        """Write a text as a WAV file.

        pyttsx3 asks for the sound device first, to go back to it; where none is, that raises.
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

    def startLoop(self) -> None:  # noqa: N802
        """Set the queue going, in which each line is rendered before the next.

        pyttsx3's loop ends only with an event of SAPI's.
        """
        self._proxy.setBusy(False)
        sapi5.pythoncom.PumpWaitingMessages()

    def _tokens(self) -> Iterator[Any]:
        """The voices that have an id, without those that cannot be read."""
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


def _described(token: Any) -> Voice:
    """A voice, with what its token tells of it."""
    name = _answer(token.GetDescription) or token.Id.rpartition("\\")[2]
    gender = _answer(token.GetAttribute, "Gender") or ""
    languages = _languages(_answer(token.GetAttribute, "Language") or "")
    return Voice(token.Id, name, languages, gender.title() or None)


def _languages(attribute: str) -> list[str]:
    """Tags of the locale numbers that a token lists, such as ``409;9``; the unknown left out."""
    tags = []
    for number in attribute.split(";"):
        with suppress(ValueError, KeyError):
            tags.append(locale.windows_locale[int(number, 16)].replace("_", "-"))
    return tags


def _answer(ask: Callable[..., Any], *arguments: object) -> Any:
    """The answer to a question, or `None` where it cannot be answered."""
    with suppress(*_UNREADABLE):
        return ask(*arguments)
    return None
