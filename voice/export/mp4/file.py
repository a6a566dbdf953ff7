"""Layout of a whole MP4 file: its boxes, and the description in front of the sound."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING, BinaryIO

from voice.export.mp4 import boxes
from voice.export.mp4.boxes import Box, holder
from voice.export.mp4.tags import AUDIOBOOK, MUSIC, user_data
from voice.export.mp4.tracks import Sound, movie_header, sound_track, title_track, titles
from voice.export.output_file import move

if TYPE_CHECKING:
    from pathlib import Path

    from voice.export.contents import Tags

M4A_BRAND, M4B_BRAND = b"M4A ", b"M4B "
"""Uses of the file: music, or a book in which players keep the place."""


def file_type(brand: bytes) -> bytes:
    """Return the first box of a file."""
    return bytes(Box("ftyp", brand + struct.pack(">I", 0) + brand + b"mp42isom"))


def movie(sound: Sound, first_byte: int) -> bytes:
    """Return the box that describes a sound without tags.

    Args:
        sound: The sound.
        first_byte: Offset of its first packet in the file.
    """
    track = sound_track(sound, "", first_byte, has_chapters=False)
    return bytes(holder("moov", movie_header(sound.frames), track))


def write_mp4_tags(path: Path, tags: Tags) -> None:
    """Write tags into a file that this program wrote, replacing any it has.

    The description moves in front of the sound, so that a player can begin before it has the
    whole file; the sound is moved back to make room.
    """
    with path.open("r+b") as file:
        found = list(boxes.boxes_in(file))
        kind, description = (_content(file, found, name) for name in ("ftyp", "moov"))
        sound = Sound.read(Box("moov", inside=boxes.parse(description)))
        data = [box for box in found if box.kind == "mdat"][-1]
        is_book = kind.startswith(M4B_BRAND)
        before = bytes(Box("ftyp", kind))
        text = bytes(Box("mdat", titles(tags.chapters))) if tags.chapters else b""
        text_at = len(before) + len(_described(sound, tags, 0, 0, is_book=is_book))
        spare_at = text_at + len(text)
        room = max(data.start, spare_at + boxes.HEADER_BYTES)
        places = (text_at + boxes.HEADER_BYTES, room + boxes.HEADER_BYTES)
        spare = bytes(Box("free", bytes(room - spare_at - boxes.HEADER_BYTES)))
        move(file, data.start, data.end, room)
        file.seek(0)
        file.write(before + _described(sound, tags, *places, is_book=is_book) + text + spare)
        file.truncate(room + data.end - data.start)


def _content(file: BinaryIO, found: list[boxes.Found], kind: str) -> bytes:
    box = next(box for box in found if box.kind == kind)
    file.seek(box.start + boxes.HEADER_BYTES)
    return file.read(box.end - box.start - boxes.HEADER_BYTES)


def _described(sound: Sound, tags: Tags, titles_at: int, sound_at: int, *, is_book: bool) -> bytes:
    """Return the box that describes a sound and contains the tags.

    Its length does not depend on the places, so it can be measured before they are known.
    """
    track = sound_track(sound, tags.language, sound_at, has_chapters=bool(tags.chapters))
    more = (title_track(tags.chapters, titles_at),) if tags.chapters else ()
    data = user_data(tags, AUDIOBOOK if is_book else MUSIC)
    return bytes(holder("moov", movie_header(sound.frames), track, *more, data))
