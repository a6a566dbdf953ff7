"""Marks in exported files, which other readers can still read."""

from __future__ import annotations

import random
import wave
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest

from voice.album.marker import Mark, digest_of, mark_in, seconds_of
from voice.album.record import write_marked
from voice.export.captions import CaptionFormat
from voice.export.contents import Tags
from voice.export.cover import draw_cover
from voice.export.formats import Format
from voice.export.tags import write_tags
from voice.frames import Frames

if TYPE_CHECKING:
    from pathlib import Path

    from tests.encoding import Decode, Encode
    from voice.audio import Samples

MARK = Mark(
    digest_of(b"how"),
    digest_of(b"ice-cube"),
    tuple((kind, digest_of(kind.encode())) for kind in CaptionFormat),
)
every_format = pytest.mark.parametrize("kind", list(Format))


@pytest.fixture
def marked(tmp_path: Path, sound: Samples, encode: Encode, kind: Format) -> Path:
    """A file exported by this program."""
    path = encode(tmp_path / f"a{kind.ending}", sound)
    write_tags(path, kind, Tags(title="Ice cube", mark=str(MARK)))
    return path


@every_format
def test_it_is_read_back(tmp_path: Path, kind: Format, sound: Samples, encode: Encode) -> None:
    path = encode(tmp_path / f"a{kind.ending}", sound)
    assert mark_in(path, kind) is None
    write_tags(path, kind, Tags(title="Ice cube", mark=str(MARK)))
    assert mark_in(path, kind) == MARK
    assert seconds_of(path, kind) == pytest.approx(len(sound) / 24_000, abs=0.1)


@every_format
def test_the_sound_stays_as_it_is(
    tmp_path: Path, kind: Format, sound: Samples, encode: Encode, decode: Decode
) -> None:
    path = encode(tmp_path / f"a{kind.ending}", sound)
    before = decode(path)
    write_tags(path, kind, Tags(title="Ice cube", mark=str(MARK)))
    assert np.array_equal(decode(path), before)


@pytest.mark.parametrize("beside", [(), ((CaptionFormat.LRC, digest_of(b"")),)])
def test_wav_ends_with_its_sound(
    tmp_path: Path, sound: Samples, encode: Encode, beside: tuple[tuple[CaptionFormat, str], ...]
) -> None:
    path = encode(tmp_path / "a.wav", sound)
    plain = path.read_bytes()
    mark = Mark(digest_of(b"how"), digest_of(b"ice-cube"), beside)
    write_tags(path, Format.WAV, Tags(title="Ice cube", mark=str(mark)))
    data = path.read_bytes()
    assert data.endswith(plain[36:])
    assert int.from_bytes(data[4:8], "little") == len(data) - 8
    assert mark_in(path, Format.WAV) == mark
    with wave.open(str(path)) as file:
        assert file.readframes(file.getnframes()) == plain[44:]


@every_format
@pytest.mark.parametrize("content", [b"", b"a note", b"\0" * 5000, b"RIFF" + bytes(40)])
def test_what_is_no_sound_is_not_ours(tmp_path: Path, kind: Format, content: bytes) -> None:
    path = tmp_path / f"a{kind.ending}"
    path.write_bytes(content)
    assert mark_in(path, kind) is None


@every_format
def test_what_is_cut_short_raises_nothing(marked: Path, kind: Format) -> None:
    whole = marked.read_bytes()
    for length in range(0, len(whole), 97 if len(whole) < 60_000 else 997):
        marked.write_bytes(whole[:length])
        assert mark_in(marked, kind) in {None, MARK}


@every_format
def test_what_is_damaged_raises_nothing(marked: Path, kind: Format) -> None:
    whole = marked.read_bytes()
    chance = random.Random(kind)
    for _ in range(60):
        start = chance.randrange(len(whole))
        end = start + chance.randrange(1, 9000)
        marked.write_bytes(whole[:start] + chance.choice([b"", chance.randbytes(4)]) + whole[end:])
        assert mark_in(marked, kind) in {None, MARK}
        assert seconds_of(marked, kind) >= 0


def test_another_program_of_that_name_is_not_ours(
    tmp_path: Path, sound: Samples, encode: Encode
) -> None:
    path = encode(tmp_path / "a.wav", sound)
    write_tags(path, Format.WAV, Tags(title="Ice cube", mark="Control Editor 2"))
    assert mark_in(path, Format.WAV) is None


def test_captions_are_known_by_their_words(tmp_path: Path) -> None:
    path = tmp_path / "a.srt"
    assert not MARK.wrote(CaptionFormat.SRT, path)
    path.write_bytes(b"srt")
    assert MARK.wrote(CaptionFormat.SRT, path)
    assert not MARK.wrote(CaptionFormat.LRC, path)
    path.write_bytes(b"mine")
    assert not MARK.wrote(CaptionFormat.SRT, path)


@pytest.fixture
def whole(tmp_path: Path, sound: Samples, encode: Encode, kind: Format) -> Path:
    """A file whose mark says how large it is."""
    path = encode(tmp_path / f"a{kind.ending}", sound)
    tags = Tags(title="Ice cube", cover=draw_cover("Ice cube", 2))
    write_marked(path, kind, tags, replace(MARK, frames=Frames(len(sound))))
    return path


@every_format
def test_a_mark_says_how_large_its_file_is(whole: Path, kind: Format, sound: Samples) -> None:
    assert mark_in(whole, kind) == replace(
        MARK, frames=Frames(len(sound)), size=whole.stat().st_size
    )
    assert seconds_of(whole, kind) == pytest.approx(len(sound) / 24_000, abs=0.1)


@every_format
def test_what_is_cut_short_lasts_no_time(whole: Path, kind: Format) -> None:
    content = whole.read_bytes()
    for length in (*range(0, len(content), len(content) // 50), len(content) - 1):
        whole.write_bytes(content[:length])
        assert mark_in(whole, kind) is None or seconds_of(whole, kind) == 0


@every_format
def test_wrong_sizes_raise_nothing(whole: Path, kind: Format) -> None:
    """Damage at the beginning, where sizes are written: a byte or a few at a time."""
    content = whole.read_bytes()
    chance = random.Random(kind)
    for _ in range(200):
        damaged = bytearray(content)
        for _ in range(chance.choice([1, 4])):
            damaged[chance.randrange(120)] = chance.choice([0, 1, 127, 255])
        whole.write_bytes(damaged)
        assert 0 <= seconds_of(whole, kind) < 1e9
        mark_in(whole, kind)


def test_a_wav_with_a_wrong_size_lasts_no_time(
    tmp_path: Path, sound: Samples, encode: Encode
) -> None:
    content = encode(tmp_path / "a.wav", sound).read_bytes()
    for at in (4, 40):  # of the whole file, of the sound
        for size in (0, 1, 0xFFFF_FFFF):
            path = tmp_path / "b.wav"
            path.write_bytes(content[:at] + size.to_bytes(4, "little") + content[at + 4 :])
            assert seconds_of(path, Format.WAV) <= len(sound) / 24_000


@every_format
def test_what_is_not_there_is_not_ours(tmp_path: Path, kind: Format) -> None:
    assert mark_in(tmp_path / f"a{kind.ending}", kind) is None
