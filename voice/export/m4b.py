"""M4B and M4A: AAC, 24 kHz, mono, 64 kb/s. PyAV encodes; `voice.export.mp4` is the container."""

from __future__ import annotations

from array import array
from typing import TYPE_CHECKING

import numpy as np

from voice.export.formats import Format
from voice.export.mp4 import boxes
from voice.export.mp4.file import M4A_BRAND, M4B_BRAND, file_type, movie
from voice.export.mp4.tracks import ENCODER_DELAY, PACKET_FRAMES, Sound
from voice.export.output_file import OutputFile, load
from voice.frames import SAMPLE_RATE

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from voice.audio import Samples

_BIT_RATE = 64_000
"""Bits a second: adds at most 0.3 dB to peaks, and keeps up to 12 kHz (measured, 3 voices)."""

_SEARCH = "fast"
"""libavcodec's way to divide the bits. The default ``twoloop`` takes three times as long, is 6 to
9 dB less accurate, and adds up to 0.6 dB to peaks (measured, all for 24 kHz speech)."""

_HEADER_APART = 1 << 22
"""libavcodec's flag for a container that stores the decoder's configuration itself."""


class AacEncoder:
    """Writes M4B or M4A.

    PyAV's own container needs the chapters before the first frame, when they are unknown.
    Lengths in a file are 32 bits wide, enough for 49 hours.

    The last packet is filled up with silence. The edit list says where the sound ends, but
    libavformat returns whole packets (measured, 5.1 and 8.0). So if the length is known
    before, the silence goes in front instead, where all readers skip it.
    """

    def __init__(self, path: Path, kind: Format, frames: Callable[[], int] | None) -> None:
        self._av = load("av", kind.value.upper(), extra="m4b")
        self._codec = self._av.CodecContext.create("aac", "w")
        self._codec.sample_rate = SAMPLE_RATE
        self._codec.layout = "mono"
        self._codec.format = "fltp"
        self._codec.bit_rate = _BIT_RATE
        self._codec.options = {"aac_coder": _SEARCH}
        self._codec.flags |= _HEADER_APART
        self._codec.open()
        filling = 0 if frames is None else -frames() % PACKET_FRAMES
        self._priming = ENCODER_DELAY + filling
        self._held_back = np.zeros(filling, np.float32)
        self._frames = 0
        self._sizes = array("I")
        self._start = file_type(M4B_BRAND if kind is Format.M4B else M4A_BRAND)
        self._first_byte = len(self._start) + boxes.HEADER_BYTES
        self._file = OutputFile(path)
        self._file.seek(self._first_byte)

    def write(self, block: Samples) -> None:
        """Add frames at the end; see `Encoder.write`."""
        self._frames += len(block)
        sound = np.concatenate([self._held_back, np.clip(block, -1, 1)])
        whole = len(sound) - len(sound) % PACKET_FRAMES
        for start in range(0, whole, PACKET_FRAMES):
            self._encode(sound[start : start + PACKET_FRAMES])
        self._held_back = sound[whole:]

    def finish(self) -> None:
        """Write the encoder's last packets and the description, and close."""
        if len(self._held_back):
            self._encode(np.pad(self._held_back, (0, PACKET_FRAMES - len(self._held_back))))
        self._store(self._codec.encode(None))
        sound = Sound(self._frames, self._priming, self._sizes, self._codec.extradata)
        self._file.write(movie(sound, self._first_byte))
        self._file.seek(0)
        self._file.write(self._start + boxes.header("mdat", sum(self._sizes)))
        self._file.close()

    def close(self) -> None:
        """Close the file."""
        self._file.close()

    def _encode(self, packet: Samples) -> None:
        frame = self._av.AudioFrame.from_ndarray(packet[np.newaxis], format="fltp", layout="mono")
        frame.sample_rate = SAMPLE_RATE
        self._store(self._codec.encode(frame))

    def _store(self, packets: list[object]) -> None:
        """Write packets, except those after the last frame."""
        for packet in packets:
            if len(self._sizes) * PACKET_FRAMES < self._priming + self._frames:
                self._sizes.append(self._file.write(bytes(packet)))  # type: ignore[call-overload]
