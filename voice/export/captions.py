"""Caption files that players show with the sound: LRC, WebVTT, SubRip."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from enum import StrEnum
from itertools import zip_longest
from typing import TYPE_CHECKING, assert_never

from voice.export.contents import Caption
from voice.frames import SAMPLE_RATE, Frames

if TYPE_CHECKING:
    from voice.export.contents import Tags

_ROW = 42
"""Letters in a row on a screen (Netflix's timed text guide; the BBC's allows 37)."""

_LINGERS = Frames(3 * SAMPLE_RATE)
"""Longest silence through which a line of LRC, which stays until the next, is still shown."""


class CaptionFormat(StrEnum):
    """A kind of caption file; its value is its ending and the word on the command line."""

    LRC = "lrc"
    VTT = "vtt"
    SRT = "srt"


def caption_file(kind: CaptionFormat, tags: Tags) -> str:
    """Return the text of a file with all captions in `tags`."""
    match kind:
        case CaptionFormat.LRC:
            return _lrc(tags)
        case CaptionFormat.VTT:
            return "\n".join(("WEBVTT\n", *map(_vtt_cue, tags.captions)))
        case CaptionFormat.SRT:
            return "\n".join(_srt_cue(n, caption) for n, caption in enumerate(tags.captions, 1))
        case _:
            assert_never(kind)


def lrc_lines(captions: Sequence[Caption]) -> str:
    """Return captions as timed lines; an empty line ends a caption before a long silence."""
    rows: list[str] = []
    for caption, following in zip_longest(captions, captions[1:]):
        # A square bracket would be read as another time.
        text = caption.text.replace("[", "(").replace("]", ")")
        rows.append(_lrc_time(caption.start) + text)
        if following is None or following.start - caption.end > _LINGERS:
            rows.append(_lrc_time(caption.end))
    return "\n".join(rows)


def milliseconds(frames: Frames) -> int:
    """Convert frames to the nearest millisecond."""
    return round(frames * 1000 / SAMPLE_RATE)


def clock(frames: Frames, point: str = ".") -> str:
    """Format frames as ``HH:MM:SS.mmm``, with that decimal point."""
    seconds, thousandths = divmod(milliseconds(frames), 1000)
    minutes, seconds = divmod(seconds, 60)
    return f"{minutes // 60:02}:{minutes % 60:02}:{seconds:02}{point}{thousandths:03}"


def _lrc(tags: Tags) -> str:
    known = (("ti", tags.title), ("ar", tags.artist), ("al", tags.album))
    heading = [f"[{key}:{value}]" for key, value in known if value]
    return "\n".join((*heading, lrc_lines(tags.captions), ""))


def _lrc_time(frames: Frames) -> str:
    minutes, hundredths = divmod(round(frames * 100 / SAMPLE_RATE), 6000)
    return f"[{minutes:02}:{hundredths // 100:02}.{hundredths % 100:02}]"


def _vtt_cue(caption: Caption) -> str:
    rows = "\n".join(_rows(caption.text))
    rows = rows.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return f"{clock(caption.start)} --> {clock(caption.end)}\n{rows}\n"


def _srt_cue(number: int, caption: Caption) -> str:
    rows = "\n".join(_rows(caption.text))
    return f"{number}\n{clock(caption.start, ',')} --> {clock(caption.end, ',')}\n{rows}\n"


def _rows(text: str) -> list[str]:
    """Wrap a line in as few rows as possible, as even as words allow."""
    fewest = textwrap.wrap(text, _ROW, break_on_hyphens=False)
    longest_word = max(len(word) for row in fewest for word in row.split())
    width = max(-(-len(text) // len(fewest)), longest_word)
    while len(rows := textwrap.wrap(text, width, break_on_hyphens=False)) > len(fewest):
        width += 1
    return rows
