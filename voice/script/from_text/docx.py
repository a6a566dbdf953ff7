"""Reads the paragraphs of a Word document with the standard library.

A document is a zip file with an XML file of its words. At most `LARGEST_XML` bytes of that are
unpacked, whatever the zip file promises, and a document type, which could declare entities, is
refused.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from dataclasses import dataclass
from xml.parsers import expat

from voice.script.from_text.rows import Look, Row

LARGEST_XML = 20_000_000
"""Bytes of the words with their marks, unpacked; a book has fewer."""

_DEEPEST = 500
"""Elements within each other; tables in tables have about fifty."""

_WORDS = "word/document.xml"

_TITLE = re.compile(r"title|titel|titre|t[ií]tulo|titolo", re.IGNORECASE)
_HEADING = re.compile(
    r"(?:heading|berschrift|titre|kop|rubrik|overskrift|encabezado)\d", re.IGNORECASE
)
"""Names of styles: Word names them in its own language."""

_TWICE = {"Fallback", "moveFrom", "del"}
"""Elements whose words stand elsewhere too, or were deleted."""

_SIGNS = {"tab": "\t", "br": "\u2028", "cr": "\u2028", "noBreakHyphen": "-"}


_UNREADABLE = (
    *(LookupError, OSError, EOFError, RuntimeError, ValueError),
    *(zipfile.BadZipFile, zlib.error),
)
"""Errors of a zip file that is damaged, encrypted, or holds no document."""


class _RefusedError(Exception):
    """The document declares entities, or has elements in elements without end."""


@dataclass(slots=True)
class _Paragraph:
    """A paragraph while it is read."""

    text: str = ""
    look: Look = Look.PLAIN
    bold: bool = False
    all_bold: bool = True

    def add(self, text: str) -> None:
        self.text += text
        self.all_bold = self.all_bold and (self.bold or not text.strip())

    def row(self, number: int) -> Row:
        bold = self.look is Look.PLAIN and self.all_bold and self.text.strip()
        return Row(self.text, number, Look.BOLD if bold else self.look)


class _Reader:
    """Collects paragraphs while a document is parsed."""

    def __init__(self) -> None:
        self.rows: list[Row] = []
        self._inside: list[str] = []
        self._paragraphs: list[_Paragraph] = []  # a box of text stands within a paragraph
        self._skipped = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        tag = _local(name)
        values = {_local(key): value for key, value in attributes.items()}
        self._skipped += tag in _TWICE
        if tag == "p":
            self._paragraphs.append(_Paragraph())
        elif self._paragraphs and not self._skipped:
            self._mark(self._paragraphs[-1], tag, values)
        self._inside.append(tag)
        if len(self._inside) > _DEEPEST:
            raise _RefusedError

    def _mark(self, paragraph: _Paragraph, tag: str, values: dict[str, str]) -> None:
        value = values.get("val", "")
        if tag == "pStyle":
            paragraph.look = _look_of(value)
        elif tag == "numPr" and paragraph.look is Look.PLAIN:
            paragraph.look = Look.ITEM
        elif tag == "r":
            paragraph.bold = False
        elif tag == "b" and self._inside[-2:] == ["r", "rPr"]:
            paragraph.bold = value not in {"0", "false", "off"}
        elif tag in _SIGNS and self._inside[-1] == "r":
            paragraph.add("\x0c" if values.get("type") == "page" else _SIGNS[tag])

    def end(self, name: str) -> None:
        tag = _local(name)
        self._inside.pop()
        if tag == "p":
            paragraph = self._paragraphs.pop()
            if not self._skipped:
                self.rows.append(paragraph.row(len(self.rows) + 1))
        self._skipped -= tag in _TWICE

    def words(self, text: str) -> None:
        if self._inside[-1:] == ["t"] and self._paragraphs and not self._skipped:
            self._paragraphs[-1].add(text)

    def refuse(self, *_: object) -> None:
        raise _RefusedError


def _local(name: str) -> str:
    """Return a name without its namespace."""
    return name.rpartition(" ")[2]


def _look_of(style: str) -> Look:
    if _HEADING.search(style):
        return Look.HEADING
    if _TITLE.match(style):
        return Look.TITLE
    return Look.ITEM if style.lower().startswith("list") else Look.PLAIN


def paragraphs_of(content: bytes) -> list[Row] | None:
    """Read a document's paragraphs; `None` if it is not a Word document, or a harmful one."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed, packed.open(_WORDS) as file:
            xml = file.read(LARGEST_XML + 1)
    except _UNREADABLE:
        return None
    reader = _Reader()
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.words
    parser.StartDoctypeDeclHandler = reader.refuse
    parser.buffer_text = True
    try:
        parser.Parse(xml[:LARGEST_XML], len(xml) <= LARGEST_XML)
    except (expat.ExpatError, LookupError, ValueError, _RefusedError):  # or an unknown encoding
        return None
    return reader.rows if len(xml) <= LARGEST_XML else None
