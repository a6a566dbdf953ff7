"""The contents of exported files and the files beside them, read by other programs."""

from __future__ import annotations

import json
import re
import signal
import subprocess
import time
from pathlib import Path
from typing import Any

import pytest
import srt
import webvtt
from mutagen.mp4 import MP4 as UNTYPED_MP4

from tests.e2e.audio import decoded, level
from tests.e2e.conftest import Ground
from voice.installing import install_command

pytestmark = pytest.mark.e2e

MP4: Any = UNTYPED_MP4

VOICES = ("natural/heart", "piper/en_US-joe-medium", "espeak/gmw/en-us")
TAGGED = ("mp3", "m4b", "m4a", "opus", "flac")


def probed(path: Path) -> Any:
    show = ["-show_chapters", "-show_format", "-show_streams", "-of", "json"]
    command = ["ffprobe", "-v", "error", *show, str(path)]
    return json.loads(subprocess.run(command, capture_output=True, check=True).stdout)


def spoken(shown: Any) -> list[dict[str, Any]]:
    """The cues that say something."""
    return [cue for cue in shown["cues"] if cue.get("text")]


def read_clock(clock: str) -> float:
    hours, minutes, rest = clock.split(":")
    return int(hours) * 3600 + int(minutes) * 60 + float(rest)


@pytest.mark.parametrize(
    ("kind", "voice"), [*(("m4b", voice) for voice in VOICES), ("m4a", VOICES[0])]
)
def test_aac_is_as_loud_as_promised(ground: Ground, walk: str, kind: str, voice: str) -> None:
    ground("export", walk, "--voice", voice, "-o", f"it.{kind}")
    heard = level(ground.folder / f"it.{kind}")
    assert heard.lufs == pytest.approx(-19, abs=0.5)
    assert heard.true_peak <= -3


@pytest.mark.parametrize("kind", ["m4b", "m4a"])
def test_aac_keeps_the_length_and_is_small(ground: Ground, walk: str, kind: str) -> None:
    shown = ground("show", walk, "--json").json()
    ground("export", walk, "-o", f"it.{kind}")
    path = ground.folder / f"it.{kind}"
    assert len(decoded(path)) == round(shown["duration"] * 24_000)
    assert float(probed(path)["format"]["duration"]) == pytest.approx(shown["duration"], abs=1e-6)
    assert path.stat().st_size * 8 / shown["duration"] < 70_000


@pytest.mark.parametrize("kind", TAGGED)
def test_every_format_says_what_it_is(ground: Ground, short: str, kind: str) -> None:
    shown = ground("show", short, "--json").json()
    assert ground("export", short, "--format", kind).out == f"Short one.{kind}\n"
    found = probed(ground.folder / f"Short one.{kind}")
    tags = found["format"].get("tags") or found["streams"][0]["tags"]
    tags = {key.lower(): text for key, text in tags.items()}
    assert tags["title"] == "Short one"
    assert tags["artist"] == f"ground, voice {shown['voice']['name']}"
    assert tags.get("album_artist", tags.get("albumartist")) == "ground"
    assert tags["album"] == "Ground"
    assert tags["genre"] == "Speech"
    assert re.fullmatch(r"20\d\d", tags["date"])
    assert "gentle pace, 135 words a minute" in tags["comment"]
    assert shown["voice"]["name"] in tags["comment"]
    assert "track" not in tags
    words = tags["lyrics-eng" if kind == "mp3" else "lyrics"].splitlines()
    assert words == [cue["text"] for cue in spoken(shown)]
    assert [s["codec_name"] for s in found["streams"] if s["disposition"]["attached_pic"]] == [
        "png"
    ]
    chapters, steps = found["chapters"], shown["steps"]
    assert [c["tags"]["title"] for c in chapters] == [step["title"] for step in steps]
    starts = [float(chapter["start_time"]) for chapter in chapters]
    assert starts == pytest.approx([step["start"] for step in steps], abs=0.000_51)


