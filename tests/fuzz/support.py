"""The numbers of help lines, and the countries that people type: found, or refused."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from tests.fuzz.choices import Choices
from tests.fuzz.target import Target, fresh_home
from voice.errors import GroundError, UnknownNameError
from voice.support.countries import (
    begins_with,
    countries_beginning,
    country_code,
    country_name,
    known_country,
)
from voice.support.emergency import emergency_number
from voice.support.helplines import NUMBERS, known_lines, line_for, old_lines


def _holds(content: bytes) -> None:
    choices = Choices(content)
    if choices.yes():
        _countries(choices.rest().decode(errors="replace"))
    else:
        _numbers(choices.rest())


def _numbers(content: bytes) -> None:
    with fresh_home() as home:
        path = home / "numbers.toml"
        path.write_bytes(content)
        try:
            lines = known_lines(path)
        except GroundError as error:
            assert str(path) in str(error) or "number for" in str(error)
            return
    old_lines(lines, date(2026, 1, 1))
    assert len({line.country for line in lines}) == len(lines) > 0
    for line in lines:
        assert re.fullmatch("[0-9][0-9 -]*", line.number)
        assert line.year > 2009
        assert line_for(line.country.lower(), lines) in {line, None}


def _countries(typed: str) -> None:
    beginning = countries_beginning(typed)
    assert countries_beginning(typed, english=True) <= frozenset(beginning) or len(beginning) == 1
    code = country_code(typed)
    if code is None:
        try:
            known_country(typed)
        except UnknownNameError:
            return
        raise AssertionError(typed)
    assert known_country(typed) == code
    assert country_code(country_name(code)) is not None
    assert begins_with(code, country_name(code)[:1]) or country_name(code).startswith("the ")
    emergency_number(code)


def _seeds() -> Iterator[bytes]:
    rows = NUMBERS.read_bytes().split(b"[[line]]")
    yield from (b"\0[[line]]" + row for row in rows[1:12])
    yield b"\0[[line]]" + b"[[line]]".join(rows[1:3])
    yield b"\0line = []"
    yield b"\0line = [1]"
    yield b"\0line = " + b"[" * 1_400
    for typed in ("gb", "the Philippines", "Deutschland", "Cote d'Ivoire", "\u00d6sterreich", "u"):
        yield b"\1" + typed.encode()


TARGET = Target(
    aims=("voice.support.helplines", "voice.support.countries", "voice.support.emergency"),
    holds=_holds,
    seeds=_seeds,
    words=(
        *("[[line]]\n", "country = ", "english = ", "english_hours = ", "also = ", "free = true"),
        *("checked_on = ", '"2026-02-30"', '"GB"', '"0800"', "[]", "{}", "http://a/", "&", "the "),
        *("text = ", "emergency = ", "name = ", "source = ", "languages = ", "1", '""'),
    ),
    longest=1_500,
)
