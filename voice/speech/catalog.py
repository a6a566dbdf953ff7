"""Lists the voices of all engines on this machine, and finds the one asked for."""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path

from voice.errors import EngineUnavailableError, SpeechError, UnknownNameError
from voice.frozen import is_frozen
from voice.speech.cache import CachedEngine
from voice.speech.calibration import Calibrator
from voice.speech.engine import SpeechEngine, Voice
from voice.speech.installed import (
    NEURAL_DRIVERS,
    OWN_DRIVERS,
    RECORDED,
    UNMEASURED_DRIVERS,
    drivers_here,
    how_to_get,
)
from voice.speech.matching import LIKENESS, is_called, suggested
from voice.speech.recorded_engine import RecordedEngine, own_pace
from voice.speech.recordings import follows
from voice.speech.soundness import QUICKLY, CheckedEngine
from voice.speech.speaker import FallbackSpeaker, Speaker
from voice.speech.tone import ToneEngine
from voice.speech.worker_engine import FIRST_LIMIT, LINE_LIMIT, PATIENT_LIMIT, PyttsxEngine

USUAL_VOICES = {
    voice.engine: voice
    for voice in (
        Voice("natural/heart", "Heart", "natural", ("en-us",), "female"),
        Voice("espeak/gmw/en-us", "English (America)", "espeak", ("en-us",), "male"),
    )
}
"""Voices known without asking the engines, so that the usual start need not wait for lists."""

DRIVERS_OF_VOICES = {"heart": "natural", "joe": "piper"}
"""Drivers of the voices that the extras bring, for the error when a driver is not installed."""

SEE_ALL = "See the voices here with: ground voices"


