"""M4B and M4A, read without the code that wrote them."""

from __future__ import annotations

import json
import struct
import subprocess
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import av
import numpy as np
import pytest
from mutagen.mp4 import MP4 as UNTYPED_MP4

from voice.export.contents import Chapter, Tags
from voice.export.formats import Format
from voice.export.tags import write_tags
from voice.frames import Frames

if TYPE_CHECKING:
    from pathlib import Path

    from tests.encoding import Decode, Encode
    from voice.audio import Samples

MP4: Any = UNTYPED_MP4

FRAMES = 55_337


def outline(path: Path) -> list[str]:
    """The kinds of the outermost boxes."""
    data = path.read_bytes()
    found: list[str] = []
    at = 0
    while at < len(data):
        size, kind = struct.unpack_from(">I4s", data, at)
        found.append(kind.decode())
        at += size
    assert at == len(data)
    return found


def tagged(path: Path, sound: Samples, encode: Encode, count: int) -> Path:
    """A file with that many chapters, whose titles are of different lengths."""
    edges = np.linspace(0, FRAMES, count + 1).astype(int).tolist()
    chapters = tuple(
        Chapter(f"{n} {'é' * (n % 7)}".strip(), Frames(start), Frames(end))
        for n, (start, end) in enumerate(pairwise(edges))
    )
    tags = Tags(title="Long", chapters=chapters)
    encode(path, sound, tags=tags)
    write_tags(path, Format(path.suffix[1:]), tags)
    return path


def described(path: Path) -> Any:
    """What ffprobe finds."""
    show = ["-show_chapters", "-show_format", "-show_streams", "-of", "json"]
    command = ["ffprobe", "-v", "error", *show, str(path)]
    return json.loads(subprocess.run(command, capture_output=True, check=True).stdout)


@pytest.mark.parametrize(("kind", "brand"), [(Format.M4B, b"M4B "), (Format.M4A, b"M4A ")])
def test_the_brand_says_what_it_is_for(
    kind: Format, brand: bytes, sound: Samples, encode: Encode, tmp_path: Path
) -> None:
    path = tagged(tmp_path / f"a{kind.ending}", sound, encode, 3)
    assert path.read_bytes()[4:12] == b"ftyp" + brand
    assert MP4(path).tags["stik"] == [2 if kind is Format.M4B else 1]


def test_the_description_comes_before_the_sound(
    sound: Samples, encode: Encode, tmp_path: Path
) -> None:
    path = tagged(tmp_path / "a.m4b", sound, encode, 3)
    kinds = outline(path)
    assert kinds[0] == "ftyp"
    assert kinds.index("moov") < kinds.index("mdat")


@pytest.mark.e2e
@pytest.mark.parametrize("count", [1, 4, 300])
def test_chapters_are_exact_to_the_frame(
    count: int, sound: Samples, encode: Encode, tmp_path: Path
) -> None:
    path = tagged(tmp_path / "a.m4b", sound, encode, count)
    edges = np.linspace(0, FRAMES, count + 1).astype(int).tolist()
    found = described(path)["chapters"]
    assert [chapter["time_base"] for chapter in found] == ["1/24000"] * count
    assert [chapter["start"] for chapter in found] == edges[:-1]
    assert [chapter["end"] for chapter in found] == edges[1:]
    assert [chapter["tags"]["title"] for chapter in found] == [
        f"{n} {'é' * (n % 7)}".strip() for n in range(count)
    ]


def test_both_kinds_of_chapters_are_there(sound: Samples, encode: Encode, tmp_path: Path) -> None:
    """Nero's list, which mutagen reads, holds 255; Apple's text track, which PyAV reads, all."""
    path = tagged(tmp_path / "a.m4b", sound, encode, 300)
    nero = MP4(path).chapters
    with av.open(path) as container:
        apple: Any = container.chapters()
    assert (len(nero), len(apple)) == (255, 300)
    for short, full in zip(nero, apple, strict=False):
        assert short.title == full["metadata"]["title"]
        assert short.start == pytest.approx(full["start"] / 24_000, abs=1e-6)


def test_a_long_title_is_cut_between_letters(
    sound: Samples, encode: Encode, tmp_path: Path
) -> None:
    """AntennaPod reads the length in Nero's list as a signed byte: 127 bytes at most."""
    chapter = Chapter("x" + "é" * 200, Frames(0), Frames(FRAMES))
    tags = Tags(title="Long", chapters=(chapter,))
    path = encode(tmp_path / "a.m4b", sound, tags=tags)
    assert MP4(path).chapters[0].title == "x" + "é" * 63
    with av.open(path) as container:
        apple: Any = container.chapters()
    assert apple[0]["metadata"]["title"] == "x" + "é" * 63


def test_tagging_again_keeps_the_sound(
    sound: Samples, encode: Encode, decode: Decode, tmp_path: Path
) -> None:
    path = tagged(tmp_path / "a.m4b", sound, encode, 300)
    before = decode(path)
    for count in (10_000, 1, 400):
        write_tags(path, Format.M4B, Tags(title="Tea" * count))
        assert np.array_equal(decode(path), before)
    assert MP4(path).tags["©nam"] == ["Tea" * 400]
    assert len(MP4(path).chapters) == 255


@pytest.mark.e2e
@pytest.mark.parametrize("frames", [1, 1023, 1024, 1025, FRAMES])
def test_the_file_states_its_length_to_the_frame(
    frames: int, sound: Samples, encode: Encode, tmp_path: Path
) -> None:
    path = encode(tmp_path / "a.m4b", sound[:frames])
    assert described(path)["streams"][0]["duration_ts"] == frames


@pytest.mark.e2e
def test_the_language_is_the_tracks(sound: Samples, encode: Encode, tmp_path: Path) -> None:
    chapters = (Chapter("Chá", Frames(0), Frames(FRAMES)),)
    tags = Tags(title="Chá", language="pt-BR", chapters=chapters)
    path = encode(tmp_path / "a.m4a", sound, tags=tags)
    stream, _ = described(path)["streams"]
    assert stream["tags"]["language"] == "por"
    assert (stream["codec_name"], stream["profile"]) == ("aac", "LC")
    assert (stream["sample_rate"], stream["channels"]) == ("24000", 1)
