"""An exercise lasts as long as was asked, or says what it can; and what it says again, and when."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from fractions import Fraction
from itertools import groupby, pairwise

import hypothesis
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tests.script.strategies import scripts, shipped
from tests.timeline.test_timeline import WRITTEN, frames_of, paces, settings
from voice.errors import LengthError
from voice.frames import SAMPLE_RATE
from voice.pace import PACES, Pace, make_pace
from voice.script import parse
from voice.script.model import Hold, Line, Script, Settle, Step
from voice.timeline.build import Setting, build
from voice.timeline.cues import Kind, Timeline, lasting, place
from voice.timeline.estimate import estimated_frames
from voice.timeline.fit import (
    DOUBT,
    LARGEST,
    MINUTE_AT_MOST,
    SMALLEST,
    fit,
    fit_beforehand,
    possible_texts,
    refit,
)
from voice.timeline.repeats import Plan, repeatable, sayings
from voice.timeline.welcome import in_words

unhurried = hypothesis.settings(
    deadline=None, max_examples=25, phases=[hypothesis.Phase.explicit, hypothesis.Phase.generate]
)
"""A test builds dozens of timelines, some of them long; to shrink a failure would take minutes."""

SHORT = "(short)"
"""The mark of the steps of a one-minute version."""

factors = st.fractions(Fraction(1, 4), 12, max_denominator=1000)
"""How many times as long as it is written somebody may want it."""


def longer_frames(text: str) -> int:
    """As `frames_of`, but half a second at least, so that an hour holds not too many lines."""
    return SAMPLE_RATE // 2 + frames_of(text)


def seconds_of(timeline: Timeline) -> Fraction:
    return Fraction(place(timeline, longer_frames)[-1].end, SAMPLE_RATE)


def near(seconds: Fraction, wanted: Fraction) -> bool:
    return abs(seconds - wanted) <= wanted / 100 + Fraction(1, SAMPLE_RATE)


@unhurried
@given(scripts, paces, settings, factors)
def test_it_lasts_as_long_as_was_asked_or_says_what_it_can(
    script: Script, pace: Pace, setting: Setting, factor: Fraction
) -> None:
    wanted = factor * seconds_of(build(script, WRITTEN, setting))
    timeline = fitted(script, pace, setting, wanted)
    if isinstance(timeline, LengthError):
        assert timeline.possible
        for minutes in timeline.possible:
            again = fit(script, pace, setting, minutes * 60, longer_frames)
            if again.plan.short:
                assert 45 <= seconds_of(again) <= most(pace) + Fraction(1, SAMPLE_RATE)
            else:
                assert near(seconds_of(again), minutes * 60)
        for extra in range(5):
            plan = Plan(extra, stated=wanted)
            shortest = at_scale(script, SMALLEST, setting, plan)
            longest = at_scale(script, LARGEST, setting, plan)
            assert not shortest <= wanted <= longest
    else:
        assert timeline.plan.short or near(seconds_of(timeline), wanted)
        assert SMALLEST <= timeline.pace.pause_scale <= LARGEST
        assert timeline.pace.pause_scale.denominator <= 1000
        assert replace(timeline.pace, pause_scale=pace.pause_scale) == pace
        assert timeline == build(script, timeline.pace, setting, timeline.plan)


def fitted(
    script: Script, pace: Pace, setting: Setting, wanted: Fraction
) -> Timeline | LengthError:
    try:
        return fit(script, pace, setting, wanted, longer_frames)
    except LengthError as error:
        return error


def at_scale(script: Script, scale: Fraction, setting: Setting, plan: Plan) -> Fraction:
    return seconds_of(build(script, replace(WRITTEN, pause_scale=scale), setting, plan))


def most(pace: Pace) -> Fraction:
    """Seconds that a minute may take where the words are slower than the gentle pace's."""
    return MINUTE_AT_MOST * max(Fraction(135, pace.words_per_minute), Fraction(1))


