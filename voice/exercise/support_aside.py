"""Says briefly who to call in the middle of an exercise."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from voice.playback.keys import HEAR_KEYS, PEOPLE_KEYS, SPACE_GOES_ON
from voice.saved_settings import load_settings
from voice.support import screen
from voice.support.caller import caller_of, keep_country
from voice.support.helplines import Helpline, known_lines
from voice.support.question import ELSEWHERE, LETTER, OTHER, CountryQuestion
from voice.support.words import Caller, Piece, in_short


class SupportAside:
    """Says briefly who to call during an exercise, and asks for the country.

    The settings are read at each `begin`. Only one question is open at a time, from `begin` to
    an answer; other keys are for the exercise.
    """

    def __init__(self) -> None:
        self._lines: Sequence[Helpline] = ()
        self._caller = self._supposed = Caller()
        self._question: CountryQuestion | None = None
        self._said: Piece = ()

    def begin(self) -> Piece:
        """Return the sentences that say who to call, the emergency number first."""
        settings = load_settings()
        self._lines = known_lines()
        self._caller = self._supposed = caller_of(settings, self._lines)
        self._question = None
        if settings.country:
            return in_short(self._caller)
        self._question = CountryQuestion(self._lines, self._caller.line)
        self._said = in_short(self._caller, (OTHER if self._caller.line else LETTER,))
        return self._said

    def press(self, key: str, heard: Sequence[str]) -> Piece | None:
        """Take a key during or after the sentences.

        Args:
            key: As `Keyboard.read` names it, letters in lower case.
            heard: The sentences begun so far of those returned last.

        Returns:
            The sentences to say next; `None` if the key is meant for the exercise.
        """
        question = self._question
        if question is None:
            return None
        question.hear(heard)
        if PEOPLE_KEYS in heard[:-1]:
            question.forget_typed()
        if not question.takes(key):
            return self._keys(question, key) if key in ELSEWHERE else None
        question.press(key)
        line = question.now
        self._caller = self._supposed
        if question.country is not None:
            self._caller = replace(self._caller, country=question.country, line=line)
        if not question.kept or line is None:
            self._said = question.words
            return question.words
        self._question = None
        stranger = replace(self._caller, person=None, number=None)  # the person was said before
        return in_short(stranger, before=keep_country(line))

    def _keys(self, question: CountryQuestion, key: str) -> Piece | None:
        """Return, for h, the keys and the sentences cut short; note the start of a name."""
        question.note(key)
        return (PEOPLE_KEYS, *self._said) if key == HEAR_KEYS else None

    def printed(self) -> Sequence[str]:
        """Return the rows to print with a piece: how to go on, then the numbers in digits."""
        keys = [SPACE_GOES_ON, *([screen.QUESTION] if self._question is not None else [])]
        return (*keys, *screen.numbers(self._caller))
