"""The volume of all that plays: turned in steps of 3 dB, within limits, without a jump."""

from __future__ import annotations

import numpy as np

from voice.audio import Samples
from voice.sound.curves import FADE

VOLUME_STEP = 10 ** (3 / 20)
"""Louder and softer go by 3 dB (scripts/SOURCES.md, Loudness)."""

LOUDEST = 10 ** (3 / 20)
"""3 dB over the exported level: lines, at most -4.5 dBTP, then still peak below full scale."""

SOFTEST = 10 ** (-36 / 20)


class Volume:
    """An amplitude that is turned while sound goes through it.

    Attributes:
        wanted: Amplitude, as wanted last.
    """

    def __init__(self, amplitude: float) -> None:
        self.wanted = amplitude
        self._now = amplitude
        self._turning = 0

    def turn(self, factor: float) -> None:
        """Play louder or softer; at a limit, or beyond it, nothing changes."""
        wanted = min(max(self.wanted * factor, SOFTEST), LOUDEST)
        if (wanted > self.wanted) == (factor > 1):
            self.wanted = wanted
            self._turning = FADE

    def apply(self, out: Samples) -> None:
        """Scale a block, shape ``(frames,)``, in place."""
        turning = out[: self._turning]
        if len(turning):
            share = len(turning) / self._turning
            end = self._now + share * (self.wanted - self._now)
            turning *= np.linspace(self._now, end, len(turning), dtype=np.float32)
            self._turning -= len(turning)
            self._now = end if self._turning else self.wanted
        if self._now != 1:
            out[len(turning) :] *= np.float32(self._now)
