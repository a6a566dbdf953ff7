"""Cues follow each other without holes, drift or loss, and scale as the pace says."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.script.strategies import scripts, shipped
from voice.frames import SAMPLE_RATE, Frames, Ruler
from voice.pace import PACES, PAUSES_RANGE, RATE_RANGE, Pace, make_pace
from voice.script import parse
from voice.script.model import Line, Script, Settle, Step, is_live
from voice.timeline import phrases
from voice.timeline.build import PLAIN, Setting, build
from voice.timeline.cues import Cue, Kind, Timeline, place
from voice.timeline.estimate import estimated_seconds

paces = st.builds(
    make_pace,
    st.sampled_from(sorted(PACES)),
    rate=st.none() | st.integers(*RATE_RANGE),
    pauses=st.fractions(Fraction(1, 4), 4, max_denominator=1000),
)

settings = st.builds(
    Setting,
    bell=st.booleans(),
    breath_sound=st.booleans(),
    keys=st.booleans(),
    now=st.none() | st.datetimes(),
)

WRITTEN = Pace("as written", 135, Fraction(1))


def frames_of(text: str) -> int:
    """Some length that no two texts are likely to share, and that divides nothing."""
    return 1 + sum(map(ord, text)) * 7919 % 100_003


@given(scripts, paces, settings)
def test_cues_tile_the_whole_without_drift(script: Script, pace: Pace, setting: Setting) -> None:
    timeline = build(script, pace, setting)
    placed = place(timeline, frames_of)
    assert [item.cue for item in placed] == list(timeline.cues)
    end, exact = 0, Fraction(0)
    for item in placed:
        assert item.start == end
        end = item.end
        if item.cue.seconds is None:
            assert item.cue.kind is Kind.SPEECH
            assert item.frames == frames_of(item.cue.text)
            exact += item.frames
        else:
            exact += item.cue.seconds * SAMPLE_RATE
            assert abs(item.frames - item.cue.seconds * SAMPLE_RATE) <= 1
        assert abs(item.end - exact) <= Fraction(1, 2)


def scaled(cue: Cue, held: bool, scale: Fraction) -> Fraction | None:
    """The rule of pauses, said once more: what a cue as written lasts at another scale."""
    if cue.seconds is None or (cue.kind is Kind.GAP and cue.seconds == Fraction("1.5")):
        return cue.seconds
    at_most_one = min(scale, Fraction(1))
    by = at_most_one if held else scale
    if cue.kind is Kind.GAP:
        return cue.seconds * by
    if cue.kind is Kind.SETTLE:
        longest = cue.seconds if cue.seconds > 20 else Fraction(20)
        return min(cue.seconds * by, longest)
    if cue.kind is Kind.DO:
        return min(cue.seconds * max(by, Fraction(1)), Fraction(60))
    return cue.seconds * at_most_one if cue.kind is Kind.HOLD else cue.seconds


@given(scripts, paces, settings)
def test_pace_changes_gaps_settles_dos_and_holds_and_nothing_else(
    script: Script, pace: Pace, setting: Setting
) -> None:
    written = build(script, WRITTEN, setting)
    assert build(script, pace, setting, written.plan).cues == tuple(
        replace(cue, seconds=scaled(cue, script.steps[cue.step].holds, pace.pause_scale))
        for cue in written.cues
    )


@given(scripts, paces, settings)
def test_a_step_with_a_hold_is_never_longer_than_written(
    script: Script, pace: Pace, setting: Setting
) -> None:
    def seconds(at: Pace, step: int) -> Fraction:
        return sum(
            (
                cue.seconds or Fraction(0)
                for cue in build(script, at, setting).cues
                if cue.step == step
            ),
            Fraction(0),
        )

    for index, step in enumerate(script.steps):
        if step.holds:
            assert seconds(pace, index) <= seconds(WRITTEN, index)


@given(scripts, settings)
def test_every_line_is_said_in_its_turn(script: Script, setting: Setting) -> None:
    said = [
        (cue.step, cue.line)
        for cue in build(numbered(script), WRITTEN, setting).cues
        if cue.kind is Kind.SPEECH and cue.line is not None
    ]
    expected = [
        (index, line.number)
        for index, step in enumerate(numbered(script).steps)
        for line in step.lines
        if line.text and (setting.now is not None or not is_live(line.text))
    ]
    assert list(dict.fromkeys(said)) == expected  # what is asked again stands at its first place


def numbered(script: Script) -> Script:
    """The script with a number of its own for every line."""
    numbers = iter(range(1, 10_000))
    return replace(
        script,
        steps=tuple(
            replace(step, lines=tuple(replace(line, number=next(numbers)) for line in step.lines))
            for step in script.steps
        ),
    )


@given(scripts, paces, settings)
def test_bells_can_be_switched_off_and_waits_need_keys(
    script: Script, pace: Pace, setting: Setting
) -> None:
    cues = build(script, pace, setting).cues
    assert setting.bell == any(cue.kind is Kind.BELL for cue in cues)
    assert setting.keys or not any(cue.until_key for cue in cues)
    for index, cue in enumerate(cues):
        if cue.again_from is not None:
            assert cue.until_key
            assert cue.again_from < index
            assert cues[cue.again_from].kind is Kind.SPEECH


def test_a_step_that_is_said_twice_has_its_gap_between() -> None:
    step = Step("One", (Line("Look.", paragraph_end=True),))
    script = Script("Near", "Look.", 1, "any", (step, step))
    kinds = [cue.kind for cue in build(script, WRITTEN).cues]
    assert kinds == [Kind.BELL, Kind.SPEECH, Kind.GAP, Kind.SPEECH, Kind.BELL]


def timeline_of(steps: str, setting: Setting = PLAIN) -> Timeline:
    head = "---\ntitle: Near\nabout: Look at one thing.\nask: 1\nposition: any\n---\n"
    return build(parse(head + steps, "near.md"), WRITTEN, setting)


def test_a_step_starts_at_what_is_written_in_it() -> None:
    """Not at the bell before it, and also at a silence."""
    timeline = timeline_of("## One\nLook. [wait]\n## Two\n[2s]\nListen. [2s]\n")
    starts = [timeline.cues[timeline.start_of(step)] for step in (0, 1)]
    assert [(cue.kind, cue.text) for cue in starts] == [(Kind.SPEECH, "Look."), (Kind.SETTLE, "")]
    assert [timeline.start_of(step) for step in (0, 1)] == [1, 5]


def test_the_texts_are_all_that_is_said_as_often_as_it_is() -> None:
    breath = "[breathe in 4s, out 6s, 2 times, words every 2]"
    timeline = timeline_of(f"## One\nLook.\nBreathe. {breath}\nLook. [wait]\n")
    assert timeline.texts == (
        "Look.",
        "Breathe.",
        "Breathe in.",
        "Breathe out.",
        "Look.",
        phrases.PAUSE_ME,
    )


@pytest.mark.parametrize(
    ("name", "rate", "scale"),
    [("slow", 120, "1.4"), ("gentle", 135, "1.0"), ("steady", 150, "0.8")],
)
def test_the_presets_are_those_of_the_contract(name: str, rate: int, scale: str) -> None:
    assert make_pace(name) == Pace(name, rate, Fraction(scale))
    assert make_pace(name, 111, Fraction(2)) == Pace(name, 111, 2 * Fraction(scale))


def test_a_listener_may_choose_within_the_ranges_of_the_contract() -> None:
    ranges = [float(limit) for limit in (*RATE_RANGE, *PAUSES_RANGE)]
    assert ranges == [110, 200, 0.25, 4]


@pytest.mark.parametrize(
    ("scale", "gap", "settle", "longer", "hold"),
    [("0.5", 5, 5, 15, 5), ("1", 10, 10, 30, 10), ("1.5", 15, 15, 30, 10), ("3", 30, 20, 30, 10)],
)
def test_a_pace_scales_by_its_formulas(
    scale: str, gap: int, settle: int, longer: int, hold: int
) -> None:
    pace = Pace("mine", 135, Fraction(scale))
    assert pace.gap(Fraction(10)) == gap
    assert pace.settle(Fraction(10)) == settle
    assert pace.settle(Fraction(30)) == longer
    assert pace.hold(Fraction(10)) == hold


def test_an_estimate_counts_words_and_silences() -> None:
    line = Line("Look at one more thing in here now, please.", (Settle(Fraction(4)),))
    script = Script("Near", "Look.", 1, "any", (Step("One", (line,)),))
    # 9 words at 135 a minute are 4 s; two bells are 6 s.
    assert estimated_seconds(build(script, WRITTEN)) == pytest.approx(14)
    faster = replace(WRITTEN, words_per_minute=180)
    assert estimated_seconds(build(script, faster)) == pytest.approx(13)


@pytest.mark.parametrize("name", sorted(shipped))
@pytest.mark.parametrize("pace", sorted(PACES))
def test_contact_with_ice_stays_under_ninety_seconds(name: str, pace: str) -> None:
    """All steps with a hold together, at the slowest voice and the longest pauses."""
    script = parse(shipped[name], name)
    timeline = build(script, make_pace(pace, RATE_RANGE[0], Fraction(4)))
    held = tuple(cue for cue in timeline.cues if script.steps[cue.step].holds)
    if held:
        assert estimated_seconds(replace(timeline, cues=held)) < 90


@given(
    st.lists(
        st.fractions(0, 100, max_denominator=10**6) | st.integers(0, 10**6).map(Frames),
        max_size=50,
    )
)
def test_a_ruler_rounds_boundaries_and_never_speech(durations: list[Fraction | Frames]) -> None:
    ruler = Ruler()
    exact, passed = Fraction(0), 0
    for duration in durations:
        frames = ruler.advance(duration)
        passed += frames
        if isinstance(duration, Fraction):
            exact += duration * SAMPLE_RATE
        else:
            exact += duration
            assert frames == duration
        assert ruler.position == passed
        assert abs(passed - exact) <= Fraction(1, 2)


def test_two_thousand_odd_durations_end_where_they_should() -> None:
    ruler = Ruler()
    for _ in range(2000):
        ruler.advance(Fraction("1.00001"))
    assert ruler.position == round(2000 * Fraction("1.00001") * SAMPLE_RATE)


@pytest.mark.parametrize(
    ("hour", "said"),
    [
        (0, "night"),
        (4, "night"),
        (5, "morning"),
        (11, "morning"),
        (12, "afternoon"),
        (17, "afternoon"),
        (18, "evening"),
        (21, "evening"),
        (22, "night"),
    ],
)
def test_the_time_of_day_has_a_name(hour: int, said: str) -> None:
    now = datetime(2026, 3, 31, hour, 59)
    assert phrases.speak_live("This {time of day}.", now) == f"This {said}."


def test_every_day_of_a_year_can_be_said() -> None:
    first = datetime(2026, 1, 1)
    days = [phrases.speak_live("{day}", first + timedelta(days=day)) for day in range(365)]
    assert len(set(days)) == 365
    assert days[0] == "Thursday, the first of January"
    assert days[81] == "Monday, the twenty-third of March"
    assert days[-1] == "Thursday, the thirty-first of December"
    assert not any(character.isdigit() for day in days for character in day)