def test_captions_lie_beside_it_and_count_the_pauses(ground: Ground, short: str) -> None:
    shown = ground("show", short, "--json").json()
    kinds = ("--captions", "lrc", "--captions", "vtt", "--captions", "srt")
    ran = ground("export", short, *kinds, "--captions", "srt", "-o", "Walk 1.2.m4b")
    assert ran.code == 0, ran.err
    names = ["Walk 1.2.lrc", "Walk 1.2.m4b", "Walk 1.2.srt", "Walk 1.2.vtt", "short.md"]
    assert ground.files() == names
    assert sorted(ran.out.splitlines()) == names[:4]
    cues = spoken(shown)
    texts = [cue["text"] for cue in cues]
    starts = pytest.approx([cue["start"] for cue in cues], abs=0.000_51)

    subtitles = list(srt.parse((ground.folder / names[2]).read_text(), ignore_errors=False))
    assert [subtitle.content.replace("\n", " ") for subtitle in subtitles] == texts
    assert [subtitle.start.total_seconds() for subtitle in subtitles] == starts
    for subtitle, cue in zip(subtitles, cues, strict=True):
        end = cue["start"] + cue["duration"]
        if cue["kind"] == "speech":
            assert subtitle.end.total_seconds() == pytest.approx(end, abs=0.000_51)
        else:
            assert subtitle.end.total_seconds() < end  # the word, not its breath

    captions = webvtt.read(str(ground.folder / names[3])).captions
    assert [caption.text.replace("\n", " ") for caption in captions] == texts
    assert [read_clock(caption.start) for caption in captions] == starts

    lines = re.findall(r"\[(\d\d):(\d\d\.\d\d)\](.+)", (ground.folder / names[0]).read_text())
    assert [text for _, _, text in lines] == texts
    for (minutes, seconds, _), cue in zip(lines, cues, strict=True):
        assert 60 * int(minutes) + float(seconds) == pytest.approx(cue["start"], abs=0.005_1)


def test_several_have_captions_each(ground: Ground, short: str) -> None:
    ran = ground("export", short, "three-breaths", "--captions", "vtt", "-o", "walk")
    assert ran.code == 0, ran.err
    assert sorted(path.name for path in (ground.folder / "walk").iterdir()) == [
        "01 Short one.mp3",
        "01 Short one.vtt",
        "02 Three slow breaths by the window.mp3",
        "02 Three slow breaths by the window.vtt",
        "Ground.m3u8",
    ]


def test_captions_that_are_there_keep_the_audio_away(ground: Ground, short: str) -> None:
    kept = ground.folder / "Short one.srt"
    kept.write_text("mine")
    ran = ground("export", short, "--captions", "srt")
    assert ran.code == 1
    assert "Short one.srt is already there. Add --force" in ran.err
    assert ground.files() == ["Short one.srt", "short.md"]
    assert ground("export", short, "--captions", "srt", "--force").code == 0
    assert "Hear this line." in kept.read_text()


@pytest.mark.parametrize("kind", ["m4b", "mp3"])
def test_a_signal_leaves_no_file_of_any_kind(ground: Ground, kind: str) -> None:
    program = ground.start("export", "warm-shower", "--format", kind, "--captions", "vtt")
    deadline = time.monotonic() + 30
    while len(list(ground.folder.glob(".*part*"))) < 2:
        assert time.monotonic() < deadline
        time.sleep(0.01)
    program.send_signal(signal.SIGINT)
    _, err = program.communicate(timeout=30)
    assert program.returncode == 130
    assert "was not written" in err
    assert ground.files() == []


def test_without_pyav_the_extra_is_named(ground: Ground, short: str, tmp_path: Path) -> None:
    (tmp_path / "sitecustomize.py").write_text("import sys; sys.modules['av'] = None\n")
    root = ground.environment["PYTHONPATH"]
    ran = ground.apart("export", short, "-o", "it.m4b", PYTHONPATH=f"{tmp_path}:{root}")
    assert ran.code == 1
    assert f"Install it with: {install_command('m4b')} Or" in ran.err
    assert ground.files() == ["short.md"]
