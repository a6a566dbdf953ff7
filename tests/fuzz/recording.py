"""A recording's folder that was copied by hand, and sounds that were recorded elsewhere."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from tests.fuzz.choices import Choices
from tests.fuzz.sounds import exported, stored, tone
from tests.fuzz.target import Target, fresh_home
from voice.errors import RecordingError, SpeechError
from voice.export.formats import Format
from voice.paths import voices_folder
from voice.recording.folders import recording_named
from voice.recording.sound_files import ENDINGS, read_sound
from voice.speech.clips import encoded_clip, pace_of, read_clip, sample_of
from voice.speech.recordings import (
    ABOUT,
    about_content,
    line_id,
    parse_about,
    read_recording,
    recordings,
)

_ENDINGS = sorted(ENDINGS)
_TEXT = "Look at it."
_ABOUT = b'name = "Mira"\nlanguages = ["en"]\nmade_on = 2026-11-28\nmay_be_passed_on = true\n'
_LONGEST = 60.0


def _holds(content: bytes) -> None:
    choices = Choices(content)
    with fresh_home():
        match choices.number(0, 2):
            case 0:
                _folder(choices.rest(), _clip())
            case 1:
                _folder(_ABOUT, choices.rest())
            case _:
                ending = choices.one_of(_ENDINGS)
                _sound(choices.rest(), ending)


def _folder(about: bytes, clip: bytes) -> None:
    folder = voices_folder() / "Mira"
    folder.mkdir(parents=True)
    (folder / ABOUT).write_bytes(about)
    place = folder / f"{line_id('en', _TEXT)}.flac"
    place.write_bytes(clip)
    try:
        recording = read_recording(folder)
    except RecordingError as error:
        assert list(recordings()) == []
        assert str(folder) in str(error)
        return
    assert list(recordings()) == [recording]
    assert recording.name.isprintable() or "\u200c" in recording.name or "\u200d" in recording.name
    assert parse_about(about_content(recording), folder) == recording
    assert recording_named(recording.name) == recording
    pace, sample = pace_of(recording), sample_of(recording)
    assert pace is None or pace > 0
    assert sample is None or sample.strip()
    assert (recording.clip(_TEXT) == place) == ("en" in recording.languages)
    try:
        audio = read_clip(place)
    except SpeechError:
        return
    assert len(audio.samples) > 0
    assert np.isfinite(audio.samples).all()
    assert np.abs(audio.samples).max() <= 1


def _sound(content: bytes, ending: str) -> None:
    path = voices_folder() / f"001{ending}"
    path.parent.mkdir(parents=True)
    path.write_bytes(content)
    try:
        samples = read_sound(path, _LONGEST)
    except RecordingError as error:
        assert "\n" not in str(error)
        return
    assert samples.any()
    assert np.isfinite(samples).all()
    assert np.abs(samples).max() <= 1
    assert len(samples) <= (_LONGEST + 1) * 24_000


def _clip() -> bytes:
    return encoded_clip(tone(600), _TEXT)


def _seeds() -> Iterator[bytes]:
    yield b"\0" + _ABOUT
    yield b'\0name = "Zo\xc3\xab \xe2\x80\x8d"\nlanguages = ["de-AT", "en"]\n'
    yield b"\0languages = []\n"
    yield b"\0\xef\xbb\xbfmade_on = 2026-11-28T10:00:00\n"
    yield b"\1" + _clip()
    promising = bytearray(_clip())
    promising[21:26] = b"\xff" * 5  # that it has 2**36 frames
    yield b"\1" + promising
    yield b"\1" + stored(tone(300), kind="WAV")
    yield b"\1" + stored(np.stack([tone(300)] * 3, axis=1), 8_000, "FLAC")
    yield b"\1" + stored(tone(300), kind="WAV", subtype="FLOAT")
    for kind, ending in (("WAV", ".wav"), ("FLAC", ".flac"), ("OGG", ".ogg"), ("AIFF", ".aiff")):
        yield b"\2" + bytes([_ENDINGS.index(ending)]) + stored(tone(1_000), kind=kind)
    yield b"\2" + bytes([_ENDINGS.index(".mp3")]) + stored(tone(2_400), kind="MP3")
    yield b"\2" + bytes([_ENDINGS.index(".m4a")]) + exported(Format.M4A)
    yield b"\2" + bytes([_ENDINGS.index(".aac")]) + b"\xff\xf1\x58\x40" + bytes(80)


TARGET = Target(
    aims=(
        *("voice.speech.recordings", "voice.speech.clips", "voice.speech.decoding"),
        "voice.recording.sound_files",
    ),
    holds=_holds,
    seeds=_seeds,
    words=("name =", "languages =", "made_on =", "may_be_passed_on =", "2026-11-28", "[[", "en"),
    longest=6_000,
)