@unhurried
@given(scripts, settings, st.integers(0, 30))
def test_said_again_it_is_the_same_cues_with_a_turn(
    script: Script, setting: Setting, extra: int
) -> None:
    placed = place(build(script, WRITTEN, setting, Plan(extra)), longer_frames)
    assert placed[0].start == 0
    assert all(item.end == following.start for item, following in pairwise(placed))
    order = [saying for saying, _ in groupby(item.cue.saying for item in placed)]
    heard = set(order)  # a step of live lines is left out
    assert order == [saying for saying in sayings(script, Plan(extra)) if saying in heard]


@unhurried
@given(scripts, st.integers(0, 30))
def test_steps_rotate_and_those_with_a_limit_are_said_once(script: Script, extra: int) -> None:
    said = list(sayings(script, Plan(extra)))
    times = Counter(saying.step for saying in said)
    again = repeatable(script)
    assert sorted(times) == list(range(len(script.steps)))
    assert len(said) == len(script.steps) + (extra if again else 0)
    for index, step in enumerate(script.steps):
        welcomes = any(line.welcomes for line in step.lines)
        assert (index in again) == (step.repeat and not step.holds and not welcomes)
        if index not in again:
            assert times[index] == 1
        else:
            assert abs(times[index] - times[again[0]]) <= 1
        assert [saying.turn for saying in said if saying.step == index] == list(range(times[index]))


def steps(*headings: str) -> Script:
    """A script of one-line steps: ``r`` may repeat, ``h`` holds, ``rh`` should, but does."""
    lines = {True: (Settle(Fraction(10)), Hold(Fraction(5))), False: (Settle(Fraction(10)),)}
    return Script(
        "Near",
        "Look.",
        1,
        "any",
        tuple(
            Step(str(at), (Line(f"This is line {at}.", lines["h" in mark], number=at + 1),),
                 repeat="r" in mark)
            for at, mark in enumerate(headings)
        ),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("headings", "extra", "order"),
    [
        (("", "r", ""), 2, "01112"),
        (("", "r", "r", "r", ""), 0, "01234"),
        (("", "r", "r", "r", ""), 2, "0123124"),
        (("", "r", "r", "r", ""), 5, "0123123124"),
        (("r", "r"), 3, "01010"),
        (("r", "", "r"), 1, "0012"),  # two blocks grow in turn
        (("r", "", "r"), 4, "0001222"),
        (("r", "rh", "r"), 2, "00122"),  # a hold parts them
        (("h", ""), 7, "01"),
    ],
)
def test_neighbours_take_turns(headings: tuple[str, ...], extra: int, order: str) -> None:
    assert "".join(str(saying.step) for saying in sayings(steps(*headings), Plan(extra))) == order


def test_the_pauses_grow_before_anything_is_said_again() -> None:
    """Four steps of three seconds' words and ten of silence, and two bells: 58 seconds."""
    script = steps("", "r", "r", "")
    words = 3 * SAMPLE_RATE

    def at(seconds: int, pace: Pace = WRITTEN) -> tuple[int, float]:
        timeline = fit(script, pace, Setting(), Fraction(seconds), lambda _text: words)
        return timeline.plan.extra, float(timeline.pace.pause_scale)

    assert at(38) == (0, 0.5)
    assert at(58) == (0, 1)
    assert at(78) == (0, 1.5)
    assert at(84) == (2, 1)
    assert at(87) == (2, 1.05)
    assert at(114, make_pace("slow")) == (2, 1.5)  # and not three times more, at 1.24
    with pytest.raises(LengthError) as raised:
        at(36)
    assert str(raised.value) == "Near cannot last 0.6 minutes. The shortest is 0.7."


@pytest.mark.parametrize(("seconds", "scale"), [(18, SMALLEST), (48, LARGEST)])
def test_the_pauses_go_to_their_limits(seconds: int, scale: Fraction) -> None:
    """Two pauses of six seconds, two words of three, and two bells."""
    line = Line("Look.", (Settle(Fraction(6)),))
    script = Script("Near", "Look.", 1, "any", (Step("One", (line, line)),))
    fitted = fit(script, WRITTEN, Setting(), Fraction(seconds), lambda _text: 3 * SAMPLE_RATE)
    assert fitted.pace.pause_scale == scale


