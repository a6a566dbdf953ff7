"""The icon on Windows: shortcuts in the Start menu and on the desktop, one with a hotkey.

They are written as [MS-SHLLINK] describes,
https://learn.microsoft.com/en-us/openspecs/windows_protocols/ms-shllink/. They start ``cmd``, which
keeps the window open if the program fails or is gone, and closes it at the end.
"""

from __future__ import annotations

import os
import struct
from collections.abc import Sequence
from uuid import UUID

from voice.shortcut.files import MARK, File
from voice.shortcut.icons import icon_ico
from voice.shortcut.start import Start
from voice.shortcut.system import ABOUT, NAME, Folders

FILE_NAME = f"{NAME}.lnk"

ROOT, SHELL = "SystemRoot", r"\System32\cmd.exe"
"""Environment variable of Windows' folder, and the shell in it."""

_CLASS = UUID("00021401-0000-0000-c000-000000000046")
"""Class of shell links."""

_HAS_PATH, _HAS_NAME, _HAS_FOLDER, _HAS_ARGUMENTS, _HAS_ICON = (
    1 << 1,
    1 << 2,
    1 << 4,
    1 << 5,
    1 << 6,
)
_IS_UNICODE, _HAS_EXPANDABLE_PATH = 1 << 7, 1 << 9

_NORMAL_WINDOW = 1

_CONTROL, _ALT = 2, 4

HOTKEY = struct.pack("<2B", ord("G"), _CONTROL | _ALT)

_NO_HOTKEY = bytes(2)

_FIXED_DISK = 3

_PATH_BLOCK = 0xA0000001
"""Signature of the block with the path to start, in which variables are expanded."""

_LONGEST_PATH = 260
"""Characters of a path in that block, the end mark included."""


def check() -> None:
    """See `voice.shortcut.system.System.check`: cmd is part of Windows."""


def files(folders: Folders, start: Start) -> tuple[File, ...]:
    """See `voice.shortcut.system.System.files`.

    One shortcut has the hotkey, because two with the same one disturb each other.
    """
    icon = File(folders.own / "ground.ico", icon_ico())
    places = [each for each in (folders.menu, folders.desktop) if each is not None]
    keys = (*(_NO_HOTKEY for _ in places[1:]), HOTKEY)
    links = (
        File(each / FILE_NAME, link(start, str(icon.path), key))
        for each, key in zip(places, keys, strict=True)
    )
    return (icon, *links)


def told(folders: Folders) -> tuple[str, ...]:
    """See `voice.shortcut.system.System.told`."""
    where = (
        "in the Start menu" if folders.desktop is None else "in the Start menu and on the desktop"
    )
    kept = "" if folders.desktop is None else ", as long as the icon is on the desktop"
    return (f"{NAME} is {where}.", f"Ctrl+Alt+G starts it too{kept}.")


def link(start: Start, icon: str, hotkey: bytes) -> bytes:
    """Return a shortcut.

    Args:
        start: How the program is started.
        icon: Path of the icon.
        hotkey: `HOTKEY` or none.
    """
    texts = [f"{ABOUT}. {MARK}.", *_folder(start), _arguments(start), icon]
    flags = _HAS_PATH | _HAS_NAME | _HAS_ARGUMENTS | _HAS_ICON | _IS_UNICODE | _HAS_EXPANDABLE_PATH
    flags |= _HAS_FOLDER * bool(_folder(start))
    head = struct.pack("<I16sII24sIiI", 76, _CLASS.bytes_le, flags, 0, b"", 0, 0, _NORMAL_WINDOW)
    path = _path(os.environ.get(ROOT, r"C:\Windows") + SHELL)
    block = _path_block(f"%{ROOT}%{SHELL}")
    return b"".join((head, hotkey, bytes(10), path, *map(_text, texts), block, bytes(4)))


def _folder(start: Start) -> Sequence[str]:
    return () if start.folder is None else (str(start.folder),)


def _arguments(start: Start) -> str:
    """Return the command line for ``cmd``; quotes, which no path can hold, guard the rest.

    A percent sign stands for itself unless a variable has the name between two.
    """
    words = " ".join(f'"{word}"' for word in start.words)
    home = "" if start.home is None else f'set "GROUND_HOME={start.home}"&& '
    return f'/d /s /v:off /c "{home}{words} || pause"'


def _text(text: str) -> bytes:
    """Return a text after the number of its UTF-16 units."""
    encoded = text.encode("utf-16-le", "surrogatepass")
    return struct.pack("<H", len(encoded) // 2) + encoded


def _path(path: str) -> bytes:
    """Return a path on a disk without a name (section 2.3)."""
    disk = struct.pack("<4IB", 17, _FIXED_DISK, 0, 16, 0)
    local = path.encode("ascii", "replace") + b"\0"
    places = (28, 28 + len(disk), 0, 28 + len(disk) + len(local))
    size = places[-1] + 1
    return struct.pack("<7I", size, 28, 1, *places) + disk + local + b"\0"


def _path_block(path: str) -> bytes:
    ansi, wide = path.encode("ascii"), path.encode("utf-16-le")
    size = 8 + 3 * _LONGEST_PATH
    return struct.pack(f"<II{_LONGEST_PATH}s{2 * _LONGEST_PATH}s", size, _PATH_BLOCK, ansi, wide)
