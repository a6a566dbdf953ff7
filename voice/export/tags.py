"""Writes tags into finished files."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from voice.export.contents import Tags
from voice.export.formats import Format
from voice.export.id3 import write_id3
from voice.export.m4b import write_mp4_tags
from voice.export.output_file import load, naming
from voice.export.vorbis import write_comments
from voice.export.wav import write_wav_mark

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


def write_tags(path: Path, format: Format, tags: Tags) -> None:  # noqa: A002 (the users' word)
    """Write tags into a finished file, replacing any it has, without changing the sound.

    WAV gets only the mark: its players have no common format for the rest. MP4 keeps the language
    and the chapters that its encoder wrote.

    Raises:
        ExportError: The library that writes tags does not load.
        OSError: The file cannot be written; ``filename`` is its path.
    """
    with naming(path):
        if format is Format.WAV:
            if tags.mark:
                write_wav_mark(path, tags.mark)
            return
        with _plain_errors(load("mutagen", f"Tagged {format.value}")):
            _write_by_mutagen(path, format, tags)


def _write_by_mutagen(path: Path, format: Format, tags: Tags) -> None:  # noqa: A002
    if format is Format.MP3:
        write_id3(path, tags)
    elif format in {Format.M4B, Format.M4A}:
        write_mp4_tags(path, format, tags)
    else:
        write_comments(path, format, tags)


@contextmanager
def _plain_errors(mutagen: Any) -> Iterator[None]:
    """Raise the system's error instead of mutagen's, which sometimes wraps it."""
    try:
        yield
    except mutagen.MutagenError as error:
        cause = error.__context__
        if not isinstance(cause, OSError):
            raise
        raise OSError(cause.errno, cause.strerror) from error
