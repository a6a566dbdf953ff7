"""Sentences over the bed: nothing clicks, two are never heard at once, and stop means silence."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from tests.exercise.playing import PLUG_IN, UNPLUG, Room
from tests.playback.memory_sink import MemorySink
from tests.sound.spoken import said
from voice.audio import Samples
from voice.dialogue.announcer import Announcement, Announcer
from voice.frames import SAMPLE_RATE
from voice.playback.output import Output
from voice.playback.volume import LOUDEST, SOFTEST
from voice.sound.bell import CUE_FRAMES, bell_cue
from voice.sound.curves import FADE, rise
from voice.sound.mixer import Bed
from voice.sound.noise import BED_RISE, bed
from voice.sound.opening import OPENING, opening

ONE, TWO = said("The first one."), said("And another.")


def heard(announcer: Announcer, frames: int, block: int = 480) -> Samples:
    sink = MemorySink(announcer.fill)
    played = sink.run(frames, block)
    if sink.failure:
        raise sink.failure
    return played


def largest_step() -> float:
    """How far two neighbouring samples may be apart: as in the clips, and a fade's own slope."""
    own = max(float(np.abs(np.diff(clip)).max()) for clip in (ONE, TWO))
    peak = max(float(np.abs(clip).max()) for clip in (ONE, TWO))
    under = float(np.abs(np.diff(bed().samples)).max())
    return LOUDEST * (own + under + peak * 2.5 / FADE)


STEP = largest_step()


class Talking(RuleBasedStateMachine):
    """Anything said and cut at any time, blocks of any size."""

    @initialize(
        bed=st.sampled_from(Bed), volume=st.sampled_from([SOFTEST, 0.5, 1.0]), bell=st.booleans()
    )
    def start(self, bed: Bed, volume: float, bell: bool) -> None:
        self.announcer = Announcer(volume, bed, bell=bell)
        self.saying = self.announcer.begin()
        self.last = 0.0
        self.stopped_for: int | None = None

    @rule()
    def begin(self) -> None:
        self.saying = self.announcer.begin()

    @rule(clip=st.sampled_from([ONE, TWO, np.zeros(500, np.float32), np.zeros(0, np.float32)]))
    def add(self, clip: Samples) -> None:
        self.saying.add(clip)

    @rule(volume=st.sampled_from([SOFTEST, 0.25, 1.0, LOUDEST]))
    def turn(self, volume: float) -> None:
        self.announcer.turn_to(volume)

    @rule()
    def begin_again(self) -> None:
        self.announcer.begin_again()
        self.last = 0.0  # on a new device

    @rule()
    def suspend(self) -> None:
        self.announcer.suspend()

    @rule()
    def resume(self) -> None:
        self.announcer.resume()

    @rule()
    def stop(self) -> None:
        self.announcer.stop()
        if self.stopped_for is None:
            self.stopped_for = 0

    @rule(block=st.integers(1, 700) | st.integers(1, 30_000))
    def hear(self, block: int) -> None:
        out = np.full(block, np.nan, np.float32)
        self.announcer.fill(out)
        assert np.isfinite(out).all()
        assert np.abs(out).max() <= 1
        assert np.abs(np.diff(np.concatenate([[self.last], out]))).max() <= STEP
        self.last = float(out[-1])
        if self.stopped_for is not None:
            assert not out[max(0, FADE - self.stopped_for) :].any()
            self.stopped_for += block
            assert self.announcer.done.is_set() or self.stopped_for < FADE

    @invariant()
    def what_is_told_of_it_is_true(self) -> None:
        if hasattr(self, "saying"):
            assert 0 <= self.saying.heard <= self.saying.frames
            assert self.saying.finished == (self.saying.heard == self.saying.frames)


TestTalking = Talking.TestCase


