"""Cues: the timed items of an exercise, and their places in frames."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from voice.frames import SAMPLE_RATE, Frames, Ruler
from voice.pace import Pace
from voice.script.model import Phase, Script
from voice.timeline.repeats import WHOLE, Plan, Repetition

BELL_SECONDS = Fraction(3)
"""A bell: 300 ms of silence, 2.4 s of sound, 300 ms of silence (scripts/SOURCES.md, Bell)."""


class Kind(StrEnum):
    """The kind of a cue."""

    SPEECH = "speech"
    GAP = "gap"
    SETTLE = "settle"
    DO = "do"
    HOLD = "hold"
    QUIET = "quiet"
    BREATH = "breath"
    WAIT = "wait"
    BELL = "bell"


@dataclass(frozen=True, slots=True)
class Cue:
    """One timed item.

    Attributes:
        kind: Its kind.
        step: Index of its step in the script.
        line: 1-based line of the script it comes from, or `None` if the program added it.
        seconds: Its length; `None` for speech, which lasts as long as it is said.
        text: Text to say at its start (speech, and the word of a breath), or empty.
        phase: Part of a breath, or `None`.
        until_key: True if a wait lasts until a key comes, however long.
        again_from: Index of the cue that such a wait goes back to after `seconds`.
        turn: Number of times its step was said before; above 0 only to fill a longer time.
    """

    kind: Kind
    step: int
    line: int | None = None
    seconds: Fraction | None = None
    text: str = ""
    phase: Phase | None = None
    until_key: bool = False
    again_from: int | None = None
    turn: int = 0

    @property
    def saying(self) -> Repetition:
        """Return the saying that it belongs to."""
        return Repetition(self.step, self.turn)


@dataclass(frozen=True, slots=True)
class Timeline:
    """The ordered cues of one exercise at one pace; they follow each other without gaps.

    Attributes:
        script: The exercise.
        pace: Its pace.
        cues: The cues in order.
        plan: Steps that are said, and how often.
    """

    script: Script
    pace: Pace
    cues: tuple[Cue, ...]
    plan: Plan = WHOLE

    @property
    def texts(self) -> tuple[str, ...]:
        """Return the spoken texts in order, with repetitions."""
        return tuple(cue.text for cue in self.cues if cue.text)

    def start_of(self, step: int) -> int:
        """Return the index of a step's first cue, without the opening bell.

        A step that is left out counts as the next one that is heard.
        """
        own = (i for i, cue in enumerate(self.cues) if cue.step >= step and (cue.line or cue.text))
        return next(own, 0)


@dataclass(frozen=True, slots=True)
class Placed:
    """A cue and its place.

    Attributes:
        cue: The cue.
        start: Frames from the start of the audio.
        frames: Its length.
    """

    cue: Cue
    start: Frames
    frames: Frames

    @property
    def end(self) -> Frames:
        """First frame after it."""
        return Frames(self.start + self.frames)


def place(timeline: Timeline, speech_frames: Callable[[str], int]) -> tuple[Placed, ...]:
    """Place every cue, exactly to the frame.

    Args:
        timeline: The timeline.
        speech_frames: Length of a spoken text in frames.
    """
    ruler = Ruler()
    placed: list[Placed] = []
    for cue in timeline.cues:
        start = ruler.position
        length = Frames(speech_frames(cue.text)) if cue.seconds is None else cue.seconds
        placed.append(Placed(cue, start, ruler.advance(length)))
    return tuple(placed)


def lasting(cues: Sequence[Cue], speech_frames: Callable[[str], int]) -> Fraction:
    """Return the exact length of consecutive cues, in seconds.

    Args:
        cues: Any part of a timeline.
        speech_frames: See `place`.
    """
    spoken = sum(speech_frames(cue.text) for cue in cues if cue.seconds is None)
    silent = (cue.seconds for cue in cues if cue.seconds is not None)
    return sum(silent, Fraction(spoken, SAMPLE_RATE))
