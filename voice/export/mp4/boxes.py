"""The boxes an MP4 file is made of."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

HEADER_BYTES = 8
"""A box begins with its size, these bytes included, and four letters for its kind."""

_HOLDERS = frozenset({"moov", "trak", "edts", "mdia", "minf", "stbl"})
"""Boxes that hold nothing but boxes, as far as this program looks into a file."""


@dataclass(frozen=True, slots=True)
class Box:
    """One box.

    Attributes:
        kind: Its four letters.
        body: What it says itself.
        inside: The boxes in it, which follow its body.
    """

    kind: str
    body: bytes = b""
    inside: tuple[Box, ...] = ()

    def __bytes__(self) -> bytes:
        content = self.body + b"".join(map(bytes, self.inside))
        return header(self.kind, len(content)) + content

    def find(self, *kinds: str) -> Box:
        """The first box of that kind inside, in that the first of the next, and so on.

        Raises:
            LookupError: There is none.
        """
        box = self
        for kind in kinds:
            box = {inner.kind: inner for inner in reversed(box.inside)}[kind]
        return box


@dataclass(frozen=True, slots=True)
class Found:
    """Where a box lies in a file.

    Attributes:
        kind: Its four letters.
        start: Its first byte, which its header begins with.
        end: The first byte after it.
    """

    kind: str
    start: int
    end: int


def header(kind: str, content_bytes: int) -> bytes:
    """The first bytes of a box with that much in it."""
    return struct.pack(">I4s", HEADER_BYTES + content_bytes, kind.encode("latin-1"))


def versioned(kind: str, body: bytes = b"", *, version: int = 0, flags: int = 0) -> Box:
    """A box whose body starts with a version and flags (the standard's "full box")."""
    return Box(kind, struct.pack(">I", version << 24 | flags) + body)


def holder(kind: str, *inside: Box) -> Box:
    """A box that says nothing itself."""
    return Box(kind, inside=inside)


def boxes_in(file: BinaryIO) -> Iterator[Found]:
    """Where the outermost boxes of a file lie, in order."""
    size = file.seek(0, 2)
    start = 0
    while start + HEADER_BYTES <= size:
        file.seek(start)
        length, kind = struct.unpack(">I4s", file.read(HEADER_BYTES))
        yield Found(kind.decode("latin-1"), start, start + length)
        start += length


def parse(data: bytes) -> tuple[Box, ...]:
    """Bytes as boxes, and what is inside them."""
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
