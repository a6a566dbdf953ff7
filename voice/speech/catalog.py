"""All voices of all engines here, and the one that is meant."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from voice.errors import EngineUnavailableError, SpeechError, UnknownNameError
from voice.speech.audio import Audio
from voice.speech.cache import CachedEngine
from voice.speech.calibration import Calibrator
from voice.speech.engine import SpeechEngine, Utterance, Voice
from voice.speech.pyttsx import SYSTEM_DRIVER, PyttsxEngine
from voice.speech.tone import ToneEngine

USUAL_VOICE = Voice("espeak/gmw/en-us", "English (America)", "espeak", ("en-us",), "male")
"""Known without asking the engine, so that the usual start does not wait for its list."""


@dataclass(frozen=True, slots=True)
class Speaker:
    """A voice at a rate, ready to say any text."""

    engine: SpeechEngine
    voice: Voice
    rate: int

    def say(self, text: str) -> Audio:
        """Say a text, silence around it included.

        Raises:
            SpeechError: It could not be said.
        """
        return self.engine.synthesize(Utterance(text, self.voice.id, self.rate))


class Catalog:
    """The engines of this machine. Owns them: `close` ends them all."""

    def __init__(self, engines: Sequence[SpeechEngine], cache_folder: Path) -> None:
        self._engines = {engine.name: engine for engine in engines}
        # Measuring goes past the cache: its renders are long, and never said again.
        self._cached = {
            engine.name: CachedEngine(engine, cache_folder / "speech") for engine in engines
        }
        self._calibrator = Calibrator(cache_folder / "calibration")

    def voices(self, language: str | None = "en") -> tuple[Voice, ...]:
        """Voices that can be heard; a voice that renders silence is not offered.

        Args:
            language: Only those that speak it; `None` for all.
        """
        listed = [
            voice
            for engine in self._engines.values()
            if engine.name != ToneEngine.name
            for voice in engine.voices()
            if language is None or voice.speaks(language)
        ]
        return tuple(voice for voice in listed if self._is_heard(voice))

    def choose(self, name: str | None, language: str) -> Voice:
        """The voice of that id or name, or the best one for a language.

        Raises:
            UnknownNameError: No voice has that name, or none speaks the language.
            EngineUnavailableError: The engine that has it cannot start here.
        """
        if name is None:
            return self._usual(language)
        if name == USUAL_VOICE.id and USUAL_VOICE.engine in self._engines:
            return USUAL_VOICE
        wanted = name.casefold()
        every = [voice for engine in self._engines.values() for voice in engine.voices()]
        for voice in every:
            short_id = voice.id.partition("/")[2]
            if wanted in (voice.id.casefold(), short_id.casefold(), voice.name.casefold()):
                return voice
        names = [voice.id for voice in every] + [voice.name for voice in every]
        raise UnknownNameError("voice", name, names, "Hear what there is: ground voices --all")

    def speaker(self, voice: Voice, words_per_minute: int) -> Speaker:
        """The voice at so many real words a minute.

        Raises:
            SpeechError: The voice is silent or its engine broken.
        """
        rate = self._calibrator.rate_for(self._engines[voice.engine], voice, words_per_minute)
        return Speaker(self._cached[voice.engine], voice, rate)

    def close(self) -> None:
        """End every engine."""
        for engine in self._cached.values():
            engine.close()

    def _usual(self, language: str) -> Voice:
        if USUAL_VOICE.speaks(language) and USUAL_VOICE.engine in self._engines:
            return USUAL_VOICE
        for engine in self._engines.values():
            for voice in engine.voices():
                if voice.speaks(language) and self._is_heard(voice):
                    return voice
        raise UnknownNameError(
            "voice for the language", language, (), "See what there is: ground voices --all"
        )

    def _is_heard(self, voice: Voice) -> bool:
        """Whether it makes a sound; one that cannot speak takes none of the others with it."""
        try:
            return self._calibrator.calibration(self._engines[voice.engine], voice) is not None
        except EngineUnavailableError:
            raise
        except SpeechError:
            return False


def open_catalog(cache_folder: Path) -> Catalog:
    """The engines of this machine, with their speech cached below a folder.

    Nothing starts yet: an engine starts when it is first asked.
    """
    return Catalog((PyttsxEngine(SYSTEM_DRIVER), ToneEngine()), cache_folder)
