"""A voice that is ready to say any text, and the voices that replace it when it fails."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from voice.audio import Audio
from voice.errors import NotRecordedError, SpeechError, SpeechTimeoutError, UnsoundSpeechError
from voice.speech.engine import SpeechEngine, Utterance, Voice
from voice.speech.pronunciation import pronounced
from voice.speech.wording import spoken


@dataclass(frozen=True, slots=True)
class Speaker:
    """A voice at a rate, which says any text in words.

    Attributes:
        engine: The voice's engine.
        voice: The voice.
        rate: Its rate in the engine's own unit.
        language: Language of the texts.
        say_as: What is written, and how it is spoken instead.
    """

    engine: SpeechEngine
    voice: Voice
    rate: int
    language: str = "en"
    say_as: tuple[tuple[str, str], ...] = ()

    def say(self, text: str) -> Audio:
        """Say a text, silence around it included.

        A text without words, such as "(pause)", is said as it is written.

        Raises:
            SpeechError: It could not be said. An error about the text has it as it is written.
        """
        words = spoken(text, self.language, dict(self.say_as)) or text
        spelled = pronounced(words, self.voice.engine, self.language)
        try:
            return self.engine.synthesize(Utterance(spelled, self.voice.id, self.rate))
        except UnsoundSpeechError as error:
            raise UnsoundSpeechError(text, error.fault) from error


class FallbackSpeaker:
    """The chosen voice and its fallbacks: it always speaks.

    A line that is unsound, late or not recorded is said by the next voice, and only that line; if
    there is no other voice, a late one is asked once more. A voice that fails in any other way is
    replaced for good, and the listener is told so in one sentence.
    Calls may come from any thread.

    Attributes:
        instead: The voices that said a text in place of the usual one, by text.
    """

    def __init__(
        self,
        voices: Iterator[Voice],
        speaker: Callable[[Voice], Speaker],
        notice: Callable[[str], object],
    ) -> None:
        """Start nothing yet.

        Args:
            voices: Voices to try, in order (read lazily); at least one.
            speaker: Gets a voice ready; may raise `SpeechError`.
            notice: Called with the sentence for the listener.
        """
        self.instead: dict[str, Voice] = {}
        self._voices = voices
        self._speaker = speaker
        self._notice = notice
        self._lock = threading.RLock()
        self._ready: list[Speaker] = []
        self._lost: Voice | None = None
        self._incomplete = False

    @property
    def voice(self) -> Voice:
        """Return the voice that speaks now; the first call gets one ready.

        Raises:
            SpeechError: No voice can speak.
        """
        with self._lock:
            return self._at(0, None).voice

    def say(self, text: str) -> Audio:
        """Say a text, silence around it included.

        Raises:
            SpeechError: No voice could say it.
        """
        position = 0
        failed: SpeechError | None = None
        late: Speaker | None = None
        with self._lock:
            while True:
                try:
                    speaker = self._at(position, failed)
                except SpeechError:
                    if late is None:
                        raise
                    return late.say(text)  # its engine has a fresh process now
                try:
                    audio = speaker.say(text)
                except SpeechTimeoutError as error:
                    failed = error
                    late = late or speaker
                    position += 1
                except (UnsoundSpeechError, NotRecordedError) as error:
                    failed = error
                    position += 1
                except SpeechError as error:
                    failed = error
                    self._ready.remove(speaker)
                    self._lost = self._lost or speaker.voice
                else:
                    if position:
                        self.instead[text] = speaker.voice
                        self._tell_instead(speaker.voice, failed, late)
                    return audio

    def _tell_instead(self, voice: Voice, failed: SpeechError | None, late: Speaker | None) -> None:
        """Say why another voice said a line; that lines are not recorded, once."""
        if late is not None:
            self._notice(
                f"{late.voice.called} did not answer in time, so {_who(voice)} says this line."
            )
        elif isinstance(failed, NotRecordedError) and not self._incomplete:
            self._incomplete = True
            self._notice(
                f"{self._ready[0].voice.called} has not recorded every line, "
                f"so {_who(voice)} says the others."
            )

    def _at(self, position: int, failed: SpeechError | None) -> Speaker:
        """Return the speaker at a position.

        Args:
            position: 0 for the voice that usually speaks.
            failed: The error to raise if there is no speaker there.
        """
        while len(self._ready) <= position:
            voice = next(self._voices, None)
            if voice is None:
                raise failed or SpeechError("There is no voice here. See: ground doctor")
            try:
                self._ready.append(self._speaker(voice))
            except SpeechError as error:
                failed = error
                self._lost = self._lost or voice
        speaker = self._ready[position]
        if self._lost:
            self._notice(
                f"{self._lost.called} cannot speak here, so {_who(speaker.voice)} does; "
                "ground doctor says why."
            )
            self._lost = None
        return speaker


def _who(voice: Voice) -> str:
    """Return a voice's name as the subject of a sentence; "American, lower" is none."""
    return "another voice" if "," in voice.called else voice.called
