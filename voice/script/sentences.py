"""Divides text into sentences and words, as they are heard."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from voice.script.abbreviations import is_abbreviated

_END = re.compile(r"[.!?…]+[\"')\]]*(?=\s|$)|[\u3002\uff01\uff1f]+[\u300d\u300f\"]*")
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
    """Split a line into sentences; the point of an abbreviation or an ordinal ends none."""
    text = plain(text)
    ends = [end.end() for end in _END.finditer(text) if not is_abbreviated(text, end.end())]
    return tuple(
        _sentence(text, start, end)
        for start, end in pairwise([0, *ends, len(text)])
        if _WORD.search(text[start:end])
    )


def _sentence(text: str, start: int, end: int) -> Sentence:
    part = text[start:end]
    return Sentence(part.strip(), start + len(part) - len(part.lstrip()))


def words(text: str) -> tuple[str, ...]:
    """Return the words of a text in lower case; a field such as {day} is one word."""
    return tuple(_WORD.findall(plain(text).lower()))
