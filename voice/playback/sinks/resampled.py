"""Resamples for devices that refuse 24 kHz."""

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
    """Converts a `fill` at 24 kHz to the rate of a device.

    soxr's filter looks ahead: at its best quality it delays the sound by 20 ms; "MQ" halves that
    and still keeps the first 10 kHz, the whole range of the voices here.
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
