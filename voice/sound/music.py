"""Turns the listener's own music into a background: at a soft level, and endless."""

from __future__ import annotations

import math
import stat
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
import soxr

from voice.audio import MOST_CHANNELS, RATES, Samples
from voice.errors import BackgroundError
from voice.frames import SAMPLE_RATE
from voice.installing import how_to_repair
from voice.signals import held
from voice.sound.backdrop import LOUDEST_LUFS
from voice.sound.loudness import block_powers, from_decibels, hop_energies, mean_square

CROSSFADE = 3 * SAMPLE_RATE
"""Frames in which the end crossfades into the beginning."""

SHORTEST_SECONDS = 10
"""Shortest music: anything shorter would sound repetitive, and be little but its crossfade."""

HIGHEST_PEAK_DBFS = -25.0
"""Highest peak of the background: silence with one click must not be raised until the click is as
loud as the voice. Music peaks below that, 10 to 17 dB over its loudest 400 ms."""

SILENT_LUFS = -60.0
"""Loudness that at least one block of 400 ms must exceed for music to be audible."""

GivenUp = Callable[[], bool]
"""Returns true once the background being made is no longer wanted."""

_FULL_SCALE = 32_767
_SAMPLE_BYTES = 2
_MOST_FRAMES_AT_ONCE = 1 << 18
_FRAMES_MEASURED_AT_ONCE = 10 * SAMPLE_RATE


@dataclass(frozen=True, slots=True, eq=False)
class Music:
    """Sound in a file that repeats; an hour of it takes no memory.

    Attributes:
        kept: 16-bit samples at `SAMPLE_RATE`. The last `CROSSFADE` of them turn into the first,
            so that the last is followed by the one after the first `CROSSFADE`.
        frames: Number of samples.
        gain: Amplitude that brings them to a background's level.
        mean: Their mean, which is no sound and is left out.
    """

    kept: BinaryIO
    frames: int
    gain: float
    mean: float

    def add_to(self, out: Samples, position: int, gain: Samples) -> None:
        """See `voice.sound.backdrop.Background`."""
        done = 0
        while done < len(out):
            place = position + done
            if place >= self.frames:
                place = CROSSFADE + (place - CROSSFADE) % (self.frames - CROSSFADE)
            part = _read(self.kept, place, min(len(out) - done, self.frames - place))
            part -= np.float32(self.mean)
            part *= np.float32(self.gain)
            part *= gain[done : done + len(part)]
            out[done : done + len(part)] += part
            done += len(part)


def load_reader() -> None:
    """Load the music reader while signals wait; `check` reports it if it does not load."""
    with held(), suppress(BackgroundError):
        _soundfile()


def check(path: Path) -> None:
    """Check in a few milliseconds that a file begins like a sound file.

    The file may never answer, so do not call this in the main thread.

    Raises:
        BackgroundError: The file is not a sound file, or cannot be read.
    """
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            raise BackgroundError(f"{path} is not a file. Choose a file of music for --background.")
        if not status.st_size:  # a file of size 0 in /proc is not empty, but blocks or never ends
            raise BackgroundError(f"{path} is empty. Choose another file for --background.")
        path.open("rb").close()
    except OSError as error:
        raise cannot_be_read(path, error) from error
    _opened(path).close()


def cannot_be_read(path: Path | str, error: OSError) -> BackgroundError:
    """Return the error for a file that the system does not allow to be read."""
    return BackgroundError(
        f"{path} cannot be read: {error.strerror}. Choose another file for --background."
    )


def make_music(path: Path, kept: BinaryIO, given_up: GivenUp) -> Music:
    """Make a background of a file: mix to one channel, set the level, join the end to the start.

    Where the channels cancel each other out, the first one is taken instead of their mix. One gain
    is used for the whole file: its loudest 400 ms are at `LOUDEST_LUFS`, and softer parts stay
    softer.

    Args:
        path: Any kind of file that libsndfile reads.
        kept: An empty file, open for reading and writing, for 173 MB an hour.
        given_up: Called every few milliseconds; once true, this returns or raises at once.

    Raises:
        BackgroundError: It is not a sound file, too short or silent, or there is no room for it.
    """
    music = _made(path, kept, given_up, mixed=True) or _made(path, kept, given_up, mixed=False)
    if music is None:
        raise BackgroundError(f"There is nothing to hear in {path}. Choose another file.")
    return music


def _made(path: Path, kept: BinaryIO, given_up: GivenUp, *, mixed: bool) -> Music | None:
    """Make a background of all channels or of the first; `None` if nothing in it is audible."""
    kept.seek(0)
    frames, mean = _keep(path, kept, given_up, mixed=mixed)
    if frames < SHORTEST_SECONDS * SAMPLE_RATE:
        raise BackgroundError(
            f"{path} lasts {frames / SAMPLE_RATE:.1f} seconds, too short for a background. "
            f"Choose a file of {SHORTEST_SECONDS} seconds or more."
        )
    _join_ends(kept, frames, mean)
    gain = _gain(kept, frames, mean, given_up)
    return None if gain is None else Music(kept, frames, gain, mean)


