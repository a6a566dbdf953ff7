"""Rows of the table: what each one causes, and what came of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from tests.faults.bench import Bench


class Verdict(StrEnum):
    """Ends of a row."""

    PASS = "pass"  # noqa: S105 - not a password
    FAIL = "fail"
    NOT_TRIED = "not tried here"


class Failed(Exception):  # noqa: N818 - a verdict
    """What happened is not right; `str` of it says what happened."""


class NotTried(Exception):  # noqa: N818 - a verdict
    """A row cannot be tried here; `str` of it says why."""


@dataclass(frozen=True, slots=True)
class Row:
    """One fault.

    Attributes:
        name: A plain name.
        section: The module that holds it.
        cause: How it is caused, in words.
        cause_it: Causes it, and returns what happened if that was right.
    """

    name: str
    section: str
    cause: str
    cause_it: Callable[[Bench], str]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a row."""

    row: Row
    happened: str
    verdict: Verdict


ROWS: dict[str, Row] = {}
"""All rows whose modules were imported, by name and in order."""


def row(cause: str) -> Callable[[Callable[[Bench], str]], Callable[[Bench], str]]:
    """Make a function a row, named as the function with hyphens.

    Args:
        cause: How the fault is caused, in words.
    """

    def add(cause_it: Callable[[Bench], str]) -> Callable[[Bench], str]:
        name = cause_it.__name__.replace("_", "-")
        assert name not in ROWS
        ROWS[name] = Row(name, cause_it.__module__.rpartition(".")[2], cause, cause_it)
        return cause_it

    return add


def not_tried(name: str, section: str, cause: str, why: str) -> None:
    """Add a row that no run can try.

    Args:
        name: See `Row`.
        section: See `Row`.
        cause: See `Row`.
        why: The reason.
    """

    def refuse(_: Bench) -> str:
        raise NotTried(why)

    ROWS[name] = Row(name, section, cause, refuse)


def expect(right: bool, happened: str) -> None:
    """End the row unless something is right.

    Raises:
        Failed: It is not; holds what happened.
    """
    if not right:
        raise Failed(happened)


def attempt(row: Row, bench: Bench) -> Outcome:
    """Try a row."""
    try:
        return Outcome(row, row.cause_it(bench), Verdict.PASS)
    except NotTried as reason:
        return Outcome(row, str(reason), Verdict.NOT_TRIED)
    except Failed as failure:
        return Outcome(row, str(failure), Verdict.FAIL)
    except Exception as error:  # noqa: BLE001 - a row that breaks off costs none of the others
        told = next(iter(str(error).splitlines()), "")
        return Outcome(row, f"{type(error).__name__}: {told}", Verdict.FAIL)
