"""Emergency numbers: every one can be dialled, and none is listed twice."""

from __future__ import annotations

import re
import tomllib

import pytest

from voice.support.countries import country_name
from voice.support.emergency import EMERGENCY, EU, emergency_number
from voice.support.helplines import known_lines
from voice.support.words import Caller, caller_in, danger

TABLE: dict[str, str] = tomllib.loads(EMERGENCY.read_text(encoding="utf-8"))


def test_the_union_has_its_27_members() -> None:
    assert len(EU) == 27
    assert all(country_name(code) for code in EU)


def test_every_number_is_short_and_of_a_known_country() -> None:
    assert list(TABLE) == sorted(TABLE)
    for code, number in TABLE.items():
        assert country_name(code)
        assert re.fullmatch("[0-9]{2,4}", number)


def test_none_stands_beside_another_source() -> None:
    assert not set(TABLE) & {*EU, *(line.country for line in known_lines())}


@pytest.mark.parametrize(
    ("country", "number"),
    [("JP", "119"), ("NO", "113"), ("MX", "911"), ("SE", "112"), ("ZA", None), (None, None)],
)
def test_the_number_for_people_is_found(country: str | None, number: str | None) -> None:
    assert emergency_number(country) == number
    assert Caller(country=country).emergency == number


def test_what_a_row_says_counts_more() -> None:
    assert caller_in("FR", known_lines()).emergency == "15"


def test_it_is_told_where_there_is_no_other_number() -> None:
    assert danger(caller_in("Mexico", known_lines())) == (
        "In danger, call nine one one.",
        "Again, nine one one.",
        "That is the emergency number in Mexico.",
    )
