"""Reads lengths of time in words: "forty seconds", "a minute and a half", "a few minutes"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction

from voice.script.model import Seconds

_ONES = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
    "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen",
    "nineteen",
)  # fmt: skip
_TENS = (
    "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety",
)  # fmt: skip
_LOOSE = {"a couple of": (2, 3), "a few": (2, 6), "some": (2, 6), "several": (3, 8)}
_VALUES = {
    **{word: value for value, word in enumerate(_ONES)},
    **{word: 10 * ten for ten, word in enumerate(_TENS, start=2)},
    **{
        f"{tens}-{_ONES[one]}": 10 * ten + one
        for ten, tens in enumerate(_TENS, start=2)
        for one in range(1, 10)
    },
    "a hundred": 100,
    "one hundred": 100,
    "a hundred and twenty": 120,
    "one hundred and twenty": 120,
    "a": 1,
    "an": 1,
}

_WORDED = sorted((*_VALUES, *_LOOSE), key=len, reverse=True)
_NUMBER = "|".join((*(word.replace(" ", r"\s+") for word in _WORDED), r"\d+(?:\.\d+)?"))
_BETWEEN = r"(?:\s+(?:more|whole|full|long|short|slow|quiet|good|or\s+so|further))*"
_LENGTH = re.compile(
    rf"""
      (?P<half>half\s+an?\s+(?:more\s+)?(?P<half_unit>minute|hour))
    | (?P<first>\b(?:{_NUMBER}))
      (?P<and_half>\s+and\s+a\s+half)?
      (?:\s*(?:or|to|and|-)\s*(?P<second>{_NUMBER}))?
      {_BETWEEN}[\s-]*
      (?P<unit>seconds?|secs?|minutes?|mins?|hours?)\b
      (?P<half_after>\s+and\s+a\s+half)?
      (?:(?:\s+and|,)?\s+(?P<rest>{_NUMBER})\s+seconds?\b)?
    """,
    re.VERBOSE | re.IGNORECASE,
)
_JOINED_TENS = re.compile(rf"\b({'|'.join(_TENS)})\s+({'|'.join(_ONES[1:10])})\b", re.IGNORECASE)
_UNIT = re.compile(r"(?:sec|min|hour)", re.IGNORECASE)
_UNITS = {"s": 1, "m": 60, "h": 3600}


@dataclass(frozen=True, slots=True)
class Length:
    """A length of time as spoken.

    Attributes:
        least: Seconds.
        most: Seconds; the same unless a range was given.
        start: Its first character's index in the text.
    """

    least: Seconds
    most: Seconds
    start: int


def lengths_in(text: str) -> tuple[Length, ...]:
    """Find the lengths of time in an English text, in order."""
    if not _UNIT.search(text):  # the search for numbers takes twenty times as long
        return ()
    joined = _JOINED_TENS.sub(r"\1-\2", text)
    return tuple(_length(match) for match in _LENGTH.finditer(joined))


def _length(match: re.Match[str]) -> Length:
    if match["half"]:
        seconds = Seconds(_UNITS[match["half_unit"][0].lower()], 2)
        return Length(seconds, seconds, match.start())
    unit = _UNITS[match["unit"][0].lower()]
    extra = Seconds(unit, 2) if match["and_half"] or match["half_after"] else Seconds(0)
    if match["rest"]:
        extra += _values(match["rest"])[0]
    least, most = _values(match["first"])
    if match["second"]:
        most = _values(match["second"])[1]
    return Length(least * unit + extra, most * unit + extra, match.start())


def _values(word: str) -> tuple[Fraction, Fraction]:
    word = " ".join(word.lower().split())
    if word in _LOOSE:
        least, most = _LOOSE[word]
        return Fraction(least), Fraction(most)
    value = Fraction(_VALUES.get(word, word))
    return value, value
