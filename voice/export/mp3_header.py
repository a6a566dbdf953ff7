"""The first packet of an MP3 file, which tells decoders where the sound begins and ends.

It is an MPEG packet (the standard says "frame", a word taken here) of silence, in which LAME and
Xing hid a table: the number of packets and bytes that follow, seek points, and the frames to drop
at either end. Layout: Gabriel Bouvigne's "MP3 Info Tag revision 1 specification", LAME 3.100's
``VbrTag.c`` and Xing's ``dxhead``; the tests check it with ffmpeg and libmpg123.
"""

from __future__ import annotations

from functools import cache

from voice.frames import SAMPLE_RATE

BIT_RATE = 64_000
"""Bits a second. From 48 000 on LAME keeps up to 11 kHz, at 32 000 up to 8.5 (measured)."""

PACKET_FRAMES = 576
"""Frames in a packet of MPEG-2 Layer III, the half-rate kind (ISO 13818-3)."""

PACKET_BYTES = PACKET_FRAMES // 8 * BIT_RATE // SAMPLE_RATE
"""Always 192: 24 kHz at 64 kb/s divides evenly, so no packet is ever padded."""

ENCODER_DELAY = 576
"""Frames of silence LAME puts in front (its ``ENCDELAY``; confirmed by cross-correlation)."""

DECODER_DELAY = 529
"""Frames of silence every decoder adds in front, and drops by itself."""

_SYNC = bytes.fromhex("fff384c4")
"""MPEG-2, Layer III, no checksum; 64 kb/s, 24 kHz, no padding; mono, original."""

_SIDE_INFO_BYTES = 9
_HAS_ALL_FIELDS = 0b1111
_QUALITY = 53
"""Result of LAME's formula for its quality 7; 100 would be best. Simple readers need the field."""

_TOC_ENTRIES = 100


def packets_needed(frames: int) -> int:
    """Return the number of packets from which a decoder gets that many frames.

    LAME sometimes makes one more, which must be dropped: ffmpeg removes frames from the last
    packet only, so it would end up to 46 frames late.
    """
    return -(-(ENCODER_DELAY + frames + DECODER_DELAY) // PACKET_FRAMES)


def header(frames: int) -> bytes:
    """Return the first packet of a file with that many frames in `packets_needed` more packets.

    Returns:
        `PACKET_BYTES` bytes.
    """
    packets = packets_needed(frames)
    padding = packets * PACKET_FRAMES - ENCODER_DELAY - frames
    total_bytes = PACKET_BYTES * (1 + packets)
    tag = (
        _SYNC
        + bytes(_SIDE_INFO_BYTES)
        + _xing(packets, total_bytes)
        + _lame(ENCODER_DELAY, padding, total_bytes)
    )
    return (tag + crc16(tag).to_bytes(2, "big")).ljust(PACKET_BYTES, b"\0")


def _xing(packets: int, total_bytes: int) -> bytes:
    """Return Xing's part of the table; ``Info`` instead of ``Xing`` means a constant bit rate."""
    return (
        b"Info"
        + _HAS_ALL_FIELDS.to_bytes(4, "big")
        + packets.to_bytes(4, "big")
        + total_bytes.to_bytes(4, "big")
        + _seek_table(packets, total_bytes)
        + _QUALITY.to_bytes(4, "big")
    )


def _seek_table(packets: int, total_bytes: int) -> bytes:
    """Return, for each hundredth of the time, the 256ths of the file before it."""
    starts = (PACKET_BYTES * (1 + packets * i // _TOC_ENTRIES) for i in range(_TOC_ENTRIES))
    return bytes(256 * start // total_bytes for start in starts)


def _lame(delay: int, padding: int, total_bytes: int) -> bytes:
    """Return LAME's part of the table, up to its checksum. A zero means "unknown"."""
    return (
        b"LAME3.100"  # lameenc's version; decoders trust the delays below only after "LAME"
        + bytes([0x01])  # revision 0 of this table, method 1: constant bit rate
        + bytes(1)  # low-pass
        + bytes(4 + 2 + 2)  # peak and replay gain: levels are already even
        + bytes(1)  # psychoacoustic flags
        + bytes([BIT_RATE // 1000])
        + (delay << 12 | padding).to_bytes(3, "big")
        + bytes(1)  # noise shaping, stereo mode, source rate
        + bytes(1)  # gain change
        + bytes(2)  # preset
        + total_bytes.to_bytes(4, "big")
        + bytes(2)  # checksum of the music, which no player reads
    )


def crc16(data: bytes) -> int:
    """Return CRC-16/ARC, the checksum of the LAME table: polynomial 0x8005, reflected, from 0."""
    crc = 0
    for byte in data:
        crc = crc >> 8 ^ _crc_table()[(crc ^ byte) & 0xFF]
    return crc


@cache
def _crc_table() -> tuple[int, ...]:
    return tuple(_crc_of_byte(byte) for byte in range(256))


def _crc_of_byte(byte: int) -> int:
    for _ in range(8):
        byte = byte >> 1 ^ (0xA001 if byte & 1 else 0)
    return byte
