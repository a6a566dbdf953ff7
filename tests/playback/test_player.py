"""Every key at every moment: nothing clicks, nothing is lost, and stop means silence."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from tests.playback.listener import ASIDE, HEAD, Listener, largest_step, reference
from tests.sound.spoken import WRITTEN, block_sizes, mixed, mixer_of, said, timelines
from voice.cli.asides import REMIND_AFTER
from voice.cli.session import Ending
from voice.playback.player import FADE, LOUDEST, SOFTEST, VOLUME_STEP, Player, State
from voice.script import parse
from voice.sound.mixer import Bed
from voice.speech.audio import Samples
from voice.timeline.cues import Kind, Timeline
from voice.timeline.frames import SAMPLE_RATE
from voice.timeline.pace import PAUSES_RANGE

ALL_KEYS = ("space", "n", "b", "r", "+", "=", "-", "f", "s", "h", "?", "q", "esc", "x", "enter")
MOVES = {"n", "b", "r"}
STOPS = {"q", "esc"}
KEPT_IN_WAITS = {*STOPS, "?", "h", "r", "+", "=", "-"}


class Pressing(RuleBasedStateMachine):
    """Any keys, blocks of any size."""

    @initialize(lying=st.sampled_from(Bed), volume=st.sampled_from([0.0, 0.2, 1.0, 1.4]))
    def start(self, lying: Bed, volume: float) -> None:
        self.listener = Listener(bed=lying, volume=volume)
        self.last = 0.0
        self.step = largest_step(self.listener.timeline, LOUDEST)
        self.stopped_for: int | None = None
        self.ended = False

    @rule(key=st.sampled_from(ALL_KEYS))
    def press(self, key: str) -> None:
        stops = key in STOPS or (key == "x" and not self.listener.player.waiting)
        self.listener.press(key)
        if stops and self.stopped_for is None:
            self.stopped_for = 0

    @rule(block=st.integers(1, 700) | st.integers(1, 30_000))
    def hear(self, block: int) -> None:
        out = np.full(block, np.nan, np.float32)
        self.listener.player.fill(out)
        assert np.isfinite(out).all()
        assert np.abs(out).max() <= 1
        steps = np.abs(np.diff(np.concatenate([[self.last], out])))
        assert steps.max() <= self.step
        assert not (self.ended and out.any())
        if self.stopped_for is not None:
            assert not out[max(0, FADE - self.stopped_for) :].any()
            self.stopped_for += block
        self.heard, self.last = out, float(out[-1])
        self.ended = self.listener.player.done.is_set()

    @precondition(lambda self: self.stopped_for is None)
    @rule(
        frames=st.integers(FADE, 2_000),
        key=st.sampled_from([key for key in ALL_KEYS if key not in {*STOPS, "x"}]),
    )
    def a_key_that_is_heard_out(self, frames: int, key: str) -> None:
        """The table of `State`, from wherever it is."""
        for _ in range(2):  # what was pressed before, and at most one fade in from a pause
            self.hear(FADE)
        player = self.listener.player
        before, index, waiting = player.state, player.index, player.waiting
        self.press(key)
        self.hear(frames)
        if before is State.DONE or key in STOPS:
            expected = {State.DONE}
        elif waiting and key not in KEPT_IN_WAITS:
            expected = {State.PLAYING}
            assert player.index > index
        elif key == "space":
            expected = {State.PLAYING} if before is State.PAUSED else {State.PAUSED}
        elif key in MOVES:
            expected = {State.PLAYING}
        elif key in {"h", "?"}:
            expected = {State.ASIDE}
        else:
            expected = {before}
        if before is State.ASIDE:
            expected |= {State.PLAYING, State.PAUSED} if expected == {before} else set()
        if expected & {State.PLAYING}:
            expected |= {State.DONE} if index >= len(self.listener.timeline.cues) - 1 else set()
        assert player.state in expected

    @precondition(lambda self: self.listener.player.state is State.PAUSED)
    @rule(block=st.integers(1, 5_000))
    def stay_paused(self, block: int) -> None:
        """Whatever was pressed before has acted; now nothing moves."""
        self.hear(1)
        player = self.listener.player
        if player.state is State.PAUSED and not player.done.is_set():
            index = player.index
            self.hear(block)
            assert not self.heard.any()
            assert (player.state, player.index) == (State.PAUSED, index)

    @invariant()
    def its_views_agree(self) -> None:
        player = self.listener.player
        assert 0 <= player.index <= len(self.listener.timeline.cues)
        assert player.done.is_set() == (player.state is State.DONE)
        assert not (player.waiting and player.state in {State.PAUSED, State.DONE})


TestPressing = Pressing.TestCase
TestPressing.settings = settings(max_examples=120, stateful_step_count=50, deadline=None)


@settings(max_examples=30, deadline=None)
@given(timelines, st.sampled_from(Bed), block_sizes)
def test_playing_undisturbed_is_mixing(timeline: Timeline, lying: Bed, sizes: list[int]) -> None:
    expected = mixed(mixer_of(timeline, lying))
    player = Player(mixer_of(timeline, lying))
    heard: list[Samples] = []
    while not player.done.is_set():
        out = np.full(sizes[len(heard) % len(sizes)] + 99, np.nan, np.float32)
        player.fill(out)
        heard.append(out)
    whole = np.concatenate(heard)
    assert np.array_equal(whole[: len(expected)], expected)
    assert not whole[len(expected) :].any()
    assert player.state is State.DONE


@pytest.mark.parametrize("block", [1, 100, 480, 5_000])
def test_pause_fades_keeps_its_place_and_fades_in_again(block: int) -> None:
    listener, expected = Listener(bed=Bed.SOFT), mixed(reference(lying=Bed.SOFT), 200_000)
    at = 80_000  # in the first line
    assert np.array_equal(listener.hear(at, block), expected[:at])
    listener.press("space")
    fading, quiet = np.split(listener.hear(FADE + 30_000, block), [FADE])
    assert listener.player.state is State.PAUSED
    assert not quiet.any()
    falling = np.sin(np.linspace(np.pi / 2, 0, FADE, endpoint=False)) ** 2
    assert np.allclose(fading, falling * expected[at : at + FADE], atol=1e-6)
    listener.press("space")
    at += FADE
    rising, on = np.split(listener.hear(20_000, block), [FADE])
    assert np.abs(rising).sum() < np.abs(expected[at : at + FADE]).sum()
    assert np.array_equal(on, expected[at + FADE : at + 20_000])


def test_two_presses_in_one_block_both_count() -> None:
    listener = Listener()
    listener.reach(1)
    for keys, state, step in [
        (("space", "space"), State.PLAYING, 0),
        (("n", "n"), State.PLAYING, 2),
        (("b", "space"), State.PAUSED, 1),
        (("n", "h"), State.ASIDE, 2),
    ]:
        listener.press(*keys)
        listener.hear(2 * FADE)
        now = listener.timeline.cues[listener.player.index].step
        assert (listener.player.state, now) == (state, step)


@pytest.mark.parametrize("key", ALL_KEYS)
def test_nothing_undoes_a_stop(key: str) -> None:
    listener = Listener()
    listener.reach(1)
    listener.press("q", key)
    assert not listener.hear(5_000)[FADE:].any()
    assert listener.player.done.is_set()


@pytest.mark.parametrize("before", ["", "space", "n", "h", "r", "+", "space space", "n h space n"])
def test_stop_is_silent_within_a_fade_whatever_was_pressed(before: str) -> None:
    for settled in (0, 1, 100, 5_000):
        listener = Listener(bed=Bed.SOFT)
        listener.reach(1, 4_000)
        listener.press(*before.split())
        listener.hear(settled)
        listener.press("q")
        heard = listener.hear(FADE + 50_000)
        assert not heard[FADE:].any()
        assert listener.player.done.is_set()
        assert listener.controls.ending is Ending.STOPPED


def test_not_this_one_is_as_quick_as_a_stop() -> None:
    listener = Listener(bed=Bed.SOFT)
    listener.reach(1, 4_000)
    listener.press("x")
    heard = listener.hear(FADE + 50_000)
    assert not heard[FADE:].any()
    assert listener.controls.ending is Ending.SWAPPED


class TestReminders:
    """A wait that nothing but a key ends says now and then that it is one."""

    def test_they_come_each_half_minute_and_the_wait_goes_on(self) -> None:
        listener = Listener()
        wait = next(i for i, cue in enumerate(listener.timeline.cues) if cue.until_key)
        listener.reach(wait, 1)
        reminded = 0
        for _ in range(95):
            listener.hear(SAMPLE_RATE)
            listener.asides.go_on(listener.player.waited)
            if listener.player.state is State.ASIDE or listener.player._commands:
                reminded += 1
                listener.hear(FADE + len(ASIDE) + FADE)
                assert listener.player.state is State.PLAYING
            assert listener.player.index == wait
        assert reminded == 3
        listener.press("enter")
        listener.hear(2 * FADE)
        assert listener.player.index > wait

    def test_nothing_is_said_where_it_does_not_wait(self) -> None:
        listener = Listener()
        assert listener.player.waited == 0
        for _ in range(20):
            listener.hear(SAMPLE_RATE // 10)
            listener.asides.go_on(listener.player.waited)
            assert listener.player.state is State.PLAYING

    def test_a_key_during_one_goes_on(self) -> None:
        listener = Listener()
        wait = next(i for i, cue in enumerate(listener.timeline.cues) if cue.until_key)
        listener.reach(wait, REMIND_AFTER + 1)
        listener.asides.go_on(listener.player.waited)
        listener.hear(FADE + 100)
        assert listener.player.state is State.ASIDE
        listener.press("enter")
        listener.hear(2 * FADE)
        assert (listener.player.state, listener.player.index > wait) == (State.PLAYING, True)


@pytest.mark.parametrize("key", ["q", "n", "space", "h"])
def test_a_key_at_the_very_end_of_an_aside_counts(key: str) -> None:
    """The aside runs out before the fade does, and the exercise was paused."""
    listener = Listener()
    listener.reach(1)
    listener.press("space")
    listener.hear(FADE)
    listener.press("h")
    listener.hear(len(ASIDE) - 100)
    assert listener.player.state is State.ASIDE
    listener.press(key)
    listener.hear(FADE)
    states = {"q": State.DONE, "n": State.PLAYING, "space": State.PAUSED, "h": State.ASIDE}
    assert listener.player.state is states[key]


@pytest.mark.parametrize(("key", "index"), [("b", 12), ("r", 16), ("n", 18), ("q", 18)])
def test_a_key_at_the_very_end_counts(key: str, index: int) -> None:
    listener = Listener()
    listener.reach(len(listener.timeline.cues) - 1, 3 * SAMPLE_RATE - 100)
    listener.press(key)
    listener.hear(FADE)
    assert listener.player.done.is_set() == (key == "q")
    assert key == "q" or listener.player.index == index


def test_an_aside_stands_between_two_fades_and_the_exercise_goes_on() -> None:
    listener, expected = Listener(), mixed(reference(), 200_000)
    listener.hear(80_000)
    listener.press("h")
    listener.hear(FADE)
    assert listener.player.state is State.ASIDE
    aside = listener.hear(len(ASIDE))
    assert np.array_equal(aside[FADE:], ASIDE[FADE:])
    start = 80_000 + FADE
    on = listener.hear(20_000)
    assert np.array_equal(on[FADE:], expected[start + FADE : start + 20_000])


def test_an_aside_in_a_pause_comes_back_to_the_pause() -> None:
    listener = Listener()
    listener.reach(1)
    listener.press("space", "h")
    listener.hear(1_000)
    listener.press("h")  # from its start
    listener.hear(FADE)
    assert np.array_equal(listener.hear(len(ASIDE))[FADE:], ASIDE[FADE:])
    assert not listener.hear(1_000).any()
    assert listener.player.state is State.PAUSED
    assert listener.player.index == 1


def test_pause_ends_an_aside() -> None:
    listener = Listener()
    listener.reach(1)
    listener.press("h")
    listener.hear(5_000)
    listener.press("space")
    assert not listener.hear(5_000)[FADE:].any()
    assert (listener.player.state, listener.player.index) == (State.PAUSED, 1)
    listener.press("space")
    listener.hear(FADE)
    assert (listener.player.state, listener.player.index) == (State.PLAYING, 1)


@pytest.mark.parametrize("block", [1, 7, 480, 20_000])
def test_volume_goes_by_three_decibels_softly(block: int) -> None:
    listener, expected = Listener(), mixed(reference(), 100_000)
    position, volume = 74_000, 1.0
    listener.hear(position)
    for key, decibels in [("-", -3), ("-", -3), ("+", 3), ("=", 3), ("+", 3)]:
        listener.press(key)
        turning, turned = np.split(listener.hear(2_000, block), [FADE])
        before, volume = volume, volume * 10 ** (decibels / 20)
        material = expected[position : position + 2_000]
        assert np.allclose(turned, volume * material[FADE:], atol=1e-6)
        between = np.linspace(before, volume, FADE)
        assert np.allclose(turning, between * material[:FADE], atol=1e-3)
        position += 2_000


@pytest.mark.parametrize(
    ("start", "key", "end"),
    [
        (1.0, "+", LOUDEST),
        (1.0, "-", SOFTEST),
        (0.0, "-", 0.0),
        (0.0, "+", LOUDEST),
        (0.01, "-", 0.01),
        (1.4, "+", LOUDEST),
    ],
)
def test_volume_has_limits_and_never_goes_the_other_way(start: float, key: str, end: float) -> None:
    listener = Listener(volume=start)
    for _ in range(20):
        listener.press(key)
    listener.hear(FADE)
    expected = mixed(reference(), 100_000)
    assert np.allclose(listener.hear(100_000 - FADE), end * expected[FADE:], atol=1e-6)
    assert pytest.approx(10 ** (3 / 20)) == VOLUME_STEP
    assert pytest.approx(10 ** (3 / 20)) == LOUDEST


@pytest.mark.parametrize("key", ["f", "s"])
def test_silence_changes_from_the_next_cue_on(key: str) -> None:
    listener = Listener()
    settle = listener.at("First of all.") + 1
    listener.reach(settle)
    listener.press(key)
    listener.hear(SAMPLE_RATE - 101)
    assert listener.player.index == settle  # as long as it was
    listener.hear(1)
    assert listener.player.index == settle + 1
    listener.hear(len(said("Second of all.")))
    assert listener.player.index == settle + 2
    factor = Fraction(5, 4) if key == "s" else Fraction(4, 5)
    listener.hear(round(factor * SAMPLE_RATE) - 1)
    assert listener.player.index == settle + 2
    listener.hear(1)
    assert listener.player.index == settle + 3


@pytest.mark.parametrize(("scale", "key"), [(Fraction(28, 5), "s"), (Fraction(1, 5), "f")])
def test_silence_beyond_its_range_never_goes_the_other_way(scale: Fraction, key: str) -> None:
    """`--pace slow --pauses 4` is 5.6, and `--pace steady --pauses 0.25` is 0.2."""
    listener = Listener(pace=replace(WRITTEN, pause_scale=scale))
    listener.press(key)
    listener.hear(1)
    assert listener.mixer.timeline.pace.pause_scale == scale


def test_silence_stays_in_its_range() -> None:
    listener = Listener()
    for key, limit in [("s", PAUSES_RANGE[1]), ("f", PAUSES_RANGE[0])]:
        listener.press(*[key] * 20)
        listener.hear(1)
        assert listener.mixer.timeline.pace.pause_scale == limit


@pytest.mark.parametrize(
    ("at", "key", "to"),
    [
        (0, "n", 5),
        (0, "b", 0),
        (0, "r", 0),
        (1, "r", 1),
        (2, "r", 1),  # a silence: the line before it
        (4, "r", 3),
        (1, "b", 0),
        (3, "b", 0),  # the second line: back to the start of the step
        (3, "n", 5),
        (5, "b", 0),  # the first line: to the step before
        (5, "n", 9),
        (9, "b", 5),
        (10, "r", 9),
        (11, "n", 12),
    ],
)
def test_moves(at: int, key: str, to: int) -> None:
    listener = Listener(
        parse(
            HEAD
            + """## One

