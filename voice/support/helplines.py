"""The help lines of ``numbers.toml``, checked when they are read.

The reasons for leaving countries out are in scripts/SOURCES.md, Who to call. A row says where its
number was read and when that page was written; the listener is told, and can judge for themselves.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import MISSING, dataclass, fields
from datetime import date
from pathlib import Path
from typing import Any

from voice.errors import GroundError
from voice.support.countries import country_code

NUMBERS = Path(__file__).with_name("numbers.toml")

_CODE = re.compile(r"[A-Z]{2}")
_DIALLED = re.compile(r"[0-9]+(?:[ -][0-9]+)*")
_READ = re.compile(r"(20[1-9][0-9])(?:-([0-9]{2})(?:-([0-9]{2}))?)?")
_DIALLED_FIELDS = ("number", "text", "emergency", "english")
_LISTS = ("languages", "also")


@dataclass(frozen=True, slots=True)
class Helpline:
    """The help line of one country.

    Attributes:
        country: ISO 3166-1 code, such as ``DE``.
        name: The country as it is said after "in".
        service: Name of the service, in its own language.
        spoken: The same for an English voice.
        number: Digits to dial, in groups.
        hours: ``24/7``, or words that follow "It is open".
        languages: English names of the languages spoken.
        source: Address of the page where the number was read.
        checked_on: Date of that page: a year, year-month or day.
        text: Number for text messages.
        emergency: The emergency number, if a source for it was read.
        english: Another number, for English.
        english_hours: Hours of that number.
        free: True if the source says that calls cost nothing.
        also: Further pages that were read.
    """

    country: str
    name: str
    service: str
    spoken: str
    number: str
    hours: str
    languages: tuple[str, ...]
    source: str
    checked_on: str
    text: str | None = None
    emergency: str | None = None
    english: str | None = None
    english_hours: str | None = None
    free: bool = False
    also: tuple[str, ...] = ()

    @property
    def year(self) -> int:
        """Year of the page where the number was read."""
        return self.read_on.year

    @property
    def read_on(self) -> date:
        """Return the first day on which that page can have been written."""
        return _first_day(self.checked_on)

    def is_old(self, today: date) -> bool:
        """True if its source is older than twelve months (scripts/SOURCES.md, Who to call)."""
        then = self.read_on
        return (then.year + 1, then.month, then.day) < (today.year, today.month, today.day)

    def __str__(self) -> str:
        return f"{self.country} ({self.checked_on})"


def known_lines(path: Path = NUMBERS) -> tuple[Helpline, ...]:
    """Return all rows, sorted by the country's name.

    Raises:
        GroundError: A row cannot be shown; says which and why.
    """
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        raise GroundError(f"The numbers in {path} cannot be read: {error}.") from error
    rows = table.get("line")
    if not isinstance(rows, list) or not rows:
        raise GroundError(f"There are no numbers in {path}.")
    if not all(isinstance(row, dict) for row in rows):
        raise GroundError(f"The numbers in {path} are not written as [[line]].")
    lines = [_line(row) for row in rows]
    _check_countries(lines)
    return tuple(sorted(lines, key=sorting_name))


def line_for(country: str | None, lines: Iterable[Helpline]) -> Helpline | None:
    """Return the row of a country, if there is one.

    Args:
        country: Its code or its name, see `country_code`; `None` for no country.
        lines: Rows to search.
    """
    if not country:
        return None
    code = country_code(country)
    return next((line for line in lines if line.country == code), None)


def sorting_name(line: Helpline) -> str:
    """Return the country without its article."""
    return line.name.removeprefix("the ")


def old_lines(lines: Iterable[Helpline], today: date) -> tuple[Helpline, ...]:
    """Return the lines whose number must be checked again before a release."""
    return tuple(line for line in lines if line.is_old(today))


def _line(row: Mapping[str, Any]) -> Helpline:
    where = f"The number for {row.get('country', '(no country)')}"
    known = {field.name: field for field in fields(Helpline)}
    for name in row:
        if name not in known:
            raise GroundError(f"{where} has an unknown entry: {name}.")
    for name, field in known.items():
        if field.default is MISSING and not row.get(name):
            raise GroundError(f"{where} has no {name}.")
    for name, value in row.items():
        _check_type(where, name, value)
    values: dict[str, Any] = {**row, **{name: tuple(row[name]) for name in _LISTS if name in row}}
    line = Helpline(**values)
    _check_values(where, line)
    return line


def _check_type(where: str, name: str, value: object) -> None:
    if name == "free":
        fine = isinstance(value, bool)
    elif name in _LISTS:
        fine = isinstance(value, list) and all(isinstance(part, str) and part for part in value)
    else:
        fine = isinstance(value, str) and bool(value.strip())
    if not fine:
        raise GroundError(f"{where} has a {name} that cannot be {value!r}.")


def _check_values(where: str, line: Helpline) -> None:
    if not _CODE.fullmatch(line.country):
        raise GroundError(f"{where} needs a country of two capital letters.")
    for name in _DIALLED_FIELDS:
        value = getattr(line, name)
        if value is not None and not _DIALLED.fullmatch(value):
            raise GroundError(f"{where} has a {name} that cannot be dialled: {value}.")
    if (line.english is None) != (line.english_hours is None):
        raise GroundError(f"{where} needs english and english_hours together.")
    for address in (line.source, *line.also):
        if not re.fullmatch(r"https?://[^\s/]+/\S*", address):
            raise GroundError(f"{where} has a source that is not an address: {address}.")
    try:
        _first_day(line.checked_on)
    except ValueError as error:
        raise GroundError(
            f"{where} has a checked_on that is not a date: {line.checked_on}."
        ) from error


def _check_countries(lines: Sequence[Helpline]) -> None:
    seen: set[str] = set()
    for line in lines:
        if line.country in seen:
            raise GroundError(f"The number for {line.country} is listed twice.")
        seen.add(line.country)


def _first_day(checked_on: str) -> date:
    parts = _READ.fullmatch(checked_on)
    if parts is None:
        raise ValueError(f"{checked_on} is not a year, a month or a day")
    year, month, day = (int(part or 1) for part in parts.groups())
    return date(year, month, day)
