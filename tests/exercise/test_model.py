"""Any keys and mishaps, in any order: what is heard is what a simple model of the keys says.

The whole session plays: keys, asides, narration, player, mixer, a device that goes away and comes
back, a voice that hangs. Its voice hums which line it says and which word of it, so that an ear
understands it. By hand, for about as long as one likes::

    pytest tests/exercise/test_model.py --hypothesis-profile long --hypothesis-seed 1 \
        --hypothesis-show-statistics
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import currently_in_test_context, event, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    precondition,
    rule,
)

from tests.exercise.hall import Hall
from tests.exercise.humming import WINDOW, listen, number_of
from tests.exercise.listener_model import (
    BESIDE,
    FADE,
    HELD,
    LOUDEST,
    MINUTE,
    PAUSED,
    PAUSED_WORDS,
    PLAYING,
    REMINDERS,
    SPACE_GOES_ON,
    STILL,
    Model,
)
from tests.exercise.playing import PLUG_IN, SUSPEND, UNPLUG
from voice.audio import Samples
from voice.errors import PlaybackError
from voice.exercise.choices import NO_CHOICES
from voice.exercise.ending import Ending
from voice.exercise.session import Heard
from voice.frames import SAMPLE_RATE
from voice.pace import make_pace
from voice.paths import settings_file
from voice.playback.keys import PLAYING_KEYS
from voice.script import parse
from voice.timeline.build import Setting, build
from voice.timeline.cues import Cue, Kind

SCRIPT = parse(
    """---
title: Any keys
about: Every kind of cue, for tests.
ask: 1
position: any
---

## First

First of all. [1s]
Second of all. [1s]
Third. [2s]

## Breaths

Breathe now. [breathe in 1.7s, out 1.9s, 2 times]
A minute and more of quiet. [quiet 70s]

## Holding

Hold it. [hold 3s]
Feel it. [hold 2s]

## Waiting

A long look. [90s]
Ready for it? [wait]
Is it out? [wait 3s, ask again]

## Last

