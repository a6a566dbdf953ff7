"""A room is measured for its noise, its hum, and a microphone that gives nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from tests.recording.rooms import BEFORE, LINE, click, frames, hiss, hum, put, taken
from voice.audio import Samples
from voice.frames import SAMPLE_RATE
from voice.recording.remarks import RemarkKind
from voice.recording.room import LOUD_DBFS, Room, measured_room, room_behind

if TYPE_CHECKING:
    from tests.recording.conftest import Speak


def kinds(room: Room) -> list[RemarkKind]:
    return [remark.kind for remark in room.remarks]


@pytest.mark.parametrize("level", [-75, -60, -40])
def test_noise_is_measured_whatever_clicks(level: float) -> None:
    room = measured_room(put(click(-6), hiss(2, level), 0.7))
    assert room.noise == pytest.approx(level, abs=1)
    assert kinds(room) == ([RemarkKind.NOISE] if level > LOUD_DBFS else [])


@pytest.mark.parametrize("mains", [50, 60])
@pytest.mark.parametrize("level", [-58, -40])
def test_a_hum_is_told_by_its_mains(mains: int, level: float) -> None:
    room = measured_room(hiss(2, -65) + hum(2, level, mains))
    assert room.hum == mains
    assert RemarkKind.HUM in kinds(room)


def test_a_hum_may_have_no_overtones_and_drift() -> None:
    time = np.arange(frames(2)) / 24_000
    wave = (0.01 * np.sin(2 * np.pi * 49.9 * time)).astype(np.float32)
    assert measured_room(hiss(2, -65) + wave).hum == 50


def test_noise_is_no_hum() -> None:
    assert {measured_room(hiss(2, -45, seed)).hum for seed in range(40)} == {None}


def test_a_hum_too_faint_to_hear_is_left_alone() -> None:
    assert measured_room(hiss(2, -80) + hum(2, -75, 50)).hum is None


@pytest.mark.parametrize(
    "samples",
    [
        np.zeros(48_000, np.float32),
        np.full(48_000, 0.25, np.float32),
        np.zeros(0, np.float32),
        np.zeros(100, np.float32),
    ],
    ids=["zeros", "a constant", "nothing", "hardly anything"],
)
def test_a_microphone_that_gives_nothing_is_muted(samples: Samples) -> None:
    room = measured_room(samples)
    assert room.muted
    assert kinds(room) == [RemarkKind.MUTED]


def test_a_microphone_that_suppresses_noise_hears_one_word(plain: Speak) -> None:
    samples = np.zeros(2 * SAMPLE_RATE, np.float32)
    assert measured_room(samples).muted
    word = plain(LINE)[: SAMPLE_RATE * 4 // 10]
    samples[SAMPLE_RATE : SAMPLE_RATE + len(word)] = word
    room = measured_room(samples)
    assert kinds(room) == []
    assert room.noise < -90


def test_dc_is_no_noise() -> None:
    assert measured_room(hiss(2, -70) + np.float32(0.2)).noise == pytest.approx(-70, abs=1)


def test_the_room_behind_a_file_is_where_it_is_softest(plain: Speak) -> None:
    room = room_behind(taken(plain(LINE), -62, BEFORE, 0.1))
    assert room.noise == pytest.approx(-62, abs=1.5)


def test_a_file_without_a_silence_has_a_silent_room(plain: Speak) -> None:
    line = plain(LINE)
    assert room_behind(line[frames(0.05) : frames(0.6)]).noise == pytest.approx(-100)
