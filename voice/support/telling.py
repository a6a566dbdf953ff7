"""Orders the spoken help, and asks for the country on the way.

No sound and no clock: it gives sentences to say, and takes the key that was pressed. ::

    while (piece := telling.piece) is not None:
        telling.press(say(piece))
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from voice.playback.keys import BACKWARD, HEAR_KEYS, PEOPLE, PEOPLE_KEYS, REPEAT, SPACE
from voice.support.helplines import Helpline
from voice.support.question import ELSEWHERE, CountryQuestion
from voice.support.words import CLOSING, Caller, Piece, advice, in_place, numbers


class Telling:
    """One telling, from the emergency number to the closing sentence.

    Attributes:
        caller: The person who may want to call, with the country as far as it is known.
        answered: True if the country was asked for, and the question is over.
    """

    def __init__(
        self,
        caller: Caller,
        lines: Sequence[Helpline],
        *,
        keys: bool,
        asks: bool,
        keep: Callable[[Helpline], Piece] = lambda _line: (),
        show: Callable[[Caller], None] = lambda _caller: None,
        closing: Piece = CLOSING,
    ) -> None:
        """Begin with the first piece.

        Args:
            caller: The person who may want to call.
            lines: The countries that can be chosen.
            keys: True if keys can be pressed.
            asks: True if the country is asked for.
            keep: Keeps a country; returns the sentences that say so.
            show: Called with each newly named country, to print its numbers.
            closing: Sentences said at the end.
        """
        self.caller = caller
        self.answered = False
        self._supposed = caller
        self._cut_short = False
        self._says_keys = False
        self._keep = keep
        self._show = show
        self._keys = keys
        self._closing = closing
        self._question = CountryQuestion(lines, caller.line) if asks else None
        self._numbers = numbers(caller, keys=keys)
        rest = () if asks else self._rest()
        self._pieces: tuple[Piece, ...] = (*self._numbers, *rest)
        self._at = 0

    def say_first(self, sentences: Piece) -> None:
        """Say something before the first number; call it before anything is said."""
        self._pieces = (sentences, *self._pieces)

    @property
    def asking(self) -> bool:
        """True while the question about the country is open and the keys are not explained."""
        waits = self._question is not None and self._at >= len(self._pieces)
        return waits and not self._says_keys

    @property
    def piece(self) -> Piece | None:
        """Sentences to say now; `None` at the end."""
        return (PEOPLE_KEYS,) if self._says_keys else self._from(self._at)

    @property
    def following(self) -> Piece:
        """Return the sentences that follow if no key is pressed, without guessing an answer."""
        return self._from(self._at + (not self._says_keys)) or ()

    def press(self, key: str | None, heard: Sequence[str] = ()) -> None:
        """Continue after a piece.

        Args:
            key: The key that was pressed, or `None`.
            heard: The sentences of `piece` that were begun.
        """
        question = self._question
        if question is not None:
            question.hear(heard)
            if key is None or key in PEOPLE:
                question.forget_typed()
            elif key in ELSEWHERE and not question.takes(key):
                question.note(key)
        if self._says_keys:  # the interrupted piece is said from its start
            self._says_keys = False
            if key is None or key in REPEAT:
                return
        if not self.asking and self._names_a_country(key):
            self._cut_short = True
            self._at = len(self._pieces)
        if key in PEOPLE:
            self._begin_again()
        elif self.asking:
            self._answer(key)
        else:
            self._act(key)

    def _act(self, key: str | None) -> None:
        """Go on, back or over a piece again, or explain the keys, while no question is open."""
        if key == HEAR_KEYS:
            self._says_keys = True
        elif key in BACKWARD:
            self._at = max(self._at - 1, 0)
        elif key not in REPEAT:
            self._at += 1

    def _begin_again(self) -> None:
        rest = () if self._question is not None else self._rest()
        self._pieces = (*self._numbers, *rest)
        self._at = 0
        self._cut_short = False

    def _from(self, at: int) -> Piece | None:
        if at < len(self._pieces):
            return self._pieces[at]
        return self._question.words if self._question is not None else None

    def _names_a_country(self, key: str | None) -> bool:
        """True if a letter answers the question before it is asked: the screen mentions it."""
        question = self._question
        if question is None or key is None or len(key) != 1 or not key.isalpha():
            return False
        return question.takes(key)

    def _answer(self, key: str | None) -> None:
        question = self._question
        assert question is not None  # noqa: S101 - only called while it is asked
        if key is not None and question.takes(key):
            question.press(key)
            self._go_to(question)
            if question.kept and question.now is not None:
                self._go_on(self._keep(question.now), kept=True)
        elif key == HEAR_KEYS:
            self._says_keys = True
        elif key is None or key == SPACE:
            self._go_on((), kept=False)

    def _go_to(self, question: CountryQuestion) -> None:
        """Assume the country that is named now, or the first one if none is."""
        before, self.caller = self.caller, self._supposed
        if question.country is not None:
            self.caller = replace(self.caller, country=question.country, line=question.now)
        if self.caller != before:
            self._show(self.caller)

    def _go_on(self, words: Piece, *, kept: bool) -> None:
        """Leave the question; numbers that were not said yet come first."""
        self._question = None
        self.answered = True
        named, supposed = self.caller, self._supposed
        moved = named.country != supposed.country
        self._numbers = self._all_numbers(kept=kept or not moved)
        new: tuple[Piece, ...] = ()
        if self._cut_short:
            new = self._numbers
        elif moved:  # their own person was named before
            new = numbers(_stranger(named), keys=False, all_printed=False)
            new = new if kept else in_place(named, new)
        self._pieces = (*_pieces(words), *new, *self._rest())
        self._at = 0

    def _all_numbers(self, *, kept: bool) -> tuple[Piece, ...]:
        """Return the numbers of a country that is kept, or else of both possible countries."""
        named, supposed = self.caller, self._supposed
        told = numbers(named, keys=False, all_printed=named == supposed)
        if kept:
            return told
        told = in_place(named, told)
        if supposed.country is None:
            return told
        return (*told, *in_place(supposed, numbers(_stranger(supposed), keys=False)))

    def _rest(self) -> tuple[Piece, ...]:
        return (*advice(self.caller), *_pieces(self._closing))


def _pieces(sentences: Piece) -> tuple[Piece, ...]:
    """Return one piece, or none if there is nothing to say."""
    return (sentences,) if sentences else ()


def _stranger(caller: Caller) -> Caller:
    """Return the caller without their own person, who is named only once."""
    return replace(caller, person=None, number=None)
