"""Marks in exported files: read as they were written, or not at all, and nothing raises."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import replace

from tests.fuzz.choices import Choices
from tests.fuzz.sounds import CAPTIONS, MARK, exported
from tests.fuzz.target import Target, fresh_home
from voice.album.marker import Mark, is_readable, mark_in, seconds_of
from voice.export.captions import CaptionFormat
from voice.export.formats import Format

_FORMATS = list(Format)


def _holds(content: bytes) -> None:
    choices = Choices(content)
    kind = choices.one_of(_FORMATS)
    edited = choices.yes()
    whole = exported(kind)
    written = choices.edited(whole, most=12) if edited else choices.rest()
    with fresh_home() as home:
        path = home / f"a{kind.ending}"
        path.write_bytes(written)
        mark = mark_in(path, kind)
        seconds = seconds_of(path, kind)
        readable = is_readable(path, kind)
        assert MARK.wrote(CaptionFormat.LRC, path) == (written == CAPTIONS)
        assert path.read_bytes() == written
    assert math.isfinite(seconds)
    assert seconds >= 0
    assert readable or seconds == 0
    if mark is not None:
        assert mark == _read_again(mark)
        if mark.frames and len(written) < mark.size:
            assert seconds == 0
    if written == whole:
        assert mark == replace(MARK, size=len(whole))
        assert seconds > 0


def _read_again(mark: Mark) -> Mark:
    """Write a mark's text into a file that is whole, and read it from there."""
    from voice.export.wav import write_wav_mark

    with fresh_home() as home:
        path = home / "a.wav"
        path.write_bytes(exported(Format.WAV))
        write_wav_mark(path, str(mark))
        read = mark_in(path, Format.WAV)
        assert read is not None
        return read


def _seeds() -> Iterator[bytes]:
    for number, kind in enumerate(_FORMATS):
        yield bytes([number, 1, 0])
        yield bytes([number, 0]) + exported(kind)
        for place in (4, 20, 40, 100, 400):
            yield bytes([number, 1, 1]) + place.to_bytes(2, "little") + b"\1\1\xff"


TARGET = Target(
    aims=("voice.album.marker", "voice.export.wav"),
    holds=_holds,
    seeds=_seeds,
    words=("GROUND", "TXXX", "ID3", "OpusTags", "fLaC", "LIST", "ISFT", "----", "frames:", "lrc:"),
    longest=16_000,
)
