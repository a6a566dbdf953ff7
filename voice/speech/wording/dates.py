"""Says dates, years and times of day in words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from voice.speech.wording.numerals import cardinal, ordinal, plural, year
from voice.speech.wording.patterns import SEPARATOR, counts_something
from voice.speech.wording.vocabulary import Vocabulary

_IN_FIGURES = re.compile(
    r"(?<![\w.,/-])(?:(?P<iso>\d{4})[-/.](?P<iso_month>\d{1,2})[-/.](?P<iso_day>\d{1,2})"
    r"|(?P<first>\d{1,2})(?P<mark>[-/.])(?P<second>\d{1,2})(?P=mark)(?P<year>\d{4}|\d\d))"
    r"(?![\w/]|[-.,]\d)"
)
_LAST_MONTH, _LAST_DAY = 12, 31
_THIS_CENTURY = 70
"""Years of two digits below this are of the 2000s."""

_YEAR = r"(?:1[1-9]\d\d|20\d\d)"
_YEARS = re.compile(rf"(?<![\w.,:/-])({_YEAR})\s?(?:[-\u2013\u2014]|/(?=\d\d(?!\d)))\s?(\d{{4}}|\d\d)(?![\w/:]|[-.,]\d)")
_YEAR_ALONE = re.compile(rf"(?<![\w.,:/])(?<!\d-)({_YEAR})(?![\w/:]|[-.,]\d|%)")
_DECADE = re.compile(r"(?<![\w.,:/])(?:'(?=\d0))?((?:1[1-9]|20)?\d0)'?s\b")
_DECADE_OF = re.compile(
    r"(?:'|\b(?:the|his|her|their|my|your|our|late|early|mid)[ -])$", re.IGNORECASE
)
_REST = re.compile(
    r"\s(?:pause|rest|hold|break|silence|wait|bell|quiet|breath|gap|mark|timer|limit|exercise)"
)

_MANY = re.compile(r"(?<![\w.])(?:(1)00(?=s\s+of\b)|1(?:,|)(0)00|1,000,00(0))s\b")
_MANY_NAMES = ("hundreds", "thousands", "millions")

_HALF = r"(?:\s?(?P<half>[aApP])\.?\s?[mM](?P<dot>\.?)(?!\w))"
_CLOCK = r"(?P<hour>[01]?\d|2[0-4])[:.](?P<minute>[0-5]\d)(?::[0-5]\d)?"
_TIME = re.compile(
    rf"(?<![\w:.,/])(?:{_CLOCK}{_HALF}|(?P<hour2>[01]?\d|2[0-4]){_HALF.replace('half', 'half2').replace('dot', 'dot2')}"
    rf"|{_CLOCK.replace('[:.]', ':').replace('hour', 'hour3').replace('minute', 'minute3')}"
    r"(?!:?\d)(?:\s?(?P<uhr>Uhr|h)\b)?)"
)
_AT_DOTTED = re.compile(r"(?<=\bat )(1?\d|2[0-3])\.(?=[0-5]\d(?![\d.]))")
_MAYBE_TIME = re.compile(r"\d:\d|\d\s?[aApP]\.?\s?[mM]")
_HOUR_TO = re.compile(
    r"(?<![\w:.,/-])(\d{1,2}(?:[:.]\d\d)?(?:\s?[aApP]\.?[mM]\.?)?)\s?[-\u2013\u2014]\s?"
    r"(?=\d{1,2}(?:[:.]\d\d)?\s?[aApP]\.?\s?[mM]\b)"
)
_CLOCK_TO = re.compile(r"(?<=\d:\d\d)\s?[-\u2013\u2014]\s?(?=\d{1,2}:\d\d)")
_SECONDS = re.compile(r"(?<![\w:])(\d{1,2}):([0-5]\d)\s(?:mins?|minutes)\b(?!\.)")
_FRENCH_TIME = re.compile(r"(?<![\w:.,])([01]?\d|2[0-4])\s?h\s?([0-5]\d)(?!\w)")
_NEW_SENTENCE = re.compile(r"\s*$|\s+[\"'(]?[A-Z]")
_NOON = 12


@dataclass(frozen=True, slots=True)
class _Names:
    """Patterns with the names of one language."""

    day_first: re.Pattern[str]
    month_first: re.Pattern[str]
    weekdays: re.Pattern[str]


def weekdays_in_words(text: str, words: Vocabulary) -> str:
    """Return a text with "Mon-Fri" as "Monday to Friday"."""
    if not words.dates.weekdays_short:
        return text
    return _names(words).weekdays.sub(lambda days: _weekdays(days, words), text)


def dates_in_words(text: str, words: Vocabulary) -> str:
    """Return a text with the dates in words."""
    dates = words.dates
    if dates.months:
        text = _IN_FIGURES.sub(lambda date: _in_figures(date, words), text)
    if not any(month in text for month in (*dates.months, *dates.months_short)):
        return text
    names = _names(words)
    text = names.day_first.sub(lambda date: _day_first(date, words), text)
    if words.english:
        text = names.month_first.sub(lambda date: _month_first(date, words), text)
    return text


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
        text = _HOUR_TO.sub(rf"\1 {words.to} ", text)
    return _TIME.sub(lambda time: _time(time, words), text)


def decades_in_words(text: str, words: Vocabulary) -> str:
    """Return a text with "the 1990s", "his 30s" and "100s of" in words."""
    if not words.english:
        return text
    text = _MANY.sub(lambda many: _MANY_NAMES[(many.lastindex or 1) - 1], text)
    return _DECADE.sub(lambda decade: _decade(decade, words), text)


def years_in_words(text: str, words: Vocabulary) -> str:
    """Return a text with years in words; "1500 steps" stays a number."""
    text = _YEARS.sub(lambda years: _years(years, words), text)
    return _YEAR_ALONE.sub(lambda found: _year(found, words), text)


@lru_cache(maxsize=8)
def _names(words: Vocabulary) -> _Names:
    dates = words.dates
    months = "|".join(sorted((*dates.months, *dates.months_short, "Sep"), key=len, reverse=True))
    short = "|".join(f"{day}(?:s|rs?|nes)?" for day in dates.weekdays_short) or "(?!)"
    days = rf"(?:(?P<weekday>{short})\.?,?\s+)?"
    marks = words.ordinal_marks
    after = r"(?:,?\s+(?P<year>\d{4})(?![\d,]|-\d))?(?!\w)"
    return _Names(
        day_first=re.compile(
            rf"{days}(?:\b(?P<the>the|The)\s+)?(?<![\w.,:/-])(?P<day>[0-3]?\d)(?:{marks}|\.)?"
            rf"(?:{SEPARATOR}(?P<last>[0-3]?\d)(?:{marks}|\.)?)?(?:\s+(?:of|de))?\s+"
            rf"(?P<month>{months})\b(?P<dot>\.?){after}"
        ),
        month_first=re.compile(
            rf"{days}\b(?P<month>{months})\.?\s+(?P<day>[0-3]?\d)(?:{marks})?"
            rf"(?:{SEPARATOR}(?P<last>[0-3]?\d)(?:{marks})?)?(?![\w:%]|[.,-]\d){after}"
        ),
        weekdays=re.compile(
            rf"\b(?:{short})\b\.?(?:\s?(?:[-\u2013/&,]|to|and)\s?(?:{short})\b\.?)+"
        ),
    )


def _weekdays(days: re.Match[str], words: Vocabulary) -> str:
    dot = "." if days[0].endswith(".") and _NEW_SENTENCE.match(days.string, days.end()) else ""
    said = re.sub(r"[^\W\d_]{3,}", lambda day: _weekday(day[0], words), days[0].replace(".", ""))
    said = re.sub(r"\s?[-\u2013]\s?", f" {words.to} ", said)
    return re.sub(r"\s?/\s?", ", ", said).replace("&", words.and_) + dot


def _weekday(short: str, words: Vocabulary) -> str:
    return next((day for day in words.dates.weekdays if day.startswith(short[:3])), short)


def _month(name: str, words: Vocabulary) -> int:
    dates = words.dates
    names = dates.months if name in dates.months else dates.months_short
    return (names.index(name) if name in names else dates.months_short.index("Sept")) + 1


def _in_figures(date: re.Match[str], words: Vocabulary) -> str:
    if date["iso"]:
        return _date(int(date["iso_day"]), int(date["iso_month"]), date["iso"], words) or date[0]
    day, month = int(date["first"]), int(date["second"])
    if words.month_first and date["mark"] != ".":
        day, month = month, day
    if month > _LAST_MONTH:
        day, month = month, day
    written = date["year"]
    if len(written) == len("26"):
        written = f"{20 if int(written) < _THIS_CENTURY else 19}{written}"
    return _date(day, month, written, words) or date[0]


def _date(day: int, month: int, written_year: str, words: Vocabulary) -> str | None:
    if not (1 <= month <= _LAST_MONTH and 1 <= day <= _LAST_DAY):
        return None
    name = words.dates.months[month - 1]
    said = year(int(written_year), words)
    if words.month_first:
        return f"{name} {ordinal(day, words)}, {said}"
    return _day(day, name, words) + words.dates.year_after.format(year=said)


def _day(day: int, month: str, words: Vocabulary) -> str:
    first = "premier" if words.language.startswith("fr") and day == 1 else cardinal(day, words)
    return words.dates.day.format(ordinal=ordinal(day, words), cardinal=first, month=month)


def _day_first(date: re.Match[str], words: Vocabulary) -> str:
    month = words.dates.months[_month(date["month"], words) - 1]
    day = int(date["day"])
    if not 1 <= day <= _LAST_DAY or (date["month"] in {"March", "May"} and date["year"] is None and counts_something(date.string, date.end(), words) and not date["the"]):
        return date[0]
    said = _day(day, month, words)
    if date["last"]:
        until = f" {words.to} {ordinal(int(date['last']), words)}"
        said = said.replace(ordinal(day, words), ordinal(day, words) + until, 1)
    if words.language.startswith("de"):
        said = _german(said, date)
    before = f"{_weekday(date['weekday'], words)}, " if date["weekday"] else ""
    if date["year"]:
        return before + said + words.dates.year_after.format(year=year(int(date["year"]), words))
    ends = date["dot"] and _NEW_SENTENCE.match(date.string, date.end())
    return f"{before}{said}{'.' if ends else ''}"


def _german(said: str, date: re.Match[str]) -> str:
    """Bend a German ordinal: "am dritten Mai", "dritter Mai"."""
    first, _, rest = said.partition(" ")
    before = date.string[: date.start()].split()
    if before and before[-1].lower() in {"am", "vom", "zum", "dem", "den", "bis", "ab", "seit"}:
        return f"{first}n {rest}"
    return said if before and before[-1].lower() == "der" else f"{first}r {rest}"


def _month_first(date: re.Match[str], words: Vocabulary) -> str:
    day = int(date["day"])
    counted = date["year"] is None and counts_something(date.string, date.end(), words)
    if not 1 <= day <= _LAST_DAY or (counted and date["month"] in {"May", "March", "Mar"}):
        return date[0]
    month = words.dates.months[_month(date["month"], words) - 1]
    before = f"{_weekday(date['weekday'], words)}, " if date["weekday"] else ""
    last = f" {words.to} {ordinal(int(date['last']), words)}" if date["last"] else ""
    after = f", {year(int(date['year']), words)}" if date["year"] else ""
    return f"{before}{month} {ordinal(day, words)}{last}{after}"


def _time(time: re.Match[str], words: Vocabulary) -> str:
    hour = int(time["hour"] or time["hour2"] or time["hour3"])
    minute = int(time["minute"] or time["minute3"] or 0)
    half = time["half"] or time["half2"]
    if half:
        dot = time["dot"] or time["dot2"]
        end = "." if dot and _NEW_SENTENCE.match(time.string, time.end()) else ""
        after = f" {_minute(minute, words)}" if minute else ""
        return f"{cardinal(hour, words)}{after} {half.upper()} M{end}"
    if words.english and minute == 0:
        if hour % 24 == 0:
            return "midnight"
        if hour > _NOON:
            return f"{cardinal(hour, words)} hundred"
    said = _hour(hour, words)
    if minute == 0:
        return words.dates.full_hour.format(hour=said)
    return words.dates.time.format(hour=said, minute=_minute(minute, words))


def _hour(hour: int, words: Vocabulary) -> str:
    if hour == 1 and words.one and not words.language.startswith("de"):
        return words.one_feminine
    return words.one if hour == 1 and words.one else cardinal(hour, words)


def _minute(minute: int, words: Vocabulary) -> str:
    oh = "oh " if words.english and minute < 10 else ""  # noqa: PLR2004 - one digit
    return oh + cardinal(minute, words)


def _decade(decade: re.Match[str], words: Vocabulary) -> str:
    figures = decade[1]
    if len(figures) == len("1990"):
        return plural(year(int(figures), words))
    before = decade.string[: decade.start(1)]
    is_length = _REST.match(decade.string, decade.end())
    if not _DECADE_OF.search(before) or int(figures) < 20 or is_length:  # noqa: PLR2004
        return decade[0]
    return plural(cardinal(int(figures), words))


def _years(years: re.Match[str], words: Vocabulary) -> str:
    if counts_something(years.string, years.end(), words):
        return years[0]
    last = int(years[2])
    said = year(last, words) if len(years[2]) > len("26") else cardinal(last, words)
    return f"{year(int(years[1]), words)} {words.to} {said}"


def _year(found: re.Match[str], words: Vocabulary) -> str:
    if counts_something(found.string, found.end(), words):
        return found[0]
    return year(int(found[1]), words)
