"""Each fault is found, by its own rule and no other, in a script that is kind but for it.

The cases are text. `@base name` says which script of `good/` they start from: all of a file, or
one case. `=== ` begins a case; `- ` is a row of that script that goes, `+ ` one that comes in its
place, and `> ` names the rules that have to find something, one finding each, or none.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from voice.check import judge
from voice.check.findings import Finding
from voice.check.times import judge_times
from voice.script import parse

HERE = Path(__file__).parent
GOOD = sorted((HERE / "good").glob("*.md"))
FEWEST_FAULTS = 60
FEWEST_GOOD = 20


@dataclass
class Case:
    """A kind script with one fault."""

    name: str
    base: str
    changes: list[tuple[str, list[str]]] = field(default_factory=list)
    rules: list[str] = field(default_factory=list)

    @property
    def script(self) -> str:
        rows = (HERE / "good" / f"{self.base}.md").read_text(encoding="utf-8").split("\n")
        for row, instead in self.changes:
            at = rows.index(row)
            rows[at : at + 1] = instead
        return "\n".join(rows)


def cases() -> Iterator[Case]:
    for file in sorted((HERE / "faults").glob("*.txt")):
        head, *texts = file.read_text(encoding="utf-8").split("\n=== ")
        for text in texts:
            yield _case(file.stem, head.removeprefix("@base ").strip(), text)


def _case(group: str, base: str, text: str) -> Case:
    name, *rows = text.rstrip("\n").split("\n")
    case = Case(f"{group}: {name}", base)
    for row in rows:
        match row.split(" ", 1):
            case ["@base", other]:
                case.base = other
            case ["-", old]:
                case.changes.append((old, []))
            case ["+", new]:
                case.changes[-1][1].append(new)
            case [">", rules]:
                case.rules = rules.split()
            case [">"]:
                case.rules = []
    return case


def findings(text: str, name: str) -> list[Finding]:
    script = parse(text, name)
    return [*judge(script), *judge_times(script)]


@pytest.mark.parametrize("case", list(cases()), ids=lambda case: case.name)
def test_a_fault_is_found_by_its_rule_alone(case: Case) -> None:
    found = findings(case.script, "case.md")
    assert sorted(finding.rule for finding in found) == sorted(case.rules), found


@pytest.mark.parametrize("path", GOOD, ids=lambda path: path.stem)
def test_nothing_is_found_in_a_kind_script(path: Path) -> None:
    assert findings(path.read_text(encoding="utf-8"), path.name) == []


def test_there_are_enough_of_both() -> None:
    assert len(list(cases())) >= FEWEST_FAULTS
    assert len(GOOD) >= FEWEST_GOOD
