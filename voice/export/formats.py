"""Audio formats and their names."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from voice.errors import ExportError

if TYPE_CHECKING:
    from pathlib import Path


class Format(StrEnum):
    """A kind of audio file; its value is the word used on the command line."""

    MP3 = "mp3"
    M4B = "m4b"
    M4A = "m4a"
    OPUS = "opus"
    FLAC = "flac"
    WAV = "wav"

    @property
    def ending(self) -> str:
        """Ending of its file names, with the dot."""
        return f".{self.value}"


def format_named(name: str) -> Format:
    """Return the format of that name, in any case.

    Raises:
        ExportError: There is none.
    """
    try:
        return Format(name.strip().lower())
    except ValueError:
        raise ExportError(
            f"There is no audio format called {name!r}. Choose one of {_choices()}."
        ) from None


def format_of(path: Path) -> Format:
    """Return the format for a file name's ending, in any case.

    Raises:
        ExportError: The name has no ending, or an unknown one.
    """
    if not path.suffix:
        raise ExportError(
            f"The name {path.name} has no ending that says which format you want. "
            f"End it in one of {_choices('.')}, or choose with --format."
        )
    return format_named(path.suffix[1:])


def format_for(path: Path, name: str | None) -> Format:
    """Return the format for a file.

    Args:
        path: The file.
        name: The name of the format; `None` if the file's ending says it. An ending that is no
            format's is somebody's own affair.

    Raises:
        ExportError: There is none, or the ending is that of another format than the name.
    """
    if name is None:
        return format_of(path)
    kind, ending = format_named(name), path.suffix[1:].lower()
    if ending != kind and ending in list(Format):
        raise ExportError(
            f"{path.name} ends in .{ending}, but --format says {kind}. "
            f"Leave out --format, or name the file {path.with_suffix(kind.ending).name}."
        )
    return kind


def _choices(before: str = "") -> str:
    return ", ".join(before + known.value for known in Format)
