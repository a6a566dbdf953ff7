"""Reads a text as somebody saved it: in the encodings and kinds of file that people have."""

from __future__ import annotations

import codecs
import errno
import re
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from voice.errors import GroundError
from voice.files import read_file
from voice.script.from_text.docx import paragraphs_of
from voice.script.from_text.rows import Row, cleaned

LARGEST = 50_000_000
"""Bytes of a file; a Word document with pictures has many."""

LARGEST_TEXT = 2_000_000
"""Bytes of a text; ten thousand lines are below 1 MB, and UTF-16 doubles that."""

PASTED = "The pasted text"
"""Name, in messages, of a text without a file."""

_LONGEST_TYPED = 1_023 if sys.platform == "darwin" else 4_095
"""Bytes of a line that a terminal takes (termios(3), canonical mode; N_TTY in Linux)."""

_PACKED = b"PK\x03\x04"

_DOCUMENTS = (
    (b"%PDF", "a PDF"),
    (b"{\\rtf", "an RTF document"),
    (b"\xd0\xcf\x11\xe0", "an old Word document, or one with a password"),
    (_PACKED, "not a Word document, but another packed file"),
)

_MOST_FOREIGN = 0.3
"""Share of letters beyond ASCII in a text of Western Europe; Greek or Russian has nearly all."""


@dataclass(frozen=True, slots=True)
class Source:
    """A text as read.

    Attributes:
        rows: Its rows, in order; empty ones too.
        unit: What a row is called: "line" or "paragraph".
        remark: What the reader should know about the reading, or empty.
    """

    rows: tuple[Row, ...]
    unit: str = "line"
    remark: str = ""

    @property
    def text(self) -> str:
        """Return the whole text."""
        return "\n".join(row.text for row in self.rows)


def source_in(path: str) -> Source:
    """Read the text in a file.

    Raises:
        GroundError: It cannot be read, or is not a text.
    """
    if not path:
        raise GroundError("No text was named. Name a file, or - to paste one.")
    try:
        content = read_file(Path(path), LARGEST)
    except FileNotFoundError:
        raise GroundError(f"There is no file {path}. Check its name and folder.") from None
    except IsADirectoryError:
        raise GroundError(f"{path} is a folder. Name a text in it.") from None
    except ValueError:  # a name with a NUL in it
        raise GroundError("No file can have this name. Check it.") from None
    except OSError as error:
        if error.errno == errno.EFBIG:
            raise _too_large(path) from None
        reason = error.strerror or "the system does not say why"
        raise GroundError(f"I can't read {path}: {reason}. Name another file.") from error
    return source_of(content, path)


def source_from(stream: BinaryIO, *, typed: bool) -> Source:
    """Read a text that was piped, or pasted into a terminal.

    Args:
        stream: Standard input.
        typed: True if it is a terminal, which cuts lines that are too long.

    Raises:
        GroundError: It is not a text, or a line was cut.
    """
    content = stream.read(LARGEST + 1)
    if len(content) > LARGEST:
        raise _too_large(PASTED)
    if typed and any(len(line) >= _LONGEST_TYPED for line in content.split(b"\n")):
        raise GroundError(
            "A line is so long that the terminal cut it. Save the text as a file, and name that."
        )
    return source_of(content, PASTED)


def source_of(content: bytes, name: str) -> Source:
    """Read a text.

    Args:
        content: The bytes of the file.
        name: The file as messages name it.

    Raises:
        GroundError: It is not a text; the sentence says how to make one of it.
    """
    document = paragraphs_of(content) if content.startswith(_PACKED) else None
    if document is not None:
        return _with_words(Source(tuple(cleaned(document)), "paragraph"), name)
    for beginning, kind in _DOCUMENTS:
        if content.startswith(beginning):
            raise GroundError(
                f"{name} is {kind}. Open it, choose Save As, and save it as plain text (.txt) or "
                "as a Word document (.docx)."
            )
    if len(content) > LARGEST_TEXT:
        raise _too_large(name)
    text, remark = _decoded(content, name)
    lines = re.split("\r\n|\r|\n", text)
    rows = (Row(line, number) for number, line in enumerate(lines, start=1))
    return _with_words(Source(tuple(cleaned(rows)), remark=remark), name)


def _too_large(name: str) -> GroundError:
    return GroundError(f"{name} is too large for one exercise. Save the part that is spoken.")


def _with_words(source: Source, name: str) -> Source:
    if not any(character.isalnum() for character in source.text):
        raise GroundError(f"{name} has no words. Choose a text with the words of the exercise.")
    return source


def _decoded(content: bytes, name: str) -> tuple[str, str]:
    """Return the text, and a remark if its encoding was a guess."""
    encoding = _marked_encoding(content)
    if encoding == "utf-8" and b"\0" in content:
        raise GroundError(f"{name} is not a text. Name a text file, or a Word document (.docx).")
    try:
        text = content.decode(encoding)
        remark = ""
    except UnicodeDecodeError:
        if encoding != "utf-8" or _is_foreign(content):
            raise _not_readable(name) from None
        text, remark = _western(content, name)
    return text.removeprefix("\ufeff"), remark


def _marked_encoding(content: bytes) -> str:
    """Return the encoding that a text's first bytes name; Windows Notepad marks UTF-16."""
    for mark, encoding in (
        (codecs.BOM_UTF32_LE, "utf-32"),
        (codecs.BOM_UTF32_BE, "utf-32"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):
        if content.startswith(mark):
            return encoding
    beginning = content[:400]
    for encoding, high in (("utf-16-le", beginning[1::2]), ("utf-16-be", beginning[::2])):
        if len(high) > 1 and high.count(0) > len(high) // 2:
            return encoding
    return "utf-8"


def _is_foreign(content: bytes) -> bool:
    """True if a text can hardly be in a Western language."""
    letters = re.findall(rb"[A-Za-z]|[\xc0-\xff]", content)
    return sum(not letter.isascii() for letter in letters) > _MOST_FOREIGN * len(letters)


def _western(content: bytes, name: str) -> tuple[str, str]:
    try:
        text = content.decode("cp1252")
    except UnicodeDecodeError:
        raise _not_readable(name) from None
    remark = (
        f"{name} is not UTF-8, so it was read as Windows text (cp1252). Look at its accents and "
        "quotation marks."
    )
    return text, remark


def _not_readable(name: str) -> GroundError:
    return GroundError(
        f"Some letters of {name} cannot be read. Open it, choose Save As, and save it as UTF-8."
    )
