"""An exercise of a given length: exported to the frame, played to one part in a hundred."""

from __future__ import annotations

from collections import Counter
from contextlib import AbstractContextManager
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from tests.dialogue.listener import Choir
from tests.speech.conftest import until
from voice.audio import Audio
from voice.cli.app import run
from voice.errors import LengthError
from voice.exercise.choices import NO_CHOICES
from voice.exercise.performance import Performance, performance
from voice.frames import SAMPLE_RATE
from voice.script import parse
from voice.script.library import find
from voice.sound.mixer import Mixer
from voice.speech.catalog import Catalog
from voice.speech.engine import Utterance
from voice.timeline.build import Setting
from voice.timeline.cues import place
from voice.timeline.fit import SMALLEST

HEAD = "---\ntitle: Near\nabout: Look.\nask: 1\nposition: any\n---\n\n"

LOOK = "Look at all of the things there are in this half-lit room with you. [9s]\n"
"""The tone says a word in two; the estimate counts it once, and is 7 % off."""

SCRIPT = parse(
    HEAD
    + f"## One\n\nFirst, {LOOK}\n## Two (repeat)\n\nSecond, {LOOK}\n"
    + f"## Three (repeat)\n\nThird, {LOOK}\n## Four\n\nFourth, {LOOK}",
    "near.md",
)


class Counting(Choir):
    """Counts what it is asked to say."""

    def __init__(self) -> None:
        super().__init__(["alto"])
        self.said: Counter[str] = Counter()

    def synthesize(self, utterance: Utterance) -> Audio:
        self.said[utterance.text] += 1
        return super().synthesize(utterance)


@pytest.fixture
def engine() -> Counting:
    return Counting()


def performed(
    engine: Counting, folder: Path, minutes: float, *, at_once: bool = False
) -> AbstractContextManager[Performance]:
    choices = replace(NO_CHOICES, minutes=minutes)
    return performance(SCRIPT, choices, Setting(), Catalog([engine], folder), at_once=at_once)


@pytest.mark.parametrize("minutes", [0.9, 1.2, 3, 7])
def test_what_is_exported_ends_when_it_should(
    engine: Counting, tmp_path: Path, minutes: float
) -> None:
    with performed(engine, tmp_path, minutes) as near:
        mixer = near.mixer(waiting=True)
        frames = heard(mixer)
        assert frames == place(near.timeline, near.narration.frames.__getitem__)[-1].end
    assert mixer.late == 0
    assert frames / SAMPLE_RATE / 60 == pytest.approx(minutes, rel=0.01)
    assert all(engine.said[line.text] == 1 for step in SCRIPT.steps for line in step.lines)


@pytest.mark.parametrize("cue", [0, 3])
@pytest.mark.parametrize("minutes", [1.2, 3, 7])
def test_what_plays_begins_at_once_and_ends_when_it_should(
    engine: Counting, tmp_path: Path, minutes: float, cue: int
) -> None:
    with performed(engine, tmp_path, minutes, at_once=True) as near:
        assert not engine.said
        mixer = near.mixer(waiting=False)
        assert near.correct(0, 0) is None
        until(lambda: near.narration.is_measured, "all its lines are known")
        frames = heard(mixer, until_cue=cue)
        late = mixer.late
        begun = near.timeline
        corrected = near.correct(mixer.index, late)
        assert corrected is not None
        assert corrected is near.timeline
        assert corrected.pace.pause_scale != begun.pace.pause_scale
        assert near.correct(mixer.index, mixer.late) is None
        assert [c.text for c in corrected.cues] == [c.text for c in begun.cues]
        mixer.retime(corrected)
        frames += heard(mixer) - mixer.late + late
    assert frames / SAMPLE_RATE / 60 == pytest.approx(minutes, rel=0.01)


def test_silence_that_the_listener_chose_is_not_corrected(engine: Counting, tmp_path: Path) -> None:
    with performed(engine, tmp_path, 3, at_once=True) as near:
        until(lambda: near.narration.is_measured, "all its lines are known")
        chosen = near.retime(replace(near.timeline.pace, pause_scale=Fraction(2)))
        assert near.correct(0, 0) is None
        assert near.timeline is chosen


def test_where_it_is_not_sure_to_end_in_time_it_is_rendered_first(
    engine: Counting, tmp_path: Path
) -> None:
    with performed(engine, tmp_path, shortest(engine, tmp_path), at_once=True) as near:
        assert near.narration.is_measured
        assert near.timeline.pace.pause_scale == SMALLEST
        assert near.correct(0, 0) is None


def test_what_it_cannot_is_told_before_it_begins(engine: Counting, tmp_path: Path) -> None:
    for at_once in (False, True):
        with pytest.raises(LengthError), performed(engine, tmp_path, 0.2, at_once=at_once):
            raise AssertionError


def shortest(engine: Counting, folder: Path) -> float:
    """Minutes that it lasts with the smallest pauses."""
    with performed(engine, folder, 1) as near:
        pace = replace(near.timeline.pace, pause_scale=SMALLEST)
        end = place(near.retime(pace), near.narration.frames.__getitem__)[-1].end
    return end / SAMPLE_RATE / 60


def heard(mixer: Mixer, until_cue: int | None = None) -> int:
    """Frames up to the end, or to the start of a cue and a little into it."""
    frames = 0
    block = np.empty(SAMPLE_RATE // 10, np.float32)
    while until_cue is None or mixer.index < until_cue:
        mixed = mixer.mix(block)
        if not mixed:
            break
        frames += mixed
    return frames


@pytest.mark.parametrize(
    "options",
    [
        ("--minutes", "5", "--pauses", "2"),
        ("--minutes", "0"),
        ("--minutes", "-1"),
        ("--minutes", "721"),
        ("--minutes", "nan"),
        ("--minutes", "soon"),
        ("--pauses", "nan"),
    ],
)
@pytest.mark.parametrize("command", ["show", "play", "export"])
def test_what_makes_no_sense_is_wrong_usage(
    command: str, options: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run([command, "hear-five", *options]) == 2
    assert len(capsys.readouterr().err.rstrip().split("Error: ")[-1].splitlines()) == 1


def test_a_version_of_a_minute_begins_at_once_too(engine: Counting, tmp_path: Path) -> None:
    script = find("hear-five")
    choices = replace(NO_CHOICES, minutes=1)
    catalog = Catalog([engine], tmp_path)
    with performance(script, choices, Setting(), catalog, at_once=True) as near:
        assert near.timeline.plan.short
        assert not engine.said
        until(lambda: near.narration.line(1) is not None, "its first line is ready")
        assert near.correct(0, 0) is None
