"""Marks exported files so that a later export replaces only files made by this program."""

from __future__ import annotations

import hashlib
import math
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from voice.export.captions import CaptionFormat
from voice.export.contents import MARK
from voice.export.formats import Format
from voice.export.output_file import load
from voice.export.wav import wav_mark, wav_seconds
from voice.frames import SAMPLE_RATE, Frames

if TYPE_CHECKING:
    from pathlib import Path

_DIGEST_BYTES = 10
_DIGEST = f"[0-9a-f]{{{2 * _DIGEST_BYTES}}}"
_TEXT = re.compile(
    rf"(?P<fingerprint>{_DIGEST}) (?P<exercise>{_DIGEST})"
    rf"(?P<captions>(?: (?:{'|'.join(CaptionFormat)}):{_DIGEST})*)"
    r"(?: frames:(?P<frames>\d{1,12}))?(?: bytes:(?P<size>\d{12}))?"
)

_TOLERANCE = 0.1
"""Seconds by which the length that mutagen reports may differ from the frames written."""

_READERS = {
    Format.MP3: ("mutagen.mp3", "MP3"),
    Format.M4B: ("mutagen.mp4", "MP4"),
    Format.M4A: ("mutagen.mp4", "MP4"),
    Format.OPUS: ("mutagen.oggopus", "OggOpus"),
    Format.FLAC: ("mutagen.flac", "FLAC"),
}
"""mutagen's module and class for each format."""


@dataclass(frozen=True, slots=True)
class Mark:
    """Mark in a file, written as text: digests, those of captions after their kind.

    Attributes:
        fingerprint: Changes whenever the file would; see `voice.album.fingerprint`.
        exercise: Digest of the exercise's id.
        captions: Digest of each caption file that was written beside it.
        frames: Number of frames; `None` if unknown.
        size: Bytes of the whole file, its tags included; 0 if unknown.
    """

    fingerprint: str
    exercise: str
    captions: tuple[tuple[CaptionFormat, str], ...] = ()
    frames: Frames | None = None
    size: int = 0

    def __str__(self) -> str:
        parts = [self.fingerprint, self.exercise]
        parts += [f"{kind}:{digest}" for kind, digest in self.captions]
        if self.frames:
            parts += [f"frames:{self.frames}", f"bytes:{self.size:012}"]  # one width for any size
        return " ".join(parts)

    def wrote(self, kind: CaptionFormat, path: Path) -> bool:
        """Return True if a caption file is unchanged since it was written beside this one."""
        try:
            return path.is_file() and (kind, digest_of(path.read_bytes())) in self.captions
        except OSError:
            return False


def digest_of(content: bytes) -> str:
    """Return a short digest of some bytes."""
    return hashlib.blake2b(content, digest_size=_DIGEST_BYTES).hexdigest()


def mark_in(path: Path, kind: Format) -> Mark | None:
    """Return the mark in a file; `None` if this program did not make it.

    Args:
        path: The file.
        kind: Its expected format. A file of another kind, or an unreadable one, has no mark.
    """
    if not path.is_file():  # opening a pipe would block
        return None
    text = wav_mark(path) if kind is Format.WAV else _tag(path, kind)
    found = None if text is None else _TEXT.fullmatch(text)
    if found is None:
        return None
    captions = (caption.split(":") for caption in found["captions"].split())
    kinds = tuple((CaptionFormat(kind), digest) for kind, digest in captions)
    frames, size = (int(found[name] or 0) for name in ("frames", "size"))
    return Mark(
        found["fingerprint"], found["exercise"], kinds, Frames(frames) if frames else None, size
    )


def seconds_of(path: Path, kind: Format) -> float:
    """Return the length of a file that this program wrote.

    Returns:
        Seconds; 0 if it is damaged, cut short or lacks frames that were written.
    """
    seconds = _seconds(path, kind)
    mark = mark_in(path, kind)
    if mark is not None and mark.frames:
        off = abs(seconds - mark.frames / SAMPLE_RATE)
        if off > _TOLERANCE or path.stat().st_size < mark.size:
            return 0.0
    return seconds


def is_readable(path: Path, kind: Format) -> bool:
    """Return True if a file can be read as its kind, even if another program made it."""
    return _seconds(path, kind) > 0


def _seconds(path: Path, kind: Format) -> float:
    """Return the length that the file states; 0 if it states none."""
    if not path.is_file():
        return 0.0
    if kind is Format.WAV:
        return wav_seconds(path)
    opened = _opened(path, kind)
    seconds = float(opened.info.length) if opened else 0.0
    return seconds if math.isfinite(seconds) and seconds > 0 else 0.0


def _tag(path: Path, kind: Format) -> str | None:
    opened = _opened(path, kind)
    if opened is None or opened.tags is None:
        return None
    match kind:
        case Format.MP3:
            return next((str(frame) for frame in opened.tags.getall(f"TXXX:{MARK}")), None)
        case Format.M4B | Format.M4A:
            values = opened.tags.get(f"----:com.apple.iTunes:{MARK}", [])
            return next((bytes(value).decode(errors="replace") for value in values), None)
        case _:
            return next(iter(opened.tags.get(MARK, [])), None)


def _opened(path: Path, kind: Format) -> Any:
    """Return a tagged file as mutagen reads it, or `None`."""
    module, reader = _READERS[kind]
    library = load(module, f"Tagged {kind.value}")
    try:
        return getattr(library, reader)(path)
    except Exception:  # noqa: BLE001 - mutagen raises anything for a damaged file
        return None  # not made here
