"""Every key at every moment: nothing clicks, nothing is lost, and stop means silence."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from tests.playback.listener import (
    ASIDE,
    ASIDE_IN_PAUSE,
    CALL,
    CALLED,
    HEAD,
    SCRIPT,
    Listener,
    largest_step,
    reference,
)
from tests.playback.memory_sink import MemorySink
from tests.sound.spoken import WRITTEN, block_sizes, mixed, mixer_of, said, timelines
from voice.audio import Samples
from voice.exercise.asides import PAUSED, PAUSED_AFTER, REMIND_AFTER
from voice.exercise.ending import Ending
from voice.frames import SAMPLE_RATE
from voice.pace import PAUSES_RANGE
from voice.playback.moves import line_start
from voice.playback.player import LONG_PAUSE, Player
from voice.playback.states import BESIDE, STILL, State
from voice.playback.volume import LOUDEST, SOFTEST, VOLUME_STEP
from voice.script import parse
from voice.sound.curves import FADE
from voice.sound.mixer import Bed
from voice.timeline.build import Setting, build
from voice.timeline.cues import Kind, Timeline
from voice.timeline.phrases import STILL_HERE, STILL_WAITING

ALL_KEYS = ("space", "n", "b", "r", "+", "=", "-", "f", "s", "h", "?", "q", "esc", "x", "enter")
MOVES = {"n", "b", "r"}
STOPS = {"q", "esc"}
KEPT_IN_WAITS = {*STOPS, "?", "h", "r", "+", "=", "-"}
TOGGLED = {
    State.PLAYING: State.PAUSED,
    State.PAUSED: State.PLAYING,
    State.HELD: State.PLAYING,
    State.ASIDE: State.ASIDE_PAUSED,
    State.ASIDE_PAUSED: State.ASIDE,
}


def leads_to(key: str, before: State) -> State:
    """The state behind a key, outside of a wait."""
    if before is State.DONE or key in STOPS:
        return State.DONE
    if key == "space":
        return TOGGLED[before]
    if key in {"h", "?"} or (key == "r" and before in {*BESIDE, State.HELD}):
        return State.ASIDE
    goes_on = before is State.HELD and key not in KEPT_IN_WAITS
    return State.PLAYING if key in MOVES or goes_on else before


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
        self.listener.press(key)
        if self.listener.controls.ending is not Ending.WHOLE and self.stopped_for is None:
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
        asked = len(self.listener.people.pressed)
        self.press(key)
        answered = len(self.listener.people.pressed) > asked
        self.hear(frames)
        leaves = waiting and key not in KEPT_IN_WAITS and (key, before) != ("space", State.ASIDE)
        if leaves and not answered:
            expected = {State.PLAYING}
            assert player.index > index
        else:
            expected = {State.ASIDE} if answered else {leads_to(key, before)}
        if before is State.ASIDE and expected <= {State.ASIDE, State.ASIDE_PAUSED}:
            expected |= {State.PLAYING, State.PAUSED, State.HELD}  # it may be over
        if expected & {State.PLAYING}:
            expected |= {State.DONE} if index >= len(self.listener.timeline.cues) - 1 else set()
        assert player.state in expected

    @precondition(lambda self: self.listener.player.state in STILL)
    @rule(block=st.integers(1, 5_000))
    def stay_still(self, block: int) -> None:
        """Whatever was pressed before has acted; now nothing moves, but a remark may be made."""
        self.hear(1)
        player = self.listener.player
        if player.state in STILL:
            state, index, remarking = player.state, player.index, player._remarks.sounding
            self.hear(block)
            assert not self.heard.any() or remarking
            assert (player.state, player.index) == (state, index)

    @invariant()
    def its_views_agree(self) -> None:
        player = self.listener.player
        assert 0 <= player.index <= len(self.listener.timeline.cues)
        assert player.state is State.DONE or not player.done.is_set()
        assert not (player.waiting and player.state in {*STILL, State.DONE})


TestPressing = Pressing.TestCase
TestPressing.settings = settings(stateful_step_count=50)


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


def test_that_it_was_paused_before_one_ctrl_z_is_not_said_after_another() -> None:
    """As after a stop that the program could not see, while it waits for a key."""
    listener = Listener()
    listener.reach(1)
    listener.press("space")
    listener.hear(FADE)
    listener.asides.suspend()
    listener.hear(1_000)
    listener.asides.resume()
    listener.wait(8 * SAMPLE_RATE)
    listener.press("space")
    listener.reach(listener.at("Ready for it?"), 100_000)
    assert listener.player.waiting
    listener.asides.resume()
    listener.hear(1_000)
    listener.reach(listener.at("Ready for it?"), 100_000)
    assert listener.wait(5 * SAMPLE_RATE) == []


class TestReminders:
    """A silence that goes on is broken by a word, and lasts as long as it would have."""

    @pytest.fixture
    def listener(self) -> Listener:
        return Listener()

    def test_a_wait_says_each_half_minute_that_it_is_one(self, listener: Listener) -> None:
        wait = next(i for i, cue in enumerate(listener.timeline.cues) if cue.until_key)
        listener.reach(wait, 1)
        heard = listener.wait(95 * SAMPLE_RATE)
        assert [second for second, _ in heard] == [30, 60, 90]
        assert {words for _, words in heard} == {STILL_WAITING}
        assert (listener.player.state, listener.player.index) == (State.PLAYING, wait)
        listener.press("enter")
        listener.hear(2 * FADE)
        assert listener.player.index > wait

    def test_a_pause_says_after_a_minute_and_then_every_two_how_to_go_on(
        self, listener: Listener
    ) -> None:
        listener.reach(1)
        listener.press("space")
        listener.hear(FADE)
        heard = listener.wait(310 * SAMPLE_RATE)
        assert heard == [(60, PAUSED), (180, PAUSED), (300, PAUSED)]
        assert (listener.player.state, listener.player.index) == (State.PAUSED, 1)

    @pytest.mark.parametrize("keys", [("?",), ("?", "space"), ("h", "space")])
    def test_so_does_what_is_still_beside_the_exercise(
        self, listener: Listener, keys: tuple[str, ...]
    ) -> None:
        listener.reach(1)
        for key in keys:
            listener.press(key)
            listener.hear(5_000)
        if keys == ("?",):
            listener.hear(len(CALLED))
        state = listener.player.state
        assert state in STILL
        assert [words for _, words in listener.wait(200 * SAMPLE_RATE)] == [PAUSED, PAUSED]
        assert listener.player.state is state

    def test_a_line_that_never_comes_does_not_leave_a_silence(self) -> None:
        ready = {1}
        listener = Listener(
            lines=lambda i: said(listener.timeline.cues[i].text) if i in ready else None
        )
        listener.reach(3, 1)
        assert [words for _, words in listener.wait(70 * SAMPLE_RATE)] == [STILL_HERE] * 2
        ready.add(3)
        line = said(listener.timeline.cues[3].text)
        assert np.array_equal(listener.hear(len(line)), line)

    def test_the_line_waits_for_the_word_that_it_is_late(self) -> None:
        ready: set[int] = set()
        listener = Listener(
            lines=lambda i: said(listener.timeline.cues[i].text) if i in ready else None
        )
        listener.reach(3, 1)
        listener.hear(REMIND_AFTER)
        listener.asides.go_on()
        word, line = said(STILL_HERE), said(listener.timeline.cues[3].text)
        begun = listener.hear(480)
        assert begun.any()
        ready.add(3)
        heard = np.concatenate([begun, listener.hear(len(word) + len(line) + 960)])
        assert np.array_equal(heard[: len(word)], word)
        after = heard[len(word) :]
        start = int(np.flatnonzero(after)[0])
        assert np.allclose(after[start : start + 4_000], line[np.flatnonzero(line)[0] :][:4_000])

    def test_nothing_is_said_where_it_plays(self, listener: Listener) -> None:
        for _ in range(20):
            listener.hear(SAMPLE_RATE // 10)
            listener.asides.go_on()
            assert not listener.player._remarks.speaking

    def test_one_about_a_silence_that_is_over_is_not_said(self, listener: Listener) -> None:
        listener.reach(2)
        listener.player.remind(said(STILL_HERE))
        assert not listener.hear(1_000).any()

    def test_one_that_comes_while_something_is_said_beside_is_not_said_after_it(self) -> None:
        listener = Listener(
            lines=lambda i: None if i == 3 else said(listener.timeline.cues[i].text)
        )
        listener.reach(3, 1)
        assert listener.player.late
        listener.press("h")
        listener.hear(480)
        listener.player.remind(said(STILL_HERE))
        while listener.player.state is State.ASIDE:
            listener.hear(480)
        assert listener.player.state is State.PLAYING
        assert not listener.hear(1_000).any()

    def test_one_does_not_begin_in_the_moment_in_which_a_line_does(
        self, listener: Listener
    ) -> None:
        plain = Listener()
        for each in (listener, plain):
            each.reach(2, SAMPLE_RATE - 100)
        listener.player.remark(said(STILL_HERE))
        assert np.array_equal(listener.hear(5_000), plain.hear(5_000))

    @pytest.mark.parametrize("paused", [False, True])
    def test_a_stop_during_one_is_silent_after_one_fade(
        self, listener: Listener, *, paused: bool
    ) -> None:
        listener.reach(2)
        if paused:
            listener.press("space")
            listener.hear(FADE)
        listener.player.remark(said(STILL_HERE))
        assert listener.hear(2_000).any()
        listener.press("q")
        fading = listener.hear(100, 100)
        assert fading.any()
        assert not listener.player.done.is_set()
        assert not listener.hear(5_000, 100)[FADE - 100 :].any()
        assert listener.player.done.is_set()

    def test_ctrl_z_during_one_in_a_pause_lets_it_fade(self, listener: Listener) -> None:
        listener.reach(2)
        listener.press("space")
        listener.hear(FADE)
        listener.player.remark(said(PAUSED))
        assert listener.hear(2_000).any()
        listener.player.suspend()
        assert listener.hear(100, 100).any()
        assert not listener.player.silent
        assert not listener.hear(5_000, 100)[FADE - 100 :].any()
        assert listener.player.silent
        listener.player.resume()
        listener.hear(1_000)
        assert listener.player.state is State.PAUSED

    def test_one_is_not_said_over_what_is_said_beside(self, listener: Listener) -> None:
        listener.reach(2)
        listener.press("h")
        listener.hear(FADE)
        listener.player.remark(said(STILL_HERE))
        assert np.array_equal(listener.hear(5_000)[FADE:], ASIDE[FADE:5_000])

    def test_one_fades_where_the_exercise_ends(self) -> None:
        """Without bells it ends in a silence of a second and a half."""
        timeline = build(SCRIPT, WRITTEN, Setting(bell=False))
        mixer = mixer_of(timeline)
        mixer.jump(len(timeline.cues) - 1)
        player = Player(mixer)
        player.remark(np.full(2 * SAMPLE_RATE, 0.1, np.float32))
        heard = MemorySink(player.fill).run(2 * SAMPLE_RATE, 480)
        assert heard[: SAMPLE_RATE * 3 // 2].all()
        assert not heard[SAMPLE_RATE * 3 // 2 + 480 :].any()
        assert player.done.is_set()

    def test_half_of_one_is_not_said_when_the_device_is_back(self, listener: Listener) -> None:
        listener.reach(1)
        listener.press("space")
        listener.hear(FADE)
        listener.player.remark(said(PAUSED))
        assert listener.hear(2_000).any()
        listener.player.begin_line_again()
        assert not listener.hear(5_000)[FADE:].any()

    @pytest.mark.parametrize("key", ["enter", "space"])
    def test_a_key_during_one_goes_on(self, listener: Listener, key: str) -> None:
        wait = next(i for i, cue in enumerate(listener.timeline.cues) if cue.until_key)
        listener.reach(wait, REMIND_AFTER + 1)
        listener.asides.go_on()
        assert listener.hear(FADE + 100).any()
        listener.press(key)
        listener.hear(2 * FADE)
        assert (listener.player.state, listener.player.index > wait) == (State.PLAYING, True)

    def test_space_during_one_in_a_pause_goes_on(self, listener: Listener) -> None:
        listener.reach(1)
        listener.press("space")
        listener.hear(FADE + PAUSED_AFTER)
        listener.asides.go_on()
        assert listener.hear(2_000).any()
        listener.press("space")
        line = said(listener.timeline.cues[1].text)
        assert np.array_equal(listener.hear(5_000)[FADE:], line[FADE:5_000])


class TestSilenceKeys:
    def test_more_and_less_are_said_in_the_next_silence(self) -> None:
        listener = Listener()
        listener.reach(1)
        line = said(listener.timeline.cues[1].text)
        listener.press("s")
        assert np.array_equal(listener.hear(len(line) - 100, 100), line[100:])
        answer = said("More silence.")
        assert np.array_equal(listener.hear(len(answer), 100), answer)
        assert listener.player.index == 2

    def test_the_limits_are_told(self) -> None:
        listener = Listener(pace=replace(WRITTEN, pause_scale=PAUSES_RANGE[1]))
        listener.reach(2)
        listener.press("s")
        answer = said("This is the most silence.")
        assert np.array_equal(listener.hear(len(answer)), answer)

    def test_only_the_newest_is_said(self) -> None:
        listener = Listener()
        listener.reach(2)
        listener.press("s", "s", "f", "s")
        answer = said("More silence.")
        assert np.array_equal(listener.hear(len(answer)), answer)
        for _ in range(100):
            listener.hear(4_800)
            assert not listener.player._remarks.speaking

    def test_one_that_is_not_true_any_more_is_not_said(self) -> None:
        listener, plain = Listener(volume=LOUDEST), Listener(volume=LOUDEST / VOLUME_STEP)
        for each in (listener, plain):
            each.reach(1)
        listener.press("+", "-")
        later = listener.hear(80_000)[FADE:]
        np.testing.assert_allclose(later, plain.hear(80_000)[FADE:], atol=1e-6)


@pytest.mark.parametrize("key", ["q", "n", "space", "h"])
def test_a_key_at_the_very_end_of_an_aside_counts(key: str) -> None:
    """The aside runs out before the fade does, and the exercise was paused."""
    listener = Listener()
    listener.reach(1)
    listener.press("space")
    listener.hear(FADE)
    listener.press("h")
    listener.hear(len(ASIDE_IN_PAUSE) - 100)
    assert listener.player.state is State.ASIDE
    listener.press(key)
    listener.hear(FADE)
    states = {"q": State.DONE, "n": State.PLAYING, "space": State.PLAYING, "h": State.ASIDE}
    assert listener.player.state is states[key]


@pytest.mark.parametrize(("key", "index"), [("b", 12), ("r", 16), ("q", 18)])
def test_a_key_at_the_very_end_counts(key: str, index: int) -> None:
    listener = Listener()
    listener.reach(len(listener.timeline.cues) - 1, 3 * SAMPLE_RATE - 100)
    listener.press(key)
    listener.hear(FADE)
    assert listener.player.done.is_set() == (key == "q")
    assert key == "q" or listener.player.index == index


@pytest.mark.parametrize(("key", "index"), [("b", 12), ("r", 16), ("space", 16), ("n", 18)])
def test_a_pause_at_the_very_end_can_be_left(key: str, index: int) -> None:
    listener = Listener()
    listener.reach(len(listener.timeline.cues) - 1, 3 * SAMPLE_RATE - 100)
    listener.press("space")
    listener.hear(FADE + LONG_PAUSE + 1)
    assert listener.player.state is State.PAUSED
    listener.press(key)
    listener.hear(FADE)
    assert (listener.player.state, listener.player.index) == (State.PLAYING, index)


class TestAsides:
    """An aside is said whole, and the exercise goes on with whole lines."""

    @pytest.fixture
    def listener(self) -> Listener:
        listener = Listener()
        listener.reach(1, 5_000)
        return listener

    @pytest.fixture
    def line(self, listener: Listener) -> Samples:
        return said(listener.timeline.cues[1].text)

    def test_the_keys_are_said_between_two_fades_and_the_line_begins_again(
        self, listener: Listener, line: Samples
    ) -> None:
        listener.press("h")
        listener.hear(FADE)
        assert listener.player.state is State.ASIDE
        assert np.array_equal(listener.hear(len(ASIDE))[FADE:], ASIDE[FADE:])
        assert np.array_equal(listener.hear(len(line))[FADE:], line[FADE:])

    def test_sentences_are_counted_as_they_begin(self, listener: Listener) -> None:
        assert listener.player.sentences_begun == 0
        listener.press("?")
        listener.hear(2 * FADE)
        assert listener.player.sentences_begun == 1
        listener.hear(len(CALLED) - len(said(CALL[1])))
        assert listener.player.sentences_begun == 2
        listener.press("?")
        assert listener.player.sentences_begun == 0
        listener.hear(2 * FADE)
        assert listener.player.sentences_begun == 1

    def test_in_a_pause_they_come_back_to_the_pause(
        self, listener: Listener, line: Samples
    ) -> None:
        listener.press("space")
        listener.hear(FADE)
        listener.press("h")
        listener.hear(1_000)
        listener.press("h")  # from its start
        listener.hear(FADE)
        heard = listener.hear(len(ASIDE_IN_PAUSE))
        assert np.array_equal(heard[FADE:], ASIDE_IN_PAUSE[FADE:])
        assert not listener.hear(1_000).any()
        assert (listener.player.state, listener.player.index) == (State.PAUSED, 1)
        listener.press("space")
        assert np.array_equal(listener.hear(len(line))[FADE:], line[FADE:])

    @pytest.mark.parametrize("paused", [False, True])
    def test_after_people_to_call_it_is_still_until_a_key(
        self, listener: Listener, line: Samples, *, paused: bool
    ) -> None:
        if paused:
            listener.press("space")
            listener.hear(1_000)
        listener.press("?")
        listener.hear(FADE if not paused else 0)
        assert np.array_equal(listener.hear(len(CALLED))[FADE:], CALLED[FADE:])
        assert not listener.hear(59 * SAMPLE_RATE).any()
        assert listener.player.state is State.HELD
        listener.press("space")
        assert np.array_equal(listener.hear(len(line))[FADE:], line[FADE:])
        listener.press("space")
        listener.hear(FADE)
        assert TOGGLED[listener.player.state] is State.PLAYING

    @pytest.mark.parametrize("key", ["space", "z", "right", "f", "s"])
    def test_any_key_goes_on_then(self, listener: Listener, key: str) -> None:
        listener.press("?")
        listener.hear(2 * FADE)
        listener.press("enter")
        listener.hear(2 * FADE + len(CALLED))
        assert listener.player.state is State.HELD
        listener.press(key)
        listener.hear(FADE)
        assert (listener.player.state, listener.player.index) == (State.PLAYING, 1)

    def test_two_keys_in_one_block_do_not_pause_it_again(self, listener: Listener) -> None:
        listener.press("?")
        listener.hear(2 * FADE)
        listener.press("enter")
        listener.hear(2 * FADE + len(CALLED))
        assert listener.player.still
        listener.press("space", "z")
        listener.hear(FADE)
        assert listener.player.state is State.PLAYING

    @pytest.mark.parametrize("key", ["r", "+", "-"])
    def test_but_those_that_act_in_waits(self, listener: Listener, key: str) -> None:
        listener.press("?")
        listener.hear(2 * FADE)
        listener.press("enter")
        listener.hear(2 * FADE + len(CALLED))
        listener.press(key)
        listener.hear(FADE)
        expected = State.ASIDE if key == "r" else State.HELD  # r says the number again
        assert listener.player.state is expected

    def test_space_pauses_a_number_and_goes_on_with_it(self, listener: Listener) -> None:
        listener.press("?")
        listener.hear(FADE + 6_000)
        listener.press("space")
        assert not listener.hear(20_000)[FADE:].any()
        assert TOGGLED[listener.player.state] is State.ASIDE
        listener.press("space")
        at = 6_000 + FADE
        rest = listener.hear(len(CALLED) - at)
        assert np.array_equal(rest[FADE:], CALLED[at + FADE :])
        assert not listener.hear(1_000).any()
        assert listener.player.state is State.HELD

    def test_space_pauses_also_the_last_of_the_keys(self, listener: Listener) -> None:
        listener.press("h")
        listener.hear(FADE + len(ASIDE) - 2_000)
        listener.press("space")
        listener.hear(FADE)
        assert listener.player.state is State.ASIDE_PAUSED

    def test_after_a_stop_that_it_cannot_see_the_sentence_begins_again(
        self, listener: Listener
    ) -> None:
        listener.press("?")
        listener.hear(FADE + 3_000)
        listener.player.resume()
        listener.hear(FADE)
        assert np.array_equal(listener.hear(len(CALLED))[FADE:], CALLED[FADE:])

    def test_after_a_long_pause_the_sentence_with_the_number_begins_again(
        self, listener: Listener
    ) -> None:
        listener.press("?")
        listener.hear(FADE + 3_000)
        listener.press("space")
        listener.hear(FADE + LONG_PAUSE + 1)
        listener.press("space")
        assert np.array_equal(listener.hear(len(CALLED))[FADE:], CALLED[FADE:])

    @pytest.mark.parametrize("after", [-2_000, 0, 100])
    def test_space_at_space_goes_on_goes_on(
        self, listener: Listener, line: Samples, after: int
    ) -> None:
        """Also while that is being said, and in the very moment after it."""
        listener.press("?")
        listener.hear(FADE + len(CALLED) + after)
        listener.press("space")
        listener.hear(FADE if after < 0 else 0)
        assert np.array_equal(listener.hear(len(line))[FADE:], line[FADE:])

    def test_n_does_not_begin_the_close_again(self) -> None:
        listener, plain = Listener(), Listener()
        for each in (listener, plain):
            each.reach(len(each.timeline.cues) - 1, 1_000)
        listener.press("n")
        assert np.array_equal(listener.hear(4 * SAMPLE_RATE), plain.hear(4 * SAMPLE_RATE))

    def test_n_in_a_pause_goes_on_with_the_close(self) -> None:
        listener = Listener()
        listener.reach(len(listener.timeline.cues) - 1, 1_000)
        for key, state in [("space", State.PAUSED), ("n", State.PLAYING)]:
            listener.press(key)
            listener.hear(FADE)
            assert listener.player.state is state

    def test_an_answer_to_what_is_asked_is_no_key_of_the_exercise(self, listener: Listener) -> None:
        listener.press("?")
        listener.hear(2 * FADE)
        listener.press("n")
        listener.hear(2 * FADE)
        assert (listener.player.state, listener.player.index) == (State.ASIDE, 1)
        assert listener.people.pressed == ["n"]
        listener.press("q")
        listener.hear(2 * FADE)
        assert listener.player.done.is_set()

    def test_so_is_one_that_comes_before_a_word_is_said(self, listener: Listener) -> None:
        listener.controls.press("?")  # being rendered
        listener.controls.press("n")
        assert listener.people.pressed == ["n"]
        listener.asides.go_on()
        listener.hear(2 * FADE)
        assert (listener.player.state, listener.player.index) == (State.ASIDE, 1)

    def test_so_is_one_in_the_moment_before_it_begins(self, listener: Listener) -> None:
        listener.press("?")  # rendered; the device has not asked for a frame since
        listener.controls.press("n")
        assert listener.people.pressed == ["n"]

    @pytest.mark.parametrize("into", [3_000, len(CALLED) - 500])
    def test_ctrl_z_in_it_fades_and_the_sentence_begins_again(
        self, listener: Listener, into: int
    ) -> None:
        """Also in the last one, from which Space would go on."""
        listener.press("?")
        listener.hear(FADE + into)
        listener.player.suspend()
        assert not listener.hear(5_000)[FADE:].any()
        assert listener.player.silent
        listener.player.resume()
        sentence = said(CALL[0] if into < len(said(CALL[0])) else CALL[1])
        assert np.array_equal(listener.hear(len(sentence))[FADE:], sentence[FADE:])

    def test_keys_said_meanwhile_do_not_cut_a_number_for_good(self, listener: Listener) -> None:
        listener.press("?")
        listener.hear(2 * FADE)
        listener.press("h")
        listener.hear(FADE)
        whole = np.concatenate([ASIDE, CALLED])
        assert np.array_equal(listener.hear(len(whole))[FADE:], whole[FADE:])
        assert not listener.hear(1_000).any()
        assert listener.player.state is State.HELD


class TestGoingOn:
    """From a pause of over two seconds, from Ctrl-Z and fg: from the start of the line."""

    @pytest.mark.parametrize(
        ("at", "frames", "to"),
        [
            (1, 5_000, 1),  # in a line
            (2, 5_000, 1),  # in the silence after it
            (7, 500, 5),  # in the words that ask for a key
            (8, 500, 5),  # in the wait
            (10, 9_000, 10),  # in a breath: in its round
            (11, 9_000, 10),
            (0, 30_000, 0),  # in the first bell
        ],
    )
    def test_after_a_long_pause(self, at: int, frames: int, to: int) -> None:
        listener = Listener()
        listener.reach(at, frames)
        listener.press("space") if not listener.player.waiting else listener.player.toggle_pause()
        listener.hear(FADE + LONG_PAUSE + 1)
        assert listener.player.state is State.PAUSED
        listener.press("space")
        listener.hear(300)
        assert listener.player.index == to
        sound = listener.timeline.cues[to].text
        if sound and listener.timeline.cues[to].kind is Kind.SPEECH:
            assert np.array_equal(listener.hear(4_000), said(sound)[300:4_300])

    def test_after_a_short_pause_exactly_where_it_was(self) -> None:
        listener, line = Listener(), said("First of all.")
        listener.reach(1, 5_000)
        listener.press("space")
        listener.hear(FADE + LONG_PAUSE - 1)
        listener.press("space")
        at = 5_000 + FADE
        assert np.array_equal(listener.hear(4_000)[FADE:], line[at + FADE : at + 4_000])

    @pytest.mark.parametrize("seen", [True, False])
    def test_after_the_program_stood_still(self, *, seen: bool) -> None:
        """With Ctrl-Z it is told before; a stop that it cannot see is told only when it is over."""
        listener, line = Listener(), said("First of all.")
        listener.reach(1, 5_000)
        if seen:
            listener.player.suspend()
            assert not listener.hear(2_000)[FADE:].any()
            assert listener.player.silent
        listener.player.resume()
        heard = listener.hear((0 if seen else FADE) + 5_000)[-5_000:]
        assert np.array_equal(heard[FADE:], line[FADE:5_000])

    def test_a_key_in_the_moment_of_ctrl_z_counts(self) -> None:
        listener = Listener()
        listener.reach(1)
        listener.player.suspend()
        listener.player.next_step()
        listener.hear(2_000)
        listener.player.resume()
        listener.hear(2_000)
        step = listener.timeline.cues[listener.player.index].step
        assert (listener.player.state, step) == (State.PLAYING, 1)

    def test_a_pause_after_one_ctrl_z_outlasts_a_stop_that_it_cannot_see(self) -> None:
        listener = Listener()
        listener.reach(1)
        listener.player.suspend()
        listener.player.resume()
        listener.hear(2_000)
        listener.press("space")
        listener.hear(FADE)
        listener.player.resume()
        listener.hear(2_000)
        assert TOGGLED[listener.player.state] is State.PLAYING

    def test_it_is_silent_only_while_it_stands_still(self) -> None:
        listener = Listener()
        listener.reach(1, 5_000)
        assert not listener.player.silent
        listener.press("h")
        listener.hear(FADE)  # the words are to begin
        assert not listener.player.silent
        listener.press("space")
        listener.hear(FADE)
        assert listener.player.silent
        listener.press("space")
        assert not listener.player.silent

    def test_what_was_paused_stays_paused(self) -> None:
        listener, line = Listener(), said("First of all.")
        listener.reach(1, 5_000)
        listener.press("space")
        listener.hear(500)
        listener.player.suspend()
        listener.player.resume()
        assert not listener.hear(1_000).any()
        assert listener.player.state is State.PAUSED
        listener.press("space")
        assert np.array_equal(listener.hear(5_000)[FADE:], line[FADE:5_000])


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
    until = 3 * SAMPLE_RATE + len(said("First of all."))  # in the silence a limit is told
    assert np.allclose(listener.hear(until - FADE), end * expected[FADE:until], atol=1e-6)
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
        (7, "b", 5),  # the second line again
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


def test_a_breath_goes_on_with_the_start_of_a_round_that_is_said() -> None:
    script = parse(
        HEAD
        + """## One

