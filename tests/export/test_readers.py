"""All that a file says about itself, as readers have it that share no code with the writer."""

from __future__ import annotations

import json
import subprocess
from typing import TYPE_CHECKING, Any

import pytest
import taglib
from mutagen.id3 import ID3 as UNTYPED_ID3
from tinytag import TinyTag

from voice.export.contents import Caption, Chapter, Tags, Track
from voice.export.cover import draw_cover
from voice.export.formats import Format
from voice.export.tags import write_tags
from voice.frames import Frames

if TYPE_CHECKING:
    from pathlib import Path

    from tests.encoding import Encode
    from voice.audio import Samples

ID3: Any = UNTYPED_ID3

WORDS = ("This is the ice cube.", "Zuhören, 氷 💧", "[Softly] in your palm.")

TAGS = Tags(
    title="Ice cube",
    artist="Héart",
    album_artist="ground",
    album="Ground",
    track=Track(3, 20),
    date="2026",
    comment="At a gentle pace. The voice is Héart.",
    chapters=(
        Chapter("Before you start", Frames(0), Frames(20_000)),
        Chapter("氷", Frames(20_000), Frames(55_337)),
    ),
    captions=tuple(
        Caption(Frames(n * 10_001), Frames(n * 10_001 + 9_000), text)
        for n, text in enumerate(WORDS)
    ),
    cover=draw_cover("Ice cube", 2),
)
LYRICS = "\n".join(WORDS)
TIMED = (
    "[00:00.00]This is the ice cube.\n[00:00.42]Zuhören, 氷 💧\n[00:00.83](Softly) in your palm."
)

tagged_formats = pytest.mark.parametrize("kind", [k for k in Format if k is not Format.WAV])


@pytest.fixture
def tagged(kind: Format, sound: Samples, encode: Encode, tmp_path: Path) -> Path:
    path = encode(tmp_path / f"a{kind.ending}", sound, tags=TAGS)
    write_tags(path, kind, TAGS)
    return path


@tagged_formats
def test_tinytag_reads_all(kind: Format, tagged: Path) -> None:
    tag = TinyTag.get(tagged, image=True)
    assert (tag.title, tag.artist, tag.album) == ("Ice cube", "Héart", "Ground")
    assert tag.albumartist == "ground"
    assert (tag.track, tag.track_total) == (3, 20)
    assert (tag.year, tag.genre) == ("2026", "Speech")
    assert tag.comment == "At a gentle pace. The voice is Héart."
    assert tag.other["lyrics"][0].replace("\r", "\n") == LYRICS
    assert tag.duration == pytest.approx(55_337 / 24_000, abs=0.05)  # MP3 by packets
    cover = tag.images.front_cover
    assert cover is not None
    assert cover.data == TAGS.cover
    if kind is not Format.MP3:  # tinytag reads no SYLT
        assert tag.other["syncedlyrics"] == [f"{TIMED}\n[00:01.21]"]


@tagged_formats
def test_taglib_reads_all(kind: Format, tagged: Path) -> None:
    with taglib.File(tagged) as file:
        found = file.tags
        pictures = file.pictures
    assert found["TITLE"] == ["Ice cube"]
    assert found["ARTIST"] == ["Héart"]
    assert found["ALBUM"] == ["Ground"]
    assert found["ALBUMARTIST"] == ["ground"]
    number = ["3"] if kind in {Format.FLAC, Format.OPUS} else ["3/20"]
    assert found["TRACKNUMBER"] == number
    assert found["DATE"] == ["2026"]
    assert found["GENRE"] == ["Speech"]
    assert found["COMMENT"] == ["At a gentle pace. The voice is Héart."]
    assert found["LYRICS"] == [LYRICS]
    assert [picture.data for picture in pictures] == [TAGS.cover]


@pytest.mark.e2e
@tagged_formats
def test_ffmpeg_gives_back_the_very_cover(tagged: Path) -> None:
    command = ["ffmpeg", "-v", "error", "-i", str(tagged), "-map", "0:v", "-c", "copy"]
    done = subprocess.run([*command, "-f", "image2pipe", "-"], capture_output=True, check=True)
    assert done.stdout == TAGS.cover


@pytest.mark.e2e
@tagged_formats
def test_ffprobe_reads_track_and_words(kind: Format, tagged: Path) -> None:
    command = ["ffprobe", "-v", "error", "-show_format", "-show_streams", "-of", "json"]
    found = json.loads(subprocess.check_output([*command, str(tagged)]))
    tags = found["format"].get("tags") or found["streams"][0]["tags"]
    tags = {key.lower(): text for key, text in tags.items()}
    numbers = (tags["track"], tags.get("tracktotal"))
    assert numbers in {("3/20", None), ("3", "20")}
    assert tags["lyrics-eng" if kind is Format.MP3 else "lyrics"] == LYRICS
    pictures = [s for s in found["streams"] if s["disposition"]["attached_pic"]]
    assert [picture["codec_name"] for picture in pictures] == ["png"]


def test_mp3_has_the_words_timed(sound: Samples, encode: Encode, tmp_path: Path) -> None:
    """By the bytes of ID3v2.3, 4.10, since hardly any reader has SYLT."""
    path = encode(tmp_path / "a.mp3", sound)
    write_tags(path, Format.MP3, TAGS)
    data = path.read_bytes()
    start = data.index(b"SYLT")
    body = data[start + 10 : start + 10 + int.from_bytes(data[start + 4 : start + 8], "big")]
    assert body[:6] == b"\x01eng\x02\x01"  # UTF-16, English, milliseconds, lyrics
    rest = body[6:]
    assert rest[:4] == b"\xff\xfe\0\0"  # described by nothing
    rest = rest[4:]
    for text, at in zip(WORDS, (0, 417, 833), strict=True):
        written = text.encode("utf-16") + b"\0\0"
        assert rest[: len(written)] == written
        assert int.from_bytes(rest[len(written) :][:4], "big") == at
        rest = rest[len(written) + 4 :]
    assert rest == b""
    assert ID3(path).version == (2, 3, 0)
