"""Runs the rules of every kind over a text, in the order in which none breaks what is another's."""

from __future__ import annotations

import re

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
from voice.speech.wording.marks import paused, unquoted
from voice.speech.wording.numbers import numbers_in_words
from voice.speech.wording.numerals import code_of
from voice.speech.wording.roman import roman_in_words
from voice.speech.wording.signs import signs_in_words
from voice.speech.wording.times import times_in_words
from voice.speech.wording.vocabulary import Vocabulary

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


def in_words(text: str, words: Vocabulary) -> str:
    """Return a text in the words that are spoken, after one pass."""
    text = cleaned(text)
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
