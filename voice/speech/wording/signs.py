"""Says the signs between words: "&", "/", "+", "=" and the like."""

from __future__ import annotations

import re
from functools import lru_cache

from voice.speech.wording.vocabulary import Vocabulary

_OR = re.compile(r"(?<=[\w.)'])\s?/\s?(?=[\w('])")
_A_AND = re.compile(r"\bA\s?&\s?(?=[A-Z]\b)")
_C_SHARP = re.compile(r"\b([A-G])#(?!\w)")
_MUCH = re.compile(r"[$\u20ac\u00a3%&@#]{2,}|(?<!\w)[$\u20ac\u00a3%](?!\w)")
_COMPARED = re.compile(r"(?<=\w)\s?([<>])\s?(?=\w)")
_HASH_AT_START = re.compile(r"^\s*(?:#{1,6}\s+|>+\s+|[-*+]\s+)+")
_EMPHATIC = re.compile(r"[*_`~=]")
_EMPHASIS = re.compile(r"[*_`~=]{2,}|(?<!\w)[*_`]+(?=\w)|(?<=[\w.!?,])[*_`]+(?!\w)")


def signs_in_words(text: str, words: Vocabulary) -> str:
    """Return a text with the signs that have a name in words, and without the others."""
    text = _HASH_AT_START.sub("", text)
    if _EMPHATIC.search(text):
        text = _EMPHASIS.sub(" ", text).replace("_", " ")
    if words.english:
        text = _A_AND.sub(f"A-{words.and_}-", text)
    if "/" in text:
        text = re.sub(rf"(\w)\s?/\s?(?={words.or_}\b)", r"\1 ", text) if words.known else text
        text = _OR.sub(f" {words.or_} ", text)
    if words.english:
        text = _C_SHARP.sub(r"\1 sharp", text)
        text = _COMPARED.sub(
            lambda sign: " less than " if sign[1] == "<" else " greater than ", text
        )
    text = _MUCH.sub(" ", text)
    return _signs(words).sub(lambda sign: f" {words.symbols[sign[0]]} ", text)


@lru_cache(maxsize=8)
def _signs(words: Vocabulary) -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, words.symbols)) or "(?!)")
