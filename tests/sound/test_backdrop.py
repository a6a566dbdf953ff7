"""A background lies under an exercise: the same samples however it is pulled, soft at both ends."""

from __future__ import annotations

from fractions import Fraction
from itertools import cycle

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.sound.spoken import block_sizes, lines_of, made, mixed, mixer_of, said, timelines
from voice.audio import Samples
from voice.frames import SAMPLE_RATE
from voice.pace import Pace
from voice.playback.player import Player
from voice.script.model import Line, Quiet, Settle, Wait
from voice.sound.backdrop import BACKGROUND_RISE, BEGIN, Background
from voice.sound.backgrounds import MADE_HERE, open_background
from voice.sound.curves import rise
from voice.sound.ducking import DUCKING_DB, LEAD, RELEASE
from voice.sound.loudness import from_decibels
from voice.sound.mixer import Bed, Mixer, Sounds
from voice.sound.opening import OPENING
from voice.timeline.build import Setting
from voice.timeline.cues import Kind, Timeline, place

DUCKED = from_decibels(DUCKING_DB)
NO_BELL = Setting(bell=False)


class Steady:
    """A background that is 1 everywhere, so that what is mixed is its gain."""

    def add_to(self, out: Samples, position: int, gain: Samples) -> None:
        assert len(out) == len(gain)
        assert position >= 0
        out += gain


class Counting:
    """One whose samples tell their place."""

    def add_to(self, out: Samples, position: int, gain: Samples) -> None:
        out += gain * np.sin(np.arange(position, position + len(out)) / 7, dtype=np.float32)


def with_background(timeline: Timeline, background: Background, bed: Bed = Bed.NONE) -> Mixer:
    return Mixer(timeline, lines_of(timeline), Sounds(bed, background=lambda: background))


def gain_of(timeline: Timeline) -> Samples:
    """The loudness of the background at each frame of an exercise."""
    under: Samples = mixed(with_background(timeline, Steady())) - mixed(mixer_of(timeline))
    return under


@given(timelines, block_sizes)
def test_blocks_of_any_size_make_the_same_whole(timeline: Timeline, sizes: list[int]) -> None:
    whole = mixed(with_background(timeline, Counting()))
    mixer, parts = with_background(timeline, Counting()), []
    for size in cycle([*sizes, 20_000]):
        parts.append(mixed(mixer, size))
        if len(parts[-1]) < size:
            break
    assert np.array_equal(np.concatenate(parts), whole)


@given(st.integers(100, 4_000))
def test_blocks_of_any_size_find_the_word_behind_a_long_silence(size: int) -> None:
    settle = Settle(Fraction(7))
    timeline = made(Line("Look.", (settle, settle)), Line("There.", (settle,)), setting=NO_BELL)
    mixer, parts = with_background(timeline, Steady()), []
    while len(part := mixed(mixer, size)):
        parts.append(part)
    assert np.array_equal(np.concatenate(parts), mixed(with_background(timeline, Steady())))


@given(timelines)
def test_it_adds_nothing_but_itself(timeline: Timeline) -> None:
    """As long, the same before it begins, and never louder than it is."""
    bare, under = mixed(mixer_of(timeline)), mixed(with_background(timeline, Steady()))
    assert len(bare) == len(under)
    assert np.array_equal(bare[:BEGIN], under[:BEGIN])
    assert BEGIN > OPENING
    assert (under - bare).min() > -1e-6
    assert (under - bare).max() < 1 + 1e-6


def test_it_rises_and_falls_with_the_bed() -> None:
    timeline = made(Line("Look.", (Settle(Fraction(20)),)), setting=NO_BELL)
    gain = gain_of(timeline)
    assert not gain[:BEGIN].any()
    risen = gain[BEGIN + BACKGROUND_RISE : -5 * SAMPLE_RATE]
    assert risen.max() == pytest.approx(1)
    assert np.abs(np.diff(gain[: BEGIN + BACKGROUND_RISE])).max() < 1e-4
    closing = gain[-round(1.5 * SAMPLE_RATE) :]
    assert closing[0] == pytest.approx(1)
    assert np.all(np.diff(closing) < 1e-6)
    assert closing[-1] < 1e-6


