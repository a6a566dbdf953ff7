"""The exercises that ship: which there are, how much they ask, how long they take."""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass

import pytest

from voice.frames import SAMPLE_RATE, to_seconds
from voice.pace import PACES, Pace, make_pace
from voice.script.library import entries, find
from voice.script.model import Quiet, Script
from voice.timeline.build import build
from voice.timeline.cues import place
from voice.timeline.estimate import estimated_seconds

SCRIPTS = {entry.script.id: entry.script for entry in entries()}

NEAR = 0.15
"""The largest difference between a length and the outline's, once rendered."""

VOICES = 0.03
"""Of which voices take this much: rendered lengths were 2.4 % from the estimate at most."""

WELL_APART = 180
"""Seconds between two sayings of a line, where an exercise is made longer."""


@dataclass(frozen=True)
class Outline:
    """The plan of a script: how much it asks, and seconds at steady, gentle and slow."""

    ask: int
    lengths: tuple[int, int, int]


OUTLINES = {
    "hear-five": Outline(1, (181, 210, 260)),
    "three-breaths": Outline(1, (150, 162, 186)),
    "name-it": Outline(1, (121, 141, 175)),
    "here-now": Outline(1, (126, 148, 186)),
    "kind-words": Outline(1, (140, 164, 205)),
    "see-five": Outline(1, (136, 161, 205)),
    "ice-cube": Outline(2, (178, 204, 231)),
    "reach-up": Outline(2, (120, 141, 171)),
    "one-kind-thing": Outline(2, (132, 147, 172)),
    "make-it-smaller": Outline(2, (155, 175, 210)),
    "long-out-breath": Outline(2, (330, 345, 370)),
    "one-hello": Outline(3, (178, 202, 243)),
    "sway": Outline(3, (191, 204, 223)),
    "candle-scent": Outline(3, (240, 265, 308)),
    "warm-shower": Outline(3, (363, 402, 438)),
    "slow-walk": Outline(3, (246, 272, 315)),
    "answer-back": Outline(4, (132, 156, 193)),
    "what-matters": Outline(4, (170, 180, 195)),
    "my-people": Outline(4, (126, 144, 175)),
    "tech-free": Outline(4, (360, 372, 400)),
}


@pytest.mark.parametrize("id_", OUTLINES)
def test_every_outline_has_its_exercise(id_: str) -> None:
    assert SCRIPTS[id_].ask == OUTLINES[id_].ask


def test_those_that_ask_least_come_first() -> None:
    outlined = [id_ for id_ in SCRIPTS if id_ in OUTLINES]
    asked = [OUTLINES[id_].ask for id_ in outlined]
    assert asked == sorted(asked)


@pytest.mark.parametrize("name", PACES)
@pytest.mark.parametrize("id_", OUTLINES)
def test_an_exercise_is_as_long_as_its_outline(id_: str, name: str) -> None:
    steady, gentle, slow = OUTLINES[id_].lengths
    wanted = {"steady": steady, "gentle": gentle, "slow": slow}[name]
    estimated = estimated_seconds(build(SCRIPTS[id_], make_pace(name)))
    assert estimated == pytest.approx(wanted, rel=NEAR - VOICES)


@pytest.mark.parametrize("script", SCRIPTS.values(), ids=SCRIPTS)
def test_an_exercise_leads_to_another_and_names_where_it_comes_from(script: Script) -> None:
    assert find(script.swap) != script
    assert any("lines" in source or "line " in source for source in script.sources)


def test_no_two_exercises_begin_or_end_with_the_same_line() -> None:
    for place_in_script in (0, -1):
        spoken = [
            [line.text for step in script.steps for line in step.lines][place_in_script]
            for script in SCRIPTS.values()
        ]
        assert len(set(spoken)) == len(spoken)


@pytest.mark.parametrize("id_", ["slow-walk", "long-out-breath", "block-walk", "slow-roll"])
def test_what_is_made_longer_says_no_line_twice_within_three_minutes(id_: str) -> None:
    script = SCRIPTS[id_]
    repeated = [index for index, step in enumerate(script.steps) if step.repeat]
    assert repeated == list(range(repeated[0], repeated[-1] + 1))
    lines = [line.text for index in repeated for line in script.steps[index].lines if line.text]
    assert len(set(lines)) == len(lines)
    assert _seconds_of(script, repeated, make_pace("gentle")) >= WELL_APART


def _seconds_of(script: Script, steps: list[int], pace: Pace) -> float:
    def frames(text: str) -> int:
        return round(len(text.split()) * 60 / pace.words_per_minute * SAMPLE_RATE)

    placed = place(build(script, pace), frames)
    return to_seconds(sum(item.frames for item in placed if item.cue.step in steps))


def test_quiets_are_announced_in_other_words_each_time() -> None:
    for script in SCRIPTS.values():
        announced = [
            line.text
            for step in script.steps
            for line in step.lines
            if any(isinstance(directive, Quiet) for directive in line.directives)
        ]
        for one, other in itertools.combinations(announced, 2):
            assert re.findall(r"\w+", one) != re.findall(r"\w+", other), script.id
