"""Asks for the listener's country: a letter names one, Enter keeps it, Space goes on.

Letters that continue a name belong to it, however slowly they are typed: there is no clock here.
"""

from __future__ import annotations

from collections.abc import Sequence

from voice.playback.keys import BACKWARD, FORWARD, KEEP, SPACE, SPACE_GOES_ON
from voice.support.countries import begins_with, countries_beginning
from voice.support.helplines import Helpline, sorting_name
from voice.support.words import ONLINE, Piece, without_line

STOPS = "q"
"""The one letter that never names a country: it stops everything, everywhere."""

ELSEWHERE = {"r", "h"}
"""Keys that repeat the question or explain the keys, unless they continue or begin a name."""

_BACK = BACKWARD | {"backspace"}

LETTER = "For numbers in your country, press its first letter."
OTHER = "For another country, press its first letter."
ANOTHER_LETTER = "You can press another letter."
NO_SUCH_BEGINNING = "No country here begins with these letters."


class CountryQuestion:
    """The question, and its answer so far.

    Attributes:
        now: The country that Enter keeps; `None` if it would keep none.
        country: Code of the country named last, even without a row; `None` if none was named, or
            if the letters typed since match none.
        kept: True if the listener keeps it.
        words: Sentences to say now.
    """

    def __init__(self, lines: Sequence[Helpline], guess: Helpline | None) -> None:
        """Ask for a country.

        Args:
            lines: The countries that can be chosen, in order.
            guess: The country assumed and named before.
        """
        self.now = guess
        self.country = guess.country if guess else None
        self.kept = False
        self.words: Piece = asked(guess)
        self._lines = lines
        self._last = guess
        self._typed = ""
        self._named: list[Helpline] = []
        self._space_offered = False

    def takes(self, key: str) -> bool:
        """True if a key answers this question. Keys that stop everything never do."""
        if key == KEEP:
            return self.now is not None or bool(self._typed)
        if key in FORWARD | _BACK:
            return True
        lone = key in ELSEWHERE and self._typed in {"", *ELSEWHERE}
        if self.goes_on(key) and not lone:
            return True
        return len(key) == 1 and key.isalpha() and key != STOPS and key not in ELSEWHERE

    def goes_on(self, key: str) -> bool:
        """True if a key continues the name that is being typed."""
        if not self._typed or key == STOPS or len(_sign(key)) != 1:
            return False
        if key == SPACE and self._space_offered:
            return False
        whole = self._typed + _sign(key)
        fitting = countries_beginning(whole)
        if key != SPACE or self.now is None or self.now.country in fitting:
            return bool(fitting)
        # A letter that no longer fits the named country is more likely meant as a key.
        return bool(countries_beginning(whole, english=True))

    def hear(self, sentences: Sequence[str]) -> None:
        """Note which sentences were begun; after "Space goes on." Space is in no name."""
        self._space_offered = SPACE_GOES_ON in sentences

    def note(self, letter: str) -> None:
        """Note a letter that had another meaning, but may also begin a name."""
        whole = self._typed + letter
        self._typed = whole if countries_beginning(whole) else letter

    def forget_typed(self) -> None:
        """Treat the next letter as the first of a name."""
        self._typed = ""

    def press(self, key: str) -> None:
        """Answer with a key that the question takes."""
        if key == KEEP:
            self.kept = self.now is not None
        elif key in FORWARD | _BACK:
            self._typed = ""
            self._step(1 if key in FORWARD else -1)
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
        """Name the next country of a letter, or say that there is no other, or none."""
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
        """Name a country that matches the typed letters, or say that there is no number for it."""
        fitting = countries_beginning(self._typed)
        found = [line for line in self._lines if line.country in fitting]
        if found:
            self._name(self.now if self.now in found else found[0])
        elif len(fitting) == 1:
            (country,) = fitting
            self._name_none(*without_line(country), country=country)
        else:
            self._name_none(NO_SUCH_BEGINNING, ONLINE)

    def _name(self, line: Helpline) -> None:
        self.now = self._last = line
        self.country = line.country
        self.words = asked(line)

    def _name_none(self, *sentences: str, country: str | None = None) -> None:
        self.now = None
        self.country = country
        self.words = (*sentences, ANOTHER_LETTER, SPACE_GOES_ON)


def asked(line: Helpline | None) -> Piece:
    """Return the question about a country, or the one asked while none is named."""
    if line is None:
        return (LETTER, SPACE_GOES_ON)
    return (f"If you are in {line.name}, press Enter.", OTHER, SPACE_GOES_ON)


def kept_words(line: Helpline) -> Piece:
    """Return the sentences said when a country has been kept."""
    return (f"{sorting_name(line)} is kept for next time.",)


def _told(letter: str) -> str:
    """Return a letter as an English voice can say it."""
    return letter.upper() if letter.isascii() else "that letter"


def _sign(key: str) -> str:
    """Return the character that a key stands for in a name."""
    return " " if key == SPACE else key
