"""WAV: 24 kHz, 16-bit, mono. Needs no library, so one format always works."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

from voice.export.output import OutputFile, to_int16
from voice.timeline.frames import SAMPLE_RATE

if TYPE_CHECKING:
    from pathlib import Path

    from voice.speech.audio import Samples

_HEADER = struct.Struct("<4sI4s4sIHHIIHH4sI")
_FRAME_BYTES = 2
_PCM = 1


class WavEncoder:
    """Writes WAV. Sizes stand in the header, which is therefore written last.

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
        """Let go of the file."""
        self._file.close()


def _header(data_bytes: int) -> bytes:
    """The RIFF header of that many bytes of sound (Microsoft and IBM, RIFF 1.0, 1991)."""
    return _HEADER.pack(
        *(b"RIFF", _HEADER.size - 8 + data_bytes, b"WAVE"),
        *(b"fmt ", 16, _PCM, 1, SAMPLE_RATE, SAMPLE_RATE * _FRAME_BYTES, _FRAME_BYTES, 16),
        *(b"data", data_bytes),
    )
