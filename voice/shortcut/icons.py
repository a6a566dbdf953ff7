"""Draws the icon: the stones of a cover, with round corners, in the formats of all systems."""

from __future__ import annotations

import struct
import zlib

import numpy as np

from voice.export.cover import paint_cover, png
from voice.shortcut.files import MARK

_TITLE, _STONES = "Ground", 3

_ROUNDNESS = 6
"""Exponent of the outline: 2 is a circle, infinity a square."""

_PNG_HEAD = 33
"""Bytes of a PNG file before its second chunk (ISO 15948): signature and IHDR."""

_LINUX_SIZE = 256

_WINDOWS_SIZES = (16, 32, 48, 256)
"""Pixels a side; Explorer chooses among them."""

_MACOS_SIZES = {b"ic11": 32, b"ic12": 64, b"ic07": 128, b"ic08": 256, b"ic09": 512}
"""Pixels a side, by the type of the entry."""


def icon_png() -> bytes:
    """Draw the icon as PNG."""
    return _drawn(_LINUX_SIZE)


def icon_ico() -> bytes:
    """Draw the icon as ICO, which holds a PNG for each size."""
    pictures = [(size, _drawn(size)) for size in _WINDOWS_SIZES]
    head = struct.pack("<3H", 0, 1, len(pictures))
    place = len(head) + 16 * len(pictures)
    for size, picture in pictures:
        side = size % 256  # 0 stands for 256
        head += struct.pack("<4B2H2I", side, side, 0, 0, 1, 32, len(picture), place)
        place += len(picture)
    return head + b"".join(picture for _, picture in pictures)


def icon_icns() -> bytes:
    """Draw the icon as ICNS, which holds a PNG for each size."""
    pictures = [(kind, _drawn(size)) for kind, size in _MACOS_SIZES.items()]
    entries = b"".join(
        kind + struct.pack(">I", 8 + len(picture)) + picture for kind, picture in pictures
    )
    return b"icns" + struct.pack(">I", 8 + len(entries)) + entries


def _drawn(size: int) -> bytes:
    """Draw the icon as PNG with opacity, which Windows wants, and with the mark of our files."""
    picture = paint_cover(_TITLE, _STONES, size)
    from_centre = np.abs((np.arange(size, dtype=np.float32) + 0.5) / (size / 2) - 1)
    outline = from_centre**_ROUNDNESS
    distance = (outline + outline[:, np.newaxis]) ** np.float32(1 / _ROUNDNESS)  # 1 at the edge
    opacity = np.clip((1 - distance) * (size / 2) + 0.5, 0, 1)
    drawn = png(np.dstack([picture, opacity]).astype(np.float32))
    return drawn[:_PNG_HEAD] + _text(MARK) + drawn[_PNG_HEAD:]


def _text(text: str) -> bytes:
    """Return a PNG chunk that holds a text."""
    content = b"tEXt" + b"Software\0" + text.encode("latin-1")
    return struct.pack(">I", len(content) - 4) + content + struct.pack(">I", zlib.crc32(content))
