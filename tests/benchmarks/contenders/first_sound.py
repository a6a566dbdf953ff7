"""The least that Python needs to make a sound; run until it is ended from outside."""

from __future__ import annotations

import time
from typing import Any

import sounddevice

HALF = b"\x00\x00\x00\x3f"
"""The sample 0.5 as float32."""


def fill(out: Any, frames: int, _time: Any, _status: Any) -> None:
    """Write frames that are not zero."""
    out[:] = HALF * frames


if __name__ == "__main__":
    # As the program opens it, so that the device makes no difference.
    with sounddevice.RawOutputStream(
        samplerate=24_000, channels=1, dtype="float32", latency=0.0275, callback=fill
    ):
        time.sleep(60)
