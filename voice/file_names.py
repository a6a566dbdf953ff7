"""File names from titles."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence

_LONGEST = 200
"""Bytes of UTF-8. File systems take 255 for the whole name; the rest is for endings."""

_FORBIDDEN = re.compile(r'[/\\:*?"<>|#%]')
"""Characters that Windows refuses ("Naming Files, Paths, and Namespaces"), and two at which players
on Android cut a path (google/ExoPlayer#1859, Moriafly/SaltPlayerSource#2137)."""

_DEVICE = re.compile(r"(?:con|prn|aux|nul|(?:com|lpt)[0-9¹²³])(?:\.|$)", re.IGNORECASE)
"""Names that Windows reserves for devices, with any ending."""


def file_name(title: str) -> str:
    """Turn a title into a file name, without ending, that works on every system.

    Letters of every script stay. Forbidden characters become spaces; leading dots and dashes
    (hidden files, options) and trailing dots are removed; a long name is cut.
    """
    readable = "".join(map(_kept, unicodedata.normalize("NFC", title)))
    name = _tidy(_FORBIDDEN.sub(" ", readable))
    if _DEVICE.match(name):
        name = f"_{name}"
    return _cut(name) or "Untitled"


def numbered(names: Sequence[str]) -> Iterator[str]:
    """Yield the names of an album's files with their tracks before them, so that they sort."""
    width = max(2, len(str(len(names))))
    for number, name in enumerate(names, 1):
        yield f"{number:0{width}} {name}"


def _kept(character: str) -> str:
    """Return the character, or a space for control characters and lone surrogates."""
    return " " if unicodedata.category(character) in {"Cc", "Cs", "Zl", "Zp"} else character


def _tidy(name: str) -> str:
    return " ".join(name.split()).lstrip(".- ").rstrip(". ")


def _cut(name: str) -> str:
    """Cut a name to the length that fits, never within a character."""
    return _tidy(name.encode()[:_LONGEST].decode(errors="ignore"))
