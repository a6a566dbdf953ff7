"""Reads sound files back, by another way than they were written."""

from __future__ import annotations

import subprocess
import wave
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

SILENCE_DBFS = -55.0
"""Sound below counts as silence, for every contestant alike."""

SHORTEST_PAUSE = 2.5
"""Seconds. The pauses asked for last 5 to 20 s; the longest breath inside a line, below 1 s."""

_FULL_SCALE = 32768
_EDGE = 10 ** (SILENCE_DBFS / 20) * _FULL_SCALE


@dataclass(frozen=True, slots=True, eq=False)
class Sound:
    """One channel.

    Attributes:
        samples: 16-bit, shape ``(frames,)``.
        sample_rate: Frames a second.
    """

    samples: npt.NDArray[np.int16]
    sample_rate: int


@dataclass(frozen=True, slots=True)
class Silence:
    """Frames between two sounds: from `start` up to, not including, `end`."""

    start: int
    end: int

    @property
    def frames(self) -> int:
        """Its length in frames."""
        return self.end - self.start


def decode(path: Path) -> Sound:
    """Any sound file, by ffmpeg, at its own rate; must hold one channel."""
    wav = path.with_name(f"{path.stem}-decoded.wav")
    command = ["ffmpeg", "-v", "error", "-nostdin", "-y", "-i", str(path), "-c:a", "pcm_s16le"]
    subprocess.run([*command, str(wav)], check=True)
    return read_wav(wav)


def read_wav(path: Path) -> Sound:
    """A 16-bit WAV of one channel."""
    with wave.open(str(path)) as file:
        if (file.getnchannels(), file.getsampwidth()) != (1, 2):
            raise ValueError(f"{path} is not 16-bit mono")
        return Sound(np.frombuffer(file.readframes(file.getnframes()), "<i2"), file.getframerate())


def spoken_frames(sound: Sound) -> int:
    """Frames from the first to the last sound."""
    loud = _sounding(sound, _EDGE)
    return int(loud[-1] - loud[0] + 1)


def silences(sound: Sound, *, exact: bool = False) -> tuple[Silence, ...]:
    """The pauses between the lines, without what lies before the first and after the last.

    Args:
        sound: What was exported.
        exact: Whether only zeros count as silence.
    """
    loud = _sounding(sound, 0 if exact else _EDGE)
    (gaps,) = np.nonzero(np.diff(loud) > SHORTEST_PAUSE * sound.sample_rate)
    return tuple(Silence(int(loud[gap]) + 1, int(loud[gap + 1])) for gap in gaps)


def _sounding(sound: Sound, edge: float) -> npt.NDArray[np.intp]:
    """Indexes of the samples above an edge; widened, since 16 bits cannot hold 32768."""
    return np.flatnonzero(np.abs(sound.samples.astype(np.int32)) > edge)
