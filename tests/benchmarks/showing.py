"""Reads what ``ground show --json`` says of a script."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from tests.benchmarks.errors import BenchmarkError
from tests.benchmarks.workshop import CHECKOUT, SAME_VOICE, Workshop, ground


@dataclass(frozen=True, slots=True)
class ShownCue:
    """One cue of ``ground show --json``, in frames.

    Attributes:
        kind: Such as ``speech`` or ``settle``.
        start: Frames from the start of the exported audio.
        frames: How long it lasts.
        sample_rate: Frames a second.
    """

    kind: str
    start: int
    frames: int
    sample_rate: int


def shown_cues(workshop: Workshop, script: Path, home: Path, *options: str) -> tuple[ShownCue, ...]:
    """The cues of a script.

    Raises:
        BenchmarkError: The program could not show them.
    """
    done = subprocess.run(
        ground("show", str(script), "--json", "--pace", "gentle", *SAME_VOICE, *options),
        env=workshop.with_home(home),
        cwd=CHECKOUT,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise BenchmarkError(f"ground show failed: {done.stderr.strip()}")
    shown = json.loads(done.stdout)
    rate = int(shown["sample_rate"])
    return tuple(
        ShownCue(cue["kind"], round(cue["start"] * rate), round(cue["duration"] * rate), rate)
        for cue in shown["cues"]
    )


def speech_seconds(cues: Iterable[ShownCue]) -> float:
    """Seconds of speech in all."""
    return sum(cue.frames / cue.sample_rate for cue in cues if cue.kind == "speech")
