"""Numbers the lines of a walk, so that rules tell them apart and findings name rows of its file.

The lines of its exercises come from other files: two of them may have the same number.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import count

from voice.check.findings import Finding
from voice.check.readings import Spoken
from voice.script.model import Line, Script, Step


@dataclass(frozen=True, slots=True)
class Numbered:
    """A script whose lines have numbers of their own, in their order.

    Attributes:
        script: The script.
        rows: The row of its file for each number; the row of the heading for what an exercise says.
        headings: Rows of the headings that name exercises.
    """

    script: Script
    rows: dict[int, int]
    headings: frozenset[int]

    def at_rows(self, findings: Iterable[Finding]) -> tuple[Finding, ...]:
        """Return the findings at rows of the file."""
        return tuple(self._at_row(each) for each in findings)

    def spoken_at_rows(self, spoken: Iterable[Spoken]) -> tuple[Spoken, ...]:
        """Return lines that are spoken in other words, but for those of exercises."""
        found = (replace(each, line=self.rows.get(each.line, each.line)) for each in spoken)
        return tuple(each for each in found if each.line not in self.headings)

    def _at_row(self, finding: Finding) -> Finding:
        row = self.rows.get(finding.line, finding.line)
        return replace(finding, line=row, column=1 if row in self.headings else finding.column)


def numbered(script: Script) -> Numbered:
    """Number the lines of a walk; leave another script as it is."""
    if not any(step.exercise for step in script.steps):
        return Numbered(script, {}, frozenset())
    numbers = count(script.steps[0].number)  # above are the rows of its head
    rows: dict[int, int] = {}

    def number(row: int) -> int:
        given = next(numbers)
        rows[given] = row
        return given

    def line_of(step: Step, line: Line) -> Line:
        return replace(line, number=number(step.number if step.exercise else line.number))

    steps = []
    for step in script.steps:
        heading = number(step.number)
        lines = tuple(line_of(step, line) for line in step.lines)
        steps.append(replace(step, number=heading, lines=lines))
    headings = frozenset(step.number for step in script.steps)
    return Numbered(replace(script, steps=tuple(steps)), rows, headings)
