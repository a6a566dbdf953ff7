"""Part 4: how long it takes from starting the program to the first frame that is not zero.

ALSA hands all frames to a pipe instead of a sound card, as fast as they are made, and the pipe
is read here. So nothing in the program has to tell when it began, and the time of a frame inside
the stream is counted, not clocked.
"""

from __future__ import annotations

import os
import select
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np

from tests.benchmarks.errors import BenchmarkError
from tests.benchmarks.figures import Table, ratio, spread
from tests.benchmarks.measuring import run, started
from tests.benchmarks.speaking import VOICES
from tests.benchmarks.workshop import CHECKOUT, CONTENDERS, Workshop, ground

EXERCISE = "ice-cube"

ROUNDS_A_RUN = 2
"""Rounds for each run asked for; one takes half a second."""

SAMPLE_RATE = 24_000

AUDIBLE_DBFS = -60.0
"""Softer sound cannot be heard over a quiet room at a gentle listening level."""

LIMIT = 30.0
"""Seconds of clock, or of sound, in which something must sound."""

LOOK = 0.2
"""Seconds between looks at whether a silent program still runs; a sound is seen at once."""

PIECE = 1 << 16
"""Bytes read at a time: all that a pipe holds."""

_AUDIBLE = 10 ** (AUDIBLE_DBFS / 20)
_SAMPLE_BYTES = 4
_ASOUND = """
</usr/share/alsa/alsa.conf>
pcm.nowhere {{ type null }}
pcm.topipe {{ type file slave.pcm "nowhere" file "{pipe}" format "raw" }}
pcm.!default {{
    type plug
    slave {{ pcm "topipe" format FLOAT_LE channels 1 rate {rate} }}
}}
ctl.!default {{ type hw card 0 }}
"""


@dataclass(frozen=True, slots=True)
class Start:
    """The beginning of a program's sound.

    Attributes:
        first: Seconds from before it was started to its first frame that is not zero.
        audible: Seconds of sound from that frame to the first above `AUDIBLE_DBFS`.
    """

    first: float
    audible: float


@dataclass(frozen=True, slots=True)
class _Player:
    """A program that is started to be heard, each time with a new home."""

    name: str
    command: tuple[str, ...]
    home: Callable[[], Path]


def sound_table(workshop: Workshop, runs: int) -> Table:
    """The least Python program that sounds, and ours."""
    ear = _Ear(workshop)
    players = tuple(_players(workshop))
    starts: dict[str, list[Start]] = {player.name: [] for player in players}
    rounds = runs * ROUNDS_A_RUN
    for round_ in range(rounds + 1):
        for player in players:
            start = ear.start_of(player)
            if round_ > 0:  # the first is there to fill the caches
                starts[player.name].append(start)
    floor, *_ = starts.values()
    return Table(
        "4  First sound: from starting the program to its first frame that is not zero",
        (
            f"Least, median, most of {rounds}, interleaved, out of ALSA through a pipe. The floor",
            "is Python with sounddevice alone, writing at once. Audible: sound before",
            f"the first frame above {AUDIBLE_DBFS:.0f} dBFS (the bell's rest and slow rise, and",
            "soft noise that ALSA, which has no clock here, takes while the program loads).",
            "Ratios of medians; in brackets, the median of the ratios within each round.",
        ),
        ("", "first frame ms", "over the floor ms", "ratio to the floor", "audible after ms"),
        tuple(_row(name, found, floor) for name, found in starts.items()),
    )


def _players(workshop: Workshop) -> Iterator[_Player]:
    floor = (sys.executable, str(CONTENDERS / "first_sound.py"))
    yield _Player("floor: Python, sounddevice", floor, lambda: workshop.folder)
    for voice in VOICES:
        choice = (EXERCISE, "--voice", voice)
        command = tuple(ground("play", *choice))
        home = workshop.new_folder("home")
        run(ground("show", *choice), workshop.with_home(home))  # renders every line
        yield _Player(f"{voice}, nothing cached", command, lambda: workshop.new_folder("home"))
        yield _Player(f"{voice}, lines cached", command, partial(Path, home))


class _Ear:
    """The pipe at the end of ALSA."""

    def __init__(self, workshop: Workshop) -> None:
        folder = workshop.new_folder("ear")
        self._workshop = workshop
        self._pipe = folder / "pipe"
        self._configuration = folder / "asound.conf"
        os.mkfifo(self._pipe)
        self._configuration.write_text(_ASOUND.format(pipe=self._pipe, rate=SAMPLE_RATE))

    def start_of(self, player: _Player) -> Start:
        """Start a program, listen until it can be heard, and end it.

        Raises:
            BenchmarkError: It made no sound.
        """
        environment = self._workshop.with_home(player.home())
        environment["ALSA_CONFIG_PATH"] = str(self._configuration)
        # Open for writing too: else the pipe would count as ended whenever nobody plays.
        pipe = os.open(self._pipe, os.O_RDWR | os.O_NONBLOCK)
        try:
            began = time.perf_counter()
            with started(player.command, environment, CHECKOUT) as process:
                start = _listened(pipe, process, began)
        finally:
            os.close(pipe)
        if start is None:
            raise BenchmarkError(f"No sound came out of ALSA from this one: {player.name}.")
        return start


def _listened(pipe: int, process: subprocess.Popen[bytes], began: float) -> Start | None:
    first: float | None = None
    frames = 0  # since the first that is not zero
    rest = b""
    while frames < LIMIT * SAMPLE_RATE and time.perf_counter() - began < LIMIT:
        if not select.select([pipe], [], [], LOOK)[0]:
            if process.poll() is not None:
                break
            continue
        data = rest + os.read(pipe, PIECE)
        now = time.perf_counter()
        whole = len(data) // _SAMPLE_BYTES * _SAMPLE_BYTES
        samples, rest = np.abs(np.frombuffer(data[:whole], "<f4")), data[whole:]
        if first is None:
            sounding = np.flatnonzero(samples)
            if not len(sounding):
                continue
            first, samples = now - began, samples[sounding[0] :]
        audible = np.flatnonzero(samples > _AUDIBLE)
        if len(audible):
            return Start(first, (frames + int(audible[0])) / SAMPLE_RATE)
        frames += len(samples)
    return None


def _row(name: str, found: Sequence[Start], floor: Sequence[Start]) -> tuple[str, ...]:
    first = [1000 * start.first for start in found]
    lowest = [1000 * start.first for start in floor]
    audible = statistics.median(1000 * start.audible for start in found)
    over = compared = ""
    if found is not floor:
        over = f"{statistics.median(first) - statistics.median(lowest):.0f}"
        compared = ratio(first, lowest).shown()
    return (name, spread(first).shown(0), over, compared, f"{audible:.0f}")
