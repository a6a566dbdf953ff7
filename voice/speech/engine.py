"""The seam between text and sound: what every engine takes and gives."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from voice.speech.audio import Audio


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
        """Whether it speaks a language, whatever the region: ``en-gb`` speaks ``en``."""
        wanted = language.lower().partition("-")[0]
        return any(tag.partition("-")[0] == wanted for tag in self.languages)


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
