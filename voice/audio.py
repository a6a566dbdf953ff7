"""Sound as an immutable value."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Samples = NDArray[np.float32]
"""One channel, shape ``(frames,)``, float32 in [-1, 1]."""

RATES = range(4_000, 400_001)
"""Sample rates of sound files, with room; a damaged header may name any other."""

MOST_CHANNELS = 32
"""Channels of a sound file; a damaged header may name a thousand, which take much memory."""


@dataclass(frozen=True, slots=True, eq=False)
class Audio:
    """A stretch of mono sound that is never changed in place.

    Attributes:
        samples: Shape ``(frames,)``, float32 in [-1, 1], not writeable.
        sample_rate: Frames a second, in Hz.
    """

    samples: Samples
    sample_rate: int

    def __post_init__(self) -> None:
        self.samples.flags.writeable = False

    @property
    def duration(self) -> float:
        """Length in seconds."""
        return len(self.samples) / self.sample_rate
