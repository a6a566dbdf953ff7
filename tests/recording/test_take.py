"""A take is judged, and becomes a clip that holds the line and nothing else."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest
import soxr

from tests.cost import tenths
from tests.recording.rooms import (
    AFTER,
    BEFORE,
    HISSES,
    LINE,
    SHORT,
    amplitude,
    breath,
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
from voice.audio import Audio, Samples
from voice.recording.cleaning import HIGHEST_PEAK_DBFS, ROOM_DB
from voice.recording.remarks import RemarkKind
from voice.recording.room import Room, measured_room, room_behind
from voice.recording.take import Expectation, Take, judged
from voice.sound.levelling import prepare_line
from voice.speech.clips import read_clip, write_clip

if TYPE_CHECKING:
    from tests.recording.conftest import Speak

ROOM = -70.0
ANY = Expectation(LINE)


@cache
def room_of(noise: float) -> Room:
    return measured_room(hiss(2, noise))


def take_of(samples: Samples, noise: float = ROOM, expected: Expectation = ANY) -> Take:
    return judged(samples.astype(np.float32), room_of(noise), expected)


def kinds(take: Take) -> list[RemarkKind]:
    return [remark.kind for remark in take.remarks]


def pace_of(line: Samples, text: str) -> float:
    return 60 * len(text.split()) / (len(trimmed(line)) / 24_000)


@pytest.mark.parametrize("text", [LINE, SHORT, HISSES])
@pytest.mark.parametrize("below", [60, 40])
def test_a_good_take_has_no_remarks(speak: Speak, text: str, below: float) -> None:
    line = speak(text)
    noise = speech_level(line) - below
    take = take_of(taken(line, noise), noise, Expectation(text, pace_of(speak(LINE), LINE)))
    assert kinds(take) == []
    assert not take.again


@pytest.mark.parametrize("text", [LINE, SHORT, HISSES])
def test_a_line_keeps_its_edges_in_noise_40_db_below(speak: Speak, text: str) -> None:
    line = speak(text)
    noise = speech_level(line) - 40
    clip = take_of(taken(line, noise), noise).clip
    clean, noisy = (prepare_line(Audio(each, 24_000)) for each in (line, clip))
    assert abs(len(noisy) - len(clean)) < frames(0.030)


@pytest.mark.parametrize("below", [60, 40])
def test_a_clip_begins_and_ends_with_its_line(speak: Speak, below: float) -> None:
    line = trimmed(speak(HISSES))
    noise = speech_level(line) - below
    clip = take_of(taken(line, noise), noise).clip
    assert -frames(0.005) < len(clip) - len(line) < 2 * frames(0.020)
    assert clip[0] == 0
    assert abs(clip[-1]) < 1e-4


def test_speech_is_not_changed(speak: Speak) -> None:
    line = speak(HISSES)
    noise = speech_level(line) - 40
    samples = taken(line, noise)
    clip = take_of(samples + np.float32(0.05), noise).clip
    start = placed(clip, samples)
    spoken = np.abs(samples) > amplitude(noise + 15)
    spoken = spoken[start : start + len(clip)]
    change = (clip - samples[start : start + len(clip)])[spoken]
    assert np.sqrt(np.mean(np.square(change))) < amplitude(speech_level(line) - 50)


def placed(clip: Samples, samples: Samples) -> int:
    """The frame of a take at which its clip begins."""
    size = len(samples) + len(clip)
    product = np.fft.rfft(samples, size) * np.conj(np.fft.rfft(clip, size))
    return int(np.argmax(np.fft.irfft(product, size)[: len(samples)]))


def test_the_room_and_clicks_are_lowered_in_a_pause(plain: Speak) -> None:
    line = trimmed(plain(LINE))
    noise = speech_level(line) - 40
    pause = len(line) + frames(0.5)
    both = np.concatenate((line, np.zeros(frames(1), np.float32), line))
    samples = put(click(-20), taken(both, noise), BEFORE + pause / 24_000)
    take = take_of(samples, noise)
    assert kinds(take) == []
    middle = take.clip[pause - frames(0.2) : pause + frames(0.3)]
    level = 20 * np.log10(middle.std())
    assert level == pytest.approx(noise + ROOM_DB, abs=1.5)
    assert np.abs(middle).max() < amplitude(noise + ROOM_DB + 15)


def test_a_breath_beside_the_line_is_kept_and_a_click_is_not(speak: Speak) -> None:
    line = trimmed(speak(LINE))
    noise = speech_level(line) - 55
    breathing = breath(0.35, speech_level(line) - 32)
    samples = put(breathing, taken(line, noise, 1.5), 1.0)
    samples = put(click(-15), samples, 0.3)
    clip = take_of(samples, noise).clip
    assert len(clip) - len(line) == pytest.approx(frames(0.5), abs=frames(0.05))
    kept = clip[frames(0.05) : frames(0.25)]
    assert kept.std() == pytest.approx(breathing[frames(0.05) : frames(0.25)].std(), rel=0.3)


def test_a_loud_knock_away_from_the_line_changes_nothing(speak: Speak) -> None:
    line = scaled(speak(LINE), -38)
    quiet = taken(line, -80)
    knocked = put(np.ones(60, np.float32), quiet, 0.2)
    take = take_of(knocked, -80)
    assert kinds(take) == []
    assert len(take.clip) == pytest.approx(len(take_of(quiet, -80).clip), abs=frames(0.02))


def test_a_line_keeps_its_pauses(plain: Speak) -> None:
    line = trimmed(plain(LINE))
    both = np.concatenate((line, np.zeros(frames(1.2), np.float32), line))
    clip = take_of(taken(both, ROOM)).clip
    assert len(clip) == pytest.approx(len(both), abs=frames(0.04))


@pytest.mark.parametrize("samples", [hiss(4, ROOM, 7), hiss(4, ROOM) + hum(4, -50, 50)])
def test_a_take_of_the_room_says_nothing(samples: Samples) -> None:
    room = measured_room(samples[: frames(2)])
    take = judged(samples, room, ANY)
    assert kinds(take) == [RemarkKind.SILENCE]
    assert take.again
    assert not len(take.clip)


def test_clicks_alone_say_nothing() -> None:
    take = take_of(put(click(-3), put(click(-10), hiss(3, ROOM), 1), 2))
    assert kinds(take) == [RemarkKind.SILENCE]


@pytest.mark.parametrize(
    ("length", "kind"),
    [(0, RemarkKind.SILENCE), (100, RemarkKind.SILENCE), (72_000, RemarkKind.MUTED)],
)
def test_a_take_of_zeros_is_a_muted_microphone_or_a_key_pressed_early(
    length: int, kind: RemarkKind
) -> None:
    assert kinds(take_of(np.zeros(length, np.float32))) == [kind]


@pytest.mark.parametrize(("level", "soft"), [(-50, True), (-46, True), (-36, False)])
def test_a_soft_take_is_said_again(speak: Speak, level: float, soft: bool) -> None:
    line = scaled(speak(LINE), level - 2)
    take = take_of(taken(line, level - 45), level - 45)
    assert (RemarkKind.SOFT in kinds(take)) == soft
    assert take.again == soft


def test_a_whisper_is_heard(plain: Speak) -> None:
    line = trimmed(plain(LINE))
    shape = np.sqrt(np.convolve(np.square(line), np.ones(240) / 240, "same"))
    whisper = scaled(hiss(len(line) / 24_000, 0)[: len(line)] * shape, -42)
    take = take_of(taken(whisper, -80), -80)
    assert kinds(take) == []
    assert len(take.clip) == pytest.approx(len(line), abs=frames(0.06))


@pytest.mark.parametrize("ceiling", [1.0, 0.6])
def test_a_clipped_take_is_said_again(speak: Speak, ceiling: float) -> None:
    line = speak(HISSES)
    loud = np.clip(line / np.abs(line).max() * 2, -1, 1) * ceiling
    take = take_of(taken(loud, ROOM))
    assert RemarkKind.CLIPPED in kinds(take)
    assert np.abs(take.clip).max() <= amplitude(HIGHEST_PEAK_DBFS) + 1e-6


def test_a_line_cut_at_its_beginning_or_end_is_said_again(speak: Speak) -> None:
    line = trimmed(speak(LINE))
    third = frames(0.3)
    begun = taken(line, ROOM, BEFORE, AFTER)[frames(BEFORE) + third :]
    ended = taken(line, ROOM, BEFORE, AFTER)[: frames(BEFORE) + third]
    assert kinds(take_of(begun)) == [RemarkKind.CUT_START]
    assert kinds(take_of(ended)) == [RemarkKind.CUT_END]


def test_a_clip_taken_again_is_not_cut(speak: Speak) -> None:
    clip = take_of(taken(speak(LINE), ROOM)).clip
    again = judged(clip, room_behind(clip), ANY)
    assert kinds(again) == []
    assert len(again.clip) == pytest.approx(len(clip), abs=frames(0.06))


def test_a_click_within_a_word_is_remarked(speak: Speak) -> None:
    line = trimmed(speak(LINE))
    steady = np.convolve(np.square(line), np.ones(2_400), "valid").argmax() + 1_200
    samples = put(click(-1), taken(scaled(line, -26), ROOM), BEFORE + steady / 24_000)
    take = take_of(samples)
    assert kinds(take) == [RemarkKind.CLICK]
    assert not take.again


def test_a_hum_is_remarked_where_it_can_be_heard(plain: Speak) -> None:
    line = plain(LINE)
    seconds = len(taken(line, ROOM)) / 24_000
    humming = taken(line, ROOM) + hum(seconds, speech_level(line) - 32, 50)
    room = measured_room(hiss(2, ROOM) + hum(2, speech_level(line) - 32, 50))
    assert kinds(judged(humming, room, ANY)) == [RemarkKind.HUM]
    assert kinds(judged(humming, room_of(ROOM), ANY)) == [RemarkKind.HUM]


@pytest.mark.parametrize(("below", "again"), [(25, False), (10, True)])
def test_noise_is_remarked(speak: Speak, below: float, again: bool) -> None:
    line = speak(LINE)
    noise = speech_level(line) - below
    take = take_of(taken(line, noise), noise)
    assert kinds(take) == [RemarkKind.NOISE]
    assert take.again == again


@pytest.mark.parametrize(
    ("factor", "kind"), [(2, RemarkKind.SLOW), (0.5, RemarkKind.QUICK), (1, None)]
)
def test_the_pace_is_compared_with_other_lines(
    speak: Speak, factor: float, kind: RemarkKind | None
) -> None:
    pace = pace_of(speak(LINE), LINE)
    line = taken(speak(HISSES), ROOM)
    take = take_of(line, ROOM, Expectation(HISSES, pace * factor))
    assert kinds(take) == ([kind] if kind else [])
    assert not take.again
    assert kinds(take_of(line, ROOM, Expectation(HISSES))) == []
    assert kinds(take_of(line, ROOM, Expectation("No, no.", pace * factor))) == []


def test_a_take_from_a_telephone_is_usable(speak: Speak) -> None:
    line = speak(LINE)
    narrow = soxr.resample(soxr.resample(line, 24_000, 8_000), 8_000, 24_000)
    take = take_of(taken(narrow, ROOM))
    assert kinds(take) == []
    wide = take_of(taken(line, ROOM))
    assert len(take.clip) == pytest.approx(len(wide.clip), abs=frames(0.1))


def test_a_clip_can_be_written_and_played(plain: Speak, tmp_path: Path) -> None:
    take = take_of(taken(plain(LINE), ROOM))
    write_clip(tmp_path / "line.flac", take.clip, LINE)
    assert len(prepare_line(read_clip(tmp_path / "line.flac"))) > frames(1)


def test_ten_seconds_are_judged_at_once(plain: Speak) -> None:
    samples = taken(np.tile(plain(HISSES), 4)[: frames(8)], ROOM)
    room = room_of(ROOM)
    assert tenths(lambda: judged(samples, room, ANY)) < 1


def test_two_lines_in_one_breath_are_noticed_in_the_first_line(speak: Speak) -> None:
    both = np.concatenate([speak(LINE), speak(HISSES), speak(HISSES)])
    take = take_of(taken(both, speech_level(both) - 45), speech_level(both) - 45, Expectation(LINE))
    assert RemarkKind.SLOW in kinds(take)
