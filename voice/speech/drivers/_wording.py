"""Prepares text for neural voices: spells out counts, and splits what is too long for them."""

from __future__ import annotations

import re
import textwrap
import unicodedata
from collections.abc import Iterator

LONGEST_TEXT = 300
"""Characters said at once. Without punctuation, 3,000 took hibari 6 s and 1.2 GB (measured)."""

_COUNT = re.compile(r"(?<![\w.,-])\d{1,2}(?:[-\u2013\u2014]\d{1,2}){2,}(?![\w-])")
"""Counts such as ``5-4-3-2-1``, which would be read as one word."""

_LENGTH = re.compile(r"(?<![\w.,])(?:(\d{1,2}) ?m ?)?(\d{1,3}(?:\.\d+)?) ?s(?![\w'\u2019])")
"""Times such as ``10s`` and ``1m30s``, which would be read "tens" and "one em thirties"."""

_HUSH = re.compile(r"\bshh+\b", re.IGNORECASE)
"""``Shh``, which would be spelled letter by letter."""

_SENTENCE_END = re.compile(r"(?<=[.!?…])\s+")


def pieces(text: str) -> Iterator[str]:
    """Split a text into pieces that a model can hold, worded for speech.

    Args:
        text: Any text.

    Yields:
        The whole text, or if it is longer than `LONGEST_TEXT`, its sentences or parts of them.
    """
    worded = _worded(text)
    if len(worded) <= LONGEST_TEXT:
        yield worded
        return
    for sentence in _SENTENCE_END.split(worded):
        yield from textwrap.wrap(sentence, LONGEST_TEXT)


def has_words(text: str) -> bool:
    """True if there are words to say; models answer lone punctuation with faint noise."""
    return any(character.isalnum() for character in text)


def _worded(text: str) -> str:
    text = " ".join("".join(map(_printable, text)).split())
    text = _COUNT.sub(lambda count: ", ".join(re.split("[-\u2013\u2014]", count[0])), text)
    text = _LENGTH.sub(_length_in_words, text)
    return _HUSH.sub("hush", text)


def _printable(character: str) -> str:
    """Replace a character that no voice says, such as a control character, by a space."""
    return " " if unicodedata.category(character).startswith("C") else character


def _length_in_words(length: re.Match[str]) -> str:
    minutes, seconds = length.groups()
    counted = ((minutes, "minute"), (seconds, "second"))
    return " ".join(
        f"{number} {unit}{'' if number == '1' else 's'}" for number, unit in counted if number
    )
