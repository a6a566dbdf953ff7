"""What a file says about itself: title, language, chapters, words, cover."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from voice.export.formats import Format
from voice.export.output_file import load, naming
from voice.export.wav import write_wav_mark
from voice.frames import Frames

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from voice.export.captions import Caption

MARK = "GROUND"
"""Name of the tag that says what a file was made from, where tags may have any name."""


@dataclass(frozen=True, slots=True)
class Chapter:
    """One chapter of a file.

    Attributes:
        title: What players list; not empty, or they make one up.
        start: Its first frame.
        end: The first frame after it.
    """

    title: str
    start: Frames
    end: Frames


@dataclass(frozen=True, slots=True)
class Track:
    """A file's place in its album.

    Attributes:
        number: From 1.
        total: How many files the album has.
    """

    number: int
    total: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Tags:
    """What a file says about itself. What is empty is left out.

    Attributes:
        title: Title of the exercise.
        artist: Whose voice it is, or who wrote it.
        album: What players group files by.
        track: Its place in the album.
        genre: Free text.
        language: As in BCP 47, e.g. ``"en"``.
        date: Year, or a date as ``YYYY-MM-DD``.
        comment: A sentence or two.
        chapters: In the order of time, without holes from the first frame on.
        captions: What is said, in the order of time.
        cover: A picture, as a PNG file.
        mark: What the file was made from; see `voice.album.marker`.
    """

    title: str
    artist: str = ""
    album: str = ""
    track: Track | None = None
    genre: str = "Speech"
    language: str = "en"
    date: str = ""
    comment: str = ""
    chapters: tuple[Chapter, ...] = ()
    captions: tuple[Caption, ...] = ()
    cover: bytes = b""
    mark: str = ""

    @property
    def lyrics(self) -> str:
        """All that is said, as plain text."""
        return "\n".join(caption.text for caption in self.captions)


def write_tags(path: Path, format: Format, tags: Tags) -> None:  # noqa: A002 (the users' word)
    """Write tags into a finished file, in place of any it has. The sound stays as it is.

    WAV gets the mark alone: its players agree on no way to say the rest.

    Raises:
        ExportError: The library that writes tags does not load.
        OSError: The file cannot be written; ``filename`` is its path.
    """
    with naming(path):
        if format is Format.WAV:
            if tags.mark:
                write_wav_mark(path, tags.mark)
            return
        if format in {Format.M4B, Format.M4A}:
            from voice.export.mp4.file import write_mp4_tags

            write_mp4_tags(path, tags)
            return
        with _plain_errors(load("mutagen", f"Tagged {format.value}")):
            _write_by_mutagen(path, format, tags)


def _write_by_mutagen(path: Path, format: Format, tags: Tags) -> None:  # noqa: A002
    if format is Format.MP3:
        from voice.export.id3 import write_id3

        write_id3(path, tags)
    else:
        from voice.export.vorbis import write_comments

        write_comments(path, format, tags)


@contextmanager
def _plain_errors(mutagen: Any) -> Iterator[None]:
    """Raise the system's error where mutagen wraps it in one of its own (it does not always)."""
    try:
        yield
    except mutagen.MutagenError as error:
        cause = error.__context__
        if not isinstance(cause, OSError):
            raise
        raise OSError(cause.errno, cause.strerror) from error
