"""Splits text that is too long for a neural model, and drops what no voice can say."""

from __future__ import annotations

import re
import textwrap
import unicodedata
from collections.abc import Iterator

LONGEST_TEXT = 300
"""Characters said at once. Without punctuation, 3,000 took hibari 6 s and 1.2 GB (measured)."""

_SENTENCE_END = re.compile(r"(?<=[.!?…])\s+")


def pieces(text: str) -> Iterator[str]:
    """Split a text into pieces that a model can hold.

    Args:
        text: Any text; `voice.speech.wording` has turned it into words.

    Yields:
        The whole text, or if it is longer than `LONGEST_TEXT`, its sentences or parts of them.
    """
    whole = " ".join("".join(map(_printable, text)).split())
    if len(whole) <= LONGEST_TEXT:
        yield whole
        return
    for sentence in _SENTENCE_END.split(whole):
        yield from textwrap.wrap(sentence, LONGEST_TEXT)


def has_words(text: str) -> bool:
    """True if there are words to say; models answer lone punctuation with faint noise."""
    return any(character.isalnum() for character in text)


def _printable(character: str) -> str:
    """Replace a character that no voice says, such as a control character, by a space."""
    return " " if unicodedata.category(character).startswith("C") else character
