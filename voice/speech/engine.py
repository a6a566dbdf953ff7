"""Defines the seam between text and sound: what every engine takes and returns."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Protocol

from voice.audio import Audio
from voice.speech import names

ALPHABETS = {
    "cmn": {"hani", "hans", "hant"},
    "en": {"latn"},
    "fa": {"arab"},
    "yue": {"hani", "hans", "hant"},
}
"""Alphabets (ISO 15924) of the languages for which eSpeak NG 1.52 also has a voice that reads
another one: Shavian letters, and Latin ones for Mandarin, Persian and Cantonese. A language
missing here may be tagged with any alphabet, such as ``zh-hant`` and ``sr-cyrl``."""


@dataclass(frozen=True, slots=True)
class Voice:
    """A voice that can be chosen.

    Attributes:
        id: Unique; starts with the engine's name: ``espeak/gmw/en-us``.
        name: The engine's name for it.
        engine: The pyttsx3 driver that speaks it.
        languages: BCP 47 tags, lower case, best first; may be empty.
        gender: ``male``, ``female``, or `None` when the engine does not say.
    """

    id: str
    name: str
    engine: str
    languages: tuple[str, ...] = ()
    gender: str | None = None

    @property
    def called(self) -> str:
        """Return the name that people use, to be said aloud: "Heart", or "American, lower"."""
        return names.called(self.engine, self.name, self.languages, self.gender)

    @property
    def about(self) -> str:
        """Return what one hears in it: "American, higher", its languages, or a person."""
        if self.engine == "recorded":
            return "recorded"
        return names.about(self.languages, self.gender, ", ".join(self.languages))

    def speaks(self, language: str) -> bool:
        """True if it reads a language aloud, whatever the region: ``en-gb`` speaks ``en``.

        False for a voice that reads another alphabet than the usual one: ``en-shaw`` reads Shavian
        letters, and no exercise is written in them.
        """
        wanted, asked = _language_and_script(language.lower())
        return any(
            own == wanted and script in {"", asked, *ALPHABETS.get(wanted, {script})}
            for own, script in map(_language_and_script, self.languages)
        )

    def reads_its_language(self) -> bool:
        """True if it reads its language's usual alphabet, or names no language."""
        own = [_language_and_script(tag)[0] for tag in self.languages]
        return not own or any(map(self.speaks, own))


def _language_and_script(tag: str) -> tuple[str, str]:
    """Return the language and the script of a tag, "" if it names none (RFC 5646, 2.2.3)."""
    language, *rest = tag.split("-")
    return language, "".join(part for part in rest[:1] if re.fullmatch("[a-z]{4}", part))


@dataclass(frozen=True, slots=True)
class Utterance:
    """The exact text, voice and rate handed to an engine.

    Attributes:
        text: Text to say; never empty.
        voice: A voice's id.
        rate: In the engine's own unit; `voice.speech.calibration` finds it.
    """

    text: str
    voice: str
    rate: int


class SpeechEngine(Protocol):
    """Turns an utterance into audio. Calls may come from any thread, one at a time."""

    @property
    def name(self) -> str:
        """The pyttsx3 driver, and the first part of its voices' ids."""

    def version(self, voice: str) -> str:
        """Return a text that changes whenever that voice may sound different."""

    def voices(self) -> tuple[Voice, ...]:
        """Return its voices, in its own order.

        Raises:
            EngineUnavailableError: The engine cannot start here.
        """

    def synthesize(self, utterance: Utterance) -> Audio:
        """Render one utterance, including the silence around it.

        Raises:
            EngineUnavailableError: The engine cannot start here.
            SpeechError: The engine started but could not say this.
        """

    def close(self) -> None:
        """Free everything it holds; may be called twice.

        Later requests either work or end in a `SpeechError`; they start no process.
        """
