"""Encoders: blocks of frames go in, one audio file comes out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, assert_never

from voice.export.formats import Format
from voice.export.m4b import AacEncoder
from voice.export.mp3 import Mp3Encoder
from voice.export.output_file import load
from voice.export.sndfile import FlacEncoder, OpusEncoder
from voice.export.wav import WavEncoder

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from voice.audio import Samples
    from voice.export.contents import Tags


class Encoder(Protocol):
    """Writes one audio file, front to back, in memory that does not grow with its length.

    A decoder gets exactly the frames that were written: none added in front, none lost at the end.
    The division into blocks makes no difference. At least one frame is needed: players do not
    open an empty file. Use it within `contextlib.closing`, so that an unfinished file is closed::

        with closing(open_encoder(Format.MP3, path)) as encoder:
            for block in blocks:
                encoder.write(block)
            encoder.finish()

    Every method raises `OSError` with the file's name if the file cannot be written.
    """

    def write(self, block: Samples) -> None:
        """Add frames at the end.

        Args:
            block: Shape ``(frames,)``, float32 in [-1, 1], mono, 24 kHz; may be empty.
                Louder samples are clipped.
        """
        ...

    def finish(self) -> None:
        """Write buffered frames, complete the header, and close. Called last, once."""
        ...

    def close(self) -> None:
        """Close the file, whole or not. Does nothing after `finish` or a second time."""
        ...


def refuse_missing(format: Format) -> None:  # noqa: A002 (the word users know)
    """Refuse a format whose libraries do not load, before any work is done for it.

    Raises:
        ExportError: One of them does not load on this machine.
    """
    match format:
        case Format.MP3:
            load("lameenc", "MP3")
        case Format.M4B | Format.M4A:
            load("av", format.value.upper(), extra="m4b")
        case Format.OPUS:
            load("soxr", "Opus")
            load("soundfile", "Opus")
        case Format.FLAC:
            load("soundfile", "FLAC")
        case Format.WAV:
            return
        case _:
            assert_never(format)
    load("mutagen", f"Tagged {format.value}")


def open_encoder(
    format: Format,  # noqa: A002 (the word users know)
    path: Path,
    tags: Callable[[], Tags],
) -> Encoder:
    """Start an audio file, replacing any file at `path`.

    Only the library for this format is loaded, and only now.

    Args:
        format: The format.
        path: Path of the file.
        tags: Returns the tags, perhaps slowly. Called only for MP4, which gets its language, its
            chapters and its length from them; `write_tags` writes the others.

    Raises:
        ExportError: The library does not load on this machine.
        OSError: The file cannot be opened; ``filename`` is its path.
    """
    match format:
        case Format.MP3:
            return Mp3Encoder(path)
        case Format.M4B | Format.M4A:
            return AacEncoder(path, format, tags())
        case Format.WAV:
            return WavEncoder(path)
        case Format.FLAC:
            return FlacEncoder(path)
        case Format.OPUS:
            return OpusEncoder(path)
        case _:
            assert_never(format)
