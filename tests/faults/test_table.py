"""The command that causes faults prints a row for each, and its exit code says if one fails."""

from __future__ import annotations

import sys
from dataclasses import replace

import pytest
from click.testing import CliRunner

if sys.platform != "linux":
    pytest.skip("it drives the program as on Linux", allow_module_level=True)

from tests.faults.__main__ import SECTIONS, main
from tests.faults.bench import Bench
from tests.faults.rows import ROWS, Failed, NotTried

pytestmark = pytest.mark.e2e

QUICK = ("first-steps-of-the-readme", "numbers-on-a-small-screen", "check-of-brackets")


def table(*names: str) -> tuple[int, dict[str, list[str]]]:
    """Run the command; return its exit code, and the cells of each row by its name."""
    ran = CliRunner().invoke(main, names, catch_exceptions=False)
    lines = [line.strip("| ").split(" | ") for line in ran.output.splitlines() if "| " in line]
    return ran.exit_code, {name: cells for name, *cells in lines[1:]}


def test_it_prints_a_row_for_each_name() -> None:
    code, rows = table(*QUICK)
    assert code == 0, rows
    assert list(rows) == list(QUICK)
    for name, (cause, happened, verdict) in rows.items():
        assert cause == ROWS[name].cause
        assert (bool(happened), verdict) == (True, "pass")


@pytest.mark.parametrize(
    ("error", "verdict", "code"),
    [
        (Failed("seen"), "fail", 1),
        (AssertionError("seen"), "fail", 1),
        (RuntimeError("seen"), "fail", 1),
        (NotTried("seen"), "not tried here", 0),
    ],
)
def test_a_row_that_fails_costs_none_of_the_others(
    error: Exception, verdict: str, code: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_: Bench) -> str:
        raise error

    name, other = "several-words-are-a-name", "first-steps-of-the-readme"
    monkeypatch.setitem(ROWS, name, replace(ROWS[name], cause_it=fail))
    ended, rows = table(name, other)
    assert ended == code
    assert rows[name][1].endswith("seen")
    assert (rows[name][2], rows[other][2]) == (verdict, "pass")


def test_every_row_is_in_a_section() -> None:
    assert {row.section for row in ROWS.values()} == set(SECTIONS)
