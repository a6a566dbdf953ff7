"""Takes decisions from bytes, so that a mutated input is another decision, not a broken file.

Atheris has such a reader too (`FuzzedDataProvider`), but inputs are replayed without Atheris.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

T = TypeVar("T")


class Choices:
    """Decisions, read from the first byte on; after the last, each is the first option."""

    def __init__(self, content: bytes) -> None:
        self._content = content
        self._at = 0

    @property
    def left(self) -> int:
        """Number of bytes that are left."""
        return len(self._content) - self._at

    def number(self, least: int, most: int) -> int:
        """Return a number within both limits."""
        count = most - least + 1
        size = max((count - 1).bit_length() + 7, 8) // 8
        return least + int.from_bytes(self.take(size), "little") % count

    def yes(self) -> bool:
        """Return true or false."""
        return bool(self.number(0, 1))

    def one_of(self, options: Sequence[T]) -> T:
        """Return one of some options."""
        return options[self.number(0, len(options) - 1)]

    def some(self, most: int, make: Callable[[], T], least: int = 0) -> list[T]:
        """Return a few things, each of which is made by further decisions."""
        return [make() for _ in range(self.number(least, most))]

    def text(self, most: int) -> str:
        """Return a text of so many bytes at most; what is not UTF-8 is replaced."""
        return self.take(self.number(0, most)).decode(errors="replace")

    def take(self, size: int) -> bytes:
        """Return the next bytes, fewer at the end."""
        taken = self._content[self._at : self._at + size]
        self._at += len(taken)
        return taken

    def rest(self) -> bytes:
        """Return all bytes that are left."""
        return self.take(self.left)

    def edited(self, content: bytes, most: int = 6) -> bytes:
        """Return a file with a few bytes changed, removed or put in."""
        edited = bytearray(content)
        for _ in range(self.number(0, most)):
            place = self.number(0, 0xFFFF) % (len(edited) + 1)
            length = self.number(0, 8)
            edited[place : place + length] = self.take(self.number(0, 8))
        return bytes(edited)
