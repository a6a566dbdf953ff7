"""Plays the noise under everything that is heard, from the first frame on."""

from __future__ import annotations

import numpy as np

from voice.audio import Samples
from voice.sound.noise import BED_RISE, NoiseLoop
from voice.sound.opening import OPENING, opening_noise


class Underlay:
    """The opening's noise for `OPENING` frames, then noise that rises until `BED_RISE`.

    It continues whatever is heard above it. Everything that plays begins with these frames, so that
    they can be heard before the rest of the program is loaded.
    """

    def __init__(self, noise: NoiseLoop | None) -> None:
        """Start at the first frame.

        Args:
            noise: The noise that rises; `None` for silence, also in place of the opening.
        """
        self._noise = noise
        self._opening = np.frombuffer(opening_noise(), np.float32)
        self._heard = 0

    def add_to(self, out: Samples, falling: Samples | None = None) -> None:
        """Add the next frames to a block.

        Args:
            out: Shape ``(frames,)``, changed in place.
            falling: Amplitude of the noise for each frame of `out` at the end; the opening is
                too soft to need it, and stays as it is.
        """
        if self._noise is not None and len(out):
            first = self._opening[self._heard : self._heard + len(out)]
            out[: len(first)] += first
            rest, start = out[len(first) :], self._heard + len(first)
            gain = _rising(start, len(rest))
            if falling is not None:
                gain = gain * falling[len(first) :]
            self._noise.add_to(rest, start, gain)
        self._heard += len(out)


def _rising(start: int, frames: int) -> float | Samples:
    if start >= BED_RISE:
        return 1.0
    time = np.arange(start - OPENING, start - OPENING + frames, dtype=np.float32)
    time /= BED_RISE - OPENING
    return np.sin(np.minimum(time, 1) * np.float32(np.pi / 2), dtype=np.float32) ** 2
