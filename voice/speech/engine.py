"""The seam between text and sound: what every engine takes and gives."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Protocol

from voice.audio import Audio

ALPHABETS = {
    "cmn": {"hani", "hans", "hant"},
    "en": {"latn"},
    "fa": {"arab"},
    "yue": {"hani", "hans", "hant"},
}
"""Alphabets (ISO 15924) of the languages for which eSpeak NG 1.52 also has a voice that reads
another one: Shavian letters, and Latin ones for Mandarin, Persian and Cantonese. A language that
is missing here may be tagged with any alphabet, as ``zh-hant`` and ``sr-cyrl`` are."""


@dataclass(frozen=True, slots=True)
class Voice:
    """A voice that can be chosen.

    Attributes:
        id: Unique; starts with the engine's name: ``espeak/gmw/en-us``.
        name: What to call it aloud.
        engine: The pyttsx3 driver that speaks it.
        languages: BCP 47 tags, lower case, best first; may be empty.
        gender: ``male``, ``female``, or `None` when the engine does not say.
    """

    id: str
    name: str
    engine: str
    languages: tuple[str, ...] = ()
    gender: str | None = None

    def speaks(self, language: str) -> bool:
        """True if it reads a language aloud, whatever the region: ``en-gb`` speaks ``en``.

        A voice for another alphabet than the usual one does not: ``en-shaw`` reads Shavian
        letters, and no exercise is written in them.
        """
        wanted, asked = _language_and_script(language.lower())
        return any(
            own == wanted and script in {"", asked, *ALPHABETS.get(wanted, {script})}
            for own, script in map(_language_and_script, self.languages)
        )

    def reads_its_language(self) -> bool:
        """True if it speaks a language as that is usually written; true where it names none."""
        own = [_language_and_script(tag)[0] for tag in self.languages]
        return not own or any(map(self.speaks, own))


def _language_and_script(tag: str) -> tuple[str, str]:
    """The language and the script of a tag, "" where it names none (RFC 5646, section 2.2.3)."""
    language, *rest = tag.split("-")
    return language, "".join(part for part in rest[:1] if re.fullmatch("[a-z]{4}", part))


@dataclass(frozen=True, slots=True)
class Utterance:
    """The exact text, voice and rate handed to an engine.

    Attributes:
        text: What is said; never empty.
        voice: A voice's id.
        rate: In the engine's own unit, which `voice.speech.calibration` finds.
    """

    text: str
    voice: str
    rate: int


class SpeechEngine(Protocol):
    """What turns an utterance into audio. Calls may come from any thread, one at a time."""

    @property
    def name(self) -> str:
        """The pyttsx3 driver, and the first part of its voices' ids."""

    def version(self, voice: str) -> str:
        """Changes whenever an utterance of that voice may sound different."""

    def voices(self) -> tuple[Voice, ...]:
        """The voices it has, in its own order.

        Raises:
            EngineUnavailableError: It cannot start here.
        """

    def synthesize(self, utterance: Utterance) -> Audio:
        """Say one utterance, silence around it included.

        Raises:
            EngineUnavailableError: It cannot start here.
            SpeechError: It started but could not say this.
        """

    def close(self) -> None:
        """Let go of everything it holds; may be called twice.

        What is asked afterwards either works or ends in a `SpeechError`; it starts no process.
        """
