"""Listens to a null sink for hours and keeps nothing but its silences."""

from __future__ import annotations

import subprocess
import threading
from dataclasses import dataclass, field

import numpy as np

from tests.pulse import SAMPLE_RATE, PulseServer, Samples

SHORTEST = SAMPLE_RATE // 1000
"""Frames of exact zeros that count as a silence: 1 ms. The noise under everything has none."""

EDGE = SAMPLE_RATE // 20
"""Frames before a silence that tell whether the sound was faded or cut: 50 ms."""

PIECE = 4 * SAMPLE_RATE // 20
"""Bytes read at a time: 50 ms."""


@dataclass(frozen=True, slots=True)
class Silence:
    """Frames of exact zeros between two sounds.

    Attributes:
        start: Its first frame, counted from the first frame of the capture.
        frames: How many.
        before: Peak of the 50 ms before it.
        end: Peak of the millisecond before it.
    """

    start: int
    frames: int
    before: float
    end: float


@dataclass
class Silences:
    """Finds the silences in a sound that comes piece by piece.

    Attributes:
        frames: How many frames came.
        found: The silences that are over.
        first: The first frame with sound.
        last: The last one so far.
    """

    frames: int = 0
    found: list[Silence] = field(default_factory=list)
    first: int | None = None
    last: int | None = None
    _tail: Samples = field(default_factory=lambda: np.zeros(EDGE, np.float32))

    def take(self, piece: Samples) -> None:
        """Look through the next piece."""
        (sounding,) = np.nonzero(piece)
        places = sounding + self.frames
        if self.last is not None:
            places = np.append(self.last, places)
        for index in np.flatnonzero(np.diff(places) > SHORTEST):
            last = int(places[index])
            before = np.abs(self._before(piece, last))
            length = int(places[index + 1]) - last - 1
            peaks = float(before.max()), float(before[-SHORTEST:].max())
            self.found.append(Silence(last + 1, length, *peaks))
        if len(sounding):
            self.first = int(places[0]) if self.first is None else self.first
            self.last = int(places[-1])
            self._tail = np.append(self._tail, piece[: sounding[-1] + 1])[-EDGE:]
        self.frames += len(piece)

    def _before(self, piece: Samples, last: int) -> Samples:
        end = max(last - self.frames + 1, 0)
        return np.append(self._tail, piece[:end])[-EDGE:]


class Capture:
    """Reads what a null sink is given, in a thread, until `close`."""

    def __init__(self, server: PulseServer) -> None:
        command = ["parec", f"--device={server.sink}.monitor", "--format=float32le", "--raw"]
        command += [f"--rate={server.rate}", "--channels=1", "--latency-msec=20"]
        self.silences = Silences()
        self._recorder = subprocess.Popen(
            command, env=server.environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE
        )
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Listen no more."""
        self._recorder.kill()
        self._recorder.wait()
        self._thread.join()

    def _run(self) -> None:
        assert self._recorder.stdout is not None
        while data := self._recorder.stdout.read(PIECE):
            self.silences.take(np.frombuffer(data[: len(data) // 4 * 4], "<f4"))
