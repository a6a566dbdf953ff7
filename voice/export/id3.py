"""Tags of MP3 files: ID3v2.3, with chapters by its "Chapter Frame Addendum"."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from voice.export.captions import milliseconds
from voice.export.contents import MARK, MOST_CHAPTERS
from voice.export.languages import three_letters
from voice.export.output_file import load
from voice.export.replay_gain import REPLAY_GAIN

if TYPE_CHECKING:
    from pathlib import Path

    from voice.export.contents import Tags

_NO_OFFSET = 0xFFFF_FFFF
"""In a CHAP frame: use the time, not an offset in the file (the addendum)."""

_MILLISECONDS, _LYRICS = 2, 1
"""In a SYLT frame: the unit of its times, and the kind of its text (ID3v2.3, 4.10)."""


def write_id3(path: Path, tags: Tags) -> None:
    """Write ID3v2.3.

    Version 2.4 is newer, but Windows 7 and cheap players show none of it, and programs often get
    its sizes wrong (mutagen has to guess at iTunes's). Everything used here is in 2.3 too, and
    players that read chapters read both.
    """
    id3 = load("mutagen.id3", "Tagged mp3")
    tag = id3.ID3()
    track = f"{tags.track.number}/{tags.track.total}" if tags.track else ""
    texts = [(id3.TIT2, tags.title), (id3.TPE1, tags.artist), (id3.TALB, tags.album)]
    texts += [(id3.TPE2, tags.album_artist), (id3.TRCK, track)]
    texts += [(id3.TCON, tags.genre), (id3.TDRC, tags.date)]
    for frame, text in texts:
        if text:
            tag.add(frame(encoding=id3.Encoding.UTF16, text=text))
    language = three_letters(tags.language)
    tag.add(id3.TLAN(encoding=id3.Encoding.LATIN1, text=language))
    if tags.comment:
        tag.add(id3.COMM(encoding=id3.Encoding.UTF16, lang=language, desc="", text=tags.comment))
    for name, text in ((MARK, tags.mark), *REPLAY_GAIN):
        if text:
            tag.add(id3.TXXX(encoding=id3.Encoding.LATIN1, desc=name, text=text))
    _add_lyrics(tag, tags, id3)
    if tags.cover:
        tag.add(id3.APIC(encoding=id3.Encoding.LATIN1, mime="image/png", type=3, data=tags.cover))
    _add_chapters(tag, tags, id3)
    tag.update_to_v23()  # splits the date into 2.3's TYER and TDAT
    tag.save(path, v1=id3.ID3v1SaveOptions.REMOVE, v2_version=3)


def _add_lyrics(tag: Any, tags: Tags, id3: Any) -> None:
    """Add the words plain and timed: many players show only one of the two."""
    if not tags.captions:
        return
    language = three_letters(tags.language)
    tag.add(id3.USLT(encoding=id3.Encoding.UTF16, lang=language, desc="", text=tags.lyrics))
    tag.add(
        id3.SYLT(
            encoding=id3.Encoding.UTF16,
            lang=language,
            format=_MILLISECONDS,
            type=_LYRICS,
            desc="",
            text=[(caption.text, milliseconds(caption.start)) for caption in tags.captions],
        )
    )


def _add_chapters(tag: Any, tags: Tags, id3: Any) -> None:
    """Add a CHAP frame for each chapter, and the CTOC that lists them in order.

    mutagen sorts frames by size, and ffmpeg lists chapters in file order. So a private frame, which
    players skip, fills each up until all have one size: then the ids decide. Longer ids would not
    do: AntennaPod reads no chapter whose id has 100 characters. The table of contents has a title
    because Apple's player is said to need one:
    Zeugma440/atldotnet#23, https://github.com/Zeugma440/atldotnet/issues/23.
    """

    def titled(title: str) -> Any:
        return id3.TIT2(encoding=id3.Encoding.UTF16, text=title)

    longest = max((_utf16_bytes(chapter.title) for chapter in tags.chapters), default=0)
    ids: list[str] = []
    for number, chapter in enumerate(tags.chapters, start=1):
        filling = bytes(longest - _utf16_bytes(chapter.title))
        ids.append(f"chapter{number:05}")
        tag.add(
            id3.CHAP(
                element_id=ids[-1],
                start_time=milliseconds(chapter.start),
                end_time=milliseconds(chapter.end),
                start_offset=_NO_OFFSET,
                end_offset=_NO_OFFSET,
                sub_frames=[titled(chapter.title), id3.PRIV(owner=MARK, data=filling)],
            )
        )
    if ids:
        tag.add(
            id3.CTOC(
                element_id="contents",
                flags=id3.CTOCFlags.TOP_LEVEL | id3.CTOCFlags.ORDERED,
                child_element_ids=ids[:MOST_CHAPTERS],
                sub_frames=[titled(tags.title)],
            )
        )


def _utf16_bytes(text: str) -> int:
    return len(text.encode("utf-16-le"))
