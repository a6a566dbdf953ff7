"""What files say about themselves, as ffprobe and the bytes have it."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from mutagen.id3 import ID3 as UNTYPED_ID3
from mutagen.id3 import CTOCFlags

from voice.export.contents import Chapter, Tags
from voice.export.formats import Format
from voice.export.languages import three_letters
from voice.export.tags import write_tags
from voice.frames import Frames

if TYPE_CHECKING:
    from pathlib import Path

    from tests.encoding import Decode, Encode
    from voice.audio import Samples

ID3: Any = UNTYPED_ID3

TAGS = Tags(
    title="Ice cube",
    artist="Someone — éè",
    album="Grounding",
    language="pt-BR",
    date="2026-03-05",
    comment="Hold something cold, and notice it.",
    chapters=(
        Chapter("Before you start, which has the longest title", Frames(0), Frames(12_000)),
        Chapter("氷", Frames(12_000), Frames(24_012)),
        Chapter("In one hand ☃💧", Frames(24_012), Frames(48_000)),
        Chapter("End", Frames(48_000), Frames(55_337)),
    ),
)
tagged_formats = pytest.mark.parametrize("kind", [k for k in Format if k is not Format.WAV])
MP4 = (Format.M4B, Format.M4A)


def probe(path: Path) -> Any:
    """What ffprobe finds, and that it finds nothing to warn about.

    In MP4 it warns of any list of chapters in text, its own as well.
    """
    show = ["-show_chapters", "-show_format", "-show_streams", "-of", "json"]
    level = "error" if path.suffix in {".m4b", ".m4a"} else "warning"
    command = ["ffprobe", "-v", level, *show, str(path)]
    done = subprocess.run(command, capture_output=True, check=True, text=True)
    assert done.stderr == ""
    return json.loads(done.stdout)


@pytest.mark.e2e
@tagged_formats
def test_ffprobe_finds_every_tag(
    kind: Format, sound: Samples, encode: Encode, tmp_path: Path
) -> None:
    path = encode(tmp_path / f"a{kind.ending}", sound, tags=TAGS)
    write_tags(path, kind, TAGS)
    found = probe(path)
    tags = found["format"].get("tags") or found["streams"][0]["tags"]
    tags = {key.lower(): text for key, text in tags.items()}
    assert tags["title"] == "Ice cube"
    assert tags["artist"] == "Someone — éè"
    assert tags["album"] == "Grounding"
    assert tags["genre"] == "Speech"
    assert tags["date"] == "2026-03-05"
    assert tags["comment"] == "Hold something cold, and notice it."
    language = found["streams"][0]["tags"]["language"] if kind in MP4 else tags["language"]
    assert language == ("por" if kind in (*MP4, Format.MP3) else "pt-BR")


@pytest.mark.e2e
@tagged_formats
def test_ffprobe_lists_the_chapters_in_order(
    kind: Format, sound: Samples, encode: Encode, tmp_path: Path
) -> None:
    path = encode(tmp_path / f"a{kind.ending}", sound, tags=TAGS)
    write_tags(path, kind, TAGS)
    chapters = probe(path)["chapters"]
    assert [chapter["tags"]["title"] for chapter in chapters] == [c.title for c in TAGS.chapters]
    starts = [float(chapter["start_time"]) for chapter in chapters]
    assert starts == pytest.approx([0, 0.5, 1.0005, 2.0], abs=0.000_51)
    if kind in (*MP4, Format.MP3):  # Vorbis comments have starts only
        ends = [float(chapter["end_time"]) for chapter in chapters]
        assert ends == pytest.approx([*starts[1:], 2.306], abs=0.000_51)


@tagged_formats
def test_the_sound_stays_as_it_was(
    kind: Format, sound: Samples, encode: Encode, decode: Decode, tmp_path: Path
) -> None:
    path = encode(tmp_path / f"a{kind.ending}", sound, tags=TAGS)
    before = decode(path)
    write_tags(path, kind, TAGS)
    assert np.array_equal(decode(path), before)


@tagged_formats
def test_tagging_again_replaces_everything(
    kind: Format, sound: Samples, encode: Encode, tmp_path: Path
) -> None:
    path = encode(tmp_path / f"a{kind.ending}", sound, tags=TAGS)
    write_tags(path, kind, TAGS)
    write_tags(path, kind, Tags(title="Tea"))
    data = path.read_bytes()
    # The encoder of MP4 writes the chapters.
    for gone in ("Ice cube", "Grounding", *(() if kind in MP4 else ("End",))):
        assert gone.encode() not in data
        assert gone.encode("utf-16-le") not in data


def test_id3_is_2_3_with_an_ordered_contents(
    sound: Samples, encode: Encode, tmp_path: Path
) -> None:
    path = encode(tmp_path / "a.mp3", sound)
    write_tags(path, Format.MP3, TAGS)
    data = path.read_bytes()
    assert data[:5] == b"ID3\x03\x00"
    for name in (b"TIT2", b"TPE1", b"TALB", b"TCON", b"TLAN", b"TYER", b"TDAT", b"COMM", b"CTOC"):
        assert name in data
    assert b"TDRC" not in data

    tag = ID3(path)
    (contents,) = tag.getall("CTOC")
    assert contents.flags == CTOCFlags.TOP_LEVEL | CTOCFlags.ORDERED
    named = {chapter.element_id: str(chapter.sub_frames["TIT2"]) for chapter in tag.getall("CHAP")}
    listed = [named[name] for name in contents.child_element_ids]
    assert listed == [chapter.title for chapter in TAGS.chapters]


def test_a_long_title_leaves_ids_short_and_chapters_in_order(
    sound: Samples, encode: Encode, tmp_path: Path
) -> None:
    """AntennaPod stops reading an id after 100 bytes and takes what follows for the time."""
    path = encode(tmp_path / "a.mp3", sound)
    titles = ["Short", "Long " * 60, "氷", "Long " * 30]
    chapters = tuple(
        Chapter(title.strip(), Frames(n * 2400), Frames(n * 2400 + 2400))
        for n, title in enumerate(titles)
    )
    write_tags(path, Format.MP3, Tags(title="Tea", chapters=chapters))
    data = path.read_bytes()
    at = 0
    for chapter in chapters:
        at = data.index(b"CHAP", at) + 10
        end = data.index(b"\0", at)
        assert end - at < 100
        start = int.from_bytes(data[end + 1 : end + 5], "big")
        assert start == chapter.start // 24
        frame = data[end + 17 :]
        assert frame[:4] == b"TIT2"
        size = int.from_bytes(frame[4:8], "big")
        assert frame[11 : 10 + size].decode("utf-16").rstrip("\0") == chapter.title


def test_more_chapters_than_a_contents_holds(
    sound: Samples, encode: Encode, tmp_path: Path
) -> None:
    path = encode(tmp_path / "a.mp3", sound)
    chapters = tuple(Chapter(f"{n}", Frames(n * 100), Frames(n * 100 + 100)) for n in range(300))
    write_tags(path, Format.MP3, Tags(title="Long", chapters=chapters))
    tag = ID3(path)
    (contents,) = tag.getall("CTOC")
    assert len(contents.child_element_ids) == 255
    assert len(tag.getall("CHAP")) == 300


def test_empty_tags_are_left_out(sound: Samples, encode: Encode, tmp_path: Path) -> None:
    path = encode(tmp_path / "a.mp3", sound)
    write_tags(path, Format.MP3, Tags(title="Tea"))
    assert {name for name in ID3(path) if "REPLAYGAIN" not in name} == {"TIT2", "TCON", "TLAN"}


def test_wav_is_left_as_it_is(sound: Samples, encode: Encode, tmp_path: Path) -> None:
    path = encode(tmp_path / "a.wav", sound)
    before = path.read_bytes()
    write_tags(path, Format.WAV, TAGS)
    assert path.read_bytes() == before


@pytest.mark.parametrize("kind", [Format.FLAC, Format.OPUS, *MP4])
def test_a_missing_file_is_the_systems_error(kind: Format, tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError) as caught:
        write_tags(tmp_path / "a", kind, TAGS)
    assert caught.value.filename == str(tmp_path / "a")


@pytest.mark.e2e
@tagged_formats
def test_no_room_for_tags_is_the_systems_error(
    kind: Format, sound: Samples, encode: Encode, tmp_path: Path
) -> None:
    rooms = (0, 4096, 16_000)
    paths = [encode(tmp_path / f"{room}{kind.ending}", sound) for room in rooms]
    code = (
        "import resource, signal, sys; from pathlib import Path\n"
        "from voice.export.formats import Format; from voice.export.tags import Tags, write_tags\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "for path in map(Path, sys.argv[2:]):\n"
        "    size = path.stat().st_size + int(path.stem)\n"
        "    resource.setrlimit(resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))\n"
        "    try: write_tags(path, Format(sys.argv[1]), Tags(title='x', comment='long ' * 4000))\n"
        "    except OSError as error: print(error.errno, error.filename)"
    )
    command = [sys.executable, "-c", code, kind, *map(str, paths)]
    done = subprocess.run(command, capture_output=True, check=True, text=True)
    assert done.stdout.splitlines() == [f"27 {path}" for path in paths]  # EFBIG


@pytest.mark.parametrize(
    ("language", "code"),
    [
        ("en", "eng"),
        ("de", "deu"),
        ("pt-BR", "por"),
        ("zh_TW", "zho"),
        ("EN-gb", "eng"),
        ("gsw", "gsw"),
        ("", "und"),
        ("xx", "und"),
        ("english", "und"),
    ],
)
def test_languages_in_three_letters(language: str, code: str) -> None:
    assert three_letters(language) == code