class Catalog:
    """The engines of this machine. Owns them: `close` ends them all."""

    def __init__(
        self,
        engines: Sequence[SpeechEngine],
        cache_folder: Path,
        preferred: str | None = None,
        notice: Callable[[str], object] = print,
        *,
        beside_sound: bool = False,
    ) -> None:
        """Start nothing yet: an engine starts when it is first asked.

        Args:
            engines: Engines, in the order in which their voices are listed.
            cache_folder: Folder for speech and calibrations.
            preferred: Name of the listener's own voice, if any; used for the language it speaks.
            notice: Called with a sentence when another voice takes over.
            beside_sound: True if somebody is listening, and waits for a line.
        """
        self._engines = {engine.name: engine for engine in engines}
        # Measuring bypasses the cache: its renders are long, and never needed again.
        again_within = QUICKLY if beside_sound else math.inf
        self._cached = {
            name: engine
            if name == RECORDED
            else CachedEngine(CheckedEngine(engine, again_within), cache_folder / "speech")
            for name, engine in self._engines.items()
        }
        self._calibrator = Calibrator(cache_folder / "calibration")
        self._preferred = preferred
        self._notice = notice
        self._told: set[str] = set()
        self._closed = False

    def voices(self, language: str | None = "en") -> tuple[Voice, ...]:
        """Return the voices that can be heard, without silent ones of engines that are measured.

        Args:
            language: Only voices that speak it; `None` for all.
        """
        return tuple(filter(self.is_offered, self.listed(language)))

    def listed(self, language: str | None = "en") -> tuple[Voice, ...]:
        """Return the voices that the engines list, without rendering: some of them may be silent.

        Args:
            language: Only voices that speak it; `None` for all.
        """
        return tuple(
            voice
            for name in self._speaking()
            for voice in self._voices_of(name, self._notice)
            if language is None or voice.speaks(language)
        )

    def is_offered(self, voice: Voice) -> bool:
        """True if a voice is listed: it makes a sound, or its engine has too many to try out."""
        return voice.engine in UNMEASURED_DRIVERS or self.is_heard(voice)

    def is_heard(self, voice: Voice) -> bool:
        """True if a voice makes a sound; the first call renders a line to find out."""
        if voice.engine in OWN_DRIVERS:
            return True
        try:
            return self._calibrator.calibration(self._engines[voice.engine], voice) is not None
        except SpeechError:
            return False  # the others are still offered

    def choose(self, name: str | None, language: str) -> Voice:
        """Find the voice of that id, name or file, or the best one for a language.

        Raises:
            UnknownNameError: No voice has that name, or none speaks the language.
            EngineUnavailableError: The engine that has it cannot start here.
        """
        return self._usual(language) if name is None else self._named(name, language)

    def speaker(
        self,
        voice: Voice,
        words_per_minute: int,
        language: str = "en",
        say_as: tuple[tuple[str, str], ...] = (),
    ) -> Speaker:
        """Return the voice at that many real words a minute, without a fallback.

        Args:
            voice: The voice.
            words_per_minute: Real ones.
            language: Language of the texts.
            say_as: What is written, and how it is spoken instead.

        Raises:
            SpeechError: The voice is silent or its engine broken.
        """
        if voice.engine == RECORDED:
            self._tell_own_pace(voice, words_per_minute)
            rate = words_per_minute
        else:
            rate = self._calibrator.rate_for(self._engines[voice.engine], voice, words_per_minute)
        return Speaker(self._cached[voice.engine], voice, rate, language, say_as)

    def narrator(
        self,
        name: str | None,
        language: str,
        words_per_minute: int,
        say_as: tuple[tuple[str, str], ...] = (),
    ) -> FallbackSpeaker:
        """Return the chosen voice at that many real words a minute, with its fallbacks.

        Args:
            name: See `choose`.
            language: Language of the texts.
            words_per_minute: Real ones.
            say_as: What is written, and how it is spoken instead.

        Raises:
            UnknownNameError: See `choose`.
            EngineUnavailableError: See `choose`.
        """
        chosen = self.choose(name, language)
        others = (voice for voice in self._best(language) if voice.engine != chosen.engine)
        voices = itertools.takewhile(lambda _: not self._closed, itertools.chain([chosen], others))
        return FallbackSpeaker(
            voices,
            lambda voice: self.speaker(voice, words_per_minute, language, say_as),
            self._notice,
        )

    def _tell_own_pace(self, voice: Voice, words_per_minute: int) -> None:
        """Say once if a recording cannot be stretched to a pace.

        Raises:
            SpeechError: See `own_pace`.
        """
        own = own_pace(voice.id)
        if own is not None and not follows(own, words_per_minute):
            self._tell_once(
                f"{voice.called} speaks about {own:.0f} words a minute, and stays as recorded; "
                "the pauses keep the pace."
            )

    def _tell_once(self, sentence: str) -> None:
        if sentence not in self._told:
            self._told.add(sentence)
            self._notice(sentence)

    def close(self) -> None:
        """End every engine."""
        self._closed = True  # set first, so that an engine's end does not count as a failure
        with ExitStack() as engines:  # a signal at the end of one leaves none running
            for engine in self._cached.values():
                engines.callback(engine.close)

    def _usual(self, language: str) -> Voice:
        settled = self._settled()
        if settled and (settled.speaks(language) or not settled.languages):
            return settled
        for voice in self._best(language):
            return voice
        raise UnknownNameError(
            "voice for a language", language, (), "See all voices with: ground voices --all"
        )

    def _settled(self) -> Voice | None:
        """Return the voice that the listener prefers, unless it is gone."""
        if self._preferred is None:
            return None
        try:
            return self._named(self._preferred, "en")
        except (UnknownNameError, SpeechError):
            self._notice(
                f"The voice you chose, {self._preferred}, cannot speak here now, so another does; "
                "ground choose picks a new one."
            )
            self._preferred = None
            return None

    def _best(self, language: str) -> Iterator[Voice]:
        """Yield the best voice of each engine for a language; its own region's first.

        People are left out: nobody's voice is chosen for the listener.
        """
        for name in self._speaking():
            if name == RECORDED:
                continue
            usual = USUAL_VOICES.get(name)
            if usual and language.lower() in ("en", *usual.languages):
                yield usual
                continue
            fitting = [
                voice
                for voice in self._voices_of(name, _tell_nobody)  # the switch itself is announced
                if voice.speaks(language)
            ]
            fitting.sort(key=lambda voice: language.lower() not in voice.languages)
            yield from itertools.islice(filter(self.is_heard, fitting), 1)

    def _named(self, name: str, language: str) -> Voice:
        if name.endswith(".onnx"):
            return _voice_in(Path(name))
        for usual in USUAL_VOICES.values():
            if usual.engine in self._engines and is_called(usual, name):
                return usual
        driver = name.partition("/")[0]
        if driver in NEURAL_DRIVERS and driver not in self._engines:
            raise _not_installed(driver)
        engines = [self._engines[driver]] if driver in self._engines else self._engines.values()
        known: list[str] = []
        failed: SpeechError | None = None
        for engine in engines:
            try:
                voices = engine.voices()
            except SpeechError as error:  # another engine may have it
                failed = failed or error
                continue
            for voice in voices:
                if is_called(voice, name):
                    return voice
                known += suggested(voice, language, by_id="/" in name)
        if failed:
            raise failed
        raise self._unknown(name, known)

    def _unknown(self, name: str, known: list[str]) -> UnknownNameError | EngineUnavailableError:
        """Return the error for an unknown name; it says how to install a voice of that name."""
        driver = DRIVERS_OF_VOICES.get(name.casefold())
        if driver is not None and driver not in self._engines:
            return _not_installed(driver)
        return UnknownNameError("voice", name, known, SEE_ALL, likeness=LIKENESS)

    def _speaking(self) -> list[str]:
        """Return the engines that speak words; the tone is used only when asked for by name."""
        return [name for name in self._engines if name != ToneEngine.name]

    def _voices_of(self, name: str, notice: Callable[[str], object]) -> tuple[Voice, ...]:
        """Return an engine's voices, its usual one first.

        Empty if it cannot list them, which is announced, unless it is the only engine.
        """
        try:
            voices = self._engines[name].voices()
        except SpeechError as error:
            if self._speaking() == [name]:
                raise
            notice(str(error))
            return ()
        return tuple(sorted(voices, key=lambda voice: voice != USUAL_VOICES.get(name)))