def test_a_line_alone_is_said_once_more_where_its_pauses_cannot_grow() -> None:
    """Thrice with the longest pauses is a second too short; there are no bells."""
    step = Step("One", (Line("Look.", paragraph_end=True),), repeat=True)
    script = Script("Near", "Look.", 1, "any", (step,))
    longest = replace(WRITTEN, pause_scale=LARGEST)
    wanted = Fraction("22.6")
    fitted = fit(script, longest, Setting(bell=False), wanted, lambda _text: 3 * SAMPLE_RATE)
    assert fitted.plan.extra == 3


def test_it_may_end_one_percent_off_and_no_more() -> None:
    """One word and two bells last seven seconds, and there are no pauses."""
    script = Script("Near", "Look.", 1, "any", (Step("One", (Line("Look."),)),))

    def lasts(seconds: Fraction) -> Timeline:
        return fit(script, WRITTEN, Setting(), seconds, lambda _text: SAMPLE_RATE)

    for edge, further in [("1.01", "1.0101"), ("0.99", "0.9899")]:
        lasts(7 / Fraction(edge))
        with pytest.raises(LengthError):
            lasts(7 / Fraction(further))


def test_the_pauses_come_back_to_those_of_the_pace() -> None:
    script = steps("", *["r"] * 4, "")
    for pace in PACES.values():
        fitted = fit(script, pace, Setting(), Fraction(1200), lambda _text: 3 * SAMPLE_RATE)
        assert fitted.pace.pause_scale == pytest.approx(pace.pause_scale, rel=0.02)


def test_what_lies_between_two_numbers_of_repeats_is_told() -> None:
    """A step that lasts a minute whatever the pace leaves gaps between the possible lengths."""
    quiet = "---\ntitle: Near\nabout: Look.\nask: 1\nposition: any\n---\n## One (repeat)\nNow. "
    script = parse(quiet + "[quiet 57s]\n", "near.md")
    with pytest.raises(LengthError) as raised:
        fit(script, WRITTEN, Setting(), Fraction(90), lambda _text: 3 * SAMPLE_RATE)
    assert str(raised.value) == "Near cannot last 1.5 minutes. The nearest is 1.15 or 2.2."


