"""Guesses the language of a text, if its smallest words leave no doubt."""

from __future__ import annotations

import re
from collections import Counter

_SMALL_WORDS = {
    "en": "the and you your of to is it as with for what are this that",
    "de": "und der die das du dich dein sie ist nicht ein mit auf den wie",
    "fr": "et le la les vous votre est une des dans que pas pour vos tu",
    "es": "y el la los tu su es una que en con por las del como",
    "it": "e il la di che un una per con tuo sono nel della non gli",
    "nl": "en de het je een van niet met is dat op je jouw voor zijn",
    "pt": "e o a os você seu sua é uma que em com para não do",
    "sv": "och det du din att är en som på med inte den av dina för",
    "da": "og det du din at er en som på med ikke den af dine til",
    "nb": "og det du din at er en som på med ikke den av dine til",
    "pl": "i w na się jest nie z do to że twój jak po o swoje",
}
_SETS = {language: frozenset(words.split()) for language, words in _SMALL_WORDS.items()}
_WORD = re.compile(r"[^\W\d_]+")

_ENOUGH = 0.12
"""Share of a text's words that are among the small words of its language; English has over 0.2."""

_CLEAR = 1.5
"""Times as many as of the next language; neighbours such as Danish and Norwegian have no such lead.
"""


def language_of(text: str) -> str:
    """Return the language of a text as a BCP 47 tag, or an empty string if that is not sure."""
    words = Counter(word.lower() for word in _WORD.findall(text))
    total = words.total()
    counts = {language: sum(words[word] for word in small) for language, small in _SETS.items()}
    best, next_best = sorted(counts, key=counts.__getitem__, reverse=True)[:2]
    sure = counts[best] >= _ENOUGH * total and counts[best] >= _CLEAR * counts[next_best]
    return best if total and sure else ""
