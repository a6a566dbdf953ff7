"""Findings of the script rules: one for each fault, with its place and a better wording."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum


class Severity(StrEnum):
    """Seriousness of a finding."""

    ERROR = "error"
    """May harm, or breaks a promise made to listeners."""

    WARNING = "warning"
    """Worth another look; the writer may know better."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing in a script that could be kinder.

    Attributes:
        rule: Short stable name of the broken rule, such as ``"demand"``.
        severity: How serious it is.
        line: 1-based line of the script; 1 for the whole script or its head.
        column: 1-based column in the line as it is spoken.
        message: The fault, in one sentence.
        better: What to write instead.
        whole: True if it is about the script as a whole, on whichever row it stands.
    """

    rule: str
    severity: Severity
    line: int
    column: int
    message: str
    better: str
    whole: bool = False

    def __str__(self) -> str:
        return f"{self.severity} [{self.rule}] {self.message} Better: {self.better}"


def error(rule: str, message: str, better: str, line: int = 1, column: int = 1) -> Finding:
    """Make a finding that has to be fixed."""
    return Finding(rule, Severity.ERROR, line, column, message, better)


def warning(rule: str, message: str, better: str, line: int = 1, column: int = 1) -> Finding:
    """Make a finding that may stay."""
    return Finding(rule, Severity.WARNING, line, column, message, better)


def about_whole(finding: Finding) -> Finding:
    """Mark a finding as one about the script as a whole."""
    return replace(finding, whole=True)


def worst(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return the first error, or else the first warning; judging stops at an error.

    Returns:
        One finding, or none if there are none.
    """
    first: tuple[Finding, ...] = ()
    for finding in findings:
        if finding.severity is Severity.ERROR:
            return (finding,)
        first = first or (finding,)
    return first


def one_a_row(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Keep the worst finding of each row, as `worst` does, in the order of the text.

    A finding about the script as a whole hides no other of its row, and no other hides it.
    """
    rows: dict[int, list[Finding]] = {}
    kept: list[Finding] = []
    for finding in in_order(findings):
        if finding.whole:
            kept.append(finding)
        else:
            rows.setdefault(finding.line, []).append(finding)
    return in_order((*kept, *(finding for row in rows.values() for finding in worst(row))))


def in_order(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Sort findings in the order of the text."""
    return tuple(sorted(findings, key=lambda finding: (finding.line, finding.column)))


def first_of(findings: Iterable[Finding], most: int) -> tuple[Finding, ...]:
    """Keep at most that many findings, errors before warnings, in the order of the text."""
    by_weight = sorted(findings, key=lambda finding: finding.severity is not Severity.ERROR)
    return in_order(by_weight[:most])
