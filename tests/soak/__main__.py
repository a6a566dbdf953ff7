"""Plays for an hour with random keys, beside a busy process, and says what was heard and held.

::

    python -m tests.soak --minutes 60
    python -m tests.soak.hours --hours 8

The program plays into a null sink, one exercise after another, in a terminal. mpv plays into
another one meanwhile, so that both have the same gaps to bear. Everything that happens is written
down as it does, a JSON line each; the report is of these lines.
"""

from __future__ import annotations

import json
import random
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import asdict
from pathlib import Path

import click
import numpy as np
import soundfile

from tests.benchmarks.measuring import started
from tests.homes import make_homes
from tests.pulse import SAMPLE_RATE, PulseServer
from tests.soak.capturing import Capture
from tests.soak.listener import Listener
from tests.soak.report import report

ROOT = Path(__file__).parents[2]

BUSY = ("stress-ng", "--cpu", "1", "--quiet")
"""A process that keeps one core busy."""

WALK = ("play", "round-the-block", "--captions")
AT_MOST = 900.0
"""Seconds of a walk; then the menu, until time is up."""


class Notes:
    """Writes down what happens, with the silences that were heard until then."""

    def __init__(self, log: Path, captures: dict[str, Capture]) -> None:
        self._file = log.open("w")
        self._captures = captures
        self._noted = dict.fromkeys(captures, 0)
        self._begun = time.monotonic()

    def note(self, what: str, **more: object) -> None:
        """Write a line."""
        for who, capture in self._captures.items():
            found = capture.silences.found[self._noted[who] :]
            self._noted[who] += len(found)
            for silence in found:
                milliseconds = 1000 * silence.frames / SAMPLE_RATE
                self._write({"what": "silence", "who": who, "ms": milliseconds, **asdict(silence)})
        frame = self._captures["ours"].silences.frames
        self._write({"what": what, "at": time.monotonic() - self._begun, "frame": frame, **more})

    def close(self) -> None:
        """Write no more."""
        self._file.close()

    def _write(self, line: dict[str, object]) -> None:
        self._file.write(f"{json.dumps(line)}\n")
        self._file.flush()


@click.command(help="Play with random keys beside a busy process, and measure.")
@click.option("--minutes", type=float, default=60.0, show_default=True)
@click.option("--seed", type=int, default=1, show_default=True)
@click.option("--log", type=click.Path(path_type=Path), default="soak.jsonl", show_default=True)
def main(minutes: float, seed: int, log: Path) -> None:
    """Play, and print the report."""
    with tempfile.TemporaryDirectory(prefix="soak-") as name:
        _play(Path(name), minutes, seed, log)
    click.echo("\n".join(report(log)))


def _play(folder: Path, minutes: float, seed: int, log: Path) -> None:
    place = folder / "place"
    with ExitStack() as stack:
        ours, mpv = (stack.enter_context(_server(folder / name)) for name in ("ours", "mpv"))
        captures = {"ours": Capture(ours), "mpv": Capture(mpv)}
        for capture in captures.values():
            stack.enter_context(closing(capture))
        noise = _noise(folder / "noise.wav", minutes + 1)
        control = ("mpv", "--no-config", "--no-video", "--no-terminal", "--ao=pulse", str(noise))
        stack.enter_context(started(control, mpv.environment, folder))
        stack.enter_context(started(BUSY, mpv.environment, folder))
        notes = stack.enter_context(closing(Notes(log, captures)))
        environment = {**make_homes(place), **ours.env, "PYTHONPATH": str(ROOT)}
        listener = Listener(place / "here", environment, notes.note, random.Random(seed))
        until = time.monotonic() + 60 * minutes
        while (now := time.monotonic()) < until:
            listener.play(WALK, min(until, now + AT_MOST))
            if now + AT_MOST < until:
                listener.play((), until)
            left = [path for each in ("tmp", "me") for path in (place / each).rglob("*")]
            notes.note("left", files=[str(path.relative_to(place)) for path in left])


@contextmanager
def _server(folder: Path) -> Iterator[PulseServer]:
    folder.mkdir()
    with PulseServer(folder) as server:
        yield server


def _noise(path: Path, minutes: float) -> Path:
    """A file without a silence, and longer than the soak."""
    chance = np.random.default_rng(1)
    with soundfile.SoundFile(path, "w", SAMPLE_RATE, 1, "PCM_16") as file:
        for _ in range(round(minutes * 60)):
            file.write(chance.normal(0, 0.02, SAMPLE_RATE).astype(np.float32))
    return path


if __name__ == "__main__":
    main()
