"""A background is soft before every word begins, and never pumps."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.sound.spoken import made, said, timelines
from voice.audio import Samples
from voice.frames import SAMPLE_RATE
from voice.pace import PACES
from voice.script.model import Breathe, Line, Phase, PhaseLength, Quiet, Settle, Wait
from voice.sound.ducking import (
    DUCKING_DB,
    FAR,
    LEAD,
    RELEASE,
    WORTHWHILE,
    Ducking,
    frames_to_word,
)
from voice.sound.loudness import from_decibels
from voice.timeline.build import PARAGRAPH_GAP, Setting
from voice.timeline.cues import Kind, Timeline, place

DUCKED = pytest.approx(from_decibels(DUCKING_DB))


def through(*silences: int) -> Samples:
    """The amplitude over words of a second with silences of so many frames before each."""
    ducking, parts = Ducking(), []
    for silence in silences:
        parts += [ducking.next(silence, silence), ducking.next(SAMPLE_RATE, 0)]
    return np.concatenate(parts)


def test_the_figures_that_were_asked_for() -> None:
    assert LEAD == 0.6 * SAMPLE_RATE
    assert RELEASE == 3 * SAMPLE_RATE
    assert DUCKING_DB == -6


def test_it_is_back_when_a_word_begins_and_not_sooner_than_it_must() -> None:
    silence = 10 * SAMPLE_RATE
    gain = through(silence)
    assert np.all(gain[: silence - LEAD] == 1)
    assert np.all(np.diff(gain[silence - LEAD : silence]) <= 0)
    assert gain[silence - LEAD // 2] < 0.8
    assert np.all(gain[silence - 1 :] == DUCKED)


def test_it_returns_slowly_after_a_word() -> None:
    gain = through(SAMPLE_RATE, 10 * SAMPLE_RATE)[2 * SAMPLE_RATE :]
    assert gain[0] == DUCKED
    assert np.all(np.diff(gain[:RELEASE]) >= 0)
    assert gain[RELEASE // 2] == pytest.approx(from_decibels(DUCKING_DB / 2), abs=1e-3)
    assert np.all(gain[RELEASE : 10 * SAMPLE_RATE - LEAD] == 1)


def test_it_stays_back_over_the_gaps_between_lines() -> None:
    gap = round(max(pace.gap(PARAGRAPH_GAP) for pace in PACES.values()) * SAMPLE_RATE)
    assert gap < WORTHWHILE / 2
    gain = through(SAMPLE_RATE, gap, gap, WORTHWHILE - 1, gap)
    assert np.all(gain[SAMPLE_RATE:] == DUCKED)
    assert through(SAMPLE_RATE, WORTHWHILE).max() == 1


@given(
    st.lists(st.tuples(st.integers(0, 300_000), st.integers(0, 60_000)), min_size=1, max_size=4),
    st.lists(st.integers(400, 40_000), min_size=1, max_size=6),
)
def test_calls_of_any_length_join_and_no_step_is_heard(
    words: list[tuple[int, int]], sizes: list[int]
) -> None:
    """However a device cuts it up; the steepest ramp is the one before a word."""

    def run(sizes: list[int]) -> Samples:
        ducking, parts, turn = Ducking(), [np.zeros(0, np.float32)], 0
        for silence, word in words:
            for frames, is_silent in ((silence, True), (word, False)):
                done = 0
                while done < frames:
                    size = min(sizes[turn % len(sizes)], frames - done)
                    parts.append(ducking.next(size, frames - done if is_silent else 0))
                    done, turn = done + size, turn + 1
        return np.concatenate(parts)

    whole = run([1 << 30])
    assert np.array_equal(whole, run(sizes))
    assert np.abs(np.diff(whole)).max(initial=0) < 1e-4


@given(timelines, st.data())
def test_the_next_word_is_where_the_timeline_says(timeline: Timeline, data: st.DataObject) -> None:
    placed = place(timeline, lambda text: len(said(text)))
    index = data.draw(st.integers(0, len(placed) - 1))
    heard = data.draw(st.integers(0, placed[index].frames))
    spoken = [item for item in placed[index:] if item.cue.kind in {Kind.SPEECH, Kind.BREATH}]
    left = placed[index].frames - heard
    far = frames_to_word(timeline.cues, index, left)
    if spoken and spoken[0] is placed[index]:
        assert far == 0
    elif not spoken:
        assert far >= left + WORTHWHILE
    else:
        true = spoken[0].start - placed[index].start - heard
        roundings = len(placed)
        assert far == pytest.approx(min(true, max(far, left + WORTHWHILE)), abs=roundings)


def test_only_a_key_ends_a_wait_so_the_word_behind_is_far() -> None:
    timeline = made(Line("Look.", (Wait(),)), Line("There."), setting=Setting(keys=True))
    kinds = [cue.kind for cue in timeline.cues]
    wait = kinds.index(Kind.WAIT)
    assert frames_to_word(timeline.cues, wait, None) == FAR
    assert frames_to_word(timeline.cues, wait - 1, 1) == 0  # "press any key" is being said


def test_a_wait_that_asks_again_leads_back_to_its_line() -> None:
    line = Line("Is it out?", (Wait(Fraction(2), ask_again=True),))
    timeline = made(line, setting=Setting(keys=True))
    wait = [cue.kind for cue in timeline.cues].index(Kind.WAIT)
    assert timeline.cues[wait].again_from is not None
    assert frames_to_word(timeline.cues, wait, 700) == 700


def test_over_a_breath_it_stays_back_and_over_a_quiet_it_returns() -> None:
    phases = (PhaseLength(Phase.IN, Fraction(4)), PhaseLength(Phase.OUT, Fraction(6)))
    breathing = made(Line("Breathe.", (Breathe(phases, times=2, words_every=2),)), Line("Good."))
    first = next(i for i, cue in enumerate(breathing.cues) if cue.kind is Kind.BREATH)
    for index in range(first, first + 4):
        assert frames_to_word(breathing.cues, index, 6 * SAMPLE_RATE) == 0
    quiet = made(Line("Now quiet.", (Quiet(Fraction(30), None),)), Line("Good."))
    first = next(i for i, cue in enumerate(quiet.cues) if cue.kind is Kind.QUIET)
    assert frames_to_word(quiet.cues, first, 30 * SAMPLE_RATE) > WORTHWHILE


def test_it_looks_over_several_silences() -> None:
    timeline = made(Line("Look.", (Settle(Fraction(1)), Settle(Fraction(2)))), Line("There."))
    settle = [cue.kind for cue in timeline.cues].index(Kind.SETTLE)
    places = place(timeline, lambda text: len(said(text)))
    word = next(item for item in places[settle:] if item.cue.text)
    far = frames_to_word(timeline.cues, settle, places[settle].frames)
    assert far == word.start - places[settle].start
    assert [first.end for first, _ in pairwise(places)] == [item.start for item in places[1:]]
