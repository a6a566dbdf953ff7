"""Voices of a conversation: the listener's voice, and those to choose from."""

from __future__ import annotations

import threading
from functools import cache

from voice.audio import Audio
from voice.dialogue.conversation import Manner, Say
from voice.errors import NotRecordedError, SpeechError, UnknownNameError
from voice.pace import DEFAULT_PACE, PACES
from voice.playback.output import Device
from voice.settings import Settings
from voice.sound.mixer import Bed
from voice.speech.catalog import Catalog
from voice.speech.engine import Voice
from voice.speech.installed import RECORDED
from voice.speech.recorded_engine import own_words
from voice.speech.speaker import FallbackSpeaker
from voice.speech.variety import a_few

LANGUAGE = "en"
"""Language of the sentences of this program and of the exercises."""


class Speakers:
    """Voices of this machine, with the listener's settings.

    Engines are asked only when a sentence is rendered, and in `voices`.

    Attributes:
        rate: Words a minute.
        say: Speaks with the listener's voice.
    """

    def __init__(self, catalog: Catalog, settings: Settings, voice: str | None = None) -> None:
        """Prepare the voices, without asking an engine.

        Args:
            catalog: The voices of this machine.
            settings: The listener's settings.
            voice: A voice requested for this run; used here if it speaks the language.
        """
        self.rate = settings.rate or PACES[settings.pace or DEFAULT_PACE].words_per_minute
        self._catalog = catalog
        self._wanted = voice
        self._narrator: FallbackSpeaker | None = None
        self._lock = threading.Lock()
        self.say: Say = lambda text: self._present().say(text)

    def _present(self) -> FallbackSpeaker:
        with self._lock:  # voices are listed while the first sentence is rendered
            if self._narrator is None:
                self._narrator = self._catalog.narrator(self._fitting(), LANGUAGE, self.rate)
            return self._narrator

    def _fitting(self) -> str | None:
        if self._wanted is None:
            return None
        voice = self._catalog.choose(self._wanted, LANGUAGE)
        return self._wanted if voice.speaks(LANGUAGE) or not voice.languages else None

    def present(self) -> Voice:
        """Return the voice in use: the remembered one or its replacement.

        Raises:
            SpeechError: No voice can speak.
        """
        return self._present().voice

    def voices(self) -> tuple[Voice, ...]:
        """Return a few different voices; see `voice.speech.variety`.

        They are not tried: `Audition` removes one that turns out to be silent.

        Raises:
            SpeechError: There is none.
        """
        return a_few(self.every_voice(), self.present().id)

    def every_voice(self, language: str | None = LANGUAGE) -> tuple[Voice, ...]:
        """Return all voices of a language, or of every language, `LANGUAGE` first.

        Voices that read another alphabet than their language's usual one are left out.

        Raises:
            SpeechError: There is none.
        """
        found = self._catalog.listed(language)
        if not found:
            raise SpeechError("No voice can be heard here. See what works with: ground doctor")
        return tuple(
            sorted(
                filter(Voice.reads_its_language, found),
                key=lambda voice: not voice.speaks(LANGUAGE),
            )
        )

    def say_as(self, voice: Voice) -> Say:
        """Return a function that speaks with exactly this voice, at the listener's rate.

        What a person has not recorded, such as their name, is said by the listener's voice.
        """
        found = cache(lambda: self._catalog.speaker(voice, self.rate))

        def say(text: str) -> Audio:
            try:
                return found().say(text)
            except NotRecordedError:
                return self.say(text)

        return say

    def say_in(self, language: str) -> Say:
        """Return a function that speaks a language with its usual voice, if there is one."""

        def found() -> FallbackSpeaker:
            try:
                return self._catalog.narrator(None, language, self.rate)
            except UnknownNameError:
                return self._present()

        once = cache(found)
        return lambda text: once().say(text)

    def own_words(self, voice: Voice) -> tuple[str, ...]:
        """Return a line by which a recorded voice can be judged; none for any other."""
        if voice.engine != RECORDED:
            return ()
        text = own_words(voice.id)
        return (text,) if text else ()

    def narrate_as(self, voice: Voice, rate: int | None = None) -> Say:
        """Return a function that speaks with a voice or its fallbacks, `rate` words a minute."""
        found = cache(lambda: self._catalog.narrator(voice.id, LANGUAGE, rate or self.rate))
        return lambda text: found().say(text)


def manner_of(settings: Settings, device: str | None = None, *, captions: bool = False) -> Manner:
    """Return the sound of a conversation for a listener with these settings."""
    return Manner(
        # Not at 0 percent: a question that cannot be heard cannot be answered.
        volume=settings.amplitude or 1.0,
        bed=Bed.SOFT if settings.wants_bed else Bed.NONE,
        device=Device(device),
        captions=captions,
    )
