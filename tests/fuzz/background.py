"""The listener's music: a background at its level and without end, or one sentence why not."""

from __future__ import annotations

import struct
import tempfile
from collections.abc import Iterator

import numpy as np

from tests.fuzz.choices import Choices
from tests.fuzz.sounds import stored, tone
from tests.fuzz.target import Target, fresh_home
from voice.errors import BackgroundError
from voice.frames import SAMPLE_RATE
from voice.sound import music
from voice.sound.loudness import from_decibels

_ENDINGS = ("wav", "mp3", "flac", "ogg", "raw", "m4a", "au", "")
_LONGEST = 3_600
"""Seconds that a file of a few thousand bytes can hold."""

_HEADER = struct.Struct("<4sI4s4sIHHIIHH4sI")


def _holds(content: bytes) -> None:
    choices = Choices(content)
    ending = choices.one_of(_ENDINGS)
    written = _wav(choices) if choices.yes() else choices.rest()
    with fresh_home() as home, tempfile.TemporaryFile() as kept:
        path = home / f"a.{ending}"
        path.write_bytes(written)
        looks = 0

        def given_up() -> bool:
            nonlocal looks
            looks += 1
            return looks > _LONGEST

        try:
            music.check(path)
            made = music.make_music(path, kept, given_up)
        except BackgroundError as error:
            assert "\n" not in str(error)
            return
        assert looks <= _LONGEST, "a small file has hours of music"
        _is_heard(made)


def _is_heard(made: music.Music) -> None:
    assert made.frames >= music.SHORTEST_SECONDS * SAMPLE_RATE
    size = SAMPLE_RATE // 2
    for place in (0, made.frames - size // 2, made.frames * 5 + 7):
        out = np.zeros(size, np.float32)
        made.add_to(out, place, np.ones(size, np.float32))
        assert np.isfinite(out).all()
        assert np.abs(out).max() <= from_decibels(music.HIGHEST_PEAK_DBFS) * 1.001


def _wav(choices: Choices) -> bytes:
    """Return a WAV file whose header says whatever is chosen."""
    rates = (4_000, 8_000, 1, 2, 0, 44_100, 400_000, 2**31 - 1, 2**32 - 1, 100, 3_999)
    rate = choices.one_of(rates)
    channels = choices.one_of((1, 2, 1_024, 0, 3, 32, 65_535))
    kinds = ((1, 8), (1, 16), (3, 32), (1, 24), (3, 64), (7, 8), (2, 4), (85, 0))
    kind, bits = choices.one_of(kinds)
    frame = max(channels * bits // 8, 1)
    wanted = choices.one_of((44_000, 100, 11 * rate * frame % 100_000, 200_000))
    pattern = choices.take(choices.number(1, 64)) or b"\0"
    sound = (pattern * (wanted // len(pattern) + 1))[:wanted]
    said = choices.one_of((len(sound), 0, 2**32 - 1, 7))
    header = _HEADER.pack(
        *(b"RIFF", 36 + len(sound), b"WAVE", b"fmt ", 16, kind, channels, rate),
        *((rate * frame) % 2**32, frame % 2**16, bits, b"data", said),
    )
    return choices.edited(header, 2) + sound


def _seeds() -> Iterator[bytes]:
    for ending in (0, 4, 7):
        for rate in range(11):
            yield bytes([ending, 1, rate, rate % 7, rate % 8, 2, 20]) + bytes(range(90, 130))
    yield bytes([0, 1, 0, 0, 0, 0, 40]) + bytes(range(100, 140)) + b"\0\0"
    yield bytes([0, 1, 0, 0, 2, 0, 8]) + b"\0\0\xc0\x7f\0\0\0\x3e"  # a NaN among numbers
    sound = tone(8_000 * 11, 8_000)
    yield b"\1\0" + stored(sound, 8_000, "MP3", bitrate_mode="CONSTANT", compression_level=0.99)
    yield b"\2\0" + stored(sound[::2], 4_000, "FLAC", subtype="PCM_S8")
    yield b"\3\0" + stored(sound, 8_000, "OGG", compression_level=1.0)
    yield b"\2\0" + stored(tone(3_000, 8_000), 8_000, "FLAC")
    yield b"\4\0" + b"\0\1" * 40
    yield b"\0\0"


TARGET = Target(
    aims=("voice.sound.music",),
    holds=_holds,
    seeds=_seeds,
    words=("RIFF", "fmt ", "data", "fLaC", "OggS", "ID3", "RIFX", "RF64", "FORM", "LIST", "fact"),
    longest=40_000,
)
