"""Turns written text into words, once and for every voice alike, before any engine sees it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType

from voice.speech.wording.abbreviations import abbreviations_in_words, capitals_in_words, hushed
from voice.speech.wording.addresses import with_addresses_in_words
from voice.speech.wording.amounts import amounts_in_words
from voice.speech.wording.clean import cleaned
from voice.speech.wording.codes import codes_in_words
from voice.speech.wording.dates import (
    dates_in_words,
    decades_in_words,
    times_in_words,
    weekdays_in_words,
    years_in_words,
)
from voice.speech.wording.lexicon import replaced
from voice.speech.wording.marks import paused
from voice.speech.wording.numbers import numbers_in_words
from voice.speech.wording.numerals import code_of
from voice.speech.wording.signs import signs_in_words
from voice.speech.wording.vocabulary import Vocabulary, vocabulary

_NOTHING: Mapping[str, str] = MappingProxyType({})

_DIGIT = re.compile(r"\d")

_WORK = (
    r"[^\w ,.?!;:'-]|[\d_]"  # figures and signs
    r"|[A-Z][A-Z]|\b[IVX]\b(?<!\bI)|\b[A-Z]\.|\b[A-Z]-[A-Z]"  # capitals
    r"|  |^[ ,.?!;:'-]|[ ,-]$"  # spaces, and marks at the ends
    r"|[,.?!;:][^ ]| [,.?!;:'-]|[,.?!;:] [,.?!;:]|-[ -]|'(?!\w)|\.\w"  # marks without a word
    r"|\.\s+[a-z]"  # an abbreviation, perhaps
)


def spoken(text: str, language: str = "en", say: Mapping[str, str] = _NOTHING) -> str:
    """Return a text in the words that are spoken.

    It holds letters, hyphens and apostrophes within words, and ``, . ? ! ; :``. Figures stay only in
    a language whose numbers are not known.

    Args:
        text: What is written.
        language: Its code: "en", "en-US", "de".
        say: How whole words and phrases are spoken. What stands there is worded as well, but not
            replaced again.
    """
    words = vocabulary(language)
    if not say and not _work(words).search(text) and _is_plain(text):
        return text
    text = cleaned(text)
    text = replaced(text, say)
    text = with_addresses_in_words(text, words)
    text = weekdays_in_words(text, words)
    text = abbreviations_in_words(text, words)
    if _DIGIT.search(text) and code_of(words.language):
        text = _figures_in_words(text, words)
    text = capitals_in_words(text, words)
    text = signs_in_words(text, words)
    return hushed(paused(text), words)


def _figures_in_words(text: str, words: Vocabulary) -> str:
    text = dates_in_words(text, words)
    text = codes_in_words(text, words)
    text = times_in_words(text, words)
    text = decades_in_words(text, words)
    text = amounts_in_words(text, words)
    text = years_in_words(text, words)
    return numbers_in_words(text, words)


def _is_plain(text: str) -> bool:
    return text.isascii() or unicodedata.is_normalized("NFKC", text)


@lru_cache(maxsize=8)
def _work(words: Vocabulary) -> re.Pattern[str]:
    """Return the pattern of all that may have to be said in other words."""
    table = words.abbreviations
    dotted = {**table.always, **table.before_number, **table.before_name, **table.after_preposition}
    dotted |= {**table.after_name, **table.never_last}
    short = "|".join(map(re.escape, dotted)) or "(?!)"
    bare = "|".join(re.escape(key) for key in table.bare) or "(?!)"
    headings = "|".join(words.headings) or "(?!)"
    names = "|".join(words.names) or "(?!)"
    return re.compile(
        rf"{_WORK}|\b(?i:{short})\.|\b(?:{bare})\b|\b(?i:s+hh+|psst|pst)\b"
        rf"|\b(?i:{headings})\s[ivxIVX]+\b|\b(?:{names}) I\b"
    )