Breathe. [breathe in 2s, out 2s, 3 times, words every 2]
[breathe out 2s, in 2s]
And now. [breathe out 2s, in 2s]
""",
        "breaths.md",
    )
    cues = Listener(script).timeline.cues
    assert [bool(cue.text) for cue in cues[2:8]] == [True, True, False, False, True, True]
    assert [line_start(cues, here) for here in range(2, 8)] == [2, 2, 2, 2, 6, 6]
    assert [line_start(cues, here) for here in range(8, 13)] == [8, 9, 10, 11, 12]


def test_b_does_not_ring_the_bell_that_ends_the_step_before_again() -> None:
    script = "## One\n\nFirst. [quiet 1s]\n\n## Two\n\nSecond. [1s]\nThird.\n"
    listener = Listener(parse(HEAD + script, "bell.md"))
    assert listener.timeline.cues[listener.at("Second.") - 1].kind is Kind.BELL
    listener.reach(listener.at("Third."))
    listener.press("b")
    listener.hear(FADE + 500, FADE)
    assert listener.player.index == listener.at("Second.")


def test_b_in_the_only_step_goes_back_to_the_start() -> None:
    listener = Listener(parse(HEAD + "## One\n\nFirst. [1s]\nSecond.\n", "one.md"))
    listener.reach(3)
    listener.press("b")
    listener.hear(FADE + 500, FADE)
    assert listener.player.index == 0


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
        assert not player.waiting
    elif key in {"h", "?"} or (moment == "aside" and key == "r"):
        assert (player.state, player.index) == (State.ASIDE, index)
    elif moment == "aside" and key == "space":
        assert (player.state, player.index) == (State.ASIDE_PAUSED, index)
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


@pytest.mark.parametrize(("before", "further"), [(Player.leave_wait, 1), (Player.toggle_pause, 0)])
def test_a_wait_is_left_once_and_not_in_a_pause(
    before: Callable[[Player], None], further: int
) -> None:
    listener = Listener()
    wait = kinds_of(listener).index(Kind.WAIT)
    listener.reach(wait)
    before(listener.player)
    listener.player.leave_wait()  # before the device asks for a frame
    listener.hear(500)
    assert listener.player.index == wait + further


def test_a_key_in_the_words_before_a_wait_fades_them() -> None:
    listener = Listener()
    listener.reach(kinds_of(listener).index(Kind.WAIT) - 1, 2_000)
    listener.press("enter")
    listener.hear(FADE)
    line = said("Breathe now.")
    assert np.array_equal(listener.hear(5_000)[FADE:], line[FADE:5_000])


def test_n_in_a_paused_wait_is_the_next_step_while_the_keys_are_said() -> None:
    listener = Listener()
    listener.reach(kinds_of(listener).index(Kind.WAIT))
    listener.player.toggle_pause()
    listener.press("h")
    listener.hear(2 * FADE)
    assert (listener.player.state, listener.player.waiting) == (State.ASIDE, False)
    listener.press("n")
    listener.hear(2 * FADE)
    assert listener.player.index == listener.at("Is it out?")


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
