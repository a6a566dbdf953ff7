"""Says times of day in words."""

from __future__ import annotations

import re

from voice.speech.wording.numerals import cardinal
from voice.speech.wording.vocabulary import Vocabulary

_HOUR, _MINUTE = r"(?:[01]?\d|2[0-4])", r"[0-5]\d"
_HALF = r"(?P<half>[aApP])\.?\s?[mM](?P<dot>\.?)(?!\w)"
_BEFORE = r"(?<![\w:.,/])"
_WITH_HALF = re.compile(
    rf"{_BEFORE}(?P<hour>{_HOUR})(?:[:.](?P<minute>{_MINUTE}))?(?::{_MINUTE})?\s?{_HALF}"
)
_OF_THE_DAY = re.compile(
    rf"{_BEFORE}(?P<hour>{_HOUR}):(?P<minute>{_MINUTE})(?::{_MINUTE})?(?!:?\d)(?:\s?(?:Uhr|h)\b)?"
)
_AT_DOTTED = re.compile(r"(?<=\bat )(1?\d|2[0-3])\.(?=[0-5]\d(?![\d.]))")
_MAYBE_TIME = re.compile(r"\d:\d|\d\s?[aApP]\.?\s?[mM]")
_HOUR_TO = re.compile(
    r"(?<![\w:.,/-])(\d{1,2}(?:[:.]\d\d)?(?:\s?[aApP]\.?[mM]\.?)?)\s?[-\u2013\u2014]\s?"
    r"(?=\d{1,2}(?:[:.]\d\d)?\s?[aApP]\.?\s?[mM]\b)"
)
_TO_NOON = re.compile(r"(?<= [AP]M)\s?[-\u2013]\s?(?=noon|midnight)")
_NOON_TO = re.compile(r"(?<=noon|ight)\s?[-\u2013]\s?(?=\d)")
_CLOCK_TO = re.compile(r"(?<=\d:\d\d)\s?[-\u2013\u2014]\s?(?=\d{1,2}:\d\d)")
_SECONDS = re.compile(r"(?<![\w:])(\d{1,2}):([0-5]\d)\s(?:mins?|minutes)\b(?!\.)")
_FRENCH_TIME = re.compile(r"(?<![\w:.,])([01]?\d|2[0-4])\s?h\s?([0-5]\d)(?!\w)")
_NEW_SENTENCE = re.compile(r"\s*$|\s+[\"'(]?[A-Z]")
_NOON = 12


def times_in_words(text: str, words: Vocabulary) -> str:
    """Return a text with the times of day in words."""
    if words.language.startswith("fr"):
        text = _FRENCH_TIME.sub(r"\1:\2", text)
    if ":" in text:
        text = _SECONDS.sub(r"\1 min \2 s", text)
        text = _CLOCK_TO.sub(f" {words.to} ", text)
    text = _AT_DOTTED.sub(r"\1:", text) if words.english else text
    if not _MAYBE_TIME.search(text):
        return text
    if words.english:
        text = _NOON_TO.sub(f" {words.to} ", text)
        text = _HOUR_TO.sub(rf"\1 {words.to} ", text)
    if words.english:
        text = _WITH_HALF.sub(lambda time: _with_half(time, words), text)
        text = _TO_NOON.sub(f" {words.to} ", text)
    return _OF_THE_DAY.sub(lambda time: _of_the_day(time, words), text)


def _with_half(time: re.Match[str], words: Vocabulary) -> str:
    """Say "seven thirty PM"."""
    ends = time["dot"] and _NEW_SENTENCE.match(time.string, time.end())
    minute = int(time["minute"] or 0)
    after = f" {_minute(minute, words)}" if minute else ""
    hour = cardinal(int(time["hour"]), words)
    return f"{hour}{after} {time['half'].upper()}M{'.' if ends else ''}"


def _of_the_day(time: re.Match[str], words: Vocabulary) -> str:
    """Say "seven thirty", "seven o'clock", "nineteen hundred"."""
    hour, minute = int(time["hour"]), int(time["minute"])
    if words.english and minute == 0 and not 1 <= hour <= _NOON:
        return f"{cardinal(hour, words)} hundred" if hour % 24 else "midnight"
    form = words.dates.full_hour if minute == 0 else words.dates.time
    if hour <= 1:
        form = form.replace("heures", "heure")
    return form.format(hour=_hour(hour, words), minute=_minute(minute, words))


def _hour(hour: int, words: Vocabulary) -> str:
    if hour == 1 and words.one and not words.language.startswith("de"):
        return words.one_feminine
    return words.one if hour == 1 and words.one else cardinal(hour, words)


def _minute(minute: int, words: Vocabulary) -> str:
    oh = "oh " if words.english and minute < 10 else ""  # noqa: PLR2004 - one digit
    return oh + cardinal(minute, words)
