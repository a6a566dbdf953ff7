"""All voices of all engines here, and the one that is meant."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
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
        return tuple(
            voice
            for voice in self._speaking()
            if (language is None or voice.speaks(language)) and self._is_heard(voice)
        )

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
        every = [voice for engine in self._engines.values() for voice in engine.voices()]
        names = [(called, voice) for voice in every for called in _names(voice)]
        for called, voice in names:
            if called.casefold() == name.casefold():
                return voice
        known = [called for called, _ in names]
        raise UnknownNameError("voice", name, known, "Hear what there is: ground voices --all")

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
        if (
            language.lower() in ("en", *USUAL_VOICE.languages)
            and USUAL_VOICE.engine in self._engines
        ):
            return USUAL_VOICE
        fitting = [voice for voice in self._speaking() if voice.speaks(language)]
        fitting.sort(key=lambda voice: language.lower() not in voice.languages)  # same region first
        for voice in fitting:
            if self._is_heard(voice):
                return voice
        raise UnknownNameError(
            "voice for the language", language, (), "See what there is: ground voices --all"
        )

    def _speaking(self) -> Iterator[Voice]:
        """Every voice that says words; the tone is only there when asked for by name."""
        for engine in self._engines.values():
            if engine.name != ToneEngine.name:
                yield from engine.voices()

    def _is_heard(self, voice: Voice) -> bool:
        """Whether it makes a sound; one that cannot speak takes none of the others with it."""
        try:
            return self._calibrator.calibration(self._engines[voice.engine], voice) is not None
        except EngineUnavailableError:
            raise
        except SpeechError:
            return False


def _names(voice: Voice) -> tuple[str, ...]:
    """What a listener may call it: ``espeak/gmw/en-us``, ``gmw/en-us``, ``en-us``, its name."""
    short_id = voice.id.partition("/")[2]
    return (voice.id, short_id, short_id.rpartition("/")[2], voice.name)


def open_catalog(cache_folder: Path) -> Catalog:
    """The engines of this machine, with their speech cached below a folder.

    Nothing starts yet: an engine starts when it is first asked.
    """
    return Catalog((PyttsxEngine(SYSTEM_DRIVER), ToneEngine()), cache_folder)
