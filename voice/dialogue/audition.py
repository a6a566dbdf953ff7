"""Voices heard one after the other, until one is kept: for `choose` and `voices --listen`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from typing import Any

import click

from voice.dialogue.conversation import PATIENCE, Conversation, Line, Say
from voice.errors import SpeechError
from voice.playback.keys import LEAVE
from voice.speech.engine import Voice

KEEP = "enter"

NEXT = {"space", "n", "right", "down", "+", "="}
BACK = {"b", "left", "up", "-", "_", "backspace"}

NUMBERS = ("One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine")
"""One key each. Voices beyond have no number: they are reached by going on, and kept with Enter."""

KEYS = ("To keep this one, press Enter.", "For the next, press Space.")
"""Said after the first voice, and then after every `EVERY` voices."""

EVERY = 3

BETWEEN = 2.5
"""Seconds after a voice in which it can be kept before the next one speaks."""

HARDLY_HEARD = 0.6
"""Seconds: who presses Enter when a voice has only begun of itself means the one before."""

SHORTLY = 0.5
"""Seconds between the opening and the first voice, and between a voice and the keys."""

ASKED = 5
"""How often it is asked in vain before everything stays as it was: some minutes."""


@dataclass(frozen=True, slots=True)
class Words:
    """Sentences said while voices are heard.

    Attributes:
        choices: What all keys do; said behind the last voice, and after a key without a meaning.
        keys: What most people need, said between the voices; nothing where there are no keys.
        sample: What each voice says after its number and its name.
    """

    choices: Sequence[Line]
    keys: Sequence[Line] = KEYS
    sample: Sequence[Line] = ()


class LeftError(Exception):
    """The listener left, or is not there any more."""


def opening_key(talk: Conversation, opening: Sequence[Line], work: Future[Any]) -> str | None:
    """Say the opening while the voices are being listed; returns the last key pressed meanwhile."""
    key = talk.ask(opening, patience=SHORTLY)
    while key != KEEP and key not in LEAVE and not work.done():
        key = talk.wait_for(work) or key
    return key


class Audition:
    """Lets each voice speak, in turn or as keys say.

    Attributes:
        voices: Those that can be heard; one that cannot speak is taken out.
        last: The voice heard last.
    """

    def __init__(
        self,
        talk: Conversation,
        voices: Sequence[Voice],
        say_as: Callable[[Voice], Say],
        words: Words,
        *,
        last: Voice | None = None,
        show: Callable[[Voice], None] = lambda _voice: None,
    ) -> None:
        """Nothing is heard yet.

        Args:
            talk: Where it is heard.
            voices: Who may be chosen.
            say_as: How each speaks.
            words: What is said.
            last: The voice heard so far.
            show: Called with each voice before it speaks.
        """
        self.voices = list(voices)
        self.last = last
        self._talk = talk
        self._say_as = say_as
        self._words = words
        self._turns = 0
        self._show = show

    def number_of(self, key: str | None) -> int | None:
        """Index of the voice with that number."""
        if key is None or not (key.isascii() and key.isdigit()):
            return None
        index = int(key) - 1
        return index if 0 <= index < len(self.voices) else None

    def keep_by_ear(self, key: str | None) -> Voice:
        """Go through the voices, twice if no key comes, and ask, until one is kept.

        Args:
            key: Pressed before the first one.

        Raises:
            LeftError: None is.
            SpeechError: No voice can speak.
        """
        at, in_vain = self.moved(-1, key), 0
        while in_vain < ASKED:
            key = self.key_at(at, by_itself=key is None)
            if key in LEAVE:
                break
            if key == KEEP and self.last is not None:
                return self.last
            in_vain = in_vain + (at >= len(self.voices)) if key is None else 0
            at = self.moved(at, key, again=in_vain == 1)
        raise LeftError

    def key_at(self, at: int, *, by_itself: bool, patience: float = BETWEEN) -> str | None:
        """Let a voice speak, or behind the last one ask which.

        Args:
            at: Index of the voice.
            by_itself: No key asked for it.
            patience: Seconds in which it can be kept before the next one.

        Returns:
            The first key with a meaning, if any came. With `KEEP`, `last` is the one meant.

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
        """The voice to hear next.

        Args:
            at: The one heard now; -1 before the first.
            key: What was pressed.
            again: Whether the first follows by itself where it is asked which.
        """
        end = len(self.voices)
        if key is None:
            return 0 if at >= end and again else min(at + 1, end)
        if key in NEXT:
            return 0 if at >= end else at + 1
        if key in BACK:
            return max(min(at, end) - 1, 0)
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
            click.echo(f"{voice.name} is left out. {error}", err=True)
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
        """Have the voice rendered that speaks next, or the question behind the last one."""
        if at < len(self.voices):
            self._talk.prepare(self._lines(at), self._say_as(self.voices[at]))
        else:
            self._talk.prepare(self._words.choices, self._talk.say)

    def _is_known(self, key: str) -> bool:
        return key in {KEEP, *LEAVE, *NEXT, *BACK} or self.number_of(key) is not None

    def _lines(self, at: int) -> list[Line]:
        number = f"{NUMBERS[at]}. " if at < len(NUMBERS) else ""
        return [f"{number}{self.voices[at].name}.", *self._words.sample]