def test_a_sentence_is_said_whole_on_a_new_device() -> None:
    """Also if it was over when the device went away, as in a menu that waits for a key."""
    room, announcer = Room(), Announcer(bed=Bed.NONE)
    with Output(announcer.fill, room.device, back=announcer.begin_again) as output:
        announcer.begin().add(ONE)
        room.read(2 * len(ONE) / SAMPLE_RATE)
        room.press(UNPLUG)
        output.look_after()
        before = len(room.heard)
        room.press(PLUG_IN)
        for _ in range(40):
            room.read(0.05)
            output.look_after()
    again = room.heard[before:]
    again = again[int(np.flatnonzero(again)[0]) - 1 :]
    np.testing.assert_allclose(again[FADE : len(ONE)], ONE[FADE:], atol=1e-6)
    assert np.abs(again[:FADE]).max() < np.abs(ONE[:FADE]).max()


@given(blocks=st.lists(st.integers(1, 5_000), min_size=1, max_size=20))
def test_blocks_of_any_size_are_the_same_sound(blocks: list[int]) -> None:
    announcer, other = Announcer(0.7), Announcer(0.7)
    for each in (announcer, other):
        saying = each.begin()
        saying.add(ONE)
        saying.add(TWO)
    parts = [heard(announcer, block, block) for block in blocks]
    np.testing.assert_array_equal(np.concatenate(parts), heard(other, sum(blocks)))


def test_the_bed_rises_and_goes_on_and_on() -> None:
    played = heard(Announcer(), BED_RISE + SAMPLE_RATE)
    np.testing.assert_array_equal(played[BED_RISE:], bed().samples[BED_RISE:][:SAMPLE_RATE])
    middle = (OPENING + BED_RISE) // 2
    assert played[middle] == pytest.approx(bed().samples[middle] / 2, rel=1e-3)


@pytest.mark.parametrize("bell", [True, False])
@pytest.mark.parametrize("volume", [1.0, 0.8])
def test_it_begins_with_the_frames_that_play_before_it_is_there(bell: bool, volume: float) -> None:
    pieces = opening(bell=bell, volume=float(np.float32(volume)))
    begun = np.concatenate([np.array(piece, np.float32) for piece in pieces])[:OPENING]
    announcer = Announcer(volume, bell=bell)
    saying = announcer.begin()
    saying.add(ONE if bell else np.zeros(500, np.float32))
    np.testing.assert_array_equal(heard(announcer, OPENING), begun)


def test_what_is_said_waits_for_the_bell_and_so_does_the_time_to_answer() -> None:
    announcer = Announcer(bed=Bed.NONE, bell=True)
    saying = announcer.begin()
    np.testing.assert_array_equal(heard(announcer, CUE_FRAMES), bell_cue())
    assert (saying.quiet, saying.finished) == (0, True)
    saying.add(ONE)
    np.testing.assert_array_equal(heard(announcer, len(ONE)), ONE)


