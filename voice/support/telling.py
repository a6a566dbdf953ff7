"""Orders what is told about people to call, and asks for the country on the way.

No sound and no clock: what is said comes out, the key that was pressed goes in. ::

    while (piece := telling.piece) is not None:
        telling.press(say(piece))
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from voice.support.lines import Line
from voice.support.question import ELSEWHERE, CountryQuestion
from voice.support.words import CLOSING, KEYS, Caller, Piece, advice, numbers

AGAIN = {"r", "0"}
"""Says a piece again."""

FROM_THE_START = {"?", "9"}
"""Says all numbers again."""


class Telling:
    """One telling, from the emergency number to the closing sentence.

    Attributes:
        caller: Who may want to call; where they are, as far as it is known by now.
        answered: Whether the country was asked for, and the question is over.
    """

    def __init__(
        self,
        caller: Caller,
        lines: Sequence[Line],
        *,
        keys: bool,
        asks: bool,
        keep: Callable[[Line], Piece] = lambda _line: (),
        show: Callable[[Caller], None] = lambda _caller: None,
        closing: Piece = CLOSING,
    ) -> None:
        """Begin.

        Args:
            caller: Who may want to call.
            lines: The countries that can be chosen.
            keys: Whether keys can be pressed.
            asks: Whether the country is asked for.
            keep: Keeps a country; returns what is said of that.
            show: Called with each country that is named anew, to print its numbers.
            closing: What is said at the end.
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
        rest = () if asks else self._rest()
        self._pieces: tuple[Piece, ...] = (*numbers(caller, keys=keys), *rest)
        self._at = 0

    @property
    def asking(self) -> bool:
        """True if the question about the country stands."""
        return self._question is not None and self._at >= len(self._pieces)

    @property
    def piece(self) -> Piece | None:
        """Sentences to say now; `None` at the end."""
        return (KEYS,) if self._says_keys else self._from(self._at)

    @property
    def following(self) -> Piece:
        """Sentences that follow if no key is pressed; the question's outcome is not foreseen."""
        return self._from(self._at + 1) or ()

    def press(self, key: str | None) -> None:
        """Go on.

        Args:
            key: What was pressed; `None` where nothing was.
        """
        if self._says_keys:  # what they cut short is said from its start
            self._says_keys = False
            if key is None or key in AGAIN:
                return
        if not self.asking and self._names_a_country(key):
            self._cut_short = True
            self._at = len(self._pieces)
        if key in FROM_THE_START:
            self._at = 0
        elif key == "h" and not self.asking:
            self._says_keys = True
        elif self.asking:
            self._answer(key)
        elif key not in AGAIN:
            self._at += 1

    def _from(self, at: int) -> Piece | None:
        if at < len(self._pieces):
            return self._pieces[at]
        return self._question.words if self._question is not None else None

    def _names_a_country(self, key: str | None) -> bool:
        """True if a letter answers the question before it is asked: the screen tells of it."""
        if self._question is None or key is None or key in ELSEWHERE or not key.isalpha():
            return False
        return len(key) == 1 and self._question.takes(key)

    def _answer(self, key: str | None) -> None:
        question = self._question
        assert question is not None  # noqa: S101 - only called while it is asked
        if key is not None and question.takes(key):
            before = question.now
            question.press(key)
            self._go_to(question.now)
            if question.now != before:
                self._show(self.caller)
            if question.kept:
                self._go_on(self._keep_now(question.now), self._unsaid(self.caller))
        elif key is None or key == "space":
            self._go_on((), self._both())

    def _keep_now(self, line: Line | None) -> Piece:
        return self._keep(line) if line is not None else ()

    def _go_to(self, line: Line | None) -> None:
        if line is not None:
            self.caller = replace(self.caller, country=line.country, line=line)

    def _go_on(self, words: Piece, new: tuple[Piece, ...]) -> None:
        """Leave the question; numbers that were not said yet come first."""
        self._question = None
        self.answered = True
        self._pieces = (*((words,) if words else ()), *new, *self._rest())
        self._at = 0

    def _unsaid(self, caller: Caller) -> tuple[Piece, ...]:
        """The numbers of somebody, unless all of them were said before the question."""
        if self._cut_short:
            return numbers(caller, keys=False)
        if caller.line != self._supposed.line:  # their own person was told before
            return numbers(replace(caller, person=None, number=None), keys=False)
        return ()

    def _both(self) -> tuple[Piece, ...]:
        """The numbers where the listener may be, each country said before its own."""
        named, supposed = self.caller, self._supposed
        new = self._unsaid(named)
        if named.line is None or named.line == supposed.line:
            return new
        new = ((f"In {named.line.name}.",), *new)
        if not self._cut_short or supposed.line is None:
            return new
        return (*new, (f"In {supposed.line.name}.",), *numbers(supposed, keys=False))

    def _rest(self) -> tuple[Piece, ...]:
        closing = (self._closing,) if self._closing else ()
        return (*advice(self.caller), *closing)
