"""Words the spoken help: the emergency number first, then people to call, then when to call.

The reasons are in scripts/SOURCES.md, Who to call. Sentences have at most sixteen words, ten on
average, and do not judge. Each number is said digit by digit, and repeated. Each piece lasts
less than twenty seconds, and a key can be pressed between two of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import product

from voice.playback.keys import PEOPLE_KEYS, SPACE_GOES_ON
from voice.support.countries import country_code, country_name
from voice.support.emergency import emergency_number
from voice.support.helplines import Helpline, line_for

WORDS_PER_MINUTE = 135
"""Words a minute of the gentle pace."""

SLOW = 120
"""Words a minute of the slow pace, at which a piece lasts longest."""

SENTENCE_GAP = 0.5
"""Seconds between two sentences, the same as in conversations and asides."""

LONGEST_PIECE = 20.0
"""Longest piece in seconds."""

MOST_WORDS = 16
"""Most words in a sentence."""

MOBILE_EMERGENCY = "112"
"""Number for unknown countries: mobile phones treat it as an emergency call in most of them
(https://eena.org/blog/is-112-a-valid-emergency-number-in-america, read 2026-11)."""

ON_MOBILE = (
    "Most mobile phones know it as the emergency number.",
    "On other phones, call the emergency number you know.",
)
UNKNOWN_COUNTRY = "I do not know which country you are in."
ALL_PRINTED = "All the numbers I have are on the screen."
ONLINE = "For every country, findahelpline dot com lists people to call."
ONLINE_THERE = "Findahelpline dot com lists people to call."
OTHERS_ONLINE = "If it has changed, findahelpline dot com lists others."

MEDICAL = (
    "New numbness on one side is an emergency.",
    "So is a drooping face, slurred speech, or pain in the chest.",
    "For these, call the emergency number at once.",
)
NOW = (
    "Some things are worth a call now.",
    "Thoughts of ending your life, or of hurting yourself.",
    "Hearing or seeing what others do not.",
    "Not eating, or not being able to keep safe.",
)
ANY_DAY = (
    "You can call on any day, not only in a crisis.",
    "Numbness that stays for long is worth telling a doctor.",
    "So is numbness that gets in the way of your days.",
)
WHAT_THIS_IS = (
    "This is a computer voice with short exercises.",
    "It cannot hear you, but a person can.",
    "Nothing is sent anywhere.",
    "It is not treatment, and replaces none.",
    "Medicines and appointments stay as they are.",
)
CLOSING = (
    "You have heard all of it.",
    "The numbers stay on the screen.",
    "To hear them again, type ground support.",
)

_DIGITS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_TEENS = (
    *("ten", "eleven", "twelve", "thirteen", "fourteen"),
    *("fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
)
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")

Piece = tuple[str, ...]
"""Sentences said without a break."""


@dataclass(frozen=True, slots=True)
class Caller:
    """A person who may want to call.

    Attributes:
        person: Name of somebody the listener entered.
        number: The number they entered.
        country: ISO 3166-1 code of their country, chosen or assumed; `None` if unknown.
        line: The row of that country; `None` if it has none.
    """

    person: str | None = None
    number: str | None = None
    country: str | None = None
    line: Helpline | None = None

    @property
    def emergency(self) -> str | None:
        """The emergency number of that country, if it is known."""
        if self.line is not None and self.line.emergency is not None:
            return self.line.emergency
        return emergency_number(self.country)

    @property
    def place(self) -> str | None:
        """The country as it is said after "in"."""
        return country_name(self.country) if self.country else None


def caller_in(
    country: str | None,
    lines: Iterable[Helpline],
    person: str | None = None,
    number: str | None = None,
) -> Caller:
    """Return a caller in a country.

    Args:
        country: Its code or name; an unknown name counts as no country.
        lines: All rows.
        person: See `Caller`.
        number: See `Caller`.
    """
    code = country_code(country or "")
    return Caller(person, number, code, line_for(code, lines))


def seconds(sentences: Sequence[str], words_per_minute: int = WORDS_PER_MINUTE) -> float:
    """Return the seconds that sentences last at a pace, with the gaps between them."""
    words = sum(len(sentence.split()) for sentence in sentences)
    return words * 60 / words_per_minute + SENTENCE_GAP * max(len(sentences) - 1, 0)


def spelled(number: str) -> str:
    """Spell a phone number, with a comma between groups: "one one six, one two"."""
    plus = "plus " if number.strip().startswith("+") else ""
    groups = re.findall("[0-9]+", number)
    return plus + ", ".join(" ".join(_DIGITS[int(digit)] for digit in group) for group in groups)


def year_aloud(year: int) -> str:
    """Return a year from 2010 on in words: "twenty twenty-two"."""
    tens, ones = divmod(year - 2000, 10)
    if tens == 1:
        return f"twenty {_TEENS[ones]}"
    return f"twenty {_TENS[tens - 2]}" + (f"-{_DIGITS[ones]}" if ones else "")


def danger(caller: Caller) -> Piece:
    """Return the emergency number, said twice, and the country where it is valid."""
    number = caller.emergency
    if number is None:
        digits = spelled(MOBILE_EMERGENCY)
        return (f"In danger, call {digits} on a mobile phone.", *_again(digits), *ON_MOBILE)
    called = _twice("In danger, call", number)
    return (*called, f"That is the emergency number in {caller.place}.")


def own_person(caller: Caller) -> Piece:
    """Return the name and number that the listener entered; empty if they entered none."""
    name = f"Or call {caller.person}." if caller.person else "Or call the number you keep here."
    if not caller.number:
        return (name,) if caller.person else ()
    digits = spelled(caller.number)
    return (name, f"{_capital(digits)}.", *_again(digits))


def somebody(caller: Caller, *, all_printed: bool = True) -> Piece:
    """Return the number of the country's line, said twice, or where to find one.

    Args:
        caller: The person who may want to call.
        all_printed: True if the lines of all countries were printed in case theirs has none.
    """
    line = caller.line
    if line is None:
        none = f"I have no number for {caller.place}." if caller.place else UNKNOWN_COUNTRY
        return (none, ONLINE, *([ALL_PRINTED] if all_printed else []))
    verb = "call or text" if line.text == line.number else "call"
    called = _twice(f"To talk with somebody, {verb}", line.number)
    return (*called, f"That is {line.spoken}, in {line.name}.")


def without_line(country: str) -> Piece:
    """Return in short whom to call in a country that has no line here."""
    caller = Caller(country=country)
    return (somebody(caller)[0], *danger(caller)[:2], ONLINE_THERE)


def in_place(caller: Caller, pieces: tuple[Piece, ...]) -> tuple[Piece, ...]:
    """Return the pieces with the country said before; pieces may be about several."""
    return ((f"In {caller.place}.",), *pieces) if caller.place else pieces


def more_about(line: Helpline) -> tuple[Piece, ...]:
    """Return more about a line: hours, languages, age of its page, and its other numbers."""
    pieces: list[Piece] = [
        (
            f"The line is {opening(line)}.",
            f"They speak {listed(line.languages)}.",
            f"The number is from a page of {year_aloud(line.year)}.",
            OTHERS_ONLINE,
        )
    ]
    if line.text and line.text != line.number:
        pieces.insert(0, _twice("You can also text", line.text))
    if line.english:
        pieces.append(
            (*_twice("In English, call", line.english), f"It is open {line.english_hours}.")
        )
    return tuple(pieces)


def numbers(caller: Caller, *, keys: bool, all_printed: bool = True) -> tuple[Piece, ...]:
    """Return all pieces before the question.

    Args:
        caller: The person who may want to call.
        keys: True if keys can be pressed.
        all_printed: See `somebody`.
    """
    line = somebody(caller, all_printed=all_printed)
    pieces = [piece for piece in (danger(caller), own_person(caller), line) if piece]
    if keys:
        with_keys = (*pieces[-1], PEOPLE_KEYS)
        short = seconds(with_keys, SLOW) < LONGEST_PIECE
        pieces[-1:] = [with_keys] if short else [pieces[-1], (PEOPLE_KEYS,)]
    return tuple(pieces)


def advice(caller: Caller) -> tuple[Piece, ...]:
    """Return all pieces after the country is known, to the end."""
    about = more_about(caller.line) if caller.line else ()
    return (*about, MEDICAL, NOW, ANY_DAY, WHAT_THIS_IS)


def in_short(caller: Caller, question: Piece = (), *, before: Piece = ()) -> Piece:
    """Return the numbers in one piece of about 20 seconds, for the middle of an exercise.

    Numbers are repeated as far as there is time: the emergency number always, then the listener's
    own person's, then the line's.

    Args:
        caller: The person who may want to call.
        question: Sentences after them that ask something.
        before: Sentences before them.
    """
    emergency = danger(caller)[:2]
    line = _line_in_short(caller)
    end = (*question, SPACE_GOES_ON)
    ways = list(product(_shortened(own_person(caller)), _shortened(line)))
    if question:  # an answer also gives the line's number
        ways += [(own, ()) for own in _shortened(own_person(caller))]
    tries = [(*before, *emergency, *own, *said, *end) for own, said in ways]
    return next((piece for piece in tries if seconds(piece) <= LONGEST_PIECE), tries[-1])


def opening(line: Helpline) -> str:
    """Return cost and hours: "free, and open day and night"."""
    hours = "open day and night" if line.hours == "24/7" else f"open {line.hours}"
    return f"free, and {hours}" if line.free else hours


def listed(names: Sequence[str]) -> str:
    """Join names in a sentence: "German, French and Italian"."""
    *rest, last = names
    return f"{', '.join(rest)} and {last}" if rest else last


def _line_in_short(caller: Caller) -> Piece:
    line = caller.line
    if line is None:
        return (ONLINE,)
    return _twice(f"In {line.name}, call", line.number)


def _shortened(numbers_twice: Piece) -> tuple[Piece, ...]:
    """Return the same piece; without repeating its number; and the number alone, nameless."""
    again = [n for n, sentence in enumerate(numbers_twice) if sentence.startswith("Again")]
    if not again:
        return (numbers_twice,)
    return (numbers_twice, numbers_twice[: again[0]], numbers_twice[again[0] - 1 : again[0]])


def _twice(words: str, number: str) -> Piece:
    """Return a number after its introduction, and its repetition."""
    digits = spelled(number)
    whole = f"{words} {digits}."
    if len(whole.split()) <= MOST_WORDS:
        return (whole, *_again(digits))
    return (f"{words} this number.", f"{_capital(digits)}.", *_again(digits))


def _again(digits: str) -> Piece:
    once_more = f"Again, {digits}."
    short = len(once_more.split()) <= MOST_WORDS
    return (once_more,) if short else ("Again.", f"{_capital(digits)}.")


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
