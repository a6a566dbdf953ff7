"""Asks in which country the listener is: a letter names one, Enter keeps it, Space goes on."""

from __future__ import annotations

from collections.abc import Sequence

from voice.support.countries import begins_with
from voice.support.lines import Line, sorting_name
from voice.support.words import ONLINE, SPACE, Piece

KEEP = "enter"
STOPS = "q"
"""The one letter that names no country here: it stops everything, everywhere."""

ELSEWHERE = {"r", "h"}
"""Letters that say it again, or say the keys, until a country has been asked for."""

NEXT = {"right", "down"}
BACK = {"left", "up", "backspace"}

LETTER = "For numbers in your country, press its first letter."
OTHER = "For another country, press its first letter."
MORE = "You can press another letter."


class CountryQuestion:
    """The question, and what has become of it.

    Attributes:
        now: The country that was named last; `None` where none was.
        kept: Whether the listener keeps it.
        words: What is to be said now.
    """

    def __init__(self, lines: Sequence[Line], guess: Line | None) -> None:
        """Ask for a country.

        Args:
            lines: The countries that can be chosen, in order.
            guess: The one that is supposed, and was named before.
        """
        self.now = guess
        self.kept = False
        self.words: Piece = asked(guess)
        self._lines = lines
        self._letter = ""
        self._named: list[Line] = []

    def takes(self, key: str) -> bool:
        """True if a key answers this question. Those that stop everything never do."""
        if key == KEEP:
            return self.now is not None
        return key in NEXT | BACK or (len(key) == 1 and key.isalpha() and key != STOPS)

    def press(self, key: str) -> None:
        """Answer with a key that the question takes."""
        if key == KEEP:
            self.kept = True
        elif key in NEXT | BACK:
            self._step(1 if key in NEXT else -1)
        else:
            self._find(key)

    def _step(self, by: int) -> None:
        at = self._lines.index(self.now) if self.now is not None else min(-by, 0)
        self._name(self._lines[(at + by) % len(self._lines)])

    def _find(self, letter: str) -> None:
        """Name the next country of a letter, or tell that there is no other, or none."""
        at = self._lines.index(self.now) + 1 if self.now is not None else 0
        order = [*self._lines[at:], *self._lines[:at]]
        found = [line for line in order if begins_with(line.country, letter)]
        if letter != self._letter:
            self._letter = letter
            self._named = [line for line in found if line == self.now]
        following = next((line for line in found if line not in self._named), None)
        if following is not None:
            self._named.append(following)
            self._name(following)
            return
        other = "No other" if found else "No"
        self._named = []
        self.words = (f"{other} country here begins with {_told(letter)}.", ONLINE, MORE, SPACE)

    def _name(self, line: Line) -> None:
        self.now = line
        self.words = asked(line)


def asked(line: Line | None) -> Piece:
    """The question about a country, or where none is named yet."""
    if line is None:
        return (LETTER, SPACE)
    return (f"If you are in {line.name}, press Enter.", OTHER, SPACE)


def kept_words(line: Line) -> Piece:
    """Sentences said when a country has been kept."""
    return (f"{sorting_name(line)} is kept for next time.",)


def _told(letter: str) -> str:
    """A letter as an English voice can say it."""
    return letter.upper() if letter.isascii() else "that letter"
