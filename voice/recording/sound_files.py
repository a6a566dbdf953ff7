"""Reads the sound files that phones and other recorders write: mono, at this program's rate."""

from __future__ import annotations

import os
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
import soundfile
import soxr

from voice.audio import MOST_CHANNELS, RATES, Samples
from voice.errors import RecordingError
from voice.files import open_ordinary
from voice.frames import SAMPLE_RATE
from voice.installing import how_to_install

ENDINGS = frozenset(
    {
        ".wav",
        ".flac",
        ".mp3",
        ".m4a",
        ".aac",
        ".ogg",
        ".opus",
        ".aiff",
        ".aif",
        ".3gp",
        ".webm",
        ".caf",
    }
)
"""Endings of the files that are looked at; small letters."""

_KINDS = (
    (4, b"ftyp", "mov"),
    (0, b"\xff\xf1", "aac"),
    (0, b"\xff\xf9", "aac"),
    (0, b"\x1a\x45\xdf\xa3", "matroska"),
    (0, b"caff", "caf"),
)
"""Where a kind of file that only FFmpeg reads has its mark, the mark, and FFmpeg's name for it. A
playlist, which FFmpeg would follow to other files and to the network, is none of them."""

_MOST_BYTES_A_SECOND = 2_000_000
"""Bytes of sound a second: eight channels of 48 kHz in 32 bits are below."""

_HOUR = 3600
_AT_ONCE = 1 << 16
"""Frames decoded together: 8 MB with the most channels."""


def read_sound(path: Path, longest: float) -> Samples:
    """Read a sound file, its channels mixed to one.

    Args:
        path: A sound file of any rate, channels and level.
        longest: Most seconds it may last; it is read no further.

    Returns:
        Shape ``(frames,)`` at `SAMPLE_RATE`, in [-1, 1].

    Raises:
        RecordingError: It cannot be read, is damaged, too long or without any sound.
    """
    try:
        with open_ordinary(path) as file:
            if os.fstat(file.fileno()).st_size > longest * _MOST_BYTES_A_SECOND:
                raise _too_long(path, longest)
            samples = _limited(_decoded(file, path), longest, path)
    except FileNotFoundError:
        raise RecordingError(f"There is no file {path}. Check its name and folder.") from None
    except IsADirectoryError:
        raise RecordingError(f"{path} is a folder. Name a sound file.") from None
    except OSError as error:
        raise RecordingError(
            f"{path} cannot be read: {error.strerror or error}. Copy it again."
        ) from error
    if not samples.any():
        raise RecordingError(f"There is nothing to hear in {path}. Record it again.")
    return samples


def _limited(blocks: Iterator[tuple[Samples, int]], longest: float, path: Path) -> Samples:
    """Join blocks at this program's rate."""
    parts: list[Samples] = []
    resampler: Any = None
    seconds, rate = 0.0, 0
    for block, block_rate in blocks:
        if resampler is None:
            rate = block_rate
            if rate not in RATES:
                raise damaged(path)
            resampler = soxr.ResampleStream(rate, SAMPLE_RATE, 1, dtype="float32")
        elif block_rate != rate:
            raise damaged(path)
        seconds += len(block) / rate
        if seconds > longest:
            raise _too_long(path, longest)
        parts.append(resampler.resample_chunk(np.nan_to_num(block, posinf=0.0, neginf=0.0)))
    if resampler is not None:
        parts.append(resampler.resample_chunk(np.empty(0, np.float32), last=True))
    joined = np.concatenate(parts) if parts else np.empty(0, np.float32)
    return np.clip(joined, -1, 1)


def damaged(path: Path) -> RecordingError:
    """Return the error for a file that is not the sound it should be."""
    return RecordingError(
        f"{path} is damaged, or of an unknown kind. Save it as WAV, FLAC or MP3, and try again."
    )


def _too_long(path: Path, longest: float) -> RecordingError:
    length = f"{longest:.0f} seconds" if longest < _HOUR else f"{longest / _HOUR:g} hour"
    return RecordingError(f"{path} lasts longer than {length}. Cut it, or record it again.")


def _decoded(file: BinaryIO, path: Path) -> Iterator[tuple[Samples, int]]:
    """Yield blocks of one channel with their rate."""
    if not file.read(1):
        raise RecordingError(f"{path} is empty. Copy it again, or record it again.")
    file.seek(0)
    try:
        sound = soundfile.SoundFile(file)
    except (soundfile.SoundFileError, ValueError, TypeError):
        file.seek(0)
        yield from _by_av(file, path)
        return
    with sound:
        if not 0 < sound.channels <= MOST_CHANNELS:
            raise damaged(path)
        while True:
            try:
                block = sound.read(_AT_ONCE, dtype="float32", always_2d=True)
            except soundfile.SoundFileError as error:
                raise damaged(path) from error
            if not len(block):
                return
            yield _mono(block), sound.samplerate


def _by_av(file: BinaryIO, path: Path) -> Iterator[tuple[Samples, int]]:
    """Decode what only FFmpeg's libraries read, such as a phone's voice memos."""
    beginning = file.read(16)
    file.seek(0)
    kind = next((kind for at, mark, kind in _KINDS if beginning.startswith(mark, at)), None)
    if kind is None:
        raise damaged(path)
    if find_spec("av") is None:
        raise RecordingError(
            f"{path} can be read only with the package av. {how_to_install('m4b')}"
        )
    import av

    flat = av.AudioResampler(format="fltp")
    try:
        with av.open(file, "r", format=kind) as container:
            if not container.streams.audio:
                raise damaged(path)
            for frame in container.decode(audio=0):
                if frame.layout.nb_channels > MOST_CHANNELS:
                    raise damaged(path)
                for plain in flat.resample(frame):
                    yield _mono(plain.to_ndarray().T), plain.sample_rate
    except (av.FFmpegError, ValueError) as error:
        raise damaged(path) from error


def _mono(block: Any) -> Samples:
    mono: Samples = block.mean(axis=1, dtype=np.float32)
    if not mono.any():  # the channels may cancel each other out
        return np.ascontiguousarray(block[:, 0], np.float32)
    return mono
