"""The printed page: narrow, each number alone on its line, the numbers last."""

from __future__ import annotations

import re

import pytest

from voice.support.helplines import known_lines
from voice.support.screen import INDENT, in_table, numbers, page
from voice.support.words import ANY_DAY, MEDICAL, NOW, WHAT_THIS_IS, caller_in

LINES = known_lines()
COUNTRIES = [*(line.country for line in LINES), "JP", "ZA", "IT", None]
ROWS = 23
"""Of a terminal of 24, where the cursor stands in the last."""


@pytest.mark.parametrize("country", COUNTRIES)
@pytest.mark.parametrize("keys", [True, False])
def test_nothing_is_wider_than_a_terminal_and_no_address_is_there(
    country: str | None, keys: bool
) -> None:
    rows = page(caller_in(country, LINES, "Anna", "+49 30 12"), LINES, keys=keys, asks=keys)
    assert max(map(len, rows)) < 80
    assert "http" not in " ".join(rows)


@pytest.mark.parametrize("country", COUNTRIES)
def test_what_is_seen_last_are_the_numbers_all_of_them(country: str | None) -> None:
    caller = caller_in(country, LINES, "Anna", "+49 30 12")
    rows = page(caller, LINES, keys=True, asks=True)
    block = numbers(caller, LINES)
    assert rows[-len(block) :] == block
    assert len(block) <= ROWS
    assert rows[-1].startswith(INDENT)
    seen = rows[-ROWS:]
    alone = [row.strip() for row in seen if row.startswith(INDENT)]
    assert alone[:2] == [caller.emergency or "112", "+49 30 12"]
    line = caller.line
    if line is None:
        assert alone[2:] == ["findahelpline.com"]
        assert [row for row in seen if row in set(map(in_table, LINES))] == [*map(in_table, LINES)]
    else:
        texts = [line.text] if line.text not in {None, line.number} else []
        assert alone[2:] == [n for n in (line.number, *texts, line.english) if n]


@pytest.mark.parametrize("country", COUNTRIES)
@pytest.mark.parametrize("person", [(None, None), ("Anna", "+49 30 12")])
def test_a_small_window_holds_the_emergency_number(
    country: str | None, person: tuple[str | None, str | None]
) -> None:
    """Of 40 columns and 10 rows, the last of which are read."""
    caller = caller_in(country, LINES, *person)
    rows = page(caller, LINES, keys=True, asks=True)
    shown = [row[at : at + 40] for row in rows for at in range(0, max(len(row), 1), 40)]
    assert f"{INDENT}{caller.emergency or '112'}" in shown[-8:]


def test_in_the_table_a_number_stands_alone_at_the_end_of_a_short_line() -> None:
    for line in LINES:
        assert in_table(line).endswith(f" {line.number}")
        assert len(in_table(line)) < 40
        assert len(re.findall(r"\d[\d -]*", in_table(line))) == 1


def test_a_row_tells_hours_languages_and_the_year() -> None:
    text = " ".join(numbers(caller_in("CH", LINES)))
    assert "open day and night, in German, French and Italian." in text
    assert "The number is from a page of 2023; it may have changed." in text
    assert "In English, evenings, six to eleven:" in text
    assert "To talk with somebody, call or text:" in " ".join(numbers(caller_in("US", LINES)))


@pytest.mark.parametrize("country", COUNTRIES)
def test_the_advice_is_printed_whole(country: str | None) -> None:
    text = " ".join(page(caller_in(country, LINES), LINES, keys=False, asks=False))
    for sentence in (*MEDICAL, *NOW, *ANY_DAY, *WHAT_THIS_IS):
        assert sentence in text
