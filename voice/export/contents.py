"""Contents of a file's tags: title, language, chapters, captions, cover."""

from __future__ import annotations

from dataclasses import dataclass

from voice.frames import Frames

MOST_CHAPTERS = 255
"""Chapters that every format can list: MP3's contents and Nero's list count in one byte."""

MARK = "GROUND"
"""Name of the tag with the mark of a file, in formats whose tags may have any name."""


@dataclass(frozen=True, slots=True)
class Caption:
    """Words with their time.

    Attributes:
        start: First frame.
        end: First frame after them; a pause follows.
        text: The words, in one line.
    """

    start: Frames
    end: Frames
    text: str


@dataclass(frozen=True, slots=True)
class Chapter:
    """One chapter of a file.

    Attributes:
        title: Title that players list; not empty, or they make one up.
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
        total: Number of files in the album.
    """

    number: int
    total: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Tags:
    """Tags of a file. Empty ones are left out.

    Attributes:
        title: Title of the exercise.
        artist: The voice or the author.
        album_artist: Name that an album's files share, however many voices speak in it.
        album: Name by which players group files.
        track: Its place in the album.
        genre: Free text.
        language: As in BCP 47, e.g. ``"en"``.
        date: Year, or a date as ``YYYY-MM-DD``.
        comment: A sentence or two.
        chapters: Chapters in order, without gaps from the first frame on.
        captions: Captions in order.
        cover: A picture, as a PNG file.
        mark: The mark of the file; see `voice.album.marker`.
    """

    title: str
    artist: str = ""
    album_artist: str = ""
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
        """All spoken words, as plain text."""
        return "\n".join(caption.text for caption in self.captions)
