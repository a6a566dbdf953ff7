"""A line is recorded until it is over, and the meter tells how loud it was."""

from __future__ import annotations

from threading import Event

import numpy as np
import pytest

from tests.recording.spoken import quiet, said
from voice.audio import Samples
from voice.frames import SAMPLE_RATE
from voice.recording.capture import capture, capture_room
from voice.recording.listening import Level
from voice.recording.room import measured_room


class Microphone:
    """Gives a sound in blocks, and then silence."""

    def __init__(self, sound: Samples) -> None:
        self._sound = sound

    def read(self) -> Samples:
        block, self._sound = np.split(self._sound, [SAMPLE_RATE // 10])
        return block

    def close(self) -> None:
        pass


@pytest.mark.parametrize(
    ("loud", "expected"), [(0.8, Level.GOOD), (0.01, Level.SOFT), (8.0, Level.TOO_LOUD)]
)
def test_the_meter_tells_the_loudest_part_and_not_how_a_line_ends(
    loud: float, expected: Level
) -> None:
    line = loud * said()[0]
    ending = 0.01 * said()[1]
    microphone = Microphone(np.concatenate([quiet(0.5), line, ending, quiet(3)]))
    captured = capture(microphone, measured_room(quiet(2)), Event())
    assert captured.level is expected


def test_what_the_microphone_gave_before_is_no_part_of_it() -> None:
    before, silence = np.full(SAMPLE_RATE // 10, 0.3, np.float32), quiet(3)
    over = Event()
    over.set()
    captured = capture(Microphone(np.concatenate([before, silence])), measured_room(quiet(2)), over)
    assert len(captured.samples) == SAMPLE_RATE // 10  # it is over at once
    assert not np.any(captured.samples == before[0])
    room = capture_room(Microphone(np.concatenate([before, silence])), 0.05, Event())
    assert not np.any(room == before[0])
