"""The packet in front of an MP3, read without the code that wrote it."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING, Any

import pytest
from mutagen.mp3 import MP3, BitrateMode

from voice.export.mp3_header import crc16

if TYPE_CHECKING:
    from pathlib import Path

    from tests.encoding import Encode
    from voice.audio import Samples


def test_checksum_is_crc_16_arc() -> None:
    assert crc16(b"123456789") == 0xBB3D  # the check value of that CRC in every catalogue


@pytest.mark.parametrize("frames", [1, 575, 577, 1000, 24_001, 55_337])
def test_it_tells_the_truth_about_its_file(
    frames: int, sound: Samples, encode: Encode, tmp_path: Path
) -> None:
    data = encode(tmp_path / "a.mp3", sound[:frames]).read_bytes()
    packets = [data[at : at + 192] for at in range(0, len(data), 192)]
    assert {packet[:3] for packet in packets} == {b"\xff\xf3\x84"}  # all 64 kb/s, 24 kHz, no pad

    name, flags, count, size = struct.unpack(">4sIII", data[13:29])
    assert (name, flags, count, size) == (b"Info", 15, len(packets) - 1, len(data))
    assert data[133:137] == b"LAME"
    delay_and_padding = int.from_bytes(data[154:157], "big")
    delay, padding = divmod(delay_and_padding, 4096)
    assert count * 576 - delay - padding == frames
    assert int.from_bytes(data[161:165], "big") == len(data)
    assert int.from_bytes(data[167:169], "big") == crc16(data[:167])


def test_seeking_lands_in_the_right_packet(sound: Samples, encode: Encode, tmp_path: Path) -> None:
    data = encode(tmp_path / "a.mp3", *[sound] * 40).read_bytes()  # 92 s
    count = len(data) // 192 - 1
    for percent, entry in enumerate(data[29:129]):
        packet = (entry * len(data) / 256) / 192 - 1
        assert abs(packet - count * percent / 100) <= len(data) / 256 / 192 + 1


def test_mutagen_reads_the_length_to_the_frame(
    sound: Samples, encode: Encode, tmp_path: Path
) -> None:
    reader: Any = MP3
    info = reader(encode(tmp_path / "a.mp3", sound)).info
    assert info.length == pytest.approx(len(sound) / 24_000, abs=0.4 / 24_000)
    assert (info.bitrate, info.bitrate_mode) == (64_000, BitrateMode.CBR)
    assert info.encoder_info.startswith("LAME 3.100")
