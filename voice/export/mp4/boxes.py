"""The boxes an MP4 file is made of."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

HEADER_BYTES = 8
"""A box begins with its size, these bytes included, and four letters for its kind."""

_HOLDERS = frozenset({"moov", "trak", "edts", "mdia", "minf", "stbl"})
"""Boxes that contain only boxes, among those this program reads."""


@dataclass(frozen=True, slots=True)
class Box:
    """One box.

    Attributes:
        kind: Its four letters.
        body: Its own bytes.
        inside: The boxes in it, which follow its body.
    """

    kind: str
    body: bytes = b""
    inside: tuple[Box, ...] = ()

    def __bytes__(self) -> bytes:
        content = self.body + b"".join(map(bytes, self.inside))
        return header(self.kind, len(content)) + content

    def find(self, *kinds: str) -> Box:
        """Follow a path of kinds inside this box, always to the first box of a kind.

        Raises:
            LookupError: There is none.
        """
        box = self
        for kind in kinds:
            box = {inner.kind: inner for inner in reversed(box.inside)}[kind]
        return box


@dataclass(frozen=True, slots=True)
class Found:
    """Place of a box in a file.

    Attributes:
        kind: Its four letters.
        start: Its first byte, where its header begins.
        end: The first byte after it.
    """

    kind: str
    start: int
    end: int


def header(kind: str, content_bytes: int) -> bytes:
    """Return the header of a box with that many bytes of content."""
    return struct.pack(">I4s", HEADER_BYTES + content_bytes, kind.encode("latin-1"))


def versioned(kind: str, body: bytes = b"", *, version: int = 0, flags: int = 0) -> Box:
    """Return a box whose body starts with a version and flags (the standard's "full box")."""
    return Box(kind, struct.pack(">I", version << 24 | flags) + body)


def holder(kind: str, *inside: Box) -> Box:
    """Return a box that contains only boxes."""
    return Box(kind, inside=inside)


def boxes_in(file: BinaryIO) -> Iterator[Found]:
    """Find the outermost boxes of a file, in order."""
    size = file.seek(0, 2)
    start = 0
    while start + HEADER_BYTES <= size:
        file.seek(start)
        length, kind = struct.unpack(">I4s", file.read(HEADER_BYTES))
        yield Found(kind.decode("latin-1"), start, start + length)
        start += length


def parse(data: bytes) -> tuple[Box, ...]:
    """Parse bytes as boxes, with the boxes inside them."""
    boxes: list[Box] = []
    while data:
        length, letters = struct.unpack(">I4s", data[:HEADER_BYTES])
        kind, content = letters.decode("latin-1"), data[HEADER_BYTES:length]
        if kind in _HOLDERS:
            boxes.append(Box(kind, inside=parse(content)))
        else:
            boxes.append(Box(kind, content))
        data = data[length:]
    return tuple(boxes)
