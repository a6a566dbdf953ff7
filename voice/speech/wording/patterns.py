"""Patterns of numbers that several kinds of written amounts share."""

from __future__ import annotations

import re

from voice.speech.wording.vocabulary import Vocabulary

SEPARATOR = r"\s?[-\u2013\u2014]\s?"
"""Marks between the two ends of a range, or between counts."""

START = r"(?<![\w.,:/\u2013-])(?<!\d')"
"""Nothing before a number that belongs to it."""

_NEXT_WORD = re.compile(r"[\s-]?([^\W\d_]+)")


def number_pattern(words: Vocabulary) -> str:
    """Return the pattern of a number without a sign: "7", "1,000", "0.5", ".5"."""
    thousands, mark = (",", r"\.") if words.decimal_mark == "." else (r"\.", ",")
    decimals = rf"(?:{mark}\d+)?" if mark == r"\." else r"(?:[.,]\d+)?"
    grouped = rf"\d{{1,3}}(?:(?:{thousands}\d{{3}})+|(?:'\d{{3}})+|(?: 000)+)(?![\d])"
    return rf"(?:(?:{grouped}|\d+){decimals}|\.\d+)"


def counts_something(text: str, end: int, words: Vocabulary) -> bool:
    """True if a number that ends at a place is followed by what it counts: "1500 steps"."""
    word = next_word(text, end)
    return word[:1].islower() and word not in words.function_words


def next_word(text: str, end: int) -> str:
    """Return the word after a place, in letters alone; empty if none follows."""
    following = _NEXT_WORD.match(text, end)
    return following[1] if following else ""


def sentence_before(text: str, start: int) -> str:
    """Return the words of the sentence up to a place."""
    return re.split(r"[.!?]\s", text[:start])[-1]
