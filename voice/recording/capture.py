"""Records one line: from the moment somebody begins until they have said it."""

from __future__ import annotations

from dataclasses import dataclass
from threading import Event

import numpy as np

from voice.audio import Samples
from voice.frames import SAMPLE_RATE
from voice.recording.listening import Level, LineDetector, Progress
from voice.recording.microphone import Microphone
from voice.recording.room import Room

LONGEST = 60.0
"""Seconds of one line, at most."""

LOOK = 0.03
"""Seconds between two looks at the microphone."""


@dataclass(frozen=True, slots=True, eq=False)
class Captured:
    """Recording of one line.

    Attributes:
        samples: Shape ``(frames,)``.
        level: How loud it was at its loudest; `None` if nobody spoke.
    """

    samples: Samples
    level: Level | None


def capture(microphone: Microphone, room: Room, ended: Event) -> Captured:
    """Record until a line is over, or somebody says so.

    What the microphone gave before is not part of it.

    Args:
        microphone: Where it is spoken.
        room: The room, measured before.
        ended: Set when the speaker presses a key.

    Raises:
        RecordingError: The microphone is gone.
    """
    microphone.read()
    detector = LineDetector(room)
    blocks = [np.empty(0, np.float32)]
    level: Level | None = None
    frames = 0
    while not ended.wait(LOOK) and frames < LONGEST * SAMPLE_RATE:
        block = microphone.read()
        blocks.append(block)
        frames += len(block)
        over = detector.hear(block) is Progress.OVER
        level = _louder(level, detector.level)
        if over:
            break
    blocks.append(microphone.read())
    return Captured(np.concatenate(blocks), level)


def _louder(one: Level | None, other: Level | None) -> Level | None:
    known = [level for level in (one, other) if level is not None]
    return max(known, key=list(Level).index, default=None)


def capture_room(microphone: Microphone, seconds: float, ended: Event) -> Samples:
    """Record a silent room.

    Args:
        microphone: Stands in the room.
        seconds: How long.
        ended: Set to end it early.

    Raises:
        RecordingError: The microphone is gone.
    """
    microphone.read()
    blocks: list[Samples] = []
    while sum(map(len, blocks)) < seconds * SAMPLE_RATE and not ended.wait(LOOK):
        blocks.append(microphone.read())
    return np.concatenate((np.empty(0, np.float32), *blocks))
