"""Who speaks in a conversation: the voice the listener has, and those that may be chosen."""

from __future__ import annotations

import threading
from functools import cache

from voice.dialogue.conversation import Manner, Say
from voice.errors import SpeechError
from voice.pace import DEFAULT_PACE, PACES
from voice.playback.output import Device
from voice.settings import Settings
from voice.sound.mixer import Bed
from voice.speech.catalog import Catalog
from voice.speech.engine import Voice
from voice.speech.speaker import FallbackSpeaker
from voice.speech.variety import a_few

LANGUAGE = "en"
"""Of the sentences of this program, and of the exercises."""


class Speakers:
    """The voices of this machine, as the listener's settings have them.

    Engines are asked only where a sentence is rendered, and in `voices`.

    Attributes:
        rate: Words a minute.
        say: Speaks as the listener has it.
    """

    def __init__(self, catalog: Catalog, settings: Settings, voice: str | None = None) -> None:
        """Nobody is asked yet.

        Args:
            catalog: Who can speak.
            settings: The listener's.
            voice: Whom they asked for now; speaks here too, if that is its language.
        """
        self.rate = settings.rate or PACES[settings.pace or DEFAULT_PACE].words_per_minute
        self._catalog = catalog
        self._wanted = voice
        self._narrator: FallbackSpeaker | None = None
        self._lock = threading.Lock()
        self.say: Say = lambda text: self._present().say(text)

    def _present(self) -> FallbackSpeaker:
        with self._lock:  # the voices are looked for while the first sentence is rendered
            if self._narrator is None:
                self._narrator = self._catalog.narrator(self._fitting(), LANGUAGE, self.rate)
            return self._narrator

    def _fitting(self) -> str | None:
        if self._wanted is None:
            return None
        voice = self._catalog.choose(self._wanted, LANGUAGE)
        return self._wanted if voice.speaks(LANGUAGE) or not voice.languages else None

    def present(self) -> Voice:
        """The voice that is remembered, or whichever speaks in its place.

        Raises:
            SpeechError: None can.
        """
        return self._present().voice

    def voices(self) -> tuple[Voice, ...]:
        """A few voices that are unlike each other; see `voice.speech.variety`.

        They are listed and not listened to: one that turns out to be silent is left out by
        whatever lets them speak.

        Raises:
            SpeechError: There is none.
        """
        return a_few(self.every_voice(), self.present().id)

    def every_voice(self, language: str | None = LANGUAGE) -> tuple[Voice, ...]:
        """All voices of a language, or of every language, those of this program's first.

        None that reads another alphabet than its language is usually written in.

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
        """One voice, at the listener's rate, and no other in its place."""
        found = cache(lambda: self._catalog.speaker(voice, self.rate))
        return lambda text: found().say(text)

    def narrate_as(self, voice: Voice, rate: int | None = None) -> Say:
        """One voice, or those that take over from it, at so many words a minute."""
        found = cache(lambda: self._catalog.narrator(voice.id, LANGUAGE, rate or self.rate))
        return lambda text: found().say(text)


def manner_of(settings: Settings, device: str | None = None, *, captions: bool = False) -> Manner:
    """How a conversation sounds to a listener with these settings."""
    return Manner(
        # Not at 0 percent: a question that cannot be heard cannot be answered.
        volume=settings.amplitude or 1.0,
        lying=Bed.SOFT if settings.wants_bed else Bed.NONE,
        device=Device(device),
        captions=captions,
    )
