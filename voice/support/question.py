"""Asks in which country the listener is: a letter names one, Enter keeps it, Space goes on.

Letters that go on with a name are one name: there is no clock here, so however slowly it is typed.
"""

from __future__ import annotations

from collections.abc import Sequence

from voice.support.countries import begins_with, countries_beginning
from voice.support.helplines import Line, sorting_name
from voice.support.words import ONLINE, SPACE, Piece, without_line

KEEP = "enter"
STOPS = "q"
"""The one letter that names no country here: it stops everything, everywhere."""

ELSEWHERE = {"r", "h"}
"""Letters that say it again, or say the keys, unless they go on with a name. They may begin one."""

NEXT = {"right", "down"}
BACK = {"left", "up", "backspace"}

LETTER = "For numbers in your country, press its first letter."
OTHER = "For another country, press its first letter."
MORE = "You can press another letter."
NO_SUCH_BEGINNING = "No country here begins with these letters."


class CountryQuestion:
    """The question, and what has become of it.

    Attributes:
        now: The country that Enter keeps; `None` where it would keep none.
        country: Code of the country that was named last, also of one that has no row; `None` where
            none was, or where what was typed since leads to none.
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
        self.country = guess.country if guess else None
        self.kept = False
        self.words: Piece = asked(guess)
        self._lines = lines
        self._last = guess
        self._typed = ""
        self._named: list[Line] = []
        self._space_offered = False

    def takes(self, key: str) -> bool:
        """True if a key answers this question. Those that stop everything never do."""
        if key == KEEP:
            return self.now is not None or bool(self._typed)
        if key in NEXT | BACK:
            return True
        lone = key in ELSEWHERE and self._typed in {"", *ELSEWHERE}
        if self.goes_on(key) and not lone:
            return True
        return len(key) == 1 and key.isalpha() and key != STOPS and key not in ELSEWHERE

    def goes_on(self, key: str) -> bool:
        """True if a key goes on with the name that is being typed."""
        if not self._typed or key == STOPS or len(_sign(key)) != 1:
            return False
        if key == "space" and self._space_offered:
            return False
        whole = self._typed + _sign(key)
        fitting = countries_beginning(whole)
        if key != "space" or self.now is None or self.now.country in fitting:
            return bool(fitting)
        # What leads away from a country that was named is more likely meant as the key.
        return bool(countries_beginning(whole, english=True))

    def hear(self, sentences: Sequence[str]) -> None:
        """Take in which sentences were begun; from "Space goes on." Space is in no name."""
        self._space_offered = SPACE in sentences

    def note(self, letter: str) -> None:
        """Take a letter that meant something else as one that may also begin a name."""
        whole = self._typed + letter
        self._typed = whole if countries_beginning(whole) else letter

    def forget_typed(self) -> None:
        """Take the next letter as the first of a name."""
        self._typed = ""

    def press(self, key: str) -> None:
        """Answer with a key that the question takes."""
        if key == KEEP:
            self.kept = self.now is not None
        elif key in NEXT | BACK:
            self._typed = ""
            self._step(1 if key in NEXT else -1)
        elif set(self._typed) == {key}:  # the same letter again
            self._typed = self._typed + key if self.goes_on(key) else key
            self._find(key)
        elif self.goes_on(key):
            self._typed += _sign(key)
            self._look_up()
        else:
            self._typed = key
            self._named = [self.now] if self.now is not None else []
            self._find(key)

    def _step(self, by: int) -> None:
        at = self._lines.index(self._last) if self._last is not None else min(-by, 0)
        self._name(self._lines[(at + by) % len(self._lines)])

    def _find(self, letter: str) -> None:
        """Name the next country of a letter, or tell that there is no other, or none."""
        at = self._lines.index(self._last) + 1 if self._last is not None else 0
        order = [*self._lines[at:], *self._lines[:at]]
        found = [line for line in order if begins_with(line.country, letter)]
        following = next((line for line in found if line not in self._named), None)
        if following is not None:
            self._named.append(following)
            self._name(following)
            return
        self._named = []
        other = "No other" if found else "No"
        self._name_none(f"{other} country here begins with {_told(letter)}.", ONLINE)

    def _look_up(self) -> None:
        """Name a country that what was typed may mean, or tell that there is no number for it."""
        fitting = countries_beginning(self._typed)
        found = [line for line in self._lines if line.country in fitting]
        if found:
            self._name(self.now if self.now in found else found[0])
        elif len(fitting) == 1:
            (country,) = fitting
            self._name_none(*without_line(country), country=country)
        else:
            self._name_none(NO_SUCH_BEGINNING, ONLINE)

    def _name(self, line: Line) -> None:
        self.now = self._last = line
        self.country = line.country
        self.words = asked(line)

    def _name_none(self, *sentences: str, country: str | None = None) -> None:
        self.now = None
        self.country = country
        self.words = (*sentences, MORE, SPACE)


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


def _sign(key: str) -> str:
    """The character that a key stands for in a name."""
    return " " if key == "space" else key
