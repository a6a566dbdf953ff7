"""Finds values in a head that YAML would cut at a mark, or not read as text."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator

from voice.script.characters import LONGEST_QUOTE

ABOUT_WORDS = 12
"""The line is heard in a menu; longer ones are forgotten before the key is pressed
(scripts/SOURCES.md, Wording)."""

REQUIRED = ("title", "about", "ask", "position")

TEXTS = ("title", "about", "position", "needs", "sources", "reviewed")
"""Keys whose values are free text and must not lose any of it."""


_ROW = re.compile(r"(?P<before>[ ]*(?P<dash>-[ \t]+)?(?:(?P<key>\w[\w-]*):[ \t]+)?)(?P<value>\S.*)")
_BARE_KEY = re.compile(r"[ ]*(?P<key>\w[\w-]*):")
_FIRST_MARKS = "#&!*%@`"
"""Marks that no text can begin with in YAML 1.1 (5.3), but that people begin titles with."""

_NOT_PLAIN = "\"'[{|>"
"""Marks that begin quoted texts, lists and blocks."""

_COMMENT = re.compile(r"\s#")
_BLOCK = re.compile(r"[|>][-+\d]*\s*(?:#.*)?")


def quoted(text: str, report: Callable[[int, int, str], None]) -> str:
    """Put quotes around values that YAML would cut, so that the rest of a head can still be read.

    Args:
        text: The head, which begins in the script's second line.
        report: Called with line, column and a message for each such value.
    """
    rows = text.split("\n")
    name, plain = "", False
    for index in _outside_blocks(rows):
        row = rows[index].rstrip()
        if bare := _BARE_KEY.fullmatch(row):
            name, plain = bare["key"], True
            continue
        match = _ROW.fullmatch(row)
        if match is None:
            continue
        begins = bool(match["key"] or match["dash"])
        if begins:
            name = match["key"] or name
            plain = match["value"][0] not in _NOT_PLAIN
        if plain and (begins or row[0] == " "):
            rows[index] = _quoted(name, match, lambda *what, line=index + 2: report(line, *what))
    return "\n".join(rows)


def _outside_blocks(rows: list[str]) -> Iterator[int]:
    """Yield the indexes of rows outside blocks of text, in which any mark may appear."""
    block_indent = -1
    for index, row in enumerate(rows):
        indent = len(row) - len(row.lstrip(" "))
        if block_indent >= 0 and (indent > block_indent or not row.strip()):
            continue
        block_indent = -1
        if row[indent : indent + 1] == "#":
            continue
        match = _ROW.fullmatch(row.rstrip())
        if match is not None and _BLOCK.fullmatch(match["value"]):
            block_indent = indent
        yield index


def _quoted(name: str, row: re.Match[str], report: Callable[[int, str], None]) -> str:
    """Return the row, with its value in quotes if YAML would cut it."""
    value = row["value"]
    before = f"{row['key']}: " if row["key"] else "- " if row["dash"] else ""
    found = _found(name, before, value)
    if found is None or (name not in TEXTS and value[0] == "#"):
        return row[0]
    if name in TEXTS:
        at, message = found
        report(row.start("value") + at + 1, message)
    in_marks = value.replace("'", "''")
    return f"{row['before']}'{in_marks}'"


def _found(name: str, before: str, value: str) -> tuple[int, str] | None:
    """Find the fault of a value and its place; a continued value has nothing before it."""
    if before and value[0] in _FIRST_MARKS:
        problem = f"No {name} can begin with {value[0]} as it stands"
        return 0, f"{problem}. Put it in quotes: {in_quotes(before, value)}"
    cut = _COMMENT.search(value)
    if cut is not None and name in TEXTS:
        problem = f"The {name} is cut here, since # begins a comment"
        whole = in_quotes(before, value) if before else "all of it"
        return cut.start() + 1, f"{problem}. Put it in quotes: {whole}"
    return None


def in_quotes(before: str, value: str) -> str:
    """Return a value in quotes after the text before it, to be copied, unless it is too long."""
    written = json.dumps(value, ensure_ascii=False) if len(value) <= LONGEST_QUOTE else '"…"'
    return f"{before}{written}"