The last but one. [1s]
And the last. [1s]
""",
    "any-keys.md",
)

RATE = 180
PAUSES = Fraction(1)

KEYS = ("space", "n", "b", "r", "+", "-", "f", "s", "h", "?", "other", "enter", "g", "x", "right")
STOPPING = ("q", "esc", "hangup", "x", "ctrl-c")

STEPS = 20 if settings.get_current_profile_name() == "long" else 8
"""Each is up to two minutes of sound, which take a second or two."""

ROUGH = 0.013
"""Largest third difference of what is played at its usual level: tones below 2 kHz, breaths, fades.
A click is one of twice its height, so one that is 40 dB softer than a voice is found."""


class Listening(RuleBasedStateMachine):
    """Somebody who presses keys, and to whom things happen."""

    @initialize(
        volume=st.sampled_from([0.2, 1.0, LOUDEST]),
        block=st.sampled_from([64, 480, 1_200]),
        bell=st.booleans(),
        bed=st.booleans(),
        stopping=st.sampled_from(STOPPING),
        step=st.none() | st.integers(0, len(SCRIPT.steps) - 1),
    )
    def start(
        self,
        volume: float,
        block: int,
        bell: bool,
        bed: bool,
        stopping: str,
        step: int | None = None,
    ) -> None:
        settings_file().unlink(missing_ok=True)  # a country that was kept
        choices = replace(NO_CHOICES, rate=RATE, bell=bell, bed=bed, voice="tone/low")
        self.setting = Setting(bell=bell, keys=True)
        self.stopping = stopping
        cues = self._cues(PAUSES)
        for cue in cues:
            number_of(cue.text)  # the same in every run, whoever renders it first
        self.hall = Hall(SCRIPT, choices, volume, block, step)
        self.model = Model(cues, self.hall.rate, volume, PAUSES)
        if step is not None:
            self.model.place = next(
                i for i, cue in enumerate(cues) if cue.step == step and cue.text
            )
        self.pressed = False
        self.tail = np.zeros(3, np.float32)
        self.away = 0
        self.here_for = 0
        self.ended: str | None = None
        self.silence = 0
        self.announced = False

    # What is pressed, and what happens.

    @rule(key=st.sampled_from(KEYS), late=st.sampled_from([0, 0, 7, 700]))
    def press(self, key: str, late: int) -> None:
        self._press(key, late)

    @rule(key=st.sampled_from(KEYS), seconds=st.floats(0.05, 3))
    def press_and_hear(self, key: str, seconds: float) -> None:
        self._press(key, 0)
        self.hear(seconds)

    @rule(
        beside=st.sampled_from(["h", "?"]),
        keys=st.lists(st.sampled_from(["space", *KEYS]), min_size=1, max_size=3),
        seconds=st.floats(0.05, 3),
    )
    def press_beside(self, beside: str, keys: Sequence[str], seconds: float) -> None:
        for key in (beside, *keys):
            self._press(key, 0)
            self.hear(seconds)

    @rule(seconds=st.floats(0.05, 4))
    def hear(self, seconds: float) -> None:
        for _ in range(round(seconds * 20)):
            if self.ended:
                return
            self._look(WINDOW)

    @rule(seconds=st.sampled_from([10, 33, 65, 125]))
    def hear_long(self, seconds: int) -> None:
        self.hear(seconds)

    @precondition(lambda self: not self.ended)
    @rule()
    def suspend(self) -> None:
        self._let_act()
        if self.ended:
            return
        note("ctrl-z")
        heard = self.hall.look(0, SUSPEND)
        self._check(heard)
        self.model.ctrl_z(len(heard))
        self._look(WINDOW)

    @precondition(lambda self: not self.ended and self.hall.here)
    @rule(key=st.sampled_from(KEYS) | st.none(), seconds=st.floats(0.1, 20))
    def lose_the_device(self, key: str | None, seconds: float) -> None:
        self._let_act()
        if self.ended:
            return
        note(f"device lost while {self.model.state}")
        self._look(0, UNPLUG)
        self.model.lose_device()
        self.tail[:] = 0
        if key is not None:
            self._press(key, 0)
        self.hear(seconds)
        self._plug_in()

    def _plug_in(self) -> None:
        if self.ended:
            return
        self._look(0, PLUG_IN)
        self.hear(1)
        assert self.hall.here or self.hall.ended, "the device is not found again"

    @precondition(lambda self: not self.ended and not self.model.hangs and self.model.place > 2)
    @rule()
    def hang(self) -> None:
        """Not from the first line on: a voice that never spoke cannot say that it is late."""
        self.hall.hang()
        self.model.hangs = True

    @precondition(lambda self: not self.ended and self.model.hangs)
    @rule()
    def speak(self) -> None:
        note(f"late by {self.model.late // SAMPLE_RATE // 10}0 s")
        self.hall.speak()
        self._look(0)
        self.model.speak()

    def teardown(self) -> None:
        if not hasattr(self, "hall"):
            return
        try:
            if sys.exc_info()[0] is not None:  # it failed, and only has to end
                self.hall.interrupt()
            elif not self.ended:
                self._stop()
        finally:
            assert not self.hall.leave(), "a thread is left"

    def _stop(self) -> None:
        note(f"{self.stopping} while {self._state()}")
        if self.stopping == "ctrl-c":
            self._judge_end(self.hall.interrupt(), self.stopping)
            return
        self._press(self.stopping, 0)
        if not self.ended:  # it was an answer, or ended a wait
            self._press("q", 0)

    def _state(self) -> str:
        if not self.hall.here:
            return "away"
        if self.model.hangs and self.model.late:
            return "late"
        return "waiting" if self.model.waiting else self.model.state

    # What is heard.

    def _press(self, key: str, late: int) -> None:
        if self.ended:
            return
        if late:
            self._look(late)
        if not self.ended:
            self._let_act()
        if self.ended:
            return
        model = self.model
        note(f"{key} while {self._state()}")
        heard = self.hall.look(0, key)
        self.pressed = True
        asked = [said for said in self.hall.asked if set(said) - REMINDERS - ANSWERS]
        if asked:
            self._judge_aside(key, asked[-1])
        scale = model.scale
        ends = model.press(key, asked[-1] if asked else None)
        if model.scale != scale:
            model.retimed(self._cues(model.scale))
        if ends:
            self._end(heard, ends)
        else:
            self._check(heard)

    def _let_act(self) -> None:
        """Let what was pressed act, and hear it: no two keys come within a fade."""
        if self.pressed:
            self._look(WINDOW)

    def _judge_aside(self, key: str, said: Sequence[str]) -> None:
        model = self.model
        if key == "?":
            assert said[0].startswith("In danger, call")
            assert said[-1] == SPACE_GOES_ON
        elif key == "h" and not model.people:
            still = (model.after if model.state in BESIDE else model.state) in STILL
            assert tuple(said) == (*PLAYING_KEYS, *([SPACE_GOES_ON] if still else []))

    def _look(self, frames: int, key: str | None = None) -> None:
        here = self.hall.here
        self.pressed = self.pressed and not (here and frames > FADE)
        heard = self.hall.look(frames, key)
        self._check(heard)
        model = self.model
        self.away += frames
        self.here_for += frames
        if here:
            if self.here_for > 2 * SAMPLE_RATE:
                self.away = 0
            whole = frames == WINDOW
            sound = listen(heard[:WINDOW] / np.float32(model.volume)) if whole else None
            quiet = model.place < len(model.cues) and model.cues[model.place].kind is Kind.QUIET
            model.hear(sound, frames)
            self._judge_silence(frames, announced=quiet and model.state == PLAYING)
        elif self.hall.here:
            self.here_for = 0
            model.begin_again()
        if self.hall.ended is not None and not self.ended:
            self._judge_own_end()

    def _judge_silence(self, frames: int, *, announced: bool) -> None:
        model = self.model
        if model.remark == PAUSED_WORDS:
            self.announced = True
        elif model.state not in STILL or model.still <= frames:  # another pause
            self.announced = False
        limit = 2 * MINUTE if self.announced else MINUTE
        if announced:
            model.unheard = 0
        assert model.unheard < limit + SAMPLE_RATE, f"silence, {model.where()}"

    def _check(self, heard: Samples) -> None:
        """No click in what was heard, also where it is nobody's turn."""
        assert np.isfinite(heard).all()
        assert np.abs(heard).max(initial=0) <= 1
        joined = np.concatenate([self.tail, heard])
        if len(joined) > 3:
            rough = np.abs(np.diff(joined, n=3)).max()
            assert rough < ROUGH * LOUDEST, f"click of {rough}, {self.model.where()}"
        self.tail = joined[-3:]

    def _judge_own_end(self) -> None:
        """It ends by itself only at its end, or when the device was away for a minute."""
        self.ended = "by itself"
        ended = self.hall.ended
        if isinstance(ended, PlaybackError):
            assert self.away > MINUTE - SAMPLE_RATE
            return
        assert isinstance(ended, Heard), ended
        assert ended.ending is Ending.WHOLE
        assert self.model.place == len(self.model.cues), self.model.where()
        note("heard to its end")

    def _end(self, heard: Samples, ends: str) -> None:
        self.ended = ends
        looks = 0
        while self.hall.ended is None:
            looks += 1
            assert looks < 20, "it does not stop"
            heard = np.concatenate([heard, self.hall.look()])
        self._judge_end(heard, ends)

    def _judge_end(self, heard: Samples, ends: str) -> None:
        self.ended = ends
        self._check(heard)
        ended = self.hall.ended
        if ends == "ctrl-c":
            assert isinstance(ended, KeyboardInterrupt)
            return
        assert not heard[FADE:].any(), "stop means silence"
        assert isinstance(ended, Heard), ended
        wanted = Ending.STOPPED if ends == "stopped" else Ending.SWAPPED
        assert ended.ending is wanted
        assert ended.volume == pytest.approx(self.model.volume)

    def _cues(self, scale: Fraction) -> tuple[Cue, ...]:
        pace = replace(make_pace("gentle", RATE), pause_scale=scale)
        return build(SCRIPT, pace, self.setting).cues


