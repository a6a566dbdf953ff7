"""Turns written text into words, once and for every voice alike, before any engine sees it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType

from voice.speech.wording.abbreviations import abbreviations_in_words, hushed
from voice.speech.wording.addresses import with_addresses_in_words
from voice.speech.wording.amounts import amounts_in_words
from voice.speech.wording.capitals import capitals_in_words
from voice.speech.wording.clean import cleaned
from voice.speech.wording.codes import codes_in_words
from voice.speech.wording.dates import (
    dates_in_words,
    decades_in_words,
    weekdays_in_words,
    years_in_words,
)
from voice.speech.wording.lexicon import replaced
from voice.speech.wording.marks import paused, unquoted
from voice.speech.wording.numbers import numbers_in_words
from voice.speech.wording.numerals import code_of
from voice.speech.wording.roman import roman_in_words
from voice.speech.wording.signs import signs_in_words
from voice.speech.wording.times import times_in_words
from voice.speech.wording.vocabulary import Vocabulary, vocabulary

_NOTHING: Mapping[str, str] = MappingProxyType({})

_FIGURES = (
    dates_in_words,
    codes_in_words,
    times_in_words,
    decades_in_words,
    amounts_in_words,
    years_in_words,
    numbers_in_words,
)
"""Kinds of figures, those that others would break first."""

_DIGIT = re.compile(r"\d")

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
    said = text if _is_plain(text, words) and not say else _in_words(text, words, say)
    for _ in range(_MOST_PASSES):
        if _is_plain(said, words):
            break
        before, said = said, _in_words(said, words)
        if said == before:
            break
    return said


def _in_words(text: str, words: Vocabulary, say: Mapping[str, str] = _NOTHING) -> str:
    text = cleaned(replaced(text, say))
    text = with_addresses_in_words(text, words)
    text = unquoted(text)
    text = weekdays_in_words(text, words)
    text = abbreviations_in_words(text, words)
    if _DIGIT.search(text) and code_of(words.language):
        text = _figures_in_words(text, words)
    text = roman_in_words(text, words)
    text = capitals_in_words(text, words)
    text = signs_in_words(text, words)
    return hushed(paused(text), words)


def _figures_in_words(text: str, words: Vocabulary) -> str:
    for say_figures in _FIGURES:
        text = say_figures(text, words)
        if not _DIGIT.search(text):
            break
    return text


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
    if not text.isascii() and not unicodedata.is_normalized("NFKC", text):
        return False
    short = _short(words)
    if any(found[1].lower() in short.dotted for found in _BEFORE_FULL_STOP.finditer(text)):
        return False
    found = frozenset(_LETTERS.findall(text))
    if not found.isdisjoint(short.bare):
        return False
    return not _ROMAN.search(text) or short.before_roman.isdisjoint(map(str.lower, found))


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
