"""Exercises of a few seconds, spoken by the tone engine."""

from __future__ import annotations

from fractions import Fraction
from functools import cache

import numpy as np
from hypothesis import strategies as st

from voice.audio import Samples
from voice.pace import Pace
from voice.script.model import (
    Bell,
    Breathe,
    Directive,
    Hold,
    Line,
    Phase,
    PhaseLength,
    Quiet,
    Script,
    Settle,
    Step,
    Wait,
)
from voice.sound.levelling import prepare_line
from voice.sound.mixer import Bed, Lines, Mixer, Sounds
from voice.speech.engine import Utterance
from voice.speech.tone import ToneEngine
from voice.timeline.build import PLAIN, Setting, build
from voice.timeline.cues import Timeline

RATE = 400
"""Words a minute: a word takes 150 ms."""

WRITTEN = Pace("as written", 135, Fraction(1))


@cache
def said(text: str) -> Samples:
    """A text as the mixer gets it."""
    return prepare_line(ToneEngine().synthesize(Utterance(text, "tone/low", RATE)))


def lines_of(timeline: Timeline) -> Lines:
    """Lines that are always ready."""
    return lambda index: said(timeline.cues[index].text)


def mixer_of(timeline: Timeline, bed: Bed = Bed.NONE, *, breath: bool = True) -> Mixer:
    return Mixer(timeline, lines_of(timeline), Sounds(bed, breath))


def mixed(mixer: Mixer, frames: int = 1 << 22) -> Samples:
    """The next frames in one block, fewer if it ends before."""
    block = np.full(frames, np.nan, np.float32)
    length = mixer.mix(block)
    assert not block[length:].any()
    return block[:length]


def made(*lines: Line, setting: Setting = PLAIN, pace: Pace = WRITTEN) -> Timeline:
    """A timeline of one step."""
    return build(Script("Near", "Look.", 1, "any", (Step("One", lines),)), pace, setting)


def _short(most: int = 60) -> st.SearchStrategy[Fraction]:
    """Seconds that are seldom whole frames."""
    return st.integers(1, most).map(lambda n: Fraction(n, 83))


_phases = st.lists(
    st.builds(PhaseLength, st.sampled_from(Phase), _short(120)), min_size=1, max_size=4
).map(tuple)

_directives: st.SearchStrategy[Directive] = st.one_of(
    st.builds(Settle, _short()),
    st.builds(Hold, _short()),
    _short().map(lambda rest: Quiet(rest + Fraction(1, 7), Fraction(1, 7))),
    st.builds(Breathe, _phases, st.integers(1, 2), st.integers(1, 2)),
    st.builds(Wait, _short(), st.booleans()),
    st.just(Bell()),
)

_lines = st.builds(
    Line,
    st.sampled_from(["Look.", "Notice what is near.", "Two words."]),
    st.lists(_directives, max_size=2).map(tuple),
    st.booleans(),
)

_steps = st.builds(Step, st.just("One"), st.lists(_lines, min_size=1, max_size=3).map(tuple))

timelines: st.SearchStrategy[Timeline] = st.builds(
    build,
    st.builds(
        Script,
        title=st.just("Near"),
        about=st.just("Look."),
        ask=st.just(1),
        position=st.just("any"),
        steps=st.lists(_steps, min_size=1, max_size=2).map(tuple),
    ),
    st.builds(Pace, st.just("any"), st.just(135), st.fractions(Fraction(1, 4), 2)),
    st.builds(Setting, bell=st.booleans(), breath_sound=st.booleans()),
)
"""Without keys, so that nothing lasts forever: some ten seconds each."""

block_sizes = st.lists(st.integers(1, 300) | st.integers(1, 50_000), min_size=1, max_size=8)
