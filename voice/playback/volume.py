"""Volume of playback: changed in steps of 3 dB, within limits, without a jump."""

from __future__ import annotations

import numpy as np

from voice.audio import Samples
from voice.sound.curves import FADE

VOLUME_STEP = 10 ** (3 / 20)
"""One step is 3 dB (scripts/SOURCES.md, Loudness)."""

LOUDEST = 10 ** (3 / 20)
"""3 dB over the exported level: lines, at most -4.5 dBTP, still peak below full scale."""

SOFTEST = 10 ** (-36 / 20)


class Volume:
    """An amplitude that can change while sound plays.

    Attributes:
        wanted: The amplitude last requested.
    """

    def __init__(self, amplitude: float) -> None:
        self.wanted = amplitude
        self._now = amplitude
        self._turning = 0

    def turn(self, factor: float) -> None:
        """Change the amplitude by a factor; at or beyond a limit nothing changes."""
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
