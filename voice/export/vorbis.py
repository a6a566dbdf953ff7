"""Tags of FLAC and Opus files: Vorbis comments, chapters as in Xiph's "Chapter Extension"."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING, Any

from voice.export.captions import clock, lrc_lines
from voice.export.contents import MARK
from voice.export.formats import Format
from voice.export.output_file import load
from voice.export.replay_gain import R128_GAIN, REPLAY_GAIN

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from voice.export.contents import Tags

_FRONT_COVER = 3


def write_comments(path: Path, kind: Format, tags: Tags) -> None:
    """Write Vorbis comments and a picture.

    Args:
        path: The file.
        kind: FLAC, which has a separate block for pictures, or Opus, which has not.
        tags: The tags.
    """
    flac = load("mutagen.flac", f"Tagged {kind.value}")
    if kind is Format.FLAC:
        file = flac.FLAC(path)
        file.clear_pictures()
    else:
        file = load("mutagen.oggopus", "Tagged opus").OggOpus(path)
    file.delete()
    r128 = R128_GAIN if kind is Format.OPUS else ()
    for key, text in (*_comments(tags), *REPLAY_GAIN, *r128):
        if text:
            file[key] = text
    if tags.cover:
        picture = _picture(tags.cover, flac)
        if kind is Format.FLAC:
            file.add_picture(picture)
        else:
            file["METADATA_BLOCK_PICTURE"] = base64.b64encode(picture.write()).decode()
    file.save()


def _comments(tags: Tags) -> Iterator[tuple[str, str]]:
    """Yield names and values.

    ``LYRICS`` is plain for players that show it unchanged; timed words are named as in foobar2000.
    """
    yield "TITLE", tags.title
    yield "ARTIST", tags.artist
    yield "ALBUMARTIST", tags.album_artist
    yield "ALBUM", tags.album
    if tags.track:
        yield "TRACKNUMBER", str(tags.track.number)
        yield "TRACKTOTAL", str(tags.track.total)
    yield "GENRE", tags.genre
    yield "LANGUAGE", tags.language
    yield "DATE", tags.date
    yield "COMMENT", tags.comment
    yield "LYRICS", tags.lyrics
    yield "SYNCEDLYRICS", lrc_lines(tags.captions)
    yield MARK, tags.mark
    for number, chapter in enumerate(tags.chapters, start=1):
        yield f"CHAPTER{number:03}", clock(chapter.start)
        yield f"CHAPTER{number:03}NAME", chapter.title


def _picture(cover: bytes, flac: Any) -> Any:
    picture = flac.Picture()
    picture.type = _FRONT_COVER
    picture.mime = "image/png"
    picture.width, picture.height = (int.from_bytes(cover[at : at + 4], "big") for at in (16, 20))
    picture.depth = 24
    picture.data = cover
    return picture
