"""For devices that refuse 24 kHz: the same frames, asked for at another rate."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from voice.frames import SAMPLE_RATE

if TYPE_CHECKING:
    from voice.audio import Samples
    from voice.playback.sinks.sink import Fill

_PIECE = 240
"""Frames pulled at a time, 10 ms: a pause is heard at most that much later."""


class Resampled:
    """A `fill` at the rate of a device, made from one at 24 kHz.

    soxr's filter looks ahead: at its best quality the sound comes out 20 ms later; "MQ" halves
    that and still keeps the first 10 kHz, which is all a voice here holds.
    """

    def __init__(self, fill: Fill, rate: int) -> None:
        import soxr

        self._fill = fill
        self._stream = soxr.ResampleStream(SAMPLE_RATE, rate, 1, dtype="float32", quality="MQ")
        self._ready = np.empty(0, np.float32)

    def __call__(self, out: Samples) -> None:
        """Fill `out`, float32 of shape (frames,), at the rate of the device."""
        while len(self._ready) < len(out):
            piece = np.zeros(_PIECE, np.float32)
            self._fill(piece)
            self._ready = np.concatenate((self._ready, self._stream.resample_chunk(piece)))
        out[:] = self._ready[: len(out)]
        self._ready = self._ready[len(out) :]
