"""What a file says about itself: title, language, chapters."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from voice.export.formats import Format
from voice.export.languages import three_letters
from voice.export.output import load, naming
from voice.timeline.frames import SAMPLE_RATE, Frames

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_LISTED_CHAPTERS = 255
"""ID3's table of contents counts its entries in one byte."""

_NO_OFFSET = 0xFFFF_FFFF
"""In a CHAP frame: go by the time, not by a place in the file (ID3v2 Chapter Frame Addendum)."""


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Tags:
    """What a file says about itself. An empty string leaves a tag out.

    Attributes:
        title: Title of the exercise.
        artist: Whose voice it is, or who wrote it.
        album: What players group files by.
        genre: Free text.
        language: As in BCP 47, e.g. ``"en"``.
        date: Year, or a date as ``YYYY-MM-DD``.
        comment: A sentence or two.
        chapters: In the order of time.
    """

    title: str
    artist: str = ""
    album: str = ""
    genre: str = "Speech"
    language: str = "en"
    date: str = ""
    comment: str = ""
    chapters: tuple[Chapter, ...] = ()


def write_tags(path: Path, format: Format, tags: Tags) -> None:  # noqa: A002 (the users' word)
    """Write tags into a finished file, in place of any it has. The sound stays as it is.

    WAV stays without: its players agree on no way to say these things.

    Raises:
        ExportError: The library that writes tags does not load.
        OSError: The file cannot be written; ``filename`` is its path.
    """
    if format is Format.WAV:
        return
    wanted = f"Tagged {format.value}"
    with naming(path), _plain_errors(load("mutagen", wanted)):
        match format:
            case Format.MP3:
                _write_id3(path, tags, load("mutagen.id3", wanted))
            case Format.FLAC:
                _write_comments(load("mutagen.flac", wanted).FLAC(path), tags)
            case Format.OPUS:
                _write_comments(load("mutagen.oggopus", wanted).OggOpus(path), tags)


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


def _write_id3(path: Path, tags: Tags, id3: Any) -> None:
    """Write ID3v2.3.

    Version 2.4 is younger, but Windows 7 and cheap players show none of it, and its sizes are
    where programs slip (mutagen has to guess at iTunes's). Everything here is in 2.3 too, and
    whoever reads chapters reads both.
    """
    tag = id3.ID3()
    texts = [(id3.TIT2, tags.title), (id3.TPE1, tags.artist), (id3.TALB, tags.album)]
    texts += [(id3.TCON, tags.genre), (id3.TDRC, tags.date)]
    for frame, text in texts:
        if text:
            tag.add(frame(encoding=id3.Encoding.UTF16, text=text))
    language = three_letters(tags.language)
    tag.add(id3.TLAN(encoding=id3.Encoding.LATIN1, text=language))
    if tags.comment:
        tag.add(id3.COMM(encoding=id3.Encoding.UTF16, lang=language, desc="", text=tags.comment))
    _add_chapters(tag, tags, id3)
    tag.update_to_v23()  # splits the date into 2.3's TYER and TDAT
    tag.save(path, v1=id3.ID3v1SaveOptions.REMOVE, v2_version=3)


def _add_chapters(tag: Any, tags: Tags, id3: Any) -> None:
    """Add a CHAP frame for each chapter, and the CTOC that lists them in order.

    mutagen writes frames by size, and ffmpeg lists chapters as they come. So the ids, which
    nobody sees, are filled up until all frames are of one size: then ids decide. The contents
    have a title because Apple's player is said to want one (atldotnet, issue 23).
    """

    def titled(title: str) -> list[Any]:
        return [id3.TIT2(encoding=id3.Encoding.UTF16, text=title)]

    longest = max((_utf16_bytes(chapter.title) for chapter in tags.chapters), default=0)
    ids: list[str] = []
    for number, chapter in enumerate(tags.chapters, start=1):
        filling = "-" * (longest - _utf16_bytes(chapter.title))
        ids.append(f"chapter{number:05}{filling}")
        tag.add(
            id3.CHAP(
                element_id=ids[-1],
                start_time=_milliseconds(chapter.start),
                end_time=_milliseconds(chapter.end),
                start_offset=_NO_OFFSET,
                end_offset=_NO_OFFSET,
                sub_frames=titled(chapter.title),
            )
        )
    if ids:
        tag.add(
            id3.CTOC(
                element_id="contents",
                flags=id3.CTOCFlags.TOP_LEVEL | id3.CTOCFlags.ORDERED,
                child_element_ids=ids[:_LISTED_CHAPTERS],
                sub_frames=titled(tags.title),
            )
        )


def _write_comments(file: Any, tags: Tags) -> None:
    """Write Vorbis comments, chapters as in Xiph's "Chapter Extension" (``CHAPTER001``)."""
    comments = [
        ("TITLE", tags.title),
        ("ARTIST", tags.artist),
        ("ALBUM", tags.album),
        ("GENRE", tags.genre),
        ("LANGUAGE", tags.language),
        ("DATE", tags.date),
        ("COMMENT", tags.comment),
    ]
    for number, chapter in enumerate(tags.chapters, start=1):
        comments.append((f"CHAPTER{number:03}", _clock(chapter.start)))
        comments.append((f"CHAPTER{number:03}NAME", chapter.title))
    file.delete()
    for key, text in comments:
        if text:
            file[key] = text
    file.save()


def _utf16_bytes(text: str) -> int:
    return len(text.encode("utf-16-le"))


def _milliseconds(frames: Frames) -> int:
    return round(frames * 1000 / SAMPLE_RATE)


def _clock(frames: Frames) -> str:
    """``HH:MM:SS.mmm``."""
    seconds, thousandths = divmod(_milliseconds(frames), 1000)
    minutes, seconds = divmod(seconds, 60)
    return f"{minutes // 60:02}:{minutes % 60:02}:{seconds:02}.{thousandths:03}"
