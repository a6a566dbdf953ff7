"""A line is followed: its beginning, its pauses, its end, and how loud it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from tests.recording.rooms import (
    BEFORE,
    LINE,
    SHORT,
    amplitude,
    click,
    frames,
    hiss,
    hum,
    put,
    scaled,
    speech_level,
    taken,
    trimmed,
)  # fmt: skip
from voice.audio import Samples
from voice.recording.listening import Level, LineDetector, Progress
from voice.recording.room import measured_room

if TYPE_CHECKING:
    from tests.recording.conftest import Speak

ROOM = -60.0


def followed(take: Samples, noise: Samples, block: int = 1_024) -> list[Progress]:
    detector = LineDetector(measured_room(noise))
    return [detector.hear(take[at : at + block]) for at in range(0, len(take), block)]


def changes(take: Samples, noise: Samples, block: int = 1_024) -> dict[Progress, float]:
    """The second at which each stage was first seen."""
    seen: dict[Progress, float] = {}
    for index, progress in enumerate(followed(take, noise, block)):
        seen.setdefault(progress, (index + 1) * block / 24_000)
    return seen


@pytest.mark.parametrize("text", [LINE, SHORT])
@pytest.mark.parametrize("below", [50, 20])
def test_a_line_is_over_after_a_quiet(speak: Speak, text: str, below: float) -> None:
    line = trimmed(speak(text))
    noise = speech_level(line) - below
    seen = changes(taken(line, noise, BEFORE, 2), hiss(2, noise))
    end = BEFORE + len(line) / 24_000
    assert list(seen) == [Progress.WAITING, Progress.SPEAKING, Progress.OVER]
    assert BEFORE < seen[Progress.SPEAKING] < end + 0.1
    assert 0.95 < seen[Progress.OVER] - end < 1.6


def test_blocks_may_have_any_size(plain: Speak) -> None:
    take, noise = taken(plain(LINE), ROOM), hiss(2, ROOM)
    seconds = [changes(take, noise, block).get(Progress.OVER, 0) for block in (100, 12_000)]
    assert np.ptp(seconds) < 0.51
    assert min(seconds) > 1


def test_a_pause_of_a_second_does_not_end_a_line(speak: Speak) -> None:
    line = trimmed(speak(LINE))
    noise = speech_level(line) - 25
    pause = np.zeros(frames(1), np.float32)
    take = taken(np.concatenate((line, pause, line)), noise, BEFORE, 0.5)
    assert Progress.OVER not in followed(take, hiss(2, noise))


def test_clicks_neither_begin_a_line_nor_keep_it_from_ending(plain: Speak) -> None:
    noise = hiss(2, ROOM)
    clicks = hiss(4, ROOM, seed=8)
    for second in (0.5, 0.9, 1.0, 2.2, 3.0):
        clicks = put(click(-8), clicks, second)
    assert set(followed(clicks, noise)) == {Progress.WAITING}
    line = trimmed(plain(LINE))
    end = BEFORE + len(line) / 24_000
    take = put(click(-8), taken(line, ROOM, BEFORE, 2), end + 0.7)
    assert changes(take, noise)[Progress.OVER] - end < 1.6


@pytest.mark.parametrize("mains", [50, 60])
def test_a_hum_and_a_noise_like_the_room_begin_nothing(mains: int) -> None:
    before = hiss(2, -45) + hum(2, -35, mains)
    later = hiss(8, -45, seed=9) + hum(8, -35, mains)
    assert set(followed(later, before)) == {Progress.WAITING}


def test_a_line_ends_though_a_fan_begins(plain: Speak) -> None:
    line = trimmed(plain(LINE))
    take = taken(line, ROOM, BEFORE, 5)
    fan = hiss(len(take) / 24_000 - 1.5, -45, seed=4)
    assert followed(put(fan, take, 1.5), hiss(2, ROOM))[-1] is Progress.OVER


def test_a_knock_is_not_a_line(plain: Speak) -> None:
    knock = trimmed(plain(LINE))[: frames(0.15)]
    assert followed(taken(knock, ROOM, BEFORE, 2.5), hiss(2, ROOM))[-1] is Progress.WAITING


@pytest.mark.parametrize(
    ("peak", "level"),
    [(-40, Level.SOFT), (-12, Level.GOOD), (-2, Level.LOUD), (3, Level.TOO_LOUD)],
)
def test_the_meter_says_how_loud_it_is(plain: Speak, peak: float, level: Level) -> None:
    line = plain(LINE)
    line = np.clip(line * (amplitude(peak) / np.abs(line).max()), -1, 1).astype(np.float32)
    detector = LineDetector(measured_room(hiss(2, -75)))
    seen = {detector.level}
    take = taken(line, -75, BEFORE, 0.0)
    for at in range(0, len(take), 480):
        detector.hear(take[at : at + 480])
        seen.add(detector.level)
    assert level in seen
    order = [Level.SOFT, Level.GOOD, Level.LOUD, Level.TOO_LOUD]
    assert not seen & set(order[order.index(level) + 1 :])


def test_the_meter_says_nothing_while_nobody_speaks() -> None:
    detector = LineDetector(measured_room(hiss(2, ROOM)))
    detector.hear(scaled(hiss(1, ROOM, seed=6), ROOM))
    assert detector.level is None
