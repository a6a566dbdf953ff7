"""Turns written text into words, once and for every voice alike, before any engine sees it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType

from voice.speech.wording.lexicon import replaced
from voice.speech.wording.vocabulary import Vocabulary, vocabulary

_NOTHING: Mapping[str, str] = MappingProxyType({})

_MOST_PASSES = 4
"""Words that were glued to a figure or a sign, as in "0Dr", are seen in the second pass."""

_WORK = re.compile(
    r"[^\w ,.?!;:'-]|[\d_]"  # figures and signs
    r"|[A-Z](?:[A-Z]|-[A-Z]|\.(?!$))"  # acronyms and initials
    r"|[,.?!;:][^ ]|[ -][ ,.?!;:'-]|-'|[,.?!;:] [,.?!;:]|'(?!\w)|[ ,-]$"  # marks without a word
    r"|\. [a-z]"  # an abbreviation, perhaps
    r"|[sS][cC]?[hH]{2}"
)
"""All that may have to be said in other words, but for abbreviations."""

_NO_BEGINNING = (" ", ",", ".", "?", "!", ";", ":", "-")
_WORD = re.compile(r"\w+")
_LETTERS = re.compile(r"[^\W\d_]+")
_BEFORE_FULL_STOP = re.compile(r"\b([^\W\d_]+)\.")
_ROMAN = re.compile(r"\b(?:[IVXLC]+|[ivxlc]+)\b")


def spoken(text: str, language: str = "en", say: Mapping[str, str] = _NOTHING) -> str:
    """Return a text in the words that are spoken.

    It holds letters, hyphens and apostrophes within words, and ``, . ? ! ; :``. Figures stay only
    in a language whose numbers are not known.

    Args:
        text: What is written.
        language: Its code: "en", "en-US", "de".
        say: How whole words and phrases are spoken. What stands there is worded as well, but not
            replaced again.
    """
    words = vocabulary(language)
    said = replaced(text, say)
    for _ in range(_MOST_PASSES):
        if _is_plain(said, words):
            break
        before, said = said, _in_words(said, words)
        if said == before:
            break
    return said


def _in_words(text: str, words: Vocabulary) -> str:
    from voice.speech.wording.worded import in_words  # takes 60 to 100 ms; most lines are plain

    return in_words(text, words)


@dataclass(frozen=True, slots=True)
class _Short:
    """Words of a language that may stand for others, in small letters: see `_is_plain`."""

    dotted: frozenset[str]
    bare: frozenset[str]
    before_roman: frozenset[str]


def _is_plain(text: str, words: Vocabulary) -> bool:
    """True if nothing in a text has to be said in other words, as in most lines."""
    if _WORK.search(text) or text[:1] in _NO_BEGINNING:
        return False
    if not text.isascii() and _has_odd_characters(text):
        return False
    short = _short(words)
    if any(found[1].lower() in short.dotted for found in _BEFORE_FULL_STOP.finditer(text)):
        return False
    found = frozenset(_WORD.findall(text))
    if not found.isdisjoint(short.bare):
        return False
    return short.before_roman.isdisjoint(map(str.lower, found)) or not _ROMAN.search(text)


def _has_odd_characters(text: str) -> bool:
    """True for ligatures, wide letters and numbers in circles."""
    if not unicodedata.is_normalized("NFKC", text):
        return True
    return any(character.isnumeric() and not character.isalpha() for character in text)


@lru_cache(maxsize=8)
def _short(words: Vocabulary) -> _Short:
    table = words.abbreviations
    dotted = (
        *table.always,
        *table.never_last,
        *table.before_number,
        *table.before_name,
        *table.after_preposition,
        *table.after_name,
    )
    last_words = (_LETTERS.findall(key)[-1].lower() for key in dotted)
    bare = (key for key in table.bare if key.isalpha())  # the others hold signs
    headings = (form for word in words.headings for form in (word, f"{word}s"))
    names = (name.lower() for name in words.names)
    return _Short(frozenset(last_words), frozenset(bare), frozenset((*headings, *names)))
