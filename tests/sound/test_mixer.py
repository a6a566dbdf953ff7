"""The mixer follows the timeline to the frame, in blocks of any size."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from itertools import cycle

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.sound.spoken import (
    block_sizes,
    lines_of,
    made,
    mixed,
    mixer_of,
    said,
    timelines,
)
from voice.audio import Samples
from voice.frames import SAMPLE_RATE
from voice.pace import Pace
from voice.script.model import Breathe, Line, Phase, PhaseLength, Settle, Wait
from voice.sound.bell import bell_cue
from voice.sound.breath import breath_sound
from voice.sound.loudness import decibels
from voice.sound.mixer import Bed, Lines, Mixer, Sounds
from voice.sound.noise import BED_RISE, FLOOR_DBFS, LOOP_FRAMES, bed
from voice.sound.opening import OPENING, opening_noise
from voice.timeline import phrases
from voice.timeline.build import Setting
from voice.timeline.cues import Cue, Kind, Placed, Timeline, place

beds = st.sampled_from(Bed)
keyed = Setting(keys=True)


def placed(timeline: Timeline) -> tuple[Placed, ...]:
    return place(timeline, lambda text: len(said(text)))


def sounding(cue: Cue, frames: int, *, breath: bool) -> Samples:
    """The sound of a cue, worked out a second way."""
    sound = np.zeros(frames, np.float32)
    if cue.kind is Kind.SPEECH:
        return said(cue.text)
    if cue.kind is Kind.BELL:
        return bell_cue()
    if cue.phase is not None:
        if breath:
            sound = sound + breath_sound(cue.phase, frames)
        if cue.text and len(said(cue.text)) <= frames:
            sound[: len(said(cue.text))] += said(cue.text)
    return sound


def without_bed(timeline: Timeline, *, breath: bool = True) -> Samples:
    """Everything at its place, as `place` says."""
    cues = placed(timeline)
    whole = np.zeros(cues[-1].end, np.float32)
    for item in cues:
        whole[item.start : item.end] = sounding(item.cue, item.frames, breath=breath)
    return whole


def bed_at(start: int, end: int) -> Samples:
    return bed().samples[np.arange(start, end) % LOOP_FRAMES]


@given(timelines, beds, st.booleans(), block_sizes)
def test_blocks_of_any_size_make_the_same_whole(
    timeline: Timeline, lying: Bed, breath: bool, sizes: list[int]
) -> None:
    whole = mixed(mixer_of(timeline, lying, breath=breath))
    mixer, parts = mixer_of(timeline, lying, breath=breath), []
    for size in cycle([*sizes, 20_000]):
        parts.append(mixed(mixer, size))
        if len(parts[-1]) < size:
            break
    assert np.array_equal(np.concatenate(parts), whole)
    assert mixer.cue is None
    assert mixer.late == 0
    assert len(mixed(mixer, 100)) == 0


@given(timelines, st.booleans())
def test_everything_stands_at_its_place_and_silence_is_zero(
    timeline: Timeline, breath: bool
) -> None:
    whole = mixed(mixer_of(timeline, breath=breath))
    assert np.array_equal(whole, without_bed(timeline, breath=breath))


@given(timelines)
def test_the_bed_lies_under_everything_and_nothing_clips(timeline: Timeline) -> None:
    whole = mixed(mixer_of(timeline, Bed.SOFT))
    assert np.abs(whole).max() < 1
    closing = placed(timeline)[-1].start
    risen = min(BED_RISE, closing)
    expected = without_bed(timeline)[risen:closing] + bed_at(risen, closing)
    assert np.array_equal(whole[risen:closing], expected)


def test_the_bed_rises_for_three_seconds_and_is_gone_with_the_last_cue() -> None:
    timeline = made(Line("Look.", (Settle(Fraction(4)),)), setting=Setting(bell=False))
    whole = mixed(mixer_of(timeline, Bed.SOFT)) - without_bed(timeline)
    gain = np.ones(len(whole))
    rise = BED_RISE - OPENING
    gain[OPENING:BED_RISE] = np.sin(np.linspace(0, np.pi / 2, rise, endpoint=False)) ** 2
    last = placed(timeline)[-1].frames
    gain[-last:] = np.cos(np.linspace(0, np.pi / 2, last, endpoint=False)) ** 2
    assert BED_RISE == 3 * SAMPLE_RATE
    under = gain * bed_at(0, len(whole))
    under[:OPENING] = opening_noise()
    assert np.abs(whole - under).max() < 1e-7
    assert np.abs(whole[-240:]).max() < 1e-6


def test_a_bed_that_is_off_leaves_a_floor() -> None:
    timeline = made(Line("Look.", (Settle(Fraction(20)),)))
    settle = next(item for item in placed(timeline) if item.cue.kind is Kind.SETTLE)
    under = mixed(mixer_of(timeline, Bed.FLOOR))[settle.start : settle.end]
    level = decibels(float(np.sqrt(np.mean(np.square(under, dtype=np.float64)))))
    assert level == pytest.approx(FLOOR_DBFS, abs=0.3)
    assert pytest.approx(-75) == FLOOR_DBFS


def slowly(timeline: Timeline, delays: list[int]) -> Lines:
    """Lines that are not ready when first asked for, each so many times."""
    refusals = dict(zip(range(len(timeline.cues)), cycle(delays), strict=False))
    ready = lines_of(timeline)

    def lines(index: int) -> Samples | None:
        refusals[index] -= 1
        return None if refusals[index] >= 0 else ready(index)

    return lines


@given(timelines, st.integers(500, 20_000), st.lists(st.integers(0, 2), min_size=1))
def test_speech_that_is_late_shifts_what_follows_whole(
    timeline: Timeline, size: int, delays: list[int]
) -> None:
    """Each time a line is not ready the rest of the block is bed, and nothing is lost."""
    parts, late, position = [], 0, 0
    for delay, item in zip(cycle(delays), placed(timeline), strict=False):
        for _ in range(delay if item.cue.text else 0):
            missing = size - position % size
            parts.append(np.zeros(missing, np.float32))
            position += missing
            late += missing
        parts.append(sounding(item.cue, item.frames, breath=True))
        position += item.frames
    expected = np.concatenate(parts)

    for lying in (Bed.NONE, Bed.SOFT):
        mixer, heard = Mixer(timeline, slowly(timeline, delays), Sounds(lying)), []
        while len(block := mixed(mixer, size)):
            heard.append(block)
        whole = np.concatenate(heard)
        assert mixer.late == late
        if lying is Bed.NONE:
            assert np.array_equal(whole, expected)
        else:
            assert len(whole) == len(expected)
            closing = len(whole) - placed(timeline)[-1].frames
            risen = min(BED_RISE, closing)
            under = expected[risen:closing] + bed_at(risen, closing)
            assert np.array_equal(whole[risen:closing], under)


@given(timelines, st.data())
def test_after_a_jump_a_cue_starts_afresh(timeline: Timeline, data: st.DataObject) -> None:
    mixer = mixer_of(timeline)
    mixed(mixer, data.draw(st.integers(1, 200_000)))
    index = data.draw(st.integers(0, len(timeline.cues) - 1))
    mixer.jump(index)
    assert mixer.index == index
    assert np.array_equal(mixed(mixer), without_bed(replace(timeline, cues=timeline.cues[index:])))


def test_the_bed_goes_on_over_a_jump() -> None:
    timeline = made(Line("Look.", (Settle(Fraction(9)),)), setting=Setting(bell=False))
    mixer = mixer_of(timeline, Bed.SOFT)
    heard = len(mixed(mixer, BED_RISE))
    mixer.jump(2)
    assert np.array_equal(mixed(mixer, 5_000), bed_at(heard, heard + 5_000))


@pytest.mark.parametrize("heard", [1, 500, 23_999])
def test_another_pace_spares_the_cue_being_heard(heard: int) -> None:
    lines = (Line("Look.", (Settle(Fraction(1)), Settle(Fraction(1)))),)
    silence = Setting(bell=False)
    mixer = mixer_of(made(*lines, setting=silence))
    mixer.jump(2)
    mixed(mixer, heard)
    mixer.retime(made(*lines, setting=silence, pace=Pace("mine", 135, Fraction(2))))
    mixed(mixer, SAMPLE_RATE - heard)
    assert mixer.index == 3
    mixed(mixer, 2 * SAMPLE_RATE - 1)
    assert mixer.index == 3
    mixed(mixer, 1)
    assert mixer.index == 4


def test_a_wait_lasts_until_a_key_comes() -> None:
    timeline = made(Line("Look.", (Wait(),)), Line("There."), setting=keyed)
    wait = next(index for index, cue in enumerate(timeline.cues) if cue.kind is Kind.WAIT)
    mixer = mixer_of(timeline)
    asked = []
    while mixer.index < wait:
        asked.append((mixer.index, mixer.wait))
        mixed(mixer, 100)
    assert set(asked) == {(index, None) for index in range(wait - 1)} | {(wait - 1, wait)}
    assert timeline.cues[wait - 1].text == phrases.PRESS_ANY_KEY
    assert not mixed(mixer, 600 * SAMPLE_RATE).any()
    assert (mixer.index, mixer.wait) == (wait, wait)
    mixer.jump(wait + 1)
    assert mixer.wait is None
    assert np.array_equal(mixed(mixer, len(said("There."))), said("There."))


def test_a_wait_that_asks_again_does_so_until_a_key_comes() -> None:
    timeline = made(Line("Is it out?", (Wait(Fraction(1), ask_again=True),)), setting=keyed)
    first = next(index for index, cue in enumerate(timeline.cues) if cue.text)
    wait = first + 3
    round_ = without_bed(replace(timeline, cues=timeline.cues[first : wait + 1]))
    mixer = mixer_of(timeline)
    mixer.jump(first)
    assert mixer.wait is None
    for _ in range(5):
        assert np.array_equal(mixed(mixer, len(round_)), round_)
        assert mixer.index in {first, wait}
        assert mixer.wait == wait  # also while the line is being said again
    mixer.jump(wait + 1)
    assert np.array_equal(mixed(mixer), bell_cue())


@pytest.mark.parametrize("breath", [True, False])
def test_a_word_longer_than_its_phase_is_left_unsaid(breath: bool) -> None:
    word = said(phrases.BREATH_WORDS[Phase.IN])
    for frames, said_here in [(len(word) - 1, False), (len(word), True)]:
        phases = (PhaseLength(Phase.IN, Fraction(frames, SAMPLE_RATE)),)
        timeline = made(Line("Look.", (Breathe(phases),)))
        item = next(item for item in placed(timeline) if item.cue.kind is Kind.BREATH)
        whole = mixed(mixer_of(timeline, breath=breath))
        heard = whole[item.start : item.end]
        sound = breath_sound(Phase.IN, frames) if breath else np.zeros(frames, np.float32)
        assert item.frames == frames
        assert np.array_equal(heard, sound + word if said_here else sound)
        assert len(whole) == placed(timeline)[-1].end


def test_what_is_kept_for_others_is_never_changed() -> None:
    """Breaths and bells are made once: mixing a word into one must not leave it there."""
    phases = (PhaseLength(Phase.IN, Fraction(2)), PhaseLength(Phase.OUT, Fraction(2)))
    timeline = made(Line("Look.", (Breathe(phases, times=3, words_every=2),)))
    assert np.array_equal(mixed(mixer_of(timeline)), without_bed(timeline))
    assert np.array_equal(mixed(mixer_of(timeline, Bed.SOFT)), mixed(mixer_of(timeline, Bed.SOFT)))
