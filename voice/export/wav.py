"""WAV: 24 kHz, 16-bit, mono. It needs no library, so one format always works."""

from __future__ import annotations

import os
import struct
import wave
from typing import TYPE_CHECKING

from voice.export.output_file import OutputFile, move, to_int16
from voice.frames import SAMPLE_RATE

if TYPE_CHECKING:
    from pathlib import Path

    from voice.audio import Samples

_HEADER = struct.Struct("<4sI4s4sIHHIIHH4sI")
_SOFTWARE = struct.Struct("<4sI4s4sI")
_MADE_BY = b"Ground "
"""Name of the software in a file, followed by the mark."""

_FRAME_BYTES = 2
_PCM = 1

_RIFF_BYTES = slice(4, 8)
"""Bytes of the header with the size of the rest."""

_DATA_CHUNK = 36
"""Offset of the data chunk in bytes, after the format chunk."""

_LONGEST_TEXT = 200
"""Bytes of the longest text that this program writes."""


class WavEncoder:
    """Writes WAV. The header contains sizes and is therefore written last.

    Sizes are 32 bits wide, enough for 24 hours.
    """

    def __init__(self, path: Path) -> None:
        self._file = OutputFile(path)
        self._file.seek(_HEADER.size)
        self._data_bytes = 0

    def write(self, block: Samples) -> None:
        """Add frames at the end; see `Encoder.write`."""
        self._data_bytes += self._file.write(to_int16(block).astype("<i2", copy=False).tobytes())

    def finish(self) -> None:
        """Write the header into its place, and close."""
        self._file.seek(0)
        self._file.write(_header(self._data_bytes))
        self._file.close()

    def close(self) -> None:
        """Close the file."""
        self._file.close()


def _header(data_bytes: int) -> bytes:
    """Return the RIFF header for that many bytes of sound (Microsoft and IBM, RIFF 1.0, 1991)."""
    return _HEADER.pack(
        *(b"RIFF", _HEADER.size - 8 + data_bytes, b"WAVE"),
        *(b"fmt ", 16, _PCM, 1, SAMPLE_RATE, SAMPLE_RATE * _FRAME_BYTES, _FRAME_BYTES, 16),
        *(b"data", data_bytes),
    )


def write_wav_mark(path: Path, mark: str) -> None:
    """Write a mark into a file of `WavEncoder`, as the name of its software.

    An existing mark is replaced by one of its length. The mark goes before the sound, because
    some players play everything after it as sound.

    Raises:
        OSError: The file cannot be written.
    """
    text = _MADE_BY + mark.encode() + b"\0"
    text += bytes(len(text) % 2)
    facts = _SOFTWARE.pack(b"LIST", 12 + len(text), b"INFO", b"ISFT", len(text)) + text
    with path.open("r+b") as file:
        header = file.read(_HEADER.size)
        if header[_DATA_CHUNK : _DATA_CHUNK + 8] == facts[:8]:  # a mark as long as this one
            file.seek(_DATA_CHUNK)
            file.write(facts)
            return
        riff_bytes = len(facts) + int.from_bytes(header[_RIFF_BYTES], "little")
        end = file.seek(0, os.SEEK_END)
        move(file, _DATA_CHUNK, end, _DATA_CHUNK + len(facts))
        file.seek(_DATA_CHUNK)
        file.write(facts)
        file.seek(_RIFF_BYTES.start)
        file.write(riff_bytes.to_bytes(4, "little"))


def wav_seconds(path: Path) -> float:
    """Return the seconds of a WAV file; 0 if it is damaged or cut short."""
    try:
        with path.open("rb") as file, wave.open(file) as sound:
            frames = sound.getnframes()
            end = file.tell() + frames * sound.getsampwidth() * sound.getnchannels()
            whole = os.fstat(file.fileno()).st_size >= end
            return frames / sound.getframerate() if whole else 0.0
    # Broken files cause each of these.
    except (wave.Error, EOFError, OSError, RuntimeError, ValueError, ArithmeticError):
        return 0.0


def wav_mark(path: Path) -> str | None:
    """Return the mark from `write_wav_mark`; `None` without one, or if the file is unreadable."""
    try:
        with path.open("rb") as file:
            beginning = file.read(_DATA_CHUNK + _SOFTWARE.size + _LONGEST_TEXT)
    except OSError:
        return None
    facts = beginning[_DATA_CHUNK:]
    if beginning[:4] != b"RIFF" or len(facts) < _SOFTWARE.size:
        return None
    *names, size = _SOFTWARE.unpack_from(facts)
    text = facts[_SOFTWARE.size :][:size].rstrip(b"\0")
    if names[0] != b"LIST" or names[2:] != [b"INFO", b"ISFT"] or not text.startswith(_MADE_BY):
        return None
    return text.removeprefix(_MADE_BY).decode(errors="replace")
