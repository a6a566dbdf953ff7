"""Cues: the timed items an exercise is made of, and their places in frames."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from voice.frames import SAMPLE_RATE, Frames, Ruler
from voice.pace import Pace
from voice.script.model import Phase, Script
from voice.timeline.repeats import Saying

BELL_SECONDS = Fraction(3)
"""A bell's cue: 300 ms of silence, 2.4 s of sound, 300 ms of silence (scripts/SOURCES.md, Bell)."""


class Kind(StrEnum):
    """What a cue is."""

    SPEECH = "speech"
    GAP = "gap"
    SETTLE = "settle"
    HOLD = "hold"
    QUIET = "quiet"
    BREATH = "breath"
    WAIT = "wait"
    BELL = "bell"


@dataclass(frozen=True, slots=True)
class Cue:
    """One timed item.

    Attributes:
        kind: What it is.
        step: Index of its step in the script.
        line: 1-based line of the script it comes from, `None` when the program added it.
        seconds: How long it lasts; `None` for speech, which lasts as long as it is said.
        text: What is said at its start (speech, and the word of a breath), or empty.
        phase: Which part of a breath, or `None`.
        until_key: Whether a wait goes on until a key comes, however long.
        again_from: Index of the cue that such a wait goes back to when it has lasted `seconds`.
        turn: How often its step was said before; above 0 only where that fills a longer time.
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
    def saying(self) -> Saying:
        """To which saying of which step it belongs."""
        return Saying(self.step, self.turn)


@dataclass(frozen=True, slots=True)
class Timeline:
    """The ordered cues of one exercise at one pace; they follow each other without holes.

    Attributes:
        script: What it is made from.
        pace: How fast it goes.
        cues: What it is made of.
        extra: How many steps more are said than there are.
    """

    script: Script
    pace: Pace
    cues: tuple[Cue, ...]
    extra: int = 0

    @property
    def texts(self) -> tuple[str, ...]:
        """What is said, in order, with repetitions."""
        return tuple(cue.text for cue in self.cues if cue.text)

    def start_of(self, step: int) -> int:
        """Index of the first cue that a step's own lines make."""
        own = (i for i, cue in enumerate(self.cues) if cue.step == step and cue.line is not None)
        return next(own)


@dataclass(frozen=True, slots=True)
class Placed:
    """A cue and where it lies.

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
    """Where every cue lies, to the frame.

    Args:
        timeline: What is to be placed.
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
    """Exact length of cues that follow each other, in seconds.

    Args:
        cues: Any part of a timeline.
        speech_frames: As in `place`.
    """
    spoken = sum(speech_frames(cue.text) for cue in cues if cue.seconds is None)
    silent = (cue.seconds for cue in cues if cue.seconds is not None)
    return sum(silent, Fraction(spoken, SAMPLE_RATE))
