"""Marks exported files so that a later export knows its own, and replaces nothing else."""

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
"""Seconds by which the length that a reader of tags tells may differ from the frames written."""

_READERS = {
    Format.MP3: ("mutagen.mp3", "MP3"),
    Format.M4B: ("mutagen.mp4", "MP4"),
    Format.M4A: ("mutagen.mp4", "MP4"),
    Format.OPUS: ("mutagen.oggopus", "OggOpus"),
    Format.FLAC: ("mutagen.flac", "FLAC"),
}
"""mutagen's module for each format, and its class."""


@dataclass(frozen=True, slots=True)
class Mark:
    """What stands in a file, as text: digests, and the captions' after their kind.

    Attributes:
        fingerprint: Changes whenever the file would; see `voice.album.fingerprint`.
        exercise: Digest of the exercise's id.
        captions: Digest of each caption file that was written beside it.
        frames: How many it has; `None` where nobody counted them.
        size: Bytes of the whole file, its tags included; 0 where nobody counted them.
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
        """True if a caption file is as it was written beside this one."""
        try:
            return path.is_file() and (kind, digest_of(path.read_bytes())) in self.captions
        except OSError:
            return False


def digest_of(content: bytes) -> str:
    """A few letters that stand for some bytes."""
    return hashlib.blake2b(content, digest_size=_DIGEST_BYTES).hexdigest()


def mark_in(path: Path, kind: Format) -> Mark | None:
    """The mark in a file; `None` if it is not one of ours.

    Args:
        path: The file.
        kind: What it should be. What is no such file, or cannot be read, is not ours.
    """
    if not path.is_file():  # a pipe would be waited for
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
    """Tell how long a file lasts that this program wrote.

    Returns:
        Seconds; 0 where it is damaged, cut short or does not have the frames it was given.
    """
    seconds = _seconds(path, kind)
    mark = mark_in(path, kind)
    if mark is not None and mark.frames:
        off = abs(seconds - mark.frames / SAMPLE_RATE)
        if off > _TOLERANCE or path.stat().st_size < mark.size:
            return 0.0
    return seconds


def is_readable(path: Path, kind: Format) -> bool:
    """Tell whether a file is a whole one of its kind, whoever made it."""
    return _seconds(path, kind) > 0


def _seconds(path: Path, kind: Format) -> float:
    """The length that the file tells of itself; 0 where it tells none."""
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
    """A tagged file as mutagen reads it, or `None`."""
    module, reader = _READERS[kind]
    library = load(module, f"Tagged {kind.value}")
    try:
        return getattr(library, reader)(path)
    except Exception:  # noqa: BLE001 - of a damaged file mutagen raises what it happens to meet
        return None  # no file of ours
