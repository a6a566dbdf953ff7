"""Walks: one file of several exercises, read by other tools than those that wrote it."""

from __future__ import annotations

import json
import re

import pytest

from tests.e2e.audio import decoded, level
from tests.e2e.conftest import Ground
from tests.e2e.test_export_inside import probed
from tests.exercises import WALK

pytestmark = pytest.mark.e2e

QUICK = ("--voice", "espeak/gmw/en-us")


@pytest.fixture
def ground(ground: Ground) -> Ground:
    for name, title in (("one", "First part"), ("other", "Second part")):
        (ground.folder / f"{name}.md").write_text(re.sub("title: .*", f"title: {title}", WALK))
    return ground


@pytest.mark.parametrize("kind", ["m4b", "mp3", "opus"])
def test_exercises_become_one_file_with_chapters_by_exercise(ground: Ground, kind: str) -> None:
    how = ("one.md", "other.md", "--join", "--between", "30s", *QUICK, "--captions", "vtt")
    ran = ground("export", *how, "-o", f"walk.{kind}")
    assert ran.code == 0, ran.err
    assert ran.out.split() == [f"walk.{kind}", "walk.vtt"]
    file = ground.folder / f"walk.{kind}"
    found = probed(file)
    titles = [each["tags"]["title"] for each in found["chapters"]]
    assert [title.partition(":")[0] for title in dict.fromkeys(titles)] == [
        *(title.partition(":")[0] for title in titles)
    ]
    middle = titles.index("On the way")
    assert all(title.startswith("First part: ") for title in titles[:middle])
    assert all(title.startswith("Second part: ") for title in titles[middle + 1 :])
    assert level(file).lufs == pytest.approx(-19, abs=0.5)
    parts = [ground("show", name, *QUICK, "--json").json()["duration"] for name in how[:2]]
    # Without one bell in the middle, and with a quiet time, its two lines and its bell.
    assert len(decoded(file)) / 24_000 == pytest.approx(sum(parts) + 30, abs=8)
    assert "Next is Second part, in 30 seconds." in (ground.folder / "walk.vtt").read_text()
    again = ground("export", *how, "-o", f"walk.{kind}")
    assert again.code == 1
    assert "--force" in again.err


def test_a_walk_is_listed_shown_and_exported_as_an_exercise_is(ground: Ground) -> None:
    listed = {each["id"]: each for each in ground("list", "--json").json()}
    walk = listed["round-the-block"]
    shown = json.loads(ground("show", "round", "the", "block", *QUICK, "--json").out)
    assert shown["duration"] == pytest.approx(walk["duration"], rel=0.05)
    assert "round-the-block" in ground("list").out
    assert ground("check", "round-the-block").code == 0


@pytest.mark.parametrize("length", ["0s", "2", "soon", "-5s", "2h", "1h", "pause 45s", ""])
def test_a_length_that_is_none_is_wrong_usage(ground: Ground, length: str) -> None:
    ran = ground("export", "one.md", "other.md", "--join", "--between", length)
    assert ran.code == 2
    assert "45s" in ran.err


def test_between_needs_join(ground: Ground) -> None:
    assert ground("export", "one.md", "other.md", "--between", "2m").code == 2
