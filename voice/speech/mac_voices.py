"""Orders the voices of macOS for pyttsx3's driver, and refuses voices that do not exist.

The API lists 180 voices, novelties such as Bad News among the first, and speaks with its usual
voice if asked for an unknown one. Written from the source of pyttsx3 2.99 and lists of voices in
public issues (nateshmbhat/pyttsx3#350, variadico/noti#156), and tested with stand-ins only.

The methods' names are pyttsx3's. Importing this loads pyttsx3's driver, which only macOS can.
"""

from __future__ import annotations

from typing import Any

from pyttsx3.drivers import nsss
from pyttsx3.voice import Voice

_MACINTALK = "com.apple.speech.synthesis.voice."
_ELOQUENCE = "com.apple.eloquence."

_NOVELTIES = frozenset(
    _MACINTALK + name
    for name in (
        *("Albert", "BadNews", "Bahh", "Bells", "Boing", "Bubbles", "Cellos", "Deranged"),
        *("Fred", "GoodNews", "Hysterical", "Junior", "Kathy", "Organ", "Princess", "Ralph"),
        *("Trinoids", "Whisper", "Zarvox"),
    )
)
"""Internal names of voices that sing, laugh or buzz, and of the robots of 1984: Wobble is
Deranged, Jester is Hysterical, Superstar is Princess."""

_ENGLISH = "samantha"
"""The usual voice of an English system, by part of its id, which differs between versions."""


def install() -> None:
    """Let `pyttsx3.init` build this driver."""
    build = nsss.buildDriver
    nsss.buildDriver = lambda proxy: Driver(build(proxy))


class Driver:
    """Wraps pyttsx3's driver, which does the speaking."""

    def __init__(self, driver: Any) -> None:
        self._driver = driver

    def __getattr__(self, name: str) -> Any:
        return getattr(self._driver, name)

    def getProperty(self, name: str) -> object:  # noqa: N802
        """Return one of pyttsx3's properties; ``voices`` begins with the System Settings voice."""
        return _voices() if name == "voices" else self._driver.getProperty(name)

    def setProperty(self, name: str, value: Any) -> None:  # noqa: N802
        """Set one of pyttsx3's properties.

        Raises:
            ValueError: There is no such voice.
        """
        if name == "voice" and value not in _ids():
            raise ValueError(f"there is no voice {value} here")
        self._driver.setProperty(name, value)


def _ids() -> list[str]:
    return [str(each) for each in nsss.NSSpeechSynthesizer.availableVoices()]


def _voices() -> list[Voice]:
    """Return all voices: the listener's, Samantha, the others, then novelties and Eloquence."""
    usual = str(nsss.NSSpeechSynthesizer.defaultVoice() or "")  # empty on macOS 15
    return [_described(id_) for id_ in sorted(_ids(), key=lambda id_: _rank(id_, usual))]


def _rank(id_: str, usual: str) -> int:
    if id_ == usual:
        return 0
    if id_ in _NOVELTIES or id_.startswith(_ELOQUENCE):
        return 3
    return 1 if _ENGLISH in id_.lower() else 2


def _described(id_: str) -> Voice:
    """Return a voice with its attributes, or with its id alone if it has none."""
    about = nsss.NSSpeechSynthesizer.attributesForVoice_(id_) or {}
    language = about.get("VoiceLocaleIdentifier", about.get("VoiceLanguage"))
    name = about.get("VoiceName") or id_.rpartition(".")[2]
    return Voice(id_, str(name), [str(language)] if language else [], about.get("VoiceGender"))
