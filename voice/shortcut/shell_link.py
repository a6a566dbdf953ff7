"""Writes a shortcut of Windows, a shell link: a command line for ``cmd``, an icon and a hotkey.

Sections are those of [MS-SHLLINK],
https://learn.microsoft.com/en-us/openspecs/windows_protocols/ms-shllink/.
"""

from __future__ import annotations

import os
import struct
from dataclasses import dataclass
from uuid import UUID

ROOT, SHELL = "SystemRoot", r"\System32\cmd.exe"
"""Environment variable of Windows' folder, and the shell in it."""

_CLASS = UUID("00021401-0000-0000-c000-000000000046")

_HAS_PATH, _HAS_NAME, _HAS_FOLDER = 1 << 1, 1 << 2, 1 << 4
_HAS_ARGUMENTS, _HAS_ICON, _IS_UNICODE, _HAS_VARIABLES = 1 << 5, 1 << 6, 1 << 7, 1 << 9

_NORMAL_WINDOW = 1

_CONTROL_ALT = 2 | 4

_FIXED_DISK = 3

_VARIABLES_BLOCK = 0xA0000001
"""Signature of the block with a path in which variables are expanded."""

_LONGEST_PATH = 260
"""Characters of a path in that block, the end mark included."""


@dataclass(frozen=True, slots=True)
class ShellLink:
    """A shortcut that starts ``cmd``.

    Attributes:
        about: Text shown beside it, of at most 259 characters.
        arguments: Command line after ``cmd``.
        folder: Folder to start it in, or empty for any.
        icon: Path of the icon.
        hotkey: Letter that starts it together with Ctrl and Alt, or empty.
    """

    about: str
    arguments: str
    folder: str
    icon: str
    hotkey: str

    def content(self) -> bytes:
        """Return the file: header, path, texts, and the path again with a variable.

        Windows needs one of the paths; programs that read such files know one or the other.
        """
        texts = filter(None, (self.about, self.folder, self.arguments, self.icon))
        path = _path(os.environ.get(ROOT, r"C:\Windows") + SHELL)
        return b"".join(
            (self._header(), path, *map(_text, texts), _variables(f"%{ROOT}%{SHELL}"), bytes(4))
        )

    def _header(self) -> bytes:
        """Return the header (section 2.1)."""
        flags = _HAS_PATH | _HAS_NAME | _HAS_ARGUMENTS | _HAS_ICON | _IS_UNICODE | _HAS_VARIABLES
        flags |= _HAS_FOLDER * bool(self.folder)
        hotkey = (ord(self.hotkey), _CONTROL_ALT) if self.hotkey else (0, 0)
        return struct.pack("<I16sI36xI2B10x", 76, _CLASS.bytes_le, flags, _NORMAL_WINDOW, *hotkey)


def _path(path: str) -> bytes:
    """Return a path on a disk without a name (section 2.3)."""
    disk = struct.pack("<4IB", 17, _FIXED_DISK, 0, 16, 0)
    local = path.encode("ascii", "replace") + b"\0"
    at, after = 28 + len(disk), 28 + len(disk) + len(local)
    return struct.pack("<7I", after + 1, 28, 1, 28, at, 0, after) + disk + local + b"\0"


def _text(text: str) -> bytes:
    """Return a text after the number of its UTF-16 units (section 2.4)."""
    encoded = text.encode("utf-16-le", "surrogatepass")
    return struct.pack("<H", len(encoded) // 2) + encoded


def _variables(path: str) -> bytes:
    """Return a path in which variables are expanded (section 2.5.4)."""
    ansi, wide = path.encode("ascii"), path.encode("utf-16-le")
    form = f"<II{_LONGEST_PATH}s{2 * _LONGEST_PATH}s"
    return struct.pack(form, struct.calcsize(form), _VARIABLES_BLOCK, ansi, wide)
