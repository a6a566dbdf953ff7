"""Captions, read by other programs."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
import srt
import webvtt
from hypothesis import given
from hypothesis import strategies as st

from voice.export.captions import CaptionFormat, caption_file, lrc_lines
from voice.export.contents import Caption, Tags
from voice.frames import Frames

if TYPE_CHECKING:
    from pathlib import Path

LONG = "If it stings, burns, aches or goes numb, put it down, and let the hand rest on the cloth."

CAPTIONS = (
    Caption(Frames(72_000), Frames(120_013), "Rest the ice on the cloth, in your palm."),
    Caption(Frames(139_213), Frames(150_000), "Tea & <biscuits> --> yes [no]."),
    Caption(Frames(400_000), Frames(500_001), LONG),
    Caption(Frames(24_000 * 5400), Frames(24_000 * 5401), "Zuhören 氷 💧"),
)

TAGS = Tags(title="Ice cube", artist="Heart", album="Ground", captions=CAPTIONS)

TEXTS = st.text(st.characters(categories=["L", "N", "P", "S"]), min_size=1, max_size=30)


def seconds(text: str) -> float:
    hours, minutes, rest = text.replace(",", ".").split(":")
    return int(hours) * 3600 + int(minutes) * 60 + float(rest)


def read_vtt(text: str, folder: Path) -> list[tuple[float, float, str]]:
    path = folder / "a.vtt"
    path.write_text(text, encoding="utf-8")
    return [(seconds(c.start), seconds(c.end), c.text) for c in webvtt.read(str(path)).captions]


def unescaped(text: str) -> str:
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def test_webvtt_is_valid_and_to_the_millisecond(tmp_path: Path) -> None:
    text = caption_file(CaptionFormat.VTT, TAGS)
    assert webvtt.WebVTT.from_string(text)
    cues = read_vtt(text, tmp_path)
    for caption, (start, end, said) in zip(CAPTIONS, cues, strict=True):
        assert start == pytest.approx(caption.start / 24_000, abs=0.000_51)
        assert end == pytest.approx(caption.end / 24_000, abs=0.000_51)
        assert unescaped(said).replace("\n", " ") == caption.text


def test_srt_is_valid_and_to_the_millisecond() -> None:
    cues = list(srt.parse(caption_file(CaptionFormat.SRT, TAGS), ignore_errors=False))
    assert [cue.index for cue in cues] == [1, 2, 3, 4]
    for caption, cue in zip(CAPTIONS, cues, strict=True):
        near = timedelta(milliseconds=0.51)
        assert abs(cue.start - timedelta(seconds=caption.start / 24_000)) < near
        assert abs(cue.end - timedelta(seconds=caption.end / 24_000)) < near
        assert cue.content.replace("\n", " ") == caption.text


@pytest.mark.parametrize("kind", [CaptionFormat.VTT, CaptionFormat.SRT])
def test_rows_are_short_and_even(kind: CaptionFormat) -> None:
    rows = caption_file(kind, TAGS).splitlines()
    first = next(n for n, row in enumerate(rows) if row.startswith("If it"))
    wrapped = rows[first : first + 3]
    assert " ".join(wrapped) == LONG
    assert max(map(len, wrapped)) <= 42
    assert min(map(len, wrapped)) >= 24


def test_lrc_is_read_back() -> None:
    text = caption_file(CaptionFormat.LRC, TAGS)
    heading, *rest = text.split("\n[00:", 1)
    assert heading == "[ti:Ice cube]\n[ar:Heart]\n[al:Ground]"
    lines = re.findall(r"^\[(\d\d+):(\d\d\.\d\d)\](.*)$", "[00:" + rest[0], re.MULTILINE)
    read = [(60 * int(minutes) + float(rest), said) for minutes, rest, said in lines]
    assert read == [
        (3.0, "Rest the ice on the cloth, in your palm."),
        (5.8, "Tea & <biscuits> --> yes (no)."),
        (6.25, ""),
        (16.67, LONG),
        (20.83, ""),
        (5400.0, "Zuhören 氷 💧"),
        (5401.0, ""),
    ]


def test_a_short_pause_takes_no_line_away() -> None:
    pause = Frames(3 * 24_000)
    two = (Caption(Frames(0), Frames(100), "a"), Caption(Frames(100 + pause), Frames(99_999), "b"))
    assert lrc_lines(two) == "[00:00.00]a\n[00:03.00]b\n[00:04.17]"


def test_without_a_word_there_is_still_a_file() -> None:
    silent = Tags(title="Quiet")
    assert caption_file(CaptionFormat.LRC, silent) == "[ti:Quiet]\n\n"
    assert caption_file(CaptionFormat.VTT, silent) == "WEBVTT\n"
    assert caption_file(CaptionFormat.SRT, silent) == ""


@given(st.lists(TEXTS, min_size=1, max_size=12))
def test_any_words_come_back(words: list[str]) -> None:
    caption = Caption(Frames(0), Frames(24_000), " ".join(words))
    tags = Tags(title="", captions=(caption,))
    (cue,) = srt.parse(caption_file(CaptionFormat.SRT, tags), ignore_errors=False)
    assert cue.content.replace("\n", " ") == caption.text
    (shown,) = webvtt.WebVTT.from_string(caption_file(CaptionFormat.VTT, tags)).captions
    assert unescaped(shown.raw_text).replace("\n", " ") == caption.text
