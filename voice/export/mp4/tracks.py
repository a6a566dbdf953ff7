"""The two tracks of a file: the sound, and the titles of its chapters as text."""

from __future__ import annotations

import struct
from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from voice.export.languages import three_letters
from voice.export.mp4.boxes import Box, holder, versioned
from voice.frames import SAMPLE_RATE

if TYPE_CHECKING:
    from voice.export.contents import Chapter

PACKET_FRAMES = 1024
"""Frames in a packet of AAC-LC (ISO 14496-3)."""

ENCODER_DELAY = 1024
"""Frames of silence the encoder puts in front (confirmed by cross-correlation)."""

_PACKETS_A_CHUNK = 24
"""Packets stored together: 1.024 s, so that a player that seeks reads little extra."""

_SOUND, _TITLES = 1, 2
"""Numbers of the tracks."""

_AAC, _AUDIO_STREAM, _AS_IN_MP4 = 0x40, 0x15, 2
"""Codes for MPEG-4 audio, a stream of sound, and timing as in MP4 (ISO 14496-1)."""

_CONFIG_AT = 77
"""Offset, in a ``stsd`` written here, of the length of the decoder's configuration."""

_SQUARE = struct.pack(">9i", 0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000)
"""The identity matrix for pictures."""


@dataclass(frozen=True, slots=True)
class Sound:
    """Description of the sound of a file.

    Attributes:
        frames: Number of frames, without the priming.
        priming: Frames of silence in front, which are not played.
        sizes: Bytes in each packet.
        config: Configuration of the decoder (``AudioSpecificConfig``).
    """

    frames: int
    priming: int
    sizes: Sequence[int]
    config: bytes

    @classmethod
    def read(cls, moov: Box) -> Sound:
        """Read the sound that `movie` described."""
        track = moov.find("trak")
        table = track.find("mdia", "minf", "stbl")
        frames, priming = struct.unpack_from(">Ii", track.find("edts", "elst").body, 8)
        sizes = array("I", table.find("stsz").body[12:])
        sizes.byteswap()
        entry = table.find("stsd").body
        return cls(frames, priming, sizes, entry[_CONFIG_AT + 1 :][: entry[_CONFIG_AT]])


def movie_header(frames: int) -> Box:
    """Return the header of the whole file. Its clock counts frames, so that times are exact."""
    return versioned(
        "mvhd",
        struct.pack(">4I", 0, 0, SAMPLE_RATE, frames)
        + struct.pack(">IH10x", 0x10000, 0x100)
        + _SQUARE
        + bytes(24)
        + struct.pack(">I", _TITLES + 1),
    )


def sound_track(sound: Sound, language: str, first_byte: int, *, has_chapters: bool) -> Box:
    """Return the track of the sound.

    Its edit list says where the sound begins in the first packet and how long it is, so that the
    encoder's delay and the filling of the last packet are not heard.

    Args:
        sound: The sound.
        language: As in BCP 47.
        first_byte: Offset of the first packet in the file.
        has_chapters: Whether a `title_track` goes with it.
    """
    edit = versioned("elst", struct.pack(">IIiI", 1, sound.frames, sound.priming, 0x10000))
    chapters = (holder("tref", Box("chap", struct.pack(">I", _TITLES))),) if has_chapters else ()
    media = holder(
        "mdia",
        _media_header(sound.priming + sound.frames, three_letters(language)),
        _handler("soun", "Sound"),
        holder(
            "minf", versioned("smhd", bytes(4)), _in_this_file(), _sound_table(sound, first_byte)
        ),
    )
    enabled = 0b111
    return holder(
        "trak", _track_header(_SOUND, sound.frames, enabled), holder("edts", edit), *chapters, media
    )


def title_track(chapters: Sequence[Chapter], first_byte: int) -> Box:
    """Return the track of the chapters' titles, disabled because it is listed and not shown.

    Args:
        chapters: At least one; each lasts until the next.
        first_byte: Offset of `titles` in the file.
    """
    frames = chapters[-1].end
    starts = [0, *(chapter.start for chapter in chapters[1:]), frames]
    lengths = [end - start for start, end in pairwise(starts)]
    table = holder(
        "stbl",
        versioned("stsd", struct.pack(">I", 1) + bytes(_title_style())),
        _runs("stts", [(1, length) for length in lengths]),
        _runs("stsc", [(1, len(chapters), 1)]),
        _sizes([len(_title(chapter)) for chapter in chapters]),
        _offsets([first_byte]),
    )
    base = holder("gmhd", versioned("gmin", bytes(12)), Box("text", _SQUARE))
    media = holder(
        "mdia",
        _media_header(frames, "und"),
        _handler("text", "Chapters"),
        holder("minf", base, _in_this_file(), table),
    )
    return holder("trak", _track_header(_TITLES, frames, flags=0), media)


