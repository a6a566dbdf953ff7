"""`ground check` of a walk, whose lines come from several files."""

from __future__ import annotations

from pathlib import Path

import pytest

from voice.check.files import check_script

HEAD = "---\ntitle: Round\nabout: Sounds, then ice.\nask: 2\nposition: seated\n---\n\n"
SOUNDS = "## hear-five\n\nIce comes next. [3s]\n\n"
ICE = "## ice-cube\n\nLook round at the walls. [3s]\nThat was the end. [2s]\n"


@pytest.fixture
def scripts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of the listener's own scripts, with one for walks."""
    monkeypatch.setenv("GROUND_HOME", str(tmp_path))
    folder = tmp_path / "scripts"
    (folder / "walks").mkdir(parents=True)
    return folder


def check(scripts: Path, text: str) -> tuple[list[tuple[str, int, int]], list[int]]:
    """Check a walk; return its findings, and the rows of lines spoken in other words."""
    file = scripts / "walks" / "mine.md"
    file.write_text(text)
    checked = check_script(str(file))
    assert not checked.problems
    found = [(each.rule, each.line, each.column) for each in checked.findings]
    return found, [each.line for each in checked.spoken]


def test_lines_of_two_exercises_with_one_number_are_told_apart(scripts: Path) -> None:
    # Line 37 of ice-cube, where the ice is picked up, is a line of hear-five too.
    assert check(scripts, HEAD + SOUNDS + ICE) == ([], [])


def test_a_finding_in_an_exercise_is_at_the_heading_that_names_it(scripts: Path) -> None:
    harsh = (
        "---\ntitle: Harsh\nabout: Look.\nask: 1\nposition: any\n---\n\n## One\n\nLook.\n"
        + "Look again. [3s]\n" * 20
        + "Now, you must look. [3s]\n"
    )
    (scripts / "harsh.md").write_text(harsh)
    between = "## harsh\n\nYou must go on. [3s]\n\n"
    found, _ = check(scripts, HEAD + SOUNDS + between + ICE)
    rows = [(line, column) for rule, line, column in found if rule == "demand"]
    assert rows == [(12, 1), (14, 5)]
    assert all(line <= len((HEAD + SOUNDS + between + ICE).splitlines()) for _, line, _ in found)


def test_the_head_of_a_walk_keeps_its_rows(scripts: Path) -> None:
    found, spoken = check(scripts, HEAD.replace("Sounds", "Dr. May's sounds") + SOUNDS + ICE)
    assert spoken == [3]
    assert {line for _, line, _ in found} <= {3}
