"""Decides how heteronyms are meant: words such as "live", which have two sounds.

Simple rules look at the words beside it; where these do not show it, nothing is decided.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from voice.speech.pronunciation.contexts import REACH, Context, pattern
from voice.speech.pronunciation.parts_of_speech import PARTS_OF_SPEECH
from voice.speech.pronunciation.senses import SENSES

RULES = {**SENSES, **PARTS_OF_SPEECH}
"""The rules of each heteronym, by its `key`."""

_WORDS = re.compile(r"[^\W_]+(?:['\u2019-][^\W_]+)*")
_TOKENS = re.compile(rf"{_WORDS.pattern}|[^\w\s\"'\u2018-\u201d]")
_SENTENCE_END = frozenset(".!?\u2026")
_PAUSES = frozenset(";\u2013\u2014()")


@dataclass(frozen=True, slots=True)
class Heteronym:
    """A word with two sounds, in its place.

    Attributes:
        word: As it is written.
        start: Its first character's index in the text.
        reading: One of `voice.speech.pronunciation.readings.READINGS`, or `None` if the words
            beside it do not show which.
    """

    word: str
    start: int
    reading: str | None

    @property
    def key(self) -> str:
        """Return the word as the tables of readings and rules know it."""
        return key(self.word)


def key(word: str) -> str:
    """Return a word as the tables know it: in small letters, but for "Polish"."""
    return word if word in RULES else word.lower()


def heteronyms(text: str) -> tuple[Heteronym, ...]:
    """Find the heteronyms of an English text, in order.

    Args:
        text: Any text; `voice.speech.wording` may have turned it into words.
    """
    if RULES.keys().isdisjoint(_WORDS.findall(text.lower())):
        return ()
    return tuple(_found(text))


def _found(text: str) -> Iterator[Heteronym]:
    matches = list(_TOKENS.finditer(text))
    tokens = [_token(match[0]) for match in matches]
    for at, match in enumerate(matches):
        word = key(match[0])
        if word in RULES:
            yield Heteronym(match[0], match.start(), _reading(word, _context(tokens, at)))


def _token(written: str) -> str:
    """Return a word in small letters, or the mark that stands for several alike."""
    if written in _SENTENCE_END:
        return "."
    return "," if written in _PAUSES else written.lower().replace("\u2019", "'")


def _context(tokens: list[str], at: int) -> Context:
    """Return the words beside a word, as far as its sentence and `REACH` go."""
    before = tokens[max(0, at - REACH) : at]
    after = tokens[at + 1 : at + 1 + REACH]
    if "." in before:
        before = before[len(before) - before[::-1].index(".") :]
    if "." in after:
        after = after[: after.index(".")]
    return Context(
        "".join(f" {word}" for word in ("<", *before)),
        "".join(f" {word}" for word in (*after, ">")),
    )


def _reading(word: str, context: Context) -> str | None:
    return next((reading for reading, each in RULES[word] if pattern(each).matches(context)), None)
