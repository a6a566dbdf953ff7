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
_ON_DAY = re.compile(r"(?<=\b[Oo]n )(\d{1,2})/(\d{1,2})(?![\w/]|[.,]\d)")
_GERMAN_DAY = re.compile(r"(?<![\w.,/-])(?P<day>\d{1,2})\.(?P<month>\d{1,2})\.(?!\w|[-.,]\d)")
_LAST_MONTH, _LAST_DAY = 12, 31
_THIS_CENTURY = 70
"""Years of two digits below this are of the 2000s."""

_YEAR = r"(?:1[1-9]\d\d|20\d\d)"
_YEARS = re.compile(
    rf"(?<![\w.,:/-])(?P<first>{_YEAR})\s?(?:[-\u2013\u2014]|(?P<slash>/)(?=\d\d))\s?(?P<last>\d{{4}}|\d\d)(?![\w/:]|[-.,]\d)"
)
_YEAR_ALONE = re.compile(rf"(?<![\w.,:/])(?<!\d-)({_YEAR})(?![\w/:]|[-.,]\d|%)")
_DECADE = re.compile(r"(?<![\w.,:/])(?:'(?=\d0))?((?:1[1-9]|20)?\d0)'?s\b")
_BY = re.compile(r"(?<=\bby )\d{1,2}s\b")
_DECADE_OF = re.compile(
    r"(?:'|\d0s[-\u2013/]|\b(?:the|his|her|their|my|your|our|late|early|mid)[ -])$", re.IGNORECASE
)
_REST = re.compile(
    r"\s(?:pause|rest|hold|break|silence|wait|bell|quiet|breath|gap|mark|timer|limit|exercise)"
)

_MANY = re.compile(r"(?<![\w.])(?:(1)00(?=s\s+of\b)|1(?:,|)(0)00|1,000,00(0))s\b")
_MANY_NAMES = ("hundreds", "thousands", "millions")

_NEW_SENTENCE = re.compile(r"\s*$|\s+[\"'(]?[A-Z]")


@dataclass(frozen=True, slots=True)
class _Names:
    """Patterns with the names of one language."""

    day_first: re.Pattern[str]
    month_first: re.Pattern[str]
    with_year: re.Pattern[str]
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
        text = _ON_DAY.sub(lambda date: _on_day(date, words), text) if words.english else text
        if words.language.startswith("de"):
            text = _GERMAN_DAY.sub(lambda date: _german_day(date, words), text)
    if not any(month in text for month in (*dates.months, *dates.months_short)):
        return text
    names = _names(words)
    text = names.with_year.sub(lambda month: dates.months[_month(month[1], words) - 1], text)
    text = names.day_first.sub(lambda date: _day_first(date, words), text)
    if words.english:
        text = names.month_first.sub(lambda date: _month_first(date, words), text)
    return text


def decades_in_words(text: str, words: Vocabulary) -> str:
    """Return a text with "the 1990s", "his 30s" and "100s of" in words."""
    if not words.english:
        return text
    text = _MANY.sub(lambda many: _MANY_NAMES[(many.lastindex or 1) - 1], text)
    text = _BY.sub(lambda steps: plural(cardinal(int(steps[0][:-1]), words)), text)
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
        with_year=re.compile(rf"\b({months})\b\.?(?=\s\d{{4}}\b)"),
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
    said = _date(day, month, written, words) or date[0]
    return _german(said, date) if words.language.startswith("de") and said != date[0] else said


def _on_day(date: re.Match[str], words: Vocabulary) -> str:
    """Say the date in "on 24/12"; "on 3/4 tests" is a fraction."""
    day, month = int(date[1]), int(date[2])
    if month > _LAST_MONTH or (words.month_first and day <= _LAST_MONTH):
        day, month = month, day
    possible = 1 <= month <= _LAST_MONTH and 1 <= day <= _LAST_DAY
    if not possible or counts_something(date.string, date.end(), words):
        return date[0]
    name = words.dates.months[month - 1]
    return f"{name} {ordinal(day, words)}" if words.month_first else _day(day, name, words)


def _german_day(date: re.Match[str], words: Vocabulary) -> str:
    """Say "24.12." as a date; its full stop may end the sentence as well."""
    day, month = int(date["day"]), int(date["month"])
    if not (1 <= month <= _LAST_MONTH and 1 <= day <= _LAST_DAY):
        return date[0]
    said = _german(_day(day, words.dates.months[month - 1], words), date)
    ends = _NEW_SENTENCE.match(date.string, date.end())
    return f"{said}{'.' if ends else ''}"


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
    if not 1 <= day <= _LAST_DAY or (
        date["month"] in {"March", "May"}
        and date["year"] is None
        and counts_something(date.string, date.end(), words)
        and not date["the"]
    ):
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
    first, last = int(years["first"]), int(years["last"])
    is_whole = len(years["last"]) > len("26")
    if years["slash"] and is_whole and last != first + 1:
        return years[0]
    said = year(last, words) if is_whole else cardinal(last, words)
    return f"{year(first, words)} {words.to} {said}"


def _year(found: re.Match[str], words: Vocabulary) -> str:
    if counts_something(found.string, found.end(), words):
        return found[0]
    return year(int(found[1]), words)