def test_another_saying_leaves_the_bell_alone_and_stop_fades_it() -> None:
    announcer = Announcer(bed=Bed.NONE, bell=True)
    announcer.begin().add(ONE)
    heard(announcer, 20_000)
    announcer.begin().add(TWO)
    np.testing.assert_array_equal(heard(announcer, 10_000), bell_cue()[20_000:30_000])
    announcer.stop()
    assert heard(announcer, FADE)[: FADE // 2].any()
    assert announcer.done.is_set()
    assert not heard(announcer, 480).any()


def test_clips_follow_each_other_without_a_frame_between() -> None:
    announcer = Announcer(bed=Bed.NONE)
    saying = announcer.begin()
    pause = np.zeros(1234, np.float32)
    for clip in (ONE, pause, TWO):
        saying.add(clip)
    whole = np.concatenate([ONE, pause, TWO])
    np.testing.assert_array_equal(heard(announcer, len(whole) + 480)[: len(whole)], whole)


def test_it_tells_what_was_heard() -> None:
    announcer = Announcer()
    saying = announcer.begin()
    assert saying.finished
    saying.add(ONE)
    assert not saying.finished
    heard(announcer, len(ONE) - 10)
    assert (saying.heard, saying.quiet, saying.finished) == (len(ONE) - 10, 0, False)
    heard(announcer, 30)
    assert (saying.heard, saying.quiet, saying.finished) == (len(ONE), 20, True)
    heard(announcer, 100)
    assert saying.quiet == 120
    saying.add(TWO)
    heard(announcer, 7)
    assert (saying.quiet, saying.finished) == (0, False)


@pytest.mark.parametrize("already", [100, 5_000, len(ONE) - 50])
def test_what_is_said_is_replaced_within_12_ms(already: int) -> None:
    announcer = Announcer(bed=Bed.NONE)
    announcer.begin().add(ONE)
    heard(announcer, already, 50)
    announcer.begin().add(TWO)
    played = heard(announcer, FADE + len(TWO))
    rest = ONE[already : already + FADE]
    assert (np.abs(played[: len(rest)]) <= np.abs(rest)).all()
    np.testing.assert_array_equal(played[len(rest) :][: len(TWO)], TWO)


def test_what_was_begun_and_replaced_between_two_blocks_is_not_heard() -> None:
    announcer = Announcer(bed=Bed.NONE)
    announcer.begin().add(ONE)
    announcer.begin().add(TWO)
    np.testing.assert_array_equal(heard(announcer, len(TWO)), TWO)


def test_the_bed_goes_on_while_a_clip_fades() -> None:
    announcer, alone = Announcer(), Announcer()
    heard(alone, BED_RISE)
    announcer.begin().add(ONE)
    heard(announcer, BED_RISE)
    announcer.begin()
    assert len(ONE) < BED_RISE
    np.testing.assert_array_equal(heard(announcer, 960), heard(alone, 960))


def test_louder_is_louder_after_a_fade() -> None:
    announcer = Announcer(0.5, Bed.NONE)
    saying = announcer.begin()
    saying.add(ONE)
    np.testing.assert_array_equal(heard(announcer, 4800), np.float32(0.5) * ONE[:4800])
    announcer.turn_to(0.25)
    played = heard(announcer, 4800)
    ratio = np.abs(played[:FADE]) / np.maximum(np.abs(ONE[4800 : 4800 + FADE]), 1e-9)
    assert (ratio <= 0.5001).all()
    np.testing.assert_array_equal(played[FADE:], np.float32(0.25) * ONE[4800 + FADE : 9600])


@pytest.mark.parametrize("end", [Announcer.stop, Announcer.suspend])
def test_what_is_being_said_fades_where_it_ends(end: Callable[[Announcer], None]) -> None:
    announcer = Announcer(bed=Bed.NONE)
    announcer.begin().add(ONE)
    heard(announcer, 4_800)
    end(announcer)
    falling = ONE[4_800:][:FADE] * rise(FADE)[::-1]
    np.testing.assert_array_equal(heard(announcer, 4_800), np.pad(falling, (0, 4_800 - FADE)))


def test_after_stop_nothing_begins() -> None:
    announcer = Announcer()
    announcer.begin().add(ONE)
    heard(announcer, 1000)
    announcer.stop()
    assert not announcer.done.is_set()
    heard(announcer, FADE)
    assert announcer.done.is_set()
    announcer.begin().add(TWO)
    assert not heard(announcer, 4800).any()


def test_a_saying_leaves_alone_what_comes_after_it() -> None:
    saying = Announcement()
    saying.add(np.ones(3, np.float32))
    out = np.full(5, 7, np.float32)
    saying.read(out)
    np.testing.assert_array_equal(out, [1, 1, 1, 7, 7])


@pytest.mark.parametrize("into", [0, 1_000, len(ONE) - 10, len(ONE) + 4_000])
def test_after_standing_still_the_sentence_is_said_from_its_start(into: int) -> None:
    announcer = Announcer(bed=Bed.NONE)
    announcer.begin().add(ONE)
    before = heard(announcer, into)
    announcer.suspend()
    assert not announcer.silent
    still = heard(announcer, 10_000)
    assert announcer.silent
    assert not still[FADE:].any()
    announcer.resume()
    after = heard(announcer, len(ONE) + 5_000)
    np.testing.assert_array_equal(before[: len(ONE)], ONE[:into])
    np.testing.assert_array_equal(after[FADE : len(ONE)], ONE[FADE:])
    assert not announcer.done.is_set()


def test_a_stop_ends_it_while_it_stands_still() -> None:
    announcer = Announcer()
    announcer.suspend()
    heard(announcer, 1_000)
    announcer.stop()
    assert not heard(announcer, 1_000).any()
    assert announcer.done.is_set()
