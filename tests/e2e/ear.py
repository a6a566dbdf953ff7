"""Listens to a null sink while it plays, and knows what it hears: for tests with eyes shut."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from tests.pulse import SAMPLE_RATE, PulseServer
from voice.audio import Samples
from voice.sound.levelling import prepare_line
from voice.sound.loudness import Floats
from voice.speech.catalog import Catalog
from voice.speech.engine import Voice

LIMIT = 120.0
"""Seconds after which nothing more is waited for; it decides nothing else."""

PIECES = 8
"""A sentence is listened to in so many pieces, and known by half of them: on a busy machine the
device may run dry for some milliseconds, which ends the likeness of the piece it falls into."""

SURE = 0.9
"""Correlation of what is heard with what is meant: 0.99 for the same. Other sentences, voices and
rates come to 0.6 at most (measured)."""

APART = SAMPLE_RATE // 10
"""Frames by which running dry may push pieces apart."""

LOOK = 0.3
"""Seconds between two looks: listening costs time that the program needs."""

SOFTEST = 1e-3
"""Of a clip's energy: 30 dB softer than it was rendered is not heard any more."""


@dataclass(frozen=True, slots=True)
class Heard:
    """Where something was heard, in frames of the capture, and how loud.

    Attributes:
        start: Its first frame.
        end: One more than its last.
        level: Amplitude, 1 being as rendered.
    """

    start: int
    end: int
    level: float


class Ear:
    """Hears one thing after the other."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._at = 0

    @property
    def capture(self) -> Samples:
        """All that came so far."""
        data = self._file.read_bytes()
        return np.frombuffer(data[: len(data) // 4 * 4], "<f4")

    def hear(self, clip: Samples, limit: float = LIMIT) -> Heard:
        """Wait until something is heard, after what was heard before."""
        deadline = time.monotonic() + limit
        begin = self._at
        while time.monotonic() < deadline:
            capture = self.capture
            heard = find(capture[begin:], clip)
            if heard is not None:
                found = Heard(begin + heard.start, begin + heard.end, heard.level)
                self._at = found.end
                return found
            begin = max(begin, len(capture) - len(clip) - APART)  # it was not over before
            time.sleep(LOOK)
        raise AssertionError("It was never heard.")

    def heard_at_all(self, clip: Samples) -> bool:
        """True if something was heard at any time."""
        return find(self.capture, clip) is not None


@contextmanager
def listening(pulse: PulseServer, folder: Path) -> Iterator[Ear]:
    """An ear at the null sink."""
    file = folder / "heard.f32"
    command = ["parec", f"--device={pulse.sink}.monitor", "--format=float32le", "--raw"]
    command += [f"--rate={pulse.rate}", "--channels=1", "--latency-msec=20"]
    with file.open("wb") as output:
        recorder = subprocess.Popen(
            command, env=pulse.environment, stdin=subprocess.DEVNULL, stdout=output
        )
    try:
        while not file.stat().st_size:
            assert recorder.poll() is None
            time.sleep(0.005)
        yield Ear(file)
    finally:
        recorder.kill()
        recorder.wait()


def rendered(catalog: Catalog, voice: Voice, rate: int, text: str) -> Samples:
    """A sentence as the program plays it: what is in the cache is the same samples for both."""
    return prepare_line(catalog.speaker(voice, rate).say(text))


def find(samples: Floats, clip: Floats) -> Heard | None:
    """Where a clip is in a longer stretch, whatever lies under it and however loud it is."""
    if len(samples) < len(clip):
        return None
    samples, clip = samples.astype(np.float64), clip.astype(np.float64)
    size = 1 << (len(samples) - 1).bit_length()  # a power of two; wrapped places are left out
    spectrum = np.fft.rfft(samples, size)
    length = len(clip) // PIECES
    starts = np.arange(PIECES) * length
    pieces = [clip[start : start + length] for start in starts]
    sums = np.cumsum(np.append(0.0, np.square(samples)))
    energies = sums[length:] - sums[:-length]
    found = [_find_piece(spectrum, size, piece, energies) for piece in pieces]
    places = [at - start for at, start in zip(found, starts, strict=True) if at is not None]
    near = [place for place in places if abs(place - np.median(places)) < APART]
    if len(near) < PIECES // 2:
        return None
    start, end = int(min(near)), int(max(near)) + len(clip)
    if end > len(samples):  # known already, but not over
        return None
    energy = np.square(samples[start:end]).sum()
    return Heard(start, end, float(np.sqrt(energy / np.square(clip).sum())))


def _find_piece(
    spectrum: NDArray[np.complex128], size: int, piece: Floats, energies: Floats
) -> int | None:
    products = np.fft.irfft(spectrum * np.conj(np.fft.rfft(piece, size)), size)[: len(energies)]
    energy = float(np.square(piece).sum())
    around = np.sqrt(np.maximum(energies, SOFTEST * energy) * energy)
    place = int(np.argmax(products / around))
    return place if products[place] > SURE * around[place] else None