def _not_installed(driver: str) -> EngineUnavailableError:
    extra = "" if is_frozen() else f"; the extra '.[{driver}]' contains them"
    return EngineUnavailableError(
        f"The {driver} voices are not installed{extra}. {how_to_get(driver)}"
    )


def _tell_nobody(_sentence: str) -> None:
    """Ignore a sentence."""


def _voice_in(file: Path) -> Voice:
    """Return the voice in a file: a Piper voice has a description beside it, a hibari one has none.

    Raises:
        UnknownNameError: There is no such file.
        EngineUnavailableError: The driver that reads it is not installed.
    """
    if not file.is_file():
        raise UnknownNameError("voice", str(file), (), SEE_ALL)
    driver = "piper" if file.with_name(f"{file.name}.json").is_file() else "natural"
    if driver not in drivers_here():
        raise EngineUnavailableError(
            f"The packages that read {file} are not installed. {how_to_get(driver)}"
        )
    return Voice(f"{driver}/{file.absolute()}", file.stem, driver)


def open_catalog(
    cache_folder: Path,
    preferred: str | None = None,
    notice: Callable[[str], object] = print,
    *,
    beside_sound: bool = False,
) -> Catalog:
    """Open the engines of this machine, with their speech cached below a folder.

    Args:
        cache_folder: See `Catalog`.
        preferred: See `Catalog`.
        notice: See `Catalog`.
        beside_sound: True if somebody is listening: slow lines are then left to another voice.
    """
    limits = (FIRST_LIMIT, LINE_LIMIT) if beside_sound else (PATIENT_LIMIT, PATIENT_LIMIT)
    engines: list[SpeechEngine] = []
    for driver in drivers_here():
        worker = PyttsxEngine(driver, *limits, beside_sound=beside_sound)
        engines.append(RecordedEngine(worker) if driver == RECORDED else worker)
    engines.append(ToneEngine())
    return Catalog(engines, cache_folder, preferred, notice, beside_sound=beside_sound)