def titles(chapters: Sequence[Chapter]) -> bytes:
    """Return the text to which `title_track` points."""
    return b"".join(map(_title, chapters))


def _title(chapter: Chapter) -> bytes:
    text = chapter.title.encode()
    in_utf8 = bytes(Box("encd", struct.pack(">I", 0x100)))
    return struct.pack(">H", len(text)) + text + in_utf8


def _track_header(number: int, frames: int, flags: int) -> Box:
    return versioned(
        "tkhd",
        struct.pack(">5I8x", 0, 0, number, 0, frames)
        + struct.pack(">2hHH", 0, 0, 0x100 if number == _SOUND else 0, 0)
        + _SQUARE
        + bytes(8),
        flags=flags,
    )


def _media_header(frames: int, language: str) -> Box:
    packed = 0
    for letter in language:
        packed = packed << 5 | (ord(letter) - 0x60)
    return versioned("mdhd", struct.pack(">4IHH", 0, 0, SAMPLE_RATE, frames, packed, 0))


def _handler(kind: str, name: str) -> Box:
    return versioned("hdlr", bytes(4) + kind.encode() + bytes(12) + name.encode() + b"\0")


def _in_this_file() -> Box:
    here = bytes(versioned("url ", flags=1))
    return holder("dinf", versioned("dref", struct.pack(">I", 1) + here))


def _sound_table(sound: Sound, first_byte: int) -> Box:
    """Return the table of packets, with the decoder's configuration."""
    count = len(sound.sizes)
    last = sound.priming + sound.frames - (count - 1) * PACKET_FRAMES
    full, rest = divmod(count, _PACKETS_A_CHUNK)
    chunks = [(1, _PACKETS_A_CHUNK, 1)] * bool(full) + [(full + 1, rest, 1)] * bool(rest)
    starts: list[int] = []
    at = first_byte
    for packet in range(0, count, _PACKETS_A_CHUNK):
        starts.append(at)
        at += sum(sound.sizes[packet : packet + _PACKETS_A_CHUNK])
    return holder(
        "stbl",
        versioned("stsd", struct.pack(">I", 1) + bytes(_decoder(sound))),
        _runs("stts", [(count - 1, PACKET_FRAMES), (1, last)]),
        _runs("stsc", chunks),
        _sizes(sound.sizes),
        _offsets(starts),
        *_needs_one_packet_before(count),
    )


def _decoder(sound: Sound) -> Box:
    bits_a_second = 8 * sum(sound.sizes) * SAMPLE_RATE // (len(sound.sizes) * PACKET_FRAMES)
    decoder = (
        struct.pack(">BB3xII", _AAC, _AUDIO_STREAM, bits_a_second, bits_a_second)
        + _descriptor(5, sound.config)
    )  # fmt: skip
    stream = bytes(3) + _descriptor(4, decoder) + _descriptor(6, bytes([_AS_IN_MP4]))
    shape = struct.pack(">6xH8xHHIHH", 1, 1, 16, 0, SAMPLE_RATE, 0)
    return Box("mp4a", shape, (versioned("esds", _descriptor(3, stream)),))


def _descriptor(tag: int, body: bytes) -> bytes:
    return bytes([tag, len(body)]) + body


def _needs_one_packet_before(count: int) -> tuple[Box, Box]:
    """Return the boxes that say a packet needs the one before it (Apple, QuickTime appendix G)."""
    return (
        versioned("sgpd", b"roll" + struct.pack(">IIh", 2, 1, -1), version=1),
        versioned("sbgp", b"roll" + struct.pack(">III", 1, count, 1)),
    )


def _runs(kind: str, rows: Sequence[tuple[int, ...]]) -> Box:
    numbers = [number for row in rows for number in row]
    return versioned(kind, struct.pack(f">I{len(numbers)}I", len(rows), *numbers))


def _sizes(sizes: Sequence[int]) -> Box:
    return versioned("stsz", struct.pack(">II", 0, len(sizes)) + _big_endian(sizes))


def _offsets(starts: Sequence[int]) -> Box:
    return versioned("stco", struct.pack(">I", len(starts)) + _big_endian(starts))


def _big_endian(numbers: Sequence[int]) -> bytes:
    return struct.pack(f">{len(numbers)}I", *numbers)


def _title_style() -> Box:
    """Return the style of titles, should they be shown: white on black, in the default font."""
    return Box("text", struct.pack(">6xHIi6x8x8xHHBH6xB", 1, 0, 1, 0, 0, 0, 0, 0))
