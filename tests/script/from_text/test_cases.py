"""Texts as therapists write them, the scripts they become, and what is told about it.

Each file of `cases` holds a text, then the script below `>>> script`, then the changes below
`>>> changed`, and below `>>> left` what only the author can do.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from voice.check.from_text import from_text, guessed
from voice.script import parse
from voice.script.formatter import format_with_comments
from voice.script.from_text.changes import told
from voice.script.from_text.source import source_of

CASES = sorted(Path(__file__).with_name("cases").glob("*.txt"))


@pytest.mark.parametrize("file", CASES, ids=lambda file: file.stem)
def test_a_text_becomes_the_script_its_author_meant(file: Path) -> None:
    text, _, rest = file.read_text(encoding="utf-8").partition(">>> script\n")
    script, _, rest = rest.partition(">>> changed\n")
    changed, _, left = rest.partition(">>> left\n")
    made = from_text(source_of(text.encode(), file.name), file.name)
    answers = guessed(made, "morning")
    written = format_with_comments(made.script(answers), made.comments(answers))
    assert written == script
    assert told(made.draft.changes, "line") == changed.splitlines()
    assert told(made.draft.undone, "line") == left.splitlines()
    assert parse(written, "morning.md") == made.script(answers)


def test_there_are_texts_of_many_kinds() -> None:
    assert len(CASES) >= 10
