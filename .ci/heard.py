"""Waits until a growing recording holds a second of sound, and prints when it began.

Run as ``python heard.py FILE SECONDS``: 16-bit mono at 24 kHz, and how long to wait at most.
"""

from __future__ import annotations

import sys
import time
from array import array
from pathlib import Path

RATE = 24_000
BLOCK = RATE // 10
LOUD = 330
"""Least peak of a block that sounds, of 32768: -40 dBFS, far above the bed."""

ENOUGH = 10
"""Blocks that sound."""


def loud_blocks(path: Path) -> list[int]:
    """Return the indexes of the blocks that sound."""
    content = path.read_bytes() if path.exists() else b""
    samples = array("h", content[: len(content) // 2 * 2])
    starts = range(0, len(samples), BLOCK)
    return [
        start // BLOCK for start in starts if max(map(abs, samples[start : start + BLOCK])) > LOUD
    ]


def main() -> None:
    """Wait, print, and fail if nothing was heard."""
    path, seconds = Path(sys.argv[1]), float(sys.argv[2])
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if len(loud := loud_blocks(path)) >= ENOUGH:
            print(f"Heard: the first sound {loud[0] / 10:.1f} s after the recorder.")
            return
        time.sleep(0.2)
    sys.exit(f"Nothing was heard in {seconds:.0f} seconds.")


main()
