"""Says telephone numbers and codes digit by digit."""

from __future__ import annotations

import re
from functools import lru_cache

from voice.speech.wording.numerals import digits
from voice.speech.wording.patterns import counts_something
from voice.speech.wording.vocabulary import Vocabulary

_GROUPS = re.compile(
    r"(?<![\w.,:/-])(?P<plus>\+\s?)?\(?(?!24/7)\d+\)?"
    r"(?:(?:\s?[-/\u2013]\s?|[\s.]|(?<=\)))(?!\(?24/7)\(?\d+\)?|\(\d+\))*"
    r"(?!\w|[:/%\u00b0]|[.,]\d)"
)
_DIGITS = re.compile(r"\d+")
_SENTENCE_ENDS = re.compile(r"[.!?]\s")
_THOUSANDS = re.compile(r"\d{1,3}(?:\.\d{3})+|\d+\.\d+")
_DECIMAL = re.compile(r"\d+\.\d+")
_PAIRS = re.compile(r"\d\d(?: \d\d){2,}")
_QUANTITY = re.compile(r"\d{1,3}(?: 000)+")

_SHORTEST_PHONE = 7
"""Digits of groups that are a telephone number whatever stands around them."""

_SHORTEST_GROUP = 3
"""Digits that one group of a number to call has at least; counts and dates have fewer."""

_SHORTEST_WITH_PLUS = 5
"""Digits of a telephone number after a plus."""

_LONG = 6
"""Digits of a number without groups that nobody would say as a quantity."""


def codes_in_words(text: str, words: Vocabulary) -> str:
    """Return a text with telephone numbers, codes and numbers with a zero before them in words."""
    return _GROUPS.sub(lambda found: _code(found, words), text)


def _code(found: re.Match[str], words: Vocabulary) -> str:
    written = found[0]
    groups = _DIGITS.findall(written)
    if (
        _is_phone(found, groups, words)
        or _is_called(found, groups, words)
        or _is_code(found, words)
    ):
        plus = f"{words.plus} " if found["plus"] else ""
        either = "/" in written and all(group in words.called for group in groups)
        between = f" {words.or_} " if either else ", "
        return plus + between.join(digits(group, words) for group in groups)
    if written[0] == "0" and len(groups[0]) > 1 and len(groups) == 1:
        return digits(written, words)
    return written


def _is_phone(found: re.Match[str], groups: list[str], words: Vocabulary) -> bool:
    """True if the form alone says that it is a telephone number."""
    count = sum(map(len, groups))
    if found["plus"]:
        return count >= _SHORTEST_WITH_PLUS
    counted = counts_something(found.string, found.end(), words)
    if len(groups) == 1:
        return count >= _LONG and not groups[0].endswith("000") and not counted
    if count < _SHORTEST_PHONE or _QUANTITY.fullmatch(found[0]):
        return False
    if groups[0].startswith("0") and len(groups[0]) > 1:
        return True
    if counted or max(map(len, groups)) < _SHORTEST_GROUP:
        return False
    return not _THOUSANDS.fullmatch(found[0]) and not _is_range(groups)


def _is_range(groups: list[str]) -> bool:
    """True for "2000-3000" and "500-1500"."""
    if len(groups) > len(("from", "to")):
        return False
    first, last = groups
    return len(first) == len(last) or last.endswith("00")


def _is_called(found: re.Match[str], groups: list[str], words: Vocabulary) -> bool:
    """True if the sentence says to call it."""
    known = all(group in words.called for group in groups)
    long = max(map(len, groups)) >= _SHORTEST_GROUP or _PAIRS.fullmatch(found[0])
    calling = _calling(words)
    if not known and not (long and _is_in(found.string, calling)):
        return False
    before, after = _sentence_around(found)
    if known and (len(groups) > 1 or calling.match(after.lstrip())):
        return True
    if counts_something(found.string, found.end(), words) or _DECIMAL.fullmatch(found[0]):
        return False
    if known:
        named = calling.search(before) or calling.search(after)
        return bool(named) or _stands_beside_another(found, words)
    return bool(calling.search(before))


def _stands_beside_another(found: re.Match[str], words: Vocabulary) -> bool:
    """True for both numbers in "112 or 999"."""
    numbers = "|".join(sorted(words.called))
    before = re.search(rf"\b(?:{numbers}) {words.or_} $", found.string[: found.start()])
    after = re.match(rf" {words.or_} (?:{numbers})\b(?! [a-z])", found.string[found.end() :])
    return bool(before or after)


def _sentence_around(found: re.Match[str]) -> tuple[str, str]:
    before = _SENTENCE_ENDS.split(found.string[: found.start()])[-1]
    after = _SENTENCE_ENDS.split(found.string[found.end() :])[0]
    return before, after


@lru_cache(maxsize=2)  # both patterns are looked for at each number of a text
def _is_in(text: str, pattern: re.Pattern[str]) -> bool:
    return pattern.search(text) is not None


@lru_cache(maxsize=8)
def _calling(words: Vocabulary) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(sorted(words.calling)) or '(?!)'})\b", re.IGNORECASE)


@lru_cache(maxsize=8)
def _code_name(words: Vocabulary) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(sorted(words.codes)) or '(?!)'})", re.IGNORECASE)


@lru_cache(maxsize=8)
def _keyword(words: Vocabulary) -> re.Pattern[str]:
    name = _code_name(words).pattern
    return re.compile(rf"{name}\.?(?:\s(?:number|no\.?|is|was|ist|es|est))*[:\s#]*$", re.IGNORECASE)


def _is_code(found: re.Match[str], words: Vocabulary) -> bool:
    written = found[0]
    if not written.replace(" ", "").replace("-", "").isdecimal():
        return False
    if not _is_in(found.string, _code_name(words)):
        return False
    keyword = _keyword(words).search(found.string, 0, found.start())
    if keyword is None:
        return False
    is_place = re.match(r"flat|apartment|apt|combination", keyword[0], re.IGNORECASE)
    return not is_place or written.startswith("0")
