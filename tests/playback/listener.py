"""Somebody with a keyboard and an ear, for a player without a device."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Future
from fractions import Fraction

import numpy as np

from tests.playback.memory_sink import MemorySink
from tests.sound.spoken import WRITTEN, lines_of, mixer_of, said
from voice.audio import Samples
from voice.exercise.asides import ASIDE_GAP, PAUSED, SpokenAsides
from voice.exercise.controls import Controls
from voice.frames import SAMPLE_RATE
from voice.pace import Pace
from voice.playback.keys import PLAYING_KEYS, SPACE_GOES_ON
from voice.playback.player import Player
from voice.script import parse
from voice.script.model import Script
from voice.sound.bell import bell_cue
from voice.sound.breath import breath_sound
from voice.sound.curves import FADE
from voice.sound.mixer import Bed, Lines, Mixer, Sounds
from voice.sound.noise import bed
from voice.timeline.build import Setting, build
from voice.timeline.cues import Timeline
from voice.timeline.phrases import STILL_HERE, STILL_WAITING
from voice.timeline.repeats import Plan

HEAD = "---\ntitle: Near\nabout: Look.\nask: 1\nposition: any\n---\n\n"

SCRIPT = parse(
    HEAD
    + """## One

First of all. [1s]
Second of all. [1s]

## Two

Ready for it? [wait]
Breathe now. [breathe in 1.7s, out 1.9s]

## Three

Is it out? [wait 1s, ask again]
The last one. [1s]
""",
    "near.md",
)

BETWEEN = np.zeros(ASIDE_GAP, np.float32)
ASIDE = np.concatenate([part for line in PLAYING_KEYS for part in (said(line), BETWEEN)])
"""As `h` says the keys."""

ASIDE_IN_PAUSE = np.concatenate([ASIDE, said(SPACE_GOES_ON)])
"""The same in a pause."""

CALL = ("Call one one two.", "Space goes on.")
CALLED = np.concatenate([said(CALL[0]), BETWEEN, said(CALL[1])])
"""As `?` says who to call."""

KEYS = Setting(keys=True)


class People:
    """Who to call; asks for the country until Enter takes it.

    Attributes:
        pressed: The keys that were meant for it.
    """

    def __init__(self) -> None:
        self.pressed: list[str] = []

    def begin(self) -> Sequence[str]:
        self.pressed.clear()
        return CALL

    def press(self, key: str, heard: Sequence[str]) -> Sequence[str] | None:
        assert all(sentence in (*PLAYING_KEYS, *CALL, "In Norway, call.") for sentence in heard)
        if key in {"space", "r", "h", "?"} or "enter" in self.pressed:
            return None
        self.pressed.append(key)
        return ("In Norway, call.",)

    def printed(self) -> Sequence[str]:
        return ()


class Listener:
    """Plays a script; presses keys and hears what a device would have played.

    Attributes:
        player: The player that is controlled.
    """

    def __init__(
        self,
        script: Script = SCRIPT,
        *,
        bed: Bed = Bed.NONE,
        volume: float = 1.0,
        pace: Pace = WRITTEN,
        lines: Lines | None = None,
        extra: int = 0,
    ) -> None:
        self._script = script
        self.timeline = build(script, pace, KEYS, Plan(extra))
        self.mixer = Mixer(self.timeline, lines or lines_of(self.timeline), Sounds(bed))
        self.player = Player(self.mixer, volume)
        self.people = People()
        self.asides = SpokenAsides(self.player, _prepared, self.people)
        self.asides.prepare_reminders(_prepared, waits=True)
        self.controls = Controls(self.player, self, self.asides)
        self._sink = MemorySink(self.player.fill)

    def press(self, *keys: str) -> None:
        for key in keys:
            self.controls.press(key)
            self.asides.go_on()

    def hear(self, frames: int, block: int = 480) -> Samples:
        heard = self._sink.run(frames, block)
        if self._sink.failure:
            raise self._sink.failure
        assert np.isfinite(heard).all()
        return heard

    def wait(self, frames: int) -> list[tuple[int, str]]:
        """Let time pass as a session does; returns what was remarked, and after how many seconds.

        Seconds are whole ones, as the session looks once each.
        """
        remarked = []
        for second in range(1, frames // SAMPLE_RATE + 1):
            self.hear(SAMPLE_RATE)
            before = self.player._remarks.speaking
            self.asides.go_on()
            self.player.fill(np.zeros(1, np.float32))
            if self.player._remarks.speaking and not before:
                remarked.append((second, self._remark()))
        return remarked

    def _remark(self) -> str:
        clip = self.player._remarks._clip
        words = (PAUSED, STILL_HERE, STILL_WAITING)
        return next(text for text in words if len(said(text)) == len(clip) + 1)

    def reach(self, index: int, frames: int = 100) -> None:
        """Leave out what comes before a cue, and hear so many frames of it."""
        self.mixer.jump(index)
        self.hear(frames)

    def at(self, text: str) -> int:
        """Index of the cue that says something."""
        return next(i for i, cue in enumerate(self.timeline.cues) if cue.text == text)

    def retime(self, pace: Pace) -> Timeline:
        self.timeline = build(self._script, pace, KEYS, self.timeline.plan)
        return self.timeline


def _prepared(sentences: Sequence[str]) -> Future[Sequence[Samples]]:
    lines: Future[Sequence[Samples]] = Future()
    lines.set_result([said(sentence) for sentence in sentences])
    return lines


def reference(script: Script = SCRIPT, lying: Bed = Bed.NONE) -> Mixer:
    """The same, mixed without a player."""
    return mixer_of(build(script, WRITTEN, KEYS), lying)


def largest_step(timeline: Timeline, volume: float) -> float:
    """The largest step between two samples: that of the material, and a fade's own slope."""
    sounds = [said(cue.text) for cue in timeline.cues if cue.text] + [ASIDE, bell_cue()]
    sounds += [
        breath_sound(cue.phase, round((cue.seconds or Fraction(0)) * 24_000))
        for cue in timeline.cues
        if cue.phase is not None
    ]
    steps = [float(np.abs(np.diff(sound)).max()) for sound in sounds]
    peak = max(float(np.abs(sound).max()) for sound in sounds)
    under = float(np.abs(np.diff(bed().samples)).max())
    return volume * (max(steps) + under + peak * 2.5 / FADE)
