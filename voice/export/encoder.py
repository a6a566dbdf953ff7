"""The seam between sound and files: blocks of frames go in, one audio file comes out."""

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


class Encoder(Protocol):
    """Writes one audio file, front to back, in memory that does not grow with its length.

    What is decoded from the finished file has exactly the frames that were written: none
    added in front, none lost at the end. How the frames were cut into blocks leaves no trace.
    There has to be a frame at least: a file of none is none that players open.
    Use it within `contextlib.closing`, so that a file given up half-way is let go of::

        with closing(open_encoder(Format.MP3, path)) as encoder:
            for block in blocks:
                encoder.write(block)
            encoder.finish()

    Every method raises `OSError`, with the file's name in it, where the file cannot be written.
    """

    def write(self, block: Samples) -> None:
        """Add frames at the end.

        Args:
            block: Shape ``(frames,)``, float32 in [-1, 1], mono, 24 kHz; any length, even none.
                Anything louder is clipped.
        """
        ...

    def finish(self) -> None:
        """Write what is still held back, complete the header, and close. Comes last, once."""
        ...

    def close(self) -> None:
        """Let go of the file, whole or not. Does nothing after `finish` or a second time."""
        ...


def refuse_missing(format: Format) -> None:  # noqa: A002 (the word users know)
    """See that the libraries load that a format needs, before any work is done for it.

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
    if format in {Format.MP3, Format.OPUS, Format.FLAC}:
        load("mutagen", f"Tagged {format.value}")


def open_encoder(
    format: Format,  # noqa: A002 (the word users know)
    path: Path,
    frames: Callable[[], int] | None = None,
) -> Encoder:
    """Start an audio file, replacing what is at `path`.

    Only the library that this format needs is loaded, and only now.

    Args:
        format: Its kind.
        path: Where it goes.
        frames: Tells how many there will be. Asked by MP4 alone, for which that may take long:
            not told, some readers give back up to 1023 frames of silence more.

    Raises:
        ExportError: That library does not load on this machine.
        OSError: The file cannot be opened; ``filename`` is its path.
    """
    match format:
        case Format.MP3:
            return Mp3Encoder(path)
        case Format.M4B | Format.M4A:
            return AacEncoder(path, format, frames)
        case Format.WAV:
            return WavEncoder(path)
        case Format.FLAC:
            return FlacEncoder(path)
        case Format.OPUS:
            return OpusEncoder(path)
        case _:
            assert_never(format)
