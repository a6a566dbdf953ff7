"""Says numbers without a unit: counts, ranges, scores, fractions, ordinals, and all others."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from voice.speech.wording.numerals import before_noun, cardinal, digits, mixed, number, ordinal
from voice.speech.wording.patterns import (
    SEPARATOR,
    counts_something,
    next_word,
    number_pattern,
    sentence_before,
)
from voice.speech.wording.vocabulary import Vocabulary

_RATIO = re.compile(r"(?<![\w.,:])(\d+):(?=\d+(?![\d:]))")
_SCORED = re.compile(r"\b(?:rat(?:e|ed|ing)|scor(?:e|ed|ing)|grade|mark|got|give)\b", re.IGNORECASE)
_COUNT = re.compile(rf"(?<![\w.,/:])\d{{1,3}}(?:{SEPARATOR}\d{{1,3}}){{2,}}(?![\d.,]\d|\d)")
_COUNT_OF_SLASHES = re.compile(r"(?<![\w.,/])\d{1,4}(?:/\d{1,4}){2,}(?![\w/])")
_COUNTDOWN = re.compile(r"(?<=\d)\s?(?:\.{2,}|\u2026)\s?(?=\d)")
_PLACE = re.compile(
    r"\b(?:week|day|step|part|session|page|chapter|lesson|module|level|track|round|set)\s$",
    re.IGNORECASE,
)
"""Words before "3/8" that make it the third of eight."""

_SIDE_BY_SIDE = frozenset({"50/50", "20/20", "9/11"})
_SIDE_BY_SIDE_DASHED = re.compile(r"(?<![\w.,])(24|50)-(?=(?:7|50)(?![\w-]))")

_BLOOD_PRESSURE = 20
"""From this denominator on, a larger numerator stands "over" it, as with blood pressure."""
_LETTER_AFTER = re.compile(r"(?<=\d)(?=[^\W\d_])")
_NAME_BEFORE = re.compile(r"(?<=[A-Z])-(?=\d)")
_VERSION = re.compile(r"(?<![\d.,])(\d+(?:\.\d+){2,})(?!\w)")
_THOUSANDS = re.compile(r"[1-9]\d{0,2}(?:\.\d{3})+")


@dataclass(frozen=True, slots=True)
class _Patterns:
    """Patterns of one language."""

    ordinals: re.Pattern[str]
    slashed: re.Pattern[str]
    ranged: re.Pattern[str]
    at_least: re.Pattern[str]
    single: re.Pattern[str]


def numbers_in_words(text: str, words: Vocabulary) -> str:
    """Return a text in which no digit is left."""
    patterns = _patterns(words)
    text = _SIDE_BY_SIDE_DASHED.sub(r"\1 ", text)
    text = _NAME_BEFORE.sub(" ", text)
    text = patterns.ordinals.sub(lambda found: _ordinals(found, words), text)
    if "/" in text:
        text = patterns.slashed.sub(lambda found: _slashed(found, words), text)
    text = _COUNTDOWN.sub(", ", text)
    text = _COUNT.sub(lambda count: _count(count[0], words), text)
    if "/" in text:
        text = _COUNT_OF_SLASHES.sub(lambda count: _count(count[0], words), text)
    text = patterns.ranged.sub(lambda found: _range(found, words), text)
    if "+" in text:
        text = patterns.at_least.sub(lambda found: _at_least(found, words), text)
    text = _LETTER_AFTER.sub(" ", text)
    text = _VERSION.sub(lambda found: f" {_version(found[1], words)}", text)
    text = _RATIO.sub(rf"\1 {words.to} ", text)
    return patterns.single.sub(lambda found: _single(found, words), text)


@lru_cache(maxsize=8)
def _patterns(words: Vocabulary) -> _Patterns:
    one = number_pattern(words)
    start, end = r"(?<![\w.,/:])(?<!\d-)", r"(?![\d/]|[.,]\d)"
    mark = rf"(?:{words.ordinal_marks})" if words.ordinal_marks else "(?!)"
    return _Patterns(
        ordinals=re.compile(
            rf"(?<![\w.,])(?:(?P<first>\d[\d,]*){mark}?{SEPARATOR}(?=\d+{mark}))?"
            rf"(?P<last>\d[\d,]*)(?P<mark>{mark})(?!\w)"
        ),
        slashed=re.compile(
            rf"{start}(?:(?P<whole>\d+)\s)?(?P<upper>{one})\s?/\s?(?P<lower>\d+)(?![\w/]|[.,]\d)"
        ),
        ranged=re.compile(
            rf"{start}(?P<sign>-?)(?P<low>{one})(?:{SEPARATOR}|~)(?P<minus>-?)(?P<high>{one}){end}"
        ),
        at_least=re.compile(rf"{start}(?P<low>{one})\+(?![\d+])"),
        single=re.compile(rf"(?P<sign>(?<![\w.,])[-\u2013])?(?P<one>{one})"),
    )


def _ordinals(found: re.Match[str], words: Vocabulary) -> str:
    last = _ordinal(found["last"], found["mark"], words)
    if not found["first"]:
        return last
    return f"{_ordinal(found['first'], found['mark'], words)} {words.to} {last}"


def _ordinal(figures: str, mark: str, words: Vocabulary) -> str:
    said = ordinal(int(re.sub(r"\D", "", figures)), words)
    for ending, bent in words.ordinal_endings.get(mark, {}).items():
        said = re.sub(rf"{ending}\b", bent, said)
    return said


def _slashed(found: re.Match[str], words: Vocabulary) -> str:
    """Say a fraction, a score, or two numbers side by side: "24/7"."""
    whole, upper, lower = found["whole"], found["upper"], int(found["lower"])
    written = f"{upper}/{lower}"
    fraction = words.fractions.get(written)
    if words.english and _PLACE.search(found.string, 0, found.start()):
        return f"{number(upper, words)} {words.part_of} {cardinal(lower, words)}"
    if whole and fraction:
        return mixed(int(whole), written, words)
    before = f"{number(whole, words)} " if whole else ""
    if written in _SIDE_BY_SIDE:
        return f"{before}{number(upper, words)} {cardinal(lower, words)}"
    if fraction and not _SCORED.search(sentence_before(found.string, found.start())):
        return before + _part(written, fraction, found, words)
    if upper.isdecimal() and int(upper) > lower:
        over = " over " if words.english and lower >= _BLOOD_PRESSURE else " "
        return f"{before}{number(upper, words)}{over}{cardinal(lower, words)}"
    return f"{before}{number(upper, words)} {words.out_of} {cardinal(lower, words)}"


def _part(written: str, fraction: str, found: re.Match[str], words: Vocabulary) -> str:
    """Say "half a cup" and "three quarters of a cup" for a part of something."""
    if not words.one_of:
        return fraction
    if written == "1/2" and re.match(
        r"\s+(?:an?|the|my|your|this|that)\b", found.string[found.end() :]
    ):
        return words.half_of
    return fraction


def _count(written: str, words: Vocabulary) -> str:
    return ", ".join(_bare(figures, words) for figures in re.findall(r"\d+", written))


def _range(found: re.Match[str], words: Vocabulary) -> str:
    low = f"{words.minus} " if found["sign"] else ""
    high = f"{words.minus} " if found["minus"] else ""
    said = f"{low}{number(found['low'], words)} {words.to} {high}{number(found['high'], words)}"
    return said.replace(" , ", ", ")


def _at_least(found: re.Match[str], words: Vocabulary) -> str:
    said = number(found["low"], words)
    if words.english and counts_something(found.string, found.end(), words):
        return f"{said} or more"
    return f"{said} {words.plus} "


def _version(written: str, words: Vocabulary) -> str:
    if words.decimal_mark == "," and _THOUSANDS.fullmatch(written):
        return number(written, words)
    return f" {words.point} ".join(cardinal(int(part[:15]), words) for part in written.split("."))


def _single(found: re.Match[str], words: Vocabulary) -> str:
    written = found["one"]
    joined = found.start() and found.string[found.start() - 1].isalnum()
    said = _bare(written, words) if written.isdecimal() else number(written, words)
    if counts_something(found.string, found.end(), words):
        said = before_noun(said, next_word(found.string, found.end()), words)
    return f"{' ' if joined else ''}{f'{words.minus} ' if found['sign'] else ''}{said}"


def _bare(figures: str, words: Vocabulary) -> str:
    """Say digits alone: a quantity, or digit by digit if they begin with a zero."""
    if figures.startswith("0") and len(figures) > 1:
        return digits(figures, words)
    return number(figures, words)
