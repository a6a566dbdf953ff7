"""What a file of ours says of itself, so that it is known again and nothing else is replaced."""

from __future__ import annotations

import hashlib
import re
import wave
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from voice.export.captions import CaptionFormat
from voice.export.formats import Format
from voice.export.output import load
from voice.export.tags import MARK
from voice.export.wav import wav_mark

if TYPE_CHECKING:
    from pathlib import Path

_DIGEST_BYTES = 10
_DIGEST = f"[0-9a-f]{{{2 * _DIGEST_BYTES}}}"
_TEXT = re.compile(rf"{_DIGEST} {_DIGEST}(?: (?:{'|'.join(CaptionFormat)}):{_DIGEST})*")

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
        fingerprint: Changes whenever the file would; see `voice.export.fingerprint`.
        exercise: Digest of the exercise's id.
        captions: Digest of each caption file that was written beside it.
    """

    fingerprint: str
    exercise: str
    captions: tuple[tuple[CaptionFormat, str], ...] = ()

    def __str__(self) -> str:
        beside = (f"{kind}:{digest}" for kind, digest in self.captions)
        return " ".join((self.fingerprint, self.exercise, *beside))

    def wrote(self, kind: CaptionFormat, path: Path) -> bool:
        """Whether a caption file is as it was written beside this one."""
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
    if text is None or not _TEXT.fullmatch(text):
        return None
    fingerprint, exercise, *beside = text.split()
    captions = (caption.split(":") for caption in beside)
    kinds = tuple((CaptionFormat(kind), digest) for kind, digest in captions)
    return Mark(fingerprint, exercise, kinds)


def seconds_of(path: Path, kind: Format) -> float:
    """How long a file of ours lasts; 0 where it is damaged."""
    if kind is Format.WAV:
        try:
            with wave.open(str(path)) as file:
                return float(file.getnframes() / file.getframerate())
        except (wave.Error, EOFError, OSError):
            return 0.0
    opened = _opened(path, kind)
    return float(opened.info.length) if opened else 0.0


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
