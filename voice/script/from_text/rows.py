"""The rows of a text, whatever it was read from."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Enum, auto

from voice.script.characters import INVISIBLE

_NO_SPACE = re.compile("[\u00ad\u200b\u2060\ufeff]")
"""Invisible characters within words."""

_BREAK = re.compile("[\x0b\x0c\x85\u2028\u2029]")
_SPACES = re.compile("[\\s\u00a0]+")


class Look(Enum):
    """The look of a paragraph in its document."""

    PLAIN = auto()
    TITLE = auto()
    HEADING = auto()
    BOLD = auto()
    ITEM = auto()


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a text file, or one paragraph of a document.

    Attributes:
        text: Without invisible characters, and with one kind of space.
        number: Its number in the file, from 1.
        look: How its document shows it.
        new_page: True if a page begins with it.
    """

    text: str
    number: int
    look: Look = Look.PLAIN
    new_page: bool = False


def cleaned(rows: Iterable[Row]) -> Iterator[Row]:
    """Split rows at the breaks within them, and remove what cannot be seen."""
    for row in rows:
        new_page = row.new_page
        start = 0
        for match in (*_BREAK.finditer(row.text), None):
            text = row.text[start : match.start() if match else len(row.text)]
            plain = INVISIBLE.sub(" ", _NO_SPACE.sub("", text))
            yield Row(_SPACES.sub(" ", plain).strip(), row.number, row.look, new_page)
            if match:
                start, new_page = match.end(), match[0] == "\x0c"
