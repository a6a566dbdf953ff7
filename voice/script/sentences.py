"""Divides text into sentences and words, as they are heard."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

_END = re.compile(r"[.!?…]+[\"')\]]*(?=\s|$)|[\u3002\uff01\uff1f]+[\u300d\u300f\"]*")
_ABBREVIATED = re.compile(
    r"\b(?:e\.\s?g|i\.\s?e|e|i|etc|approx|dr|mr|mrs|ms|st|vs|min|sec|prof|rev|mt|"
    r"z\.\s?[bt]|d\.\s?h|u\.\s?a|p\.\s?e[jx]|bzw|bspw|ggf|evtl|inkl|vgl|sek|aprox|"
    r"(?-i:[HNF]r|Sra?|Srta|Uds?))\.$",
    re.IGNORECASE,
)
"""Abbreviations whose dot ends no sentence, in English, German, Spanish and French."""

_FIRST_OF_TWO = re.compile(r"\b[zdup]\.$")
_SECOND_OF_TWO = re.compile(r"\s(?:[A-Za-z]|ej|ex)\.(?=\s|$)")
"""The parts of an abbreviation such as "z. B."."""

_ABBREVIATED_BEFORE_MORE = re.compile(
    r"(?:\d|\b)(?:usw|[ap]\.m|nos?|pp?|ca?|vol|ch|fig|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec|"
    r"mon|tues?|wed|thurs?|fri|sat|sun|secs|mins|hrs?|ave|rd|min)\.$",
    re.IGNORECASE,
)
"""Abbreviations whose dot ends no sentence where a small letter or a figure follows."""

_LONGEST_ABBREVIATION = 10
_MORE = re.compile(r"\s+(?:[\da-z]|[IVX]+\b)")
_WORD = re.compile(r"\{[^{}]*\}|\w+(?:['-]\w+)*")
_PLAIN = str.maketrans({"\u2019": "'", "\u2018": "'", "\u201c": '"', "\u201d": '"', "\xa0": " "})


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of a spoken line.

    Attributes:
        text: With typewriter quotation marks, as long as in the line.
        start: Its first character's index in the line.
    """

    text: str
    start: int

    @property
    def words(self) -> tuple[str, ...]:
        """Return its words in lower case."""
        return words(self.text)


def plain(text: str) -> str:
    """Replace quotation marks by typewriter ones, so that patterns need only one kind."""
    return text.translate(_PLAIN)


@cache
def sentences(text: str) -> tuple[Sentence, ...]:
    """Split a line into sentences; the dot of an abbreviation ends none."""
    text = plain(text)
    ends = [end.end() for end in _END.finditer(text) if not _is_abbreviated(text, end.end())]
    return tuple(
        _sentence(text, start, end)
        for start, end in pairwise([0, *ends, len(text)])
        if _WORD.search(text[start:end])
    )


def _is_abbreviated(text: str, end: int) -> bool:
    """True if the dot before a place belongs to an abbreviation."""
    before = text[max(0, end - _LONGEST_ABBREVIATION) : end]
    if _ABBREVIATED.search(before):
        return True
    if _FIRST_OF_TWO.search(before) and _SECOND_OF_TWO.match(text, end):
        return True
    return bool(_ABBREVIATED_BEFORE_MORE.search(before) and _MORE.match(text, end))


def _sentence(text: str, start: int, end: int) -> Sentence:
    part = text[start:end]
    return Sentence(part.strip(), start + len(part) - len(part.lstrip()))


def words(text: str) -> tuple[str, ...]:
    """Return the words of a text in lower case; a field such as {day} is one word."""
    return tuple(_WORD.findall(plain(text).lower()))
