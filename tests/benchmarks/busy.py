"""Part 8: a minute of play beside busy processes, captured, with its gaps counted."""

from __future__ import annotations

import contextlib
import os
import shutil
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from tests.benchmarks.errors import BenchmarkError
from tests.benchmarks.figures import Table, spread
from tests.benchmarks.measuring import run, started
from tests.benchmarks.workshop import CHECKOUT, CONTENDERS, Workshop, ground
from tests.e2e.audio import decoded
from tests.pulse import SAMPLE_RATE, PulseServer, Samples

SHORTEST_GAP = SAMPLE_RATE // 1000
"""Frames of exact zeros that count as a gap: 1 ms. The noise under everything has none of them."""

OURS = "ground play"
UNCACHED = "ground play, nothing cached"
CONTROL = "mpv, our export"

SCRIPT = """---
title: A minute
about: About a minute, to be captured.
ask: 1
position: any
---

## One

This takes about a minute, and nothing has to be done. [6s]
Look at the nearest wall, and at its colour. [7s]
Follow one edge with your eyes, slowly. [7s]

## Two

Listen for a sound that is far away. [8s]
And for one that is near. [7s]
Feel the floor under your feet, and that is all. [4s]
"""


@dataclass(frozen=True, slots=True)
class Gaps:
    """Silence that should not be there.

    Attributes:
        count: How many gaps.
        milliseconds: How long they are together.
    """

    count: int
    milliseconds: float


@dataclass(frozen=True, slots=True)
class _Player:
    """Something that plays the minute once, into the sound server of its environment."""

    name: str
    command: tuple[str, ...]
    home: Path | None
    own: Gaps = Gaps(0, 0.0)
    """Zeros in the sound it is given to play: 16 bits round the softest noise to them."""


def busy_table(workshop: Workshop, runs: int) -> Table:
    """Ours and mpv, each alone with the busy processes.

    Raises:
        BenchmarkError: mpv or PulseAudio is missing, or a player failed.
    """
    _require_tools()
    players = _players(workshop)
    loads = (2, 2 * (os.cpu_count() or 1))
    found: dict[tuple[str, int], list[Gaps]] = {}
    for _ in range(runs):
        for load in loads:
            for player in players:
                gaps = _heard(workshop, player, load)
                found.setdefault((player.name, load), []).append(gaps)
                _show(player.name, load, gaps)
    return Table(
        "8  Busy: a minute of play beside busy processes, into a null sink",
        (
            f"Least, median, most of {runs}, interleaved. Each busy process calculates, starts",
            "processes and writes files in turn. A gap is 1 ms of zeros or more between the first",
            "and the last sound, beyond those in the file itself. mpv plays the WAV that ours",
            "exports, with its usual buffers.",
        ),
        ("", "busy processes", "gaps", "ms lost", "goal"),
        tuple(_row(name, load, heard) for (name, load), heard in found.items()),
    )


def gaps_in(captured: Samples) -> Gaps:
    """The runs of exact zeros between the first and the last sound."""
    (sounding,) = np.nonzero(captured)
    silent = np.diff(sounding) - 1
    gaps = silent[silent >= SHORTEST_GAP]
    return Gaps(len(gaps), 1000 * float(gaps.sum()) / SAMPLE_RATE)


def _players(workshop: Workshop) -> tuple[_Player, ...]:
    folder = workshop.new_folder("minute")
    script, export, home = folder / "minute.md", folder / "minute.wav", folder / "home"
    script.write_text(SCRIPT)
    run(ground("export", str(script), "-o", str(export)), workshop.with_home(home))
    mpv = ("mpv", "--no-config", "--no-video", "--no-terminal", "--ao=pulse", str(export))
    play = tuple(ground("play", str(script)))
    own = gaps_in(decoded(export))
    return (
        _Player(OURS, play, home),
        _Player(UNCACHED, play, None),
        _Player(CONTROL, mpv, home, own),
    )


def _heard(workshop: Workshop, player: _Player, load: int) -> Gaps:
    home = player.home or workshop.new_folder("home")
    with PulseServer(workshop.new_folder("server")) as server:
        environment = {**workshop.with_home(home), **server.env}
        with server.record() as recording, _busy(workshop, load):
            run(player.command, environment)
    found = gaps_in(recording.samples)
    return Gaps(found.count - player.own.count, found.milliseconds - player.own.milliseconds)


@contextlib.contextmanager
def _busy(workshop: Workshop, count: int) -> Iterator[None]:
    folder = workshop.new_folder("busy")
    with contextlib.ExitStack() as processes:
        for number in range(count):
            command = (sys.executable, str(CONTENDERS / "busy.py"), str(folder), str(number))
            processes.enter_context(started(command, workshop.environment, CHECKOUT))
        yield


def _row(name: str, load: int, heard: Sequence[Gaps]) -> tuple[str, ...]:
    goal = "" if name == CONTROL else "0, never more than mpv"
    counts = spread(gaps.count for gaps in heard).shown(0)
    return name, str(load), counts, spread(gaps.milliseconds for gaps in heard).shown(0), goal


def _require_tools() -> None:
    missing = [tool for tool in ("mpv", "pulseaudio", "parec", "pactl") if not shutil.which(tool)]
    if missing:
        raise BenchmarkError(f"Part 8 cannot start without {', '.join(missing)}.")


def _show(name: str, load: int, gaps: Gaps) -> None:
    lost = f"{gaps.count} gaps, {gaps.milliseconds:.0f} ms"
    print(f"  {name}, {load} busy: {lost}", file=sys.stderr, flush=True)  # noqa: T201
