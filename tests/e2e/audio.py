"""Reads audio with other tools than those that wrote it."""

from __future__ import annotations

import re
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from voice.audio import Samples

EDGE = -55.0
"""dBFS above which speech begins and ends."""

CODEC_EDGE = -45.0
"""dBFS: LAME leaves echoes of up to -46 dBFS for up to 16 ms behind abrupt ends (measured)."""


@dataclass(frozen=True, slots=True)
class Level:
    """The report of ffmpeg's `ebur128` about a file."""

    lufs: float
    true_peak: float


def decoded(path: Path, rate: int = 24_000) -> Samples:
    """A file as ffmpeg decodes it: mono float32."""
    command = ["ffmpeg", "-v", "error", "-i", str(path), "-map", "0:a"]
    command += ["-ac", "1", "-ar", str(rate)]
    with tempfile.TemporaryFile() as samples:  # a pipe would take a third longer
        subprocess.run(
            [*command, "-f", "f32le", "-"], stdout=samples, check=True, stdin=subprocess.DEVNULL
        )
        samples.seek(0)
        return np.fromfile(samples, np.float32)


def level(path: Path) -> Level:
    """Integrated loudness and true peak, refereed by ffmpeg."""
    command = ["ffmpeg", "-nostats", "-i", str(path), "-map", "0:a"]
    done = subprocess.run(
        [*command, "-af", "ebur128=peak=true:framelog=verbose", "-f", "null", "-"],
        capture_output=True,
        text=True,
        check=True,
        stdin=subprocess.DEVNULL,
    )
    summary = done.stderr[done.stderr.rindex("Summary:") :]
    lufs = re.search(r"I:\s+(-?[\d.]+) LUFS", summary)
    peak = re.search(r"Peak:\s+(-?[\d.]+) dBFS", summary)
    assert lufs is not None
    assert peak is not None
    return Level(float(lufs[1]), float(peak[1]))


def speech_edges(
    samples: Samples, cue: dict[str, Any], edge: float = EDGE, margin: float = 0.2
) -> tuple[float, float]:
    """Seconds by which speech begins late and ends early in its cue, heard around its place."""
    start, end = cue["start"], cue["start"] + cue["duration"]
    first = max(round((start - margin) * 24_000), 0)
    heard = np.flatnonzero(
        np.abs(samples[first : round((end + margin) * 24_000)]) > 10 ** (edge / 20)
    )
    assert len(heard), f"nothing is heard at {start}"
    return (first + heard[0]) / 24_000 - start, end - (first + heard[-1] + 1) / 24_000
