"""A script as it is heard: its spoken lines in order, divided into sentences and words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from voice.script.model import Directive, Line, Script

_END = re.compile(r"[.!?…]+[\"')\]]*(?=\s|$)")
_ABBREVIATED = re.compile(
    r"\b(?:e\.\s?g|i\.\s?e|e|i|etc|approx|dr|mr|mrs|ms|st|vs|min|sec|prof|rev|mt)\.$", re.IGNORECASE
)
_ABBREVIATED_BEFORE_MORE = re.compile(
    r"(?:\d|\b)(?:[ap]\.m|nos?|pp?|ca?|vol|ch|fig|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec|"
    r"mon|tues?|wed|thurs?|fri|sat|sun|secs|mins|hrs?|ave|rd|min)\.$",
    re.IGNORECASE,
)
"""Abbreviations whose dot ends no sentence where a small letter or a figure follows."""

_LONGEST_ABBREVIATION = 10
_MORE = re.compile(r"\s+(?:[\da-z]|[IVX]+\b)")
_WORD = re.compile(r"\{[^}]*\}|\w+(?:['-]\w+)*")
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


@dataclass(frozen=True, slots=True)
class Said:
    """A spoken line and everything that follows it until the next one.

    Attributes:
        text: With typewriter quotation marks.
        number: 1-based line of the script.
        step: Index of its step.
        directives: Those at its end and those on lines of their own below it, with line numbers.
    """

    text: str
    number: int
    step: int
    directives: tuple[tuple[Directive, int], ...]

    @property
    def sentences(self) -> tuple[Sentence, ...]:
        """Return its sentences, in order."""
        return sentences(self.text)


def said_in(script: Script) -> tuple[Said, ...]:
    """Return the spoken lines of a script."""
    return tuple(
        said for index, step in enumerate(script.steps) for said in _said_in_step(index, step.lines)
    )


def _said_in_step(index: int, lines: tuple[Line, ...]) -> list[Said]:
    spoken = [position for position, line in enumerate(lines) if line.text]
    return [
        Said(
            plain(lines[start].text),
            lines[start].number,
            index,
            tuple((d, line.number) for line in lines[start:end] for d in line.directives),
        )
        for start, end in pairwise([*spoken, len(lines)])
    ]


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
    return bool(_ABBREVIATED_BEFORE_MORE.search(before) and _MORE.match(text, end))


def _sentence(text: str, start: int, end: int) -> Sentence:
    part = text[start:end]
    return Sentence(part.strip(), start + len(part) - len(part.lstrip()))


def words(text: str) -> tuple[str, ...]:
    """Return the words of a text in lower case; a field such as {day} is one word."""
    return tuple(_WORD.findall(plain(text).lower()))


def is_english(script: Script) -> bool:
    """True if rules about English words apply."""
    return script.language.lower().split("-")[0] == "en"
