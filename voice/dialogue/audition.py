"""Plays voices one after the other until one is kept: for `choose` and `voices --listen`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from typing import Any

import click

from voice.dialogue.conversation import PATIENCE, Conversation, Line, Say
from voice.errors import SpeechError
from voice.playback.keys import (
    KEEP,
    LEAVE,
    LISTED_KEYS,
    NEXT,
    PREVIOUS,
    REPEAT,
    SPACE,
    index_of,
)
from voice.speech.engine import Voice

NUMBERS = ("One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine")
"""One key each. Later voices have no number: they are reached with Space and kept with Enter."""

_ONWARD = NEXT | {SPACE}

EVERY = 3
"""Voices after which the keys are said again."""

KEEP_WITHIN = 2.5
"""Seconds after a voice in which it can be kept before the next one speaks."""

HARDLY_HEARD = 0.6
"""Seconds of a voice that began by itself, during which Enter still keeps the one before."""

SHORTLY = 0.5
"""Seconds between the opening and the first voice, and between a voice and the keys."""

ASKED = 5
"""Unanswered questions after which everything stays as it was: a few minutes."""


@dataclass(frozen=True, slots=True)
class Words:
    """Sentences said while voices are heard.

    Attributes:
        choices: All keys; said after the last voice, and after an unknown key.
        keys: The main keys, said between the voices; empty without a keyboard.
        sample: Said by each voice after its number and its name.
    """

    choices: Sequence[Line]
    keys: Sequence[Line] = LISTED_KEYS
    sample: Sequence[Line] = ()


class LeftError(Exception):
    """The listener left or no longer answers."""


def opening_key(talk: Conversation, opening: Sequence[Line], work: Future[Any]) -> str | None:
    """Say the opening while the voices are being listed; return the last key pressed meanwhile."""
    key = talk.ask(opening, patience=SHORTLY)
    while key != KEEP and key not in LEAVE and not work.done():
        key = talk.wait_for(work) or key
    return key


class Audition:
    """Lets each voice speak, in turn or by key.

    Attributes:
        voices: The voices; one that cannot speak is removed.
        last: The voice heard last.
    """

    def __init__(
        self,
        talk: Conversation,
        voices: Sequence[Voice],
        say_as: Callable[[Voice], Say],
        words: Words,
        *,
        own_words: Callable[[Voice], Sequence[Line]] = lambda _voice: (),
        last: Voice | None = None,
        show: Callable[[Voice], None] = lambda _voice: None,
    ) -> None:
        """Prepare the audition, without playing anything.

        Args:
            talk: The conversation.
            voices: The voices to choose from.
            say_as: Returns the function that speaks with a voice.
            words: The sentences.
            own_words: Returns what a voice says in place of the sample, if anything.
            last: The voice heard so far.
            show: Called with each voice before it speaks.
        """
        self.voices = list(voices)
        self.last = last
        self._talk = talk
        self._say_as = say_as
        self._words = words
        self._own_words = own_words
        self._turns = 0
        self._show = show

    def number_of(self, key: str | None) -> int | None:
        """Return the index of the voice with that number."""
        index = index_of(key)
        return index if index is not None and index < len(self.voices) else None

    def keep_by_ear(self, key: str | None) -> Voice:
        """Play the voices, twice if no key comes, and ask, until one is kept.

        Args:
            key: Key pressed before the first voice.

        Raises:
            LeftError: No voice was kept.
            SpeechError: No voice can speak.
        """
        at, unanswered = self.moved(-1, key), 0
        while unanswered < ASKED:
            key = self.key_at(at, by_itself=key is None)
            if key in LEAVE:
                break
            if key == KEEP and self.last is not None:
                return self.last
            unanswered = unanswered + (at >= len(self.voices)) if key is None else 0
            at = self.moved(at, key, again=unanswered == 1)
        raise LeftError

    def key_at(self, at: int, *, by_itself: bool, patience: float = KEEP_WITHIN) -> str | None:
        """Let a voice speak, or after the last one ask which to keep.

        Args:
            at: Index of the voice.
            by_itself: Whether it speaks without a key.
            patience: Seconds in which it can be kept before the next one.

        Returns:
            The first known key, if any. With `KEEP`, `last` is the voice to keep.

        Raises:
            SpeechError: No voice can speak.
        """
        if at >= len(self.voices):
            key = self._talk.ask(self._words.choices, patience=PATIENCE)
        else:
            key = self._hear(at, patience, by_itself=by_itself)
        while key is not None and not self._is_known(key):
            key = self._talk.ask(self._words.choices)
        return key

    def moved(self, at: int, key: str | None, *, again: bool = False) -> int:
        """Return the index of the voice to hear next.

        Args:
            at: Index of the current voice; -1 before the first.
            key: The key pressed.
            again: Whether the first voice follows the question by itself.
        """
        end = len(self.voices)
        if key is None:
            return 0 if at >= end and again else min(at + 1, end)
        if key in _ONWARD:
            return 0 if at >= end else at + 1
        if key in PREVIOUS:
            return max(min(at, end) - 1, 0)
        if key in REPEAT:
            return max(min(at, end - 1), 0)
        number = self.number_of(key)
        return max(at, 0) if number is None else number

    def _hear(self, at: int, patience: float, *, by_itself: bool) -> str | None:
        voice, before = self.voices[at], self.last
        telling = bool(self._words.keys) and self._turns % EVERY == 0
        self._show(voice)
        self.last = voice
        if telling:
            self._talk.prepare(self._words.keys, self._talk.say)
        else:
            self._prepare(at + 1)
        wait = SHORTLY if telling else patience
        try:
            key = self._talk.ask(self._lines(at), say=self._say_as(voice), patience=wait)
        except SpeechError as error:
            self.voices.remove(voice)
            self.last = before
            if not self.voices:
                raise
            click.echo(f"{voice.called} is left out. {error}", err=True)
            if at >= len(self.voices):
                return None
            return self._hear(at, patience, by_itself=by_itself)
        self._turns += 1
        if key == KEEP and by_itself and before and self._talk.heard < HARDLY_HEARD:
            self.last = before
        if key is None and telling:
            self._prepare(at + 1)
            key = self._talk.ask(self._words.keys, patience=patience)
        return key

    def _prepare(self, at: int) -> None:
        """Render the next voice in advance, or the question after the last one."""
        if at < len(self.voices):
            self._talk.prepare(self._lines(at), self._say_as(self.voices[at]))
        else:
            self._talk.prepare(self._words.choices, self._talk.say)

    def _is_known(self, key: str) -> bool:
        return (
            key in {KEEP, *LEAVE, *_ONWARD, *PREVIOUS, *REPEAT} or self.number_of(key) is not None
        )

    def _lines(self, at: int) -> list[Line]:
        number = f"{NUMBERS[at]}. " if at < len(NUMBERS) else ""
        voice = self.voices[at]
        return [f"{number}{voice.called}.", *(self._own_words(voice) or self._words.sample)]
