"""Says whole numbers, decimals, ordinals, years and digits in words, by num2words."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from num2words import CONVERTER_CLASSES, num2words

from voice.speech.wording.vocabulary import Vocabulary

LONGEST = 15
"""Digits of a number that is said as a quantity; longer ones are said digit by digit."""

_REFUSALS = (
    NotImplementedError,
    ArithmeticError,
    LookupError,
    TypeError,
    ValueError,
    AttributeError,
)
"""Errors of num2words for a kind of number that a language lacks there."""

_MOST = {"am": 1_000_000}
"""Largest number of a language after which num2words 0.5.14 goes on for ever with some."""

_FEMININE = re.compile(r"(?:as?|ci[oó]n(?:es)?|dad(?:es)?|veces)$")
"""Endings of most Spanish nouns that are feminine."""


@cache
def code_of(language: str) -> str | None:
    """Return the language as num2words calls it, or `None` if it does not know it."""
    base, *regions = language.replace("_", "-").split("-")
    base = {"nb": "no", "nn": "no"}.get(base, base)
    tries = (f"{base}_{''.join(regions[:1]).upper()}", base)
    return next((code for code in tries if code in CONVERTER_CLASSES), None)


@lru_cache(maxsize=2_000)
def _said(value: int, language: str, kind: str) -> str:
    """Return a number in words; empty if num2words has none, or writes figures itself."""
    code = code_of(language)
    if value > _MOST.get(code or "", value):
        return ""
    try:
        words = str(num2words(value, lang=code, to=kind))
    except _REFUSALS:
        return ""
    plain = words.replace(", ", " ").replace(",", "").replace("oh-", "oh ")
    return "" if any(character.isdecimal() for character in plain) else plain.strip()


def digits(figures: str, words: Vocabulary) -> str:
    """Say each digit: "zero seven three". What is no digit is passed over."""
    found = (character for character in figures if character.isdecimal())
    return " ".join(_digit(int(digit), words) for digit in found)


def _digit(value: int, words: Vocabulary) -> str:
    return _said(value, words.language, "cardinal") or (words.zero if value == 0 else "")


def cardinal(value: int, words: Vocabulary) -> str:
    """Say a whole number from zero: "one hundred and one"."""
    if value >= 10**LONGEST:
        return digits(str(value), words)
    return _said(value, words.language, "cardinal") or digits(str(value), words)


def before_noun(said: str, noun: str, words: Vocabulary) -> str:
    """Bend a Spanish number that ends in "uno" before what it counts: "veintiún", "una"."""
    if not words.language.startswith("es") or not said.endswith("uno"):
        return said
    single = noun.removesuffix("s")
    feminine = single in words.feminine or _FEMININE.search(noun)
    if feminine and single not in words.masculine:
        return f"{said[:-1]}a"
    return f"{said[:-3]}ún" if said == "veintiuno" else said[:-1]


def ordinal(value: int, words: Vocabulary) -> str:
    """Say an ordinal: "twenty-first"."""
    small = value < 10**LONGEST
    return (small and _said(value, words.language, "ordinal")) or cardinal(value, words)


def year(value: int, words: Vocabulary) -> str:
    """Say a year: "nineteen ninety-nine"."""
    return _said(value, words.language, "year") or cardinal(value, words)


def number(written: str, words: Vocabulary) -> str:
    """Say a number as it is written: "-1,000.50" is "minus one thousand point five zero".

    Args:
        written: Digits, with the marks of the language for thousands and decimals.
        words: The language.
    """
    sign = words.minus if written.startswith(("-", "\u2013")) else ""
    whole, decimals = parts(written, words)
    if not decimals:
        return f"{sign} {_whole(whole, words)}".strip()
    said = (sign, _whole(whole, words) if whole else "", words.point, digits(decimals, words))
    return " ".join(word for word in said if word)


def _whole(figures: str, words: Vocabulary) -> str:
    if len(figures) > LONGEST:
        return digits(figures, words)
    return cardinal(int(figures), words)


def mixed(whole: int, fraction: str, words: Vocabulary) -> str:
    """Say a whole number and a fraction such as "1/2": "one and a half"."""
    half = words.mixed.get(fraction) or f"{words.and_} {words.fractions.get(fraction, fraction)}"
    if words.language.startswith("de") and fraction in words.mixed:
        return (words.one if whole == 1 else cardinal(whole, words)) + half
    return f"{cardinal(whole, words)} {half}"


def parts(written: str, words: Vocabulary) -> tuple[str, str]:
    """Split a written number into the digits before and after the decimal mark."""
    mark = words.decimal_mark
    if mark == "," and mark not in written and _is_decimal_point(written):
        mark = "."
    whole, _, decimals = written.partition(mark)
    return _figures(whole), _figures(decimals)


def _is_decimal_point(written: str) -> bool:
    """True for "2.5" where "2,5" was meant; "2.500" has thousands."""
    whole, _, rest = written.partition(".")
    return rest.isdecimal() and len(rest) != len("000") and bool(whole)


def _figures(text: str) -> str:
    return "".join(character for character in text if character.isdecimal())


def plural(word: str) -> str:
    """Return the plural of an English number: "sixties", "sixes"."""
    if word.endswith("y"):
        return f"{word[:-1]}ies"
    return f"{word}es" if word.endswith("x") else f"{word}s"