def test_a_night_is_as_quickly_fitted_as_an_hour(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only the last timeline is long: what is built on the way has two rounds at most."""
    built: list[int] = []

    def counting(script: Script, pace: Pace, setting: Setting, plan: Plan) -> Timeline:
        built.append(plan.extra)
        return build(script, pace, setting, plan)

    monkeypatch.setattr("voice.timeline.fit.build", counting)
    fitted = fit(steps("", "r", "r", ""), WRITTEN, Setting(), Fraction(12 * 3600), longer_frames)
    *on_the_way, last = built
    assert last == fitted.plan.extra > 2000
    assert max(on_the_way) <= 2
    assert len(on_the_way) < 100


@unhurried
@given(
    st.lists(st.sampled_from(["", "r", "h", "rh"]), min_size=2, max_size=6),
    paces,
    settings,
    st.fractions(Fraction(9, 10), 4, max_denominator=100),
    st.integers(0, 100),
    st.integers(-100, 100),
)
def test_what_was_estimated_is_made_exact_while_it_is_heard(
    headings: list[str], pace: Pace, setting: Setting, factor: Fraction, part: int, off: int
) -> None:
    """However far the voice is off, up to the doubt; the later it is known, the less it helps."""
    script, words = steps(*headings), estimated_frames(pace)
    wanted = factor * lasting(build(script, WRITTEN, setting).cues, words)
    timeline = fit_beforehand(script, pace, setting, wanted)
    assume(timeline is not None)
    assert timeline is not None

    def spoken(text: str) -> int:
        return round(words(text) * (1 + DOUBT * off / 100))

    def lasts(heard: int) -> Fraction:
        later = refit(timeline, setting, heard, wanted, spoken)
        rest = build(script, later, setting, timeline.plan).cues[heard + 1 :]
        return lasting((*timeline.cues[: heard + 1], *rest), spoken)

    assert near(lasts(0), wanted)
    off_anyway = abs(lasting(timeline.cues, spoken) - wanted)
    assert abs(lasts(len(timeline.cues) * part // 101) - wanted) <= off_anyway + wanted / 100


@pytest.mark.parametrize(
    ("tenths", "sure"), [(336, False), (337, True), (580, True), (925, True), (926, False)]
)
def test_where_it_is_not_sure_to_last_so_long_nothing_is_promised(tenths: int, sure: bool) -> None:
    """Sixteen words are 7.1 s, or up to 8 % more or less; two bells 6 s; the pauses 20 to 80 s."""
    script = steps("", "", "", "")
    timeline = fit_beforehand(script, WRITTEN, Setting(), Fraction(tenths, 10))
    assert (timeline is not None) is sure


def test_what_cannot_be_is_not_promised() -> None:
    assert fit_beforehand(steps("", ""), WRITTEN, Setting(), Fraction(10)) is None


@pytest.mark.parametrize(("name", "minutes"), [("slow-walk.md", 20), ("long-out-breath.md", 10)])
@pytest.mark.parametrize("pace", sorted(PACES))
def test_no_line_comes_again_within_three_minutes(name: str, minutes: int, pace: str) -> None:
    timeline = fit(
        parse(shipped[name], name),
        make_pace(pace),
        Setting(),
        Fraction(60 * minutes),
        estimated_frames(make_pace(pace)),
    )
    last: dict[str, int] = {}
    for item in place(timeline, estimated_frames(timeline.pace)):
        if item.cue.kind is Kind.SPEECH and item.cue.line is not None:
            earlier = last.get(item.cue.text, -(10**9))
            assert item.start - earlier >= 180 * SAMPLE_RATE, item.cue.text
            last[item.cue.text] = item.end


@pytest.mark.parametrize("bell", [True, False])
@pytest.mark.parametrize("pace", sorted(PACES))
@pytest.mark.parametrize("name", sorted(name for name, text in shipped.items() if SHORT in text))
def test_a_minute_states_the_length_that_it_has(name: str, pace: str, bell: bool) -> None:
    """At the slow pace it may take a quarter or half of a minute more."""
    wanted = parse(shipped[name], name), make_pace(pace), Setting(bell=bell), Fraction(60)
    words = estimated_frames(make_pace(pace))
    timeline = fit(*wanted, words)
    assert timeline.plan.short
    said = in_words(lasting(timeline.cues, words))
    assert any(f"about {said}" in text for text in timeline.texts)
    assert set(timeline.texts) <= set(possible_texts(*wanted))


def test_the_step_with_the_welcome_is_not_said_again() -> None:
    head = "---\ntitle: Near\nabout: Look.\nask: 1\nposition: any\n---\n\n"
    steps = "## One (repeat)\nHello.\n[welcome]\n## Two (repeat)\nLook. [10s]\n"
    script = parse(head + steps, "near.md")
    fitted = fit(script, WRITTEN, Setting(), Fraction(300), lambda _text: SAMPLE_RATE)
    said = [cue.text for cue in fitted.cues if cue.text]
    assert said.count("Hello.") == 1
    assert said.count("Look.") > 5
    assert sum("about" in text for text in said) == 1


@pytest.mark.parametrize("quiet", range(150, 156))
@pytest.mark.parametrize("minutes", [1, 20])
def test_the_length_offered_instead_can_be_had_in_the_words_that_state_it(
    quiet: int, minutes: int
) -> None:
    """Each word takes a second, and "three and a half minutes" three more than "a minute"."""
    head = "---\ntitle: Near\nabout: Look.\nask: 1\nposition: any\n---\n## One\n"
    body = f"Hello. [8s]\n[welcome]\nLook. [8s]\nA quiet now. [quiet {quiet}s]\n"
    script = parse(head + body, "near.md")

    def lasts(wanted: Fraction) -> Timeline:
        words = SAMPLE_RATE
        return fit(script, WRITTEN, Setting(), wanted * 60, lambda text: words * len(text.split()))

    with pytest.raises(LengthError) as raised:
        lasts(Fraction(minutes))
    lasts(Fraction(str(raised.value).rstrip(".").rpartition(" ")[2]))
