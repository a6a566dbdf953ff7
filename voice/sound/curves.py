"""The one curve of every fade."""

from __future__ import annotations

import math

import numpy as np

from voice.audio import Samples
from voice.frames import SAMPLE_RATE

FADE = SAMPLE_RATE * 12 // 1000
"""Frames of a fade at the start or end of what plays: 12 ms, too short to delay a stop, too long
to click."""


def rise(frames: int) -> Samples:
    """Return a raised cosine from exactly 0 towards 1; reversed, it ends in exactly 0.

    Its slope is 0 at both ends, so neither end of a fade can be heard.

    Args:
        frames: Length of the fade.

    Returns:
        Amplitude, shape ``(frames,)``, in [0, 1).
    """
    steps = np.arange(frames, dtype=np.float32)
    steps *= np.float32(math.pi / 2 / max(frames, 1))
    np.sin(steps, out=steps)
    return np.square(steps, out=steps)
