"""Says amounts of something: times, lengths and weights, money, percent, degrees."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from voice.speech.wording.numerals import before_noun, cardinal, mixed, number, parts
from voice.speech.wording.patterns import SEPARATOR, START, counts_something, number_pattern
from voice.speech.wording.vocabulary import Forms, Vocabulary

_TIGHT = frozenset({"p", "x", "\u00d7", "k", "K", "bn", "V", "W", "mo", "pt"})
"""Units that follow the number without a space; apart from it the letter is something else."""

_PARTED = re.compile(
    r"(?<=\d)\s?(hrs?|h|mins?|m)\s?(?=\d{1,2}\s?(?:m|mins?|minutes?|s|secs?)(?!\w))"
)
_HOURS = re.compile(r"(?<![\w.,])(\d{1,2})\s?h\s?([0-5]\d)(?!\w)")
_MINUTES_AFTER = re.compile(
    r"\b(for|wait|pause|rest|hold|stay|after) (\d{1,3}) ?m\b(?!/)", re.IGNORECASE
)
_RANGED = re.compile(r"[-\u2013\u2014]")
_MONEY = re.compile(r"[^\w\s,.:;!?'-]|[A-Z]{3}")
_FEET = re.compile(r"(?<![\w.,])(\d)\s?'\s?(\d{1,2})(?:\"|'')")
_FROM_FRACTION = re.compile(r"(?<=\b\d/\d)\s?[-\u2013]\s?(?=\d(?![\d/]))")
_SUBTRACTED = re.compile(r"(?<=\d)\s?[-\u2013]\s?(?=\d+\s?=)")
_SIZE = re.compile(r"(?<=\d)\s?[x\u00d7*]\s?(?=\d+(?:[.,]\d+)?\s?(?:mm|cm|m|km|ft)\b)")
_TIMES = re.compile(r"(?<=\d)\s?[x\u00d7*]\s?(?=\d)|(?<!\w)[x\u00d7](?=\d)")
_EACH = re.compile(
    r"\s?/\s?(?:(?P<unit>day|week|month|year|hour|minute|night|person|session)\b"
    r"|(?<=[\ds]/)(?P<short>min|hr|h|sec|wk|yr)\b(?:\.(?=\s[a-z]))?(?![\w/]))"
)
_INCHES = re.compile(
    r"(?P<before>(?P<feet>\d\s?(?:ft|feet|foot)\s)?(?<![\w.,/])(?P<number>\d+(?:\.\d+)?)\s?)in"
    r"(?:(?P<dot>\.)(?=\s[a-z])|(?(feet)(?!\w)|(?=\s(?:tall|wide|long|deep|high|thick)\b(?!\s[a-z]))))"
)
_ARTICLE = re.compile(
    r"\b(?:a|an|the|this|that|your|my|our|his|her|their|each|every|another)\s$", re.I
)
_LONGEST_ARTICLE = len(" another ")
_NEW_SENTENCE = re.compile(r"\s*$|\s+[\"'(]?[A-Z\d]")
_SCALES = {
    "k": "thousand", "m": "million", "mn": "million", "bn": "billion", "b": "billion",
    "thousand": "thousand", "million": "million", "billion": "billion",
    "Millionen": "Millionen", "Milliarden": "Milliarden",
}  # fmt: skip
_HUNDREDTHS = 2


@dataclass(frozen=True, slots=True)
class _Patterns:
    """Patterns of one language."""

    same_unit: re.Pattern[str]
    money_before: re.Pattern[str]
    money_after: re.Pattern[str]
    amount: re.Pattern[str]


def amounts_in_words(text: str, words: Vocabulary) -> str:
    """Return a text with every number that has a unit or a currency in words."""
    patterns = _patterns(words)
    if words.english:
        text = _HOURS.sub(r"\1 h \2 min", text)
        text = _MINUTES_AFTER.sub(r"\1 \2 min", text)
        text = _FEET.sub(r"\1 foot \2", text)
        text = _INCHES.sub(_inches, text)
    text = _FROM_FRACTION.sub(f" {words.to} ", text)
    text = _SUBTRACTED.sub(f" {words.minus} ", text)
    text = _SIZE.sub(f" {words.by} ", text)
    text = _TIMES.sub(f" {words.times} ", text)
    text = _PARTED.sub(_unparted, text)
    if _RANGED.search(text):
        text = patterns.same_unit.sub(r"\1-\3 \2", text)
    if _MONEY.search(text):
        text = patterns.money_before.sub(lambda found: _money(found, words), text)
        text = patterns.money_after.sub(lambda found: _money(found, words), text)
    text = patterns.amount.sub(lambda found: _amount(found, words), text)
    return _EACH.sub(lambda each: _each(each, words), text) if words.english else text


@lru_cache(maxsize=8)
def _patterns(words: Vocabulary) -> _Patterns:
    one = number_pattern(words)
    amount = rf"{START}(?P<sign>[-\u2013]?)(?P<low>{one})(?:{SEPARATOR}(?P<high>{one}))?"
    units = _any_of(words.units)
    currencies = _any_of(words.money)
    scale = (
        r"(?:\s?(?P<scale>k|K|m|M|mn|bn|b|thousand|million|billion|Millionen|Milliarden)(?!\w))?"
    )
    fraction = r"(?:(?P<whole>\d+)\s)?(?P<fraction>\d/\d)"
    return _Patterns(
        same_unit=re.compile(rf"({one})\s?({units}){SEPARATOR}({one})\s?\2(?!\w)"),
        money_before=re.compile(
            rf"(?P<minus>(?<!\w)[-\u2013])?(?<!\w)(?P<currency>{currencies})\s?"
            rf"(?P<low>{one})(?:{SEPARATOR}(?:{currencies})?(?P<high>{one}))?{scale}"
        ),
        money_after=re.compile(
            rf"(?P<minus>(?<!\w)[-\u2013])?{START.replace('-', '')}(?P<low>{one})"
            rf"(?:{SEPARATOR}(?P<high>{one}))?{scale}\s*(?P<currency>{currencies})(?!\w)"
        ),
        amount=re.compile(
            rf"(?:{START}{fraction}|{amount})(?P<gap>\s?-?)(?P<unit>{units})(?P<dot>\.?)(?![\w'])"
        ),
    )


def _any_of(written: Iterable[str]) -> str:
    return "|".join(map(re.escape, sorted(written, key=len, reverse=True))) or "(?!)"


def _unparted(unit: re.Match[str]) -> str:
    """Return the "m" of "1m30s" as the minutes it means."""
    return " min " if unit[1].startswith("m") else " h "


def _inches(found: re.Match[str]) -> str:
    return f"{found['before'].rstrip()} {'inch' if found['number'] == '1' else 'inches'}"


def _each(found: re.Match[str], words: Vocabulary) -> str:
    """Say "a day" and "an hour" for what is counted in each."""
    unit = found["unit"] or words.units[found["short"]][0]
    return f" {'an' if unit == 'hour' else 'a'} {unit}"


def _money(found: re.Match[str], words: Vocabulary) -> str:
    single, several, hundredth, hundredths = words.money[found["currency"]]
    low, high = found["low"], found["high"]
    sign = f"{words.minus} " if found["minus"] else ""
    if found["scale"] or high:
        scale = _SCALES.get(found["scale"] or "", _SCALES.get((found["scale"] or "").lower(), ""))
        said = number(low, words) + (f" {words.to} {number(high, words)}" if high else "")
        return f"{sign}{said} {scale} {several}".replace("  ", " ")
    whole, decimals = parts(low, words)
    if decimals and len(decimals) != _HUNDREDTHS:
        return f"{sign}{number(low, words)} {several}"
    units, rest = int(whole or 0), int(decimals or 0)
    if not units and rest:
        return f"{sign}{_counted(rest, hundredth, words)} {hundredth if rest == 1 else hundredths}"
    count = before_noun(_counted(units, single, words), several, words)
    main = f"{sign}{count} {single if units == 1 else several}"
    return f"{main} {cardinal(rest, words)}" if rest else main


def _amount(found: re.Match[str], words: Vocabulary) -> str:
    unit = found["unit"]
    forms = words.units[unit]
    if _is_no_unit(found):
        return found[0]
    end = _end(found)
    if found["fraction"]:
        return _fraction(found, forms, words) + end
    low, high = found["low"], found["high"]
    sign = f"{words.minus} " if found["sign"] else ""
    is_one = low == "1" and not high
    said = _counted(1, forms[0], words) if is_one else number(low, words)
    if high:
        said = f"{said} {words.to} {number(high, words)}"
    if forms[0] != forms[1]:
        said = before_noun(said, forms[1], words)
    hyphen = found["gap"].strip()
    if unit not in forms or hyphen:
        describes = hyphen or _describes(found, words)
        unit = (unit if unit in forms else forms[0]) if is_one or describes else forms[1]
    return f"{sign}{said}{hyphen or ' '}{unit}{end}"


def _is_no_unit(found: re.Match[str]) -> bool:
    unit, gap = found["unit"], found["gap"]
    if unit in _TIGHT and gap:
        return True
    if unit in {"k", "K"}:
        return not re.match(r"\s[a-z]+s\b", found.string[found.end() :])
    return bool(gap.strip()) and len(unit) == 1 and unit not in {"h", "m", "s"}


def _end(found: re.Match[str]) -> str:
    """Return the full stop if the unit ends the sentence as well."""
    return "." if found["dot"] and _NEW_SENTENCE.match(found.string, found.end()) else ""


def _describes(found: re.Match[str], words: Vocabulary) -> bool:
    """True for "a 5 km walk", which is five kilometre long."""
    if not words.english or not _ARTICLE.search(_just_before(found)):
        return False
    return counts_something(found.string, found.end(), words)


def _just_before(found: re.Match[str]) -> str:
    """Return as much of the text before a match as the longest article needs."""
    return found.string[max(found.start() - _LONGEST_ARTICLE, 0) : found.start()]


def _counted(value: int, single: str, words: Vocabulary) -> str:
    if value != 1 or not words.one:
        return cardinal(value, words)
    return words.one_feminine if single in words.feminine else words.one


def _fraction(found: re.Match[str], forms: Forms, words: Vocabulary) -> str:
    """Say "half a minute", "three quarters of an hour", "one and a half minutes"."""
    written, whole = found["fraction"], found["whole"]
    said = words.fractions.get(written)
    if whole:
        return f"{mixed(int(whole), written, words)} {forms[1]}"
    if said is None:
        return f"{written} {forms[1]}"
    if not words.one_of:
        half = words.half_feminine if forms[0] in words.feminine else words.half
        return half.format(forms[0]) if half and written == "1/2" else f"{said} {forms[0]}"
    if found["gap"].strip():
        return f"{words.half_of if written == '1/2' else said}-{forms[0]}"
    article = "an" if forms[0] == "hour" or forms[0][0] in "aeiou" else words.one_of
    before = words.half_of if written == "1/2" else f"{said} {words.part_of}"
    return f"{before} {article} {forms[0]}"
