"""What a judge of scripts says: one finding a fault, with its place and a better way."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """How much a finding weighs."""

    ERROR = "error"
    """May harm, or breaks a promise made to listeners."""

    WARNING = "warning"
    """Worth another look; the writer may know better."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing in a script that could be kinder.

    Attributes:
        rule: Short stable name of what was broken, such as ``"demand"``.
        severity: How much it weighs.
        line: 1-based line of the script; 1 where the whole script, or its head, is meant.
        column: 1-based column in the line as it is spoken.
        message: What is wrong, in one sentence.
        better: What to write instead.
    """

    rule: str
    severity: Severity
    line: int
    column: int
    message: str
    better: str

    def __str__(self) -> str:
        return f"{self.severity} [{self.rule}] {self.message} Better: {self.better}"


def error(rule: str, message: str, better: str, line: int = 1, column: int = 1) -> Finding:
    """A finding that has to be mended."""
    return Finding(rule, Severity.ERROR, line, column, message, better)


def warning(rule: str, message: str, better: str, line: int = 1, column: int = 1) -> Finding:
    """A finding that may stay."""
    return Finding(rule, Severity.WARNING, line, column, message, better)
