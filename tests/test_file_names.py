from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from voice.file_names import file_name, numbered


def test_names_sort_as_they_play() -> None:
    for count in (1, 9, 10, 99, 100, 1200):
        names = list(numbered(["b", "a"] * (count // 2) + ["c"] * (count % 2)))
        assert names == sorted(names)
    assert next(iter(numbered(["Ice cube.mp3"]))) == "01 Ice cube.mp3"


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Ice cube", "Ice cube"),
        ("Zuhören: fünf", "Zuhören fünf"),
        ("耳を澄ます", "耳を澄ます"),
        ("Cafe\u0301", "Café"),
        ("Rain/sea\\wind", "Rain sea wind"),
        ('What "now"? <really>|*', "What now really"),
        ("two\nlines\tand\x07 a bell", "two lines and a bell"),
        ("../../etc/passwd", "etc passwd"),
        ("-rf", "rf"),
        (".hidden", "hidden"),
        ("The end...", "The end"),
        ("5-4-3-2-1", "5-4-3-2-1"),
        ("Stone #2 is 100% wool", "Stone 2 is 100 wool"),
        ("CON", "_CON"),
        ("com1.mine", "_com1.mine"),
        ("Console", "Console"),
        ("", "Untitled"),
        (" . ", "Untitled"),
        ("half \ud83d of a character", "half of a character"),
    ],
)
def test_titles_become_names(title: str, name: str) -> None:
    assert file_name(title) == name


@given(st.text())
@example("ä" * 300)
@example("a" + "💧" * 300)
@example("con." + "a" * 300)
@example("a" * 199 + ". b")
def test_any_title_becomes_a_name_that_works(title: str) -> None:
    name = file_name(title)
    assert name == name.strip()
    assert not name.startswith((".", "-"))
    assert not name.endswith(".")
    assert file_name(name) == name
    with TemporaryDirectory() as folder:
        (Path(folder) / f"{name}.opus").touch()
        assert len(list(Path(folder).iterdir())) == 1
