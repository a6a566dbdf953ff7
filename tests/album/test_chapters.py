"""Chapters and captions, from cues at known places."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from itertools import pairwise

import pytest

from voice.album.chapters import captions, chapters
from voice.pace import make_pace
from voice.script.model import Line, Phase, Script, Step
from voice.script.walks import joined
from voice.timeline.cues import Cue, Kind, Timeline, place

SPEECH = 12_000


def script(steps: int) -> Script:
    lines = (Line("Said."),)
    named = tuple(Step(f"Step {number}", lines) for number in range(steps))
    return Script("Title", "About.", 1, "any", named)


def frames_of(text: str) -> int:
    return SPEECH * len(text.split())


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("0", [(0, 0)]),
        ("0012", [(0, 0), (1, 2), (2, 3)]),
        ("0121212", [(0, 0), (1, 1)]),
        ("01212123", [(0, 0), (1, 1), (3, 7)]),
        ("0121", [(0, 0), (1, 1)]),
        ("01234534534567", [(0, 0), (1, 1), (2, 2), (3, 3), (6, 12), (7, 13)]),
        ("0110223", [(0, 0), (2, 4), (3, 6)]),
    ],
)
def test_what_is_said_again_is_one_chapter(said: str, expected: list[tuple[int, int]]) -> None:
    """Expected: which step a chapter is named after, and the cue it begins with."""
    cues = tuple(Cue(Kind.SPEECH, int(step), text="Said.") for step in said)
    exercise = script(10)
    where = place(Timeline(exercise, make_pace("gentle"), cues), frames_of)
    found = chapters(exercise, where)
    assert [(c.title, c.start) for c in found] == [
        (f"Step {step}", cue * SPEECH) for step, cue in expected
    ]
    assert [c.end for c in found] == [*(c.start for c in found[1:]), len(said) * SPEECH]


@pytest.mark.parametrize(("exercises", "steps", "found"), [(51, 4, 254), (52, 4, 52), (9, 30, 9)])
def test_a_long_walk_has_no_more_chapters_than_players_list(
    exercises: int, steps: int, found: int
) -> None:
    """255 fit; else each exercise is one, to which the way after it belongs."""
    alone = script(steps)
    walk = joined([replace(alone, title=f"Exercise {n % 3}") for n in range(exercises)])
    cues = tuple(Cue(Kind.SPEECH, step, text="Said.") for step in range(len(walk.steps)))
    chaptered = chapters(walk, place(Timeline(walk, make_pace("gentle"), cues), frames_of))
    assert len(chaptered) == found
    assert (chaptered[0].start, chaptered[-1].end) == (0, SPEECH * len(cues))
    assert all(one.end == next_one.start for one, next_one in pairwise(chaptered))
    if found == exercises:
        assert [c.title for c in chaptered] == [f"Exercise {n % 3}" for n in range(exercises)]
        assert [c.start for c in chaptered] == [n * (steps + 1) * SPEECH for n in range(found)]


def test_captions_hold_all_that_is_heard_and_no_pause() -> None:
    second = Fraction(1)
    cues = (
        Cue(Kind.BELL, 0, seconds=second),
        Cue(Kind.SPEECH, 0, 3, text="Hear this."),
        Cue(Kind.SETTLE, 0, 3, seconds=second),
        Cue(Kind.BREATH, 0, 4, second, "In.", Phase.IN),
        Cue(Kind.BREATH, 0, 4, second, "Four words are many.", Phase.OUT),
        Cue(Kind.BREATH, 0, 4, second, "", Phase.REST),
        Cue(Kind.SPEECH, 0, None, text="Still here."),
    )
    where = place(Timeline(script(1), make_pace("gentle"), cues), frames_of)
    found = [(c.start, c.end, c.text) for c in captions(where, frames_of)]
    assert found == [
        (24_000, 48_000, "Hear this."),
        (72_000, 84_000, "In."),  # a word ends before its breath does
        (144_000, 168_000, "Still here."),  # "Four words" lasts longer than its breath: unsaid
    ]
