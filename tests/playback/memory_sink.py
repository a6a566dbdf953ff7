"""A sink without a device: tests pull frames themselves, as many as they like at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from voice.playback.sinks.sink import Pump

if TYPE_CHECKING:
    from voice.audio import Samples
    from voice.playback.sinks.sink import Fill


class MemorySink:
    """Hands out what a device would have played; has no thread and no clock.

    Attributes:
        name: ``"memory"``.
        latency: 0.
        underruns: 0.
    """

    name = "memory"
    latency = 0.0
    underruns = 0

    def __init__(self, fill: Fill) -> None:
        self._pump = Pump(fill)
        self._alive = True

    @property
    def failure(self) -> Exception | None:
        """As in `Sink`."""
        return self._pump.failure

    @property
    def alive(self) -> bool:
        """True until `close` or `vanish`."""
        return self._alive

    def start(self) -> None:
        """Nothing to do: `run` is the device."""

    def close(self) -> None:
        """No more frames."""
        self._alive = False

    def vanish(self) -> None:
        """Be a device that was unplugged."""
        self._alive = False

    def run(self, frames: int, blocksize: int = 480) -> Samples:
        """Pull frames, the last block shorter if need be.

        Args:
            frames: How many.
            blocksize: Frames a callback.

        Returns:
            float32 of shape (frames,); zeros once closed or vanished.
        """
        played = np.zeros(frames, np.float32)
        for start in range(0, frames, blocksize):
            if self._alive:
                self._pump(played[start : start + blocksize])
        return played
