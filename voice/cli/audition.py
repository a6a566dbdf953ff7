"""Voices heard one after the other, until one is kept: for `choose` and `voices --listen`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import Future
from typing import Any

import click

from voice.cli.conversation import PATIENCE, Conversation, Line, Say
from voice.errors import SpeechError
from voice.playback.keys import LEAVE
from voice.speech.engine import Voice

KEEP = "enter"

NEXT = {"space", "n", "right", "down", "+", "="}
BACK = {"b", "left", "up", "-", "_", "backspace"}

NUMBERS = ("One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine")
"""One key each. Voices beyond have no number: they are reached by going on, and kept with Enter."""

BETWEEN = 2.5
"""Seconds after a voice in which it can be kept before the next one speaks."""

HARDLY_HEARD = 0.6
"""Seconds: who presses Enter when a voice has only begun of itself means the one before."""

SHORTLY = 0.5
"""Seconds between the opening and the first voice."""

ASKED = 5
"""How often it is asked in vain before everything stays as it was: some minutes."""


class LeftError(Exception):
    """The listener left, or is not there any more."""


def opening_key(talk: Conversation, opening: Sequence[Line], work: Future[Any]) -> str | None:
    """Say the opening while the voices are being found; returns the last key pressed meanwhile."""
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
        *,
        choices: Sequence[Line],
        sample: Sequence[Line] = (),
        last: Voice | None = None,
        show: Callable[[Voice], None] = lambda _voice: None,
    ) -> None:
        """Nothing is heard yet.

        Args:
            talk: Where it is heard.
            voices: Who may be chosen.
            say_as: How each speaks.
            choices: What the keys do; said when asked, and after a key without a meaning.
            sample: What each says after its number and its name.
            last: The voice heard so far.
            show: Called with each voice before it speaks.
        """
        self.voices = list(voices)
        self.last = last
        self._talk = talk
        self._say_as = say_as
        self._choices = choices
        self._sample = sample
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
            key = self._talk.ask(self._choices, patience=2 * PATIENCE)
        else:
            before = self.last
            key = self._hear(at, patience)
            if key == KEEP and by_itself and before and self._talk.heard < HARDLY_HEARD:
                self.last = before
        while key is not None and not self._is_known(key):
            key = self._talk.ask(self._choices)
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

    def _hear(self, at: int, patience: float) -> str | None:
        voice, before = self.voices[at], self.last
        self._show(voice)
        self.last = voice
        if at + 1 < len(self.voices):
            following = self.voices[at + 1]
            self._talk.prepare(self._lines(at + 1), self._say_as(following))
        try:
            return self._talk.ask(self._lines(at), say=self._say_as(voice), patience=patience)
        except SpeechError as error:
            self.voices.remove(voice)
            self.last = before
            if not self.voices:
                raise
            click.echo(f"{voice.name} is left out. {error}", err=True)
            return self._hear(at, patience) if at < len(self.voices) else None

    def _is_known(self, key: str) -> bool:
        return key in {KEEP, *LEAVE, *NEXT, *BACK} or self.number_of(key) is not None

    def _lines(self, at: int) -> list[Line]:
        number = f"{NUMBERS[at]}. " if at < len(NUMBERS) else ""
        return [f"{number}{self.voices[at].name}.", *self._sample]
