"""What a file says about itself, as values: title, language, chapters, captions, cover."""

from __future__ import annotations

from dataclasses import dataclass

from voice.frames import Frames

MARK = "GROUND"
"""Name of the tag that says what a file was made from, where tags may have any name."""


@dataclass(frozen=True, slots=True)
class Caption:
    """Words and when they are said.

    Attributes:
        start: First frame.
        end: First frame after them; what follows is a pause.
        text: The words, in one line.
    """

    start: Frames
    end: Frames
    text: str


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
