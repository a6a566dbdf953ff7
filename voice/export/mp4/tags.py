"""Tags of MP4 files, in iTunes's boxes and, for chapters, in Nero's too."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

from voice.export.captions import lrc_lines
from voice.export.contents import MARK
from voice.export.mp4.boxes import Box, holder, versioned
from voice.frames import SAMPLE_RATE

if TYPE_CHECKING:
    from voice.export.contents import Chapter, Tags

MUSIC, AUDIOBOOK = 1, 2
"""Kinds of media in iTunes's ``stik``; players keep the place in an audiobook."""

_NUMBERS, _UTF8, _PNG, _INTEGER = 0, 1, 14, 21
"""Types of a value (QuickTime File Format, "Well-known types")."""

_NERO_CHAPTERS = 255
"""Nero's list counts its entries in one byte, and the bytes of a title in another."""

_NERO_TICKS = 10_000_000
"""Nero's clock, in Hz."""

_TEXTS = {
    "©nam": "title",
    "©ART": "artist",
    "©alb": "album",
    "©gen": "genre",
    "©day": "date",
    "©cmt": "comment",
    "©lyr": "lyrics",
}


def user_data(tags: Tags, media_kind: int) -> Box:
    """Return the box of tags and chapters.

    Args:
        tags: The tags.
        media_kind: `MUSIC` or `AUDIOBOOK`.
    """
    handler = versioned("hdlr", bytes(4) + b"mdirappl" + bytes(9))
    items = holder("ilst", *_items(tags, media_kind))
    meta = Box("meta", bytes(4), (handler, items))
    chapters = (_nero_chapters(tags.chapters),) if tags.chapters else ()
    return holder("udta", *chapters, meta)


def _items(tags: Tags, media_kind: int) -> list[Box]:
    items = [
        _item(kind, _UTF8, text.encode())
        for kind, field in _TEXTS.items()
        if (text := getattr(tags, field))
    ]
    if tags.track:
        numbers = struct.pack(">4H", 0, tags.track.number, tags.track.total, 0)
        items.append(_item("trkn", _NUMBERS, numbers))
    items.append(_item("stik", _INTEGER, bytes([media_kind])))
    if tags.captions:
        items.append(_free("SYNCEDLYRICS", lrc_lines(tags.captions)))
    if tags.mark:
        items.append(_free(MARK, tags.mark))
    if tags.cover:
        items.append(_item("covr", _PNG, tags.cover))
    return items


def _item(kind: str, type_: int, value: bytes) -> Box:
    return holder(kind, Box("data", struct.pack(">II", type_, 0) + value))


def _free(name: str, text: str) -> Box:
    """Return a tag for which iTunes has no box, by its name."""
    return holder(
        "----",
        versioned("mean", b"com.apple.iTunes"),
        versioned("name", name.encode()),
        *_item("----", _UTF8, text.encode()).inside,
    )


def _nero_chapters(chapters: tuple[Chapter, ...]) -> Box:
    listed = chapters[:_NERO_CHAPTERS]
    entries = b"".join(map(_nero_chapter, listed))
    return versioned("chpl", bytes(4) + bytes([len(listed)]) + entries, version=1)


def _nero_chapter(chapter: Chapter) -> bytes:
    start = round(chapter.start * _NERO_TICKS / SAMPLE_RATE)
    title = chapter.title.encode()[:255].decode(errors="ignore").encode()
    return struct.pack(">QB", start, len(title)) + title