def _opened(path: Path) -> Any:
    """Open the file with libsndfile."""
    with _explained(path):
        sound = _soundfile().SoundFile(path)
    if sound.samplerate not in RATES or not 0 < sound.channels <= MOST_CHANNELS:
        sound.close()
        raise _broken(path)
    return sound


def _soundfile() -> Any:
    """Import the library.

    Raises:
        BackgroundError: It does not load.
    """
    try:
        import soundfile
    except (ImportError, OSError) as error:  # OSError: libsndfile was not found
        raise BackgroundError(
            f"Music cannot be read here, because soundfile does not load ({error}). "
            f"{how_to_repair('soundfile')}"
        ) from error
    return soundfile


@contextmanager
def _explained(path: Path) -> Iterator[None]:
    soundfile = _soundfile()
    try:
        yield
    except (soundfile.SoundFileError, TypeError, ValueError) as error:  # TypeError: it ends in .raw
        raise _broken(path) from error


def _broken(path: Path) -> BackgroundError:
    return BackgroundError(
        f"{path} cannot be played: it is broken, or of an unknown kind. "
        "Choose an MP3, FLAC, Ogg, Opus or WAV file."
    )


def _keep(path: Path, kept: BinaryIO, given_up: GivenUp, *, mixed: bool) -> tuple[int, float]:
    """Write the file's sound as `Music.kept`, its end not yet joined.

    Returns:
        Its frames, and their mean.
    """
    frames, total = 0, 0.0
    try:
        for samples in _decoded(path, mixed=mixed):
            _write(kept, samples)
            frames += len(samples)
            total += float(np.clip(samples, -1, 1).sum(dtype=np.float64))
            if given_up():
                break
        kept.flush()  # a full disk may be reported only now
    except OSError as error:
        raise BackgroundError(
            f"There is no room to unpack {path} ({error.strerror}). "
            "Free some space, or choose a shorter file."
        ) from error
    return frames, total / max(frames, 1)


def _decoded(path: Path, *, mixed: bool) -> Iterator[Samples]:
    """Yield the file's sound at `SAMPLE_RATE`, one channel, a second at a time."""
    with _opened(path) as sound:
        resampler = soxr.ResampleStream(sound.samplerate, SAMPLE_RATE, 1, dtype="float32")
        at_once = min(sound.samplerate, _MOST_FRAMES_AT_ONCE)
        shares = np.full(sound.channels, 1 / sound.channels, np.float32)  # faster than mean()
        if not mixed:
            shares[:] = [1, *[0] * (sound.channels - 1)]
        offset: np.float32 | None = None
        ended = False
        while not ended:
            with _explained(path):
                block = sound.read(at_once, dtype="float32", always_2d=True)
            ended = len(block) == 0
            mono = np.nan_to_num(block @ shares, copy=False, nan=0.0, posinf=0.0, neginf=0.0)
            if offset is None:  # else the file would begin and end with a click
                offset = np.clip(mono, -1, 1).mean() if len(mono) else np.float32(0)
            yield resampler.resample_chunk(mono - offset, last=ended)


def _join_ends(kept: BinaryIO, frames: int, mean: float) -> None:
    """Crossfade the last frames into the first, at equal power."""
    angle = np.arange(CROSSFADE, dtype=np.float32) * np.float32(math.pi / 2 / CROSSFADE)
    end = frames - CROSSFADE
    ending, beginning = (_read(kept, place, CROSSFADE) - np.float32(mean) for place in (end, 0))
    joined = ending * np.cos(angle) + beginning * np.sin(angle)
    kept.seek(end * _SAMPLE_BYTES)
    _write(kept, joined + np.float32(mean))


def _gain(kept: BinaryIO, frames: int, mean: float, given_up: GivenUp) -> float | None:
    """Return the gain that makes it a background; `None` if nothing in it is audible."""
    energies, peak = [], 0.0
    for place in range(0, frames, _FRAMES_MEASURED_AT_ONCE):
        if given_up():
            return None
        samples = _read(kept, place, min(_FRAMES_MEASURED_AT_ONCE, frames - place))
        samples -= np.float32(mean)
        energies.append(hop_energies(samples, SAMPLE_RATE))
        peak = max(peak, float(np.abs(samples).max()))
    loudest = float(block_powers(np.concatenate(energies), SAMPLE_RATE).max())
    if loudest < mean_square(SILENT_LUFS):
        return None
    level = math.sqrt(mean_square(LOUDEST_LUFS) / loudest)
    return min(level, from_decibels(HIGHEST_PEAK_DBFS) / peak)


def _write(kept: BinaryIO, samples: Samples) -> None:
    kept.write(np.rint(np.clip(samples, -1, 1) * _FULL_SCALE).astype("<i2").tobytes())


def _read(kept: BinaryIO, place: int, frames: int) -> Samples:
    """Read frames from a place on, all of which must be there."""
    kept.seek(place * _SAMPLE_BYTES)
    steps = np.frombuffer(kept.read(frames * _SAMPLE_BYTES), "<i2")
    return steps.astype(np.float32) / np.float32(_FULL_SCALE)
