"""Finds the marks of a list that a word processor leaves before the lines of a pasted text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from voice.check.findings import Finding, warning
from voice.check.text import Said

_MARK = re.compile(
    r"(?:[\u2022\u25aa\u25e6\u00b7\u2023\uf0b7\u2013\u2014-]|o(?=\s+[A-Z])"
    r"|\(?(?:[a-h]|[ivx]{1,4}|\d{1,2})\))(?=\s)"
)


def judge_list_marks(lines: Sequence[Said]) -> Iterator[Finding]:
    """Find lines that begin with the mark of a list, one finding for lines in a row."""
    for marked, rows in groupby(lines, key=lambda said: _MARK.match(said.text) is not None):
        if marked:
            yield _finding(list(rows))


def _finding(rows: Sequence[Said]) -> Finding:
    marks = [found[0] for said in rows if (found := _MARK.match(said.text))]
    mark = marks[0]
    more = len(rows) - 1
    also = f", and so are the marks of the {more} lines after it" if more > 1 else ""
    also = ", and so is the mark of the line after it" if more == 1 else also
    return warning(
        "list-mark",
        f'"{mark}" is the mark of a list, which cannot be heard{also}.',
        f'take the mark "{mark}" away{" from each" if more else ""}.'
        if len(set(marks)) == 1
        else f'take the marks from "{mark}" to "{marks[-1]}" away.',
        rows[0].number,
    )
