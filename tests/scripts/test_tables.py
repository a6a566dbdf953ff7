"""The tables beside the scripts: where the exercises come from, and what can go wrong."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import voice
from voice.script.library import entries

FOLDER = Path(__file__).parents[2] / "scripts"
PACKAGE = Path(voice.__file__).parent
CHECKS = (PACKAGE / "check", PACKAGE / "timeline")

IDS = {entry.script.id for entry in entries()}

EVERYWHERE = {"all", "none", "the program"}
"""Where a hazard is no matter of certain scripts."""

BY_A_PERSON = "a person who reads"

NAME = re.compile(r"`([a-z/-]+)`")


def rows(name: str, columns: int) -> list[list[str]]:
    """The numbered rows of a Markdown file's tables."""
    text = (FOLDER / name).read_text(encoding="utf-8")
    found = [
        [cell.strip() for cell in line.strip("|").split("|")]
        for line in text.splitlines()
        if re.match(r"\| \d+ \|", line)
    ]
    assert all(len(row) == columns for row in found)
    return found


PRACTICES = rows("README.md", 4)
HAZARDS = rows("HAZARDS.md", 7)


def written_rules() -> set[str]:
    """Every name in quotation marks in the checks; names of rules are among them."""
    return {
        name
        for folder in CHECKS
        for file in folder.iterdir()
        if file.suffix in {".py", ".toml"}
        for name in re.findall(r'"([a-z]+(?:-[a-z]+)*)"', file.read_text(encoding="utf-8"))
    }


def test_all_thirty_practices_are_there() -> None:
    assert [int(row[0]) for row in PRACTICES] == list(range(1, 31))
    assert all(re.search(r"\b[AB] \d", row[2]) for row in PRACTICES)


@pytest.mark.parametrize("row", PRACTICES, ids=lambda row: row[0])
def test_a_practice_names_exercises_that_exist(row: list[str]) -> None:
    named = {name for name in NAME.findall(row[3]) if not name.startswith("ground")}
    assert named
    assert named <= IDS


def test_every_exercise_comes_from_a_practice() -> None:
    named = {name for row in PRACTICES for name in NAME.findall(row[3])}
    assert named >= IDS


def test_hazards_are_numbered() -> None:
    assert [int(row[0]) for row in HAZARDS] == list(range(1, len(HAZARDS) + 1))


@pytest.mark.parametrize("row", HAZARDS, ids=lambda row: row[0])
def test_a_hazard_names_scripts_and_guards_that_exist(row: list[str]) -> None:
    scripts = set(NAME.findall(row[4]))
    assert scripts <= IDS
    assert scripts or row[4] in EVERYWHERE
    guards = set(NAME.findall(row[5]))
    tests = {guard for guard in guards if guard.startswith("tests/")}
    assert all((FOLDER.parent / test).is_dir() for test in tests)
    assert guards - tests <= written_rules()
    assert guards or row[5] == BY_A_PERSON
    assert all(row)
