"""Reads one row of a script: its spoken text, and the directives at its end."""

from __future__ import annotations

import difflib
import re

from voice.script.characters import shortened
from voice.script.directives import DirectiveError, parse_directive
from voice.script.model import LIVE_FIELDS, Directive
from voice.script.problems import Message

_TOKEN = re.compile(
    r"""
      \\(?P<escaped>[!-/:-@\[-`|-~])      # a backslash makes the next mark a plain one
    | \[(?P<bracket>[^\[\]]*)(?P<shut>\]?)  # a directive, perhaps never closed
    | (?P<unopened>\])
    | \\?\{(?P<live>[^{}]*)(?P<end>\}?)     # a field that is known only while playing
    | (?P<mark>\*+|(?<!\w)_+|_+(?!\w))      # emphasis, which a voice cannot write
    | (?P<plain>[^\\\[\]{*_]+|_+|.)
    """,
    re.VERBOSE,
)


class RowError(Exception):
    """A row cannot be read.

    Attributes:
        column: 1-based column.
        message: The fault, and what to write.
    """

    def __init__(self, column: int, message: Message) -> None:
        self.column = column
        self.message = message


def read_row(row: str, offset: int) -> tuple[str, tuple[Directive, ...]]:
    """Split a row into its spoken text and the directives at its end.

    Args:
        row: The row, or a part of one.
        offset: Column of its first character.

    Raises:
        RowError: The first fault in the row.
    """
    said: list[str] = []
    directives: list[Directive] = []
    for match in _TOKEN.finditer(row):
        column = match.start() + offset
        if match["bracket"] is not None:
            directives.append(_directive(column, match["bracket"], match["shut"]))
            continue
        if match["unopened"]:
            raise RowError(
                column, r"This bracket is never opened. Add a '[', or write \] to have it spoken."
            )
        if match["live"] is not None:
            part = _live(column, match["live"], match["end"])
        else:
            part = match["escaped"] or match["plain"] or ""
        if directives and part.strip():
            raise RowError(
                column + len(part) - len(part.lstrip()),
                "Brackets go at the end of a line. Put this before them, or on the next line.",
            )
        said.append(part)
    return " ".join("".join(said).split()), tuple(directives)


def _directive(column: int, content: str, shut: str) -> Directive:
    if not shut:
        raise RowError(column, "This bracket is never closed. Add a ']'.")
    try:
        return parse_directive(content)
    except DirectiveError as error:
        raise RowError(column, error.__str__) from error


def _live(column: int, content: str, end: str) -> str:
    name = " ".join(content.split()).lower()
    if end and name in LIVE_FIELDS:
        return f"{{{name}}}"

    def message() -> str:
        near = difflib.get_close_matches(name, LIVE_FIELDS, n=1, cutoff=0.5)
        guess = f"Did you mean {{{near[0]}}}?" if near else "Only {day} and {time of day} are."
        return f"{{{shortened(content)}{end} is not something I can say live. {guess}"

    raise RowError(column, message)


def first_bracket(row: str) -> int | None:
    """Return the 1-based column of the first bracket or brace in a row that has a meaning."""
    for token in _TOKEN.finditer(row):
        if token["bracket"] is not None or token["live"] is not None or token["unopened"]:
            return token.start() + 1
    return None