def test_words_find_it_drawn_back() -> None:
    settle = Settle(Fraction(12))
    timeline = made(Line("Look.", (settle,)), Line("Two words."), Line("There.", (settle,)))
    gain = gain_of(timeline)
    placed = place(timeline, lambda text: len(said(text)))
    words, there = (item for item in placed if item.cue.text in {"Two words.", "There."})
    assert gain[words.start - LEAD - 1] == pytest.approx(1, abs=1e-5)
    assert gain[words.start - LEAD // 2] < 0.9
    assert gain[words.start - 1 : there.end] == pytest.approx(DUCKED, abs=1e-5)
    assert gain[there.end + RELEASE] == pytest.approx(1, abs=1e-5)


def test_a_background_that_is_late_begins_later_as_softly() -> None:
    timeline = made(Line("Now.", (Quiet(Fraction(30), None),)), setting=NO_BELL)
    ready: list[Background] = []
    sounds = Sounds(Bed.NONE, background=lambda: ready[0] if ready else None)
    mixer, bare = Mixer(timeline, lines_of(timeline), sounds), mixer_of(timeline)
    first = BEGIN + 5 * SAMPLE_RATE
    assert np.array_equal(mixed(mixer, first), mixed(bare, first))
    ready.append(Steady())
    frames = 5 * SAMPLE_RATE
    gain = mixed(mixer, frames) - mixed(bare, frames)
    assert np.abs(gain[:BACKGROUND_RISE] - rise(BACKGROUND_RISE)).max() < 1e-6
    assert np.all(gain[BACKGROUND_RISE:] == 1)


def test_while_a_line_is_late_it_stays_back() -> None:
    timeline = made(Line("Look.", (Settle(Fraction(12)),)), Line("There."), setting=NO_BELL)
    late = max(index for index, cue in enumerate(timeline.cues) if cue.text)
    ready = lines_of(timeline)
    sounds = Sounds(Bed.NONE, background=Steady)
    mixer = Mixer(timeline, lambda index: None if index == late else ready(index), sounds)
    while mixer.index < late:
        mixed(mixer, 100)
    assert mixed(mixer, 20 * SAMPLE_RATE) == pytest.approx(DUCKED)


def test_it_goes_on_over_jumps_and_another_pace() -> None:
    """No step in it, wherever the listener goes; a key during a wait leads to a word at once."""
    settle = Settle(Fraction(9))
    lines = (Line("Look.", (Wait(),)), Line("There.", (settle, settle)), Line("Done."))
    keyed = Setting(bell=False, keys=True)
    timeline = made(*lines, setting=keyed)
    wait = next(index for index, cue in enumerate(timeline.cues) if cue.kind is Kind.WAIT)
    heard: list[Samples] = []

    mixer, bare = with_background(timeline, Steady()), mixer_of(timeline)

    def hear(seconds: float) -> None:
        frames = round(seconds * SAMPLE_RATE)
        heard.append(mixed(mixer, frames) - mixed(bare, frames))

    hear(12)
    assert mixer.wait == wait
    for step in (mixer, bare):
        step.jump(wait + 1)
    hear(4)
    for step in (mixer, bare):
        step.jump(2)
    hear(0.4)
    for step in (mixer, bare):
        step.retime(made(*lines, setting=keyed, pace=Pace("mine", 135, Fraction(2))))
        step.jump(wait + 2)
    hear(8)
    gain = np.concatenate(heard)
    assert np.abs(np.diff(gain)).max() < 1e-4
    assert gain[12 * SAMPLE_RATE - 1] == pytest.approx(1)
    assert gain[-1] == pytest.approx(1)


@pytest.mark.parametrize("name", MADE_HERE)
def test_the_real_ones_lie_there_whatever_the_bed(name: str) -> None:
    timeline = made(Line("Look.", (Settle(Fraction(12)),)))
    for bed in Bed:
        whole = mixed(with_background(timeline, MADE_HERE[name](), bed))
        under = whole - mixed(mixer_of(timeline, bed))
        gain = gain_of(timeline)
        expected = np.zeros(len(under), np.float32)
        MADE_HERE[name]().add_to(expected[BEGIN:], 0, gain[BEGIN:])
        assert np.abs(under - expected).max() < 1e-6
        assert np.abs(expected).max() > 0.001


@pytest.mark.parametrize("name", MADE_HERE)
def test_a_player_is_given_what_a_file_is(name: str) -> None:
    """One takes what is ready, asked beforehand, in a device's blocks; the other waits for it."""
    timeline = made(Line("Look.", (Settle(Fraction(6)),)), Line("Two words."))
    with open_background(name) as making:
        exported = mixed(Mixer(timeline, lines_of(timeline), Sounds(background=making.wait)))
    with open_background(name) as making:
        mixer = Mixer(timeline, lines_of(timeline), Sounds(background=making.now))
        mixer.warm()
        making.wait()
        player, blocks = Player(mixer), []
        while not player.done.is_set():
            blocks.append(np.empty(120, np.float32))
            player.fill(blocks[-1])
    assert np.array_equal(np.concatenate(blocks)[: len(exported)], exported)