First of all. [1s]
Second of all. [1s]

## Two

Third of all. [1s]
Fourth of all. [1s]

## Three

Fifth of all. [1s]
Sixth of all.
""",
            "steps.md",
        )
    )
    listener.reach(at)
    listener.press(key)
    heard = listener.hear(FADE + 500, FADE)
    assert listener.player.index == to
    cue = listener.timeline.cues[to]
    if cue.kind is Kind.SPEECH:
        assert np.array_equal(heard[2 * FADE :], said(cue.text)[FADE:500])


@pytest.mark.parametrize(
    ("at", "key", "to"),
    [
        (1, "n", 3),  # from the first step to the second
        (3, "n", 5),  # which is said again
        (5, "n", 7),
        (7, "b", 5),
        (5, "b", 3),
    ],
)
def test_a_step_that_is_said_again_is_one_more_step(at: int, key: str, to: int) -> None:
    script = parse(
        HEAD + "## One\n\nFirst. [1s]\n\n## Two (repeat)\n\nAgain. [1s]\n\n## Three\n\nLast.\n",
        "again.md",
    )
    listener = Listener(script, extra=1)
    listener.reach(at)
    listener.press(key)
    listener.hear(FADE + 500, FADE)
    assert listener.player.index == to


def kinds_of(listener: Listener) -> list[Kind]:
    return [cue.kind for cue in listener.timeline.cues]


@pytest.mark.parametrize("key", ALL_KEYS)
@pytest.mark.parametrize("moment", ["waiting", "prompt", "aside", "asking again"])
def test_any_key_but_a_few_ends_a_wait(key: str, moment: str) -> None:
    listener = Listener()
    wait = kinds_of(listener).index(Kind.WAIT)
    line = wait - 3
    if moment == "asking again":
        line = listener.at("Is it out?")
        wait = line + 3
        listener.reach(wait, SAMPLE_RATE + 1_000)
        assert listener.player.index == line
    else:
        listener.reach(wait - 1 if moment == "prompt" else wait)
    assert listener.player.waiting
    if moment == "aside":
        listener.press("h")
        listener.hear(1_000)
    index = listener.player.index
    listener.press(key)
    listener.hear(FADE + 10)
    player = listener.player
    if key in STOPS:
        assert player.state is State.DONE
    elif key in {"h", "?"}:
        assert (player.state, player.index) == (State.ASIDE, index)
    elif key == "r":
        assert (player.state, player.index) == (State.PLAYING, line)  # not the words about keys
    elif key in KEPT_IN_WAITS:
        assert player.index == index
        assert player.waiting
    else:
        assert (player.state, player.index) == (State.PLAYING, wait + 1)
        assert not player.waiting


def test_leaving_a_wait_takes_nothing_off_the_next_line() -> None:
    listener = Listener()
    listener.reach(kinds_of(listener).index(Kind.WAIT))
    listener.press("enter")
    assert np.array_equal(listener.hear(5_000), said("Breathe now.")[:5_000])


def test_keys_act_while_a_line_is_late() -> None:
    ready: set[int] = set()
    listener = Listener(
        lines=lambda index: said(listener.timeline.cues[index].text) if index in ready else None,
        bed=Bed.SOFT,
    )
    listener.hear(4 * SAMPLE_RATE)
    assert (listener.player.index, listener.mixer.late) == (1, SAMPLE_RATE)
    listener.press("space")
    assert not listener.hear(1_000)[FADE:].any()
    listener.press("space")
    listener.hear(1_000)
    ready.add(5)
    listener.press("n")
    listener.hear(1_000)
    assert listener.player.index == 5
    listener.press("q")
    listener.hear(FADE)
    assert listener.player.done.is_set()


def test_capital_letters_are_the_same_keys() -> None:
    listener = Listener()
    listener.press("N")
    listener.hear(FADE)
    assert listener.timeline.cues[listener.player.index].step == 1
    listener.press("Q")
    assert listener.controls.ending is Ending.STOPPED