def note(state: str) -> None:
    """Count a state that was reached, for the statistics."""
    if currently_in_test_context():
        event(state)


ANSWERS = {
    "More silence.",
    "Less silence.",
    "This is the most silence.",
    "This is the least silence.",
    "This is the loudest.",
    "This is the softest.",
}


TestAnyKeysAndMishaps = Listening.TestCase
TestAnyKeysAndMishaps.settings = settings(
    max_examples=settings().max_examples // 8,  # each is a whole session
    stateful_step_count=STEPS,
)


@pytest.fixture
def listening() -> Iterator[Listening]:
    """A session in which the first line is heard."""
    machine = Listening()
    machine.start(volume=1.0, block=480, bell=False, bed=True, stopping="q")
    machine.hear(2)
    yield machine
    machine.teardown()


def test_a_pause_that_ends_while_no_device_is_there_goes_on_without_a_click(
    listening: Listening,
) -> None:
    listening.press_and_hear("space", 1)
    listening.lose_the_device("space", 3)
    listening.hear(5)


def test_a_device_lost_right_after_ctrl_z_comes_back_without_a_click(listening: Listening) -> None:
    listening.hall.look(0, SUSPEND)
    listening.model.ctrl_z(0)
    listening.lose_the_device(None, 3)
    listening.hear(5)


@pytest.mark.parametrize("key", ["f", "s"])
def test_a_key_pressed_while_no_device_is_there_is_answered_later(
    listening: Listening, key: str
) -> None:
    listening.lose_the_device(key, 3)
    listening.hear(5)
    assert listening.model.answer is None


@pytest.mark.parametrize("key", ["space", "n", "r", "h"])
def test_an_answer_that_comes_late_is_not_said_after_the_next_key(
    listening: Listening, key: str
) -> None:
    listening.hang()
    listening.press_and_hear("s", 0.5)
    listening.press_and_hear(key, 0.5)
    listening.speak()
    listening.hear(5)


@pytest.mark.parametrize(("keys", "state"), [(["+", "space"], PAUSED), (["?", "+"], HELD)])
def test_a_voice_that_hangs_says_how_to_go_on_all_the_same(
    listening: Listening, keys: Sequence[str], state: str
) -> None:
    before, key = keys
    listening.press_and_hear(before, 0.1)
    listening.hang()
    listening.press_and_hear(key, 90)
    assert listening.model.state == state
    assert listening.announced


def test_a_voice_that_hangs_says_all_the_same_that_it_waits_for_a_key(
    listening: Listening,
) -> None:
    for _ in range(3):
        listening.press_and_hear("n", 0.1)
    model = listening.model
    while not model.cues[model.place + 1].until_key:  # the words before it
        listening.hear(0.05)
    listening.hang()
    listening.hear(70)  # a minute of silence would fail
    assert model.cues[model.place].until_key
