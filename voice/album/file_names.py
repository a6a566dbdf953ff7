"""File names from titles."""

from __future__ import annotations

import re
import unicodedata

_LONGEST = 200
"""Bytes of UTF-8. File systems take 255 for the whole name; the rest is for endings."""

_FORBIDDEN = re.compile(r'[/\\:*?"<>|]')
"""What Windows refuses (its "Naming Files, Paths, and Namespaces"); elsewhere only the slash."""

_DEVICE = re.compile(r"(?:con|prn|aux|nul|(?:com|lpt)[0-9¹²³])(?:\.|$)", re.IGNORECASE)
"""Names that Windows keeps for devices, with any ending."""


def file_name(title: str) -> str:
    """A title as a file name, without ending, that works on every system.

    Letters of every script stay. What a name cannot hold becomes a space; dots and dashes in
    front (hidden files, options) and dots at the end go; what is too long is cut.
    """
    readable = "".join(map(_kept, unicodedata.normalize("NFC", title)))
    name = _tidy(_FORBIDDEN.sub(" ", readable))
    if _DEVICE.match(name):
        name = f"_{name}"
    return _cut(name) or "Untitled"


def _kept(character: str) -> str:
    """The character, or a space for what is no text: controls, and halves of characters."""
    return " " if unicodedata.category(character) in {"Cc", "Cs", "Zl", "Zp"} else character


def _tidy(name: str) -> str:
    return " ".join(name.split()).lstrip(".- ").rstrip(". ")


def _cut(name: str) -> str:
    """The beginning that fits, never half a character."""
    return _tidy(name.encode()[:_LONGEST].decode(errors="ignore"))
