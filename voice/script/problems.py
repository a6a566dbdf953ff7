"""Collects what is wrong with a script: one problem a row, and of all rows the first hundred."""

from __future__ import annotations

from bisect import insort
from collections.abc import Callable

from voice.errors import MOST_COUNTED, Problem

LISTED = 100
"""Problems that are told of one script; whoever has more has another kind of file."""

Message = str | Callable[[], str]
"""A sentence, or how to make it: a guess at what was meant takes longer than reading the row."""


class TooManyProblemsError(Exception):
    """There are so many problems that the text is no script, and is not read on."""


class Problems:
    """The problems of one script, in the order of its text.

    Attributes:
        count: How many there are, those included that are not kept.
        kept: The first of them, `LISTED` at most.
    """

    def __init__(self, source: str) -> None:
        self.count = 0
        self.kept: list[Problem] = []
        self._source = source
        self._rows: set[int] = set()

    @property
    def more(self) -> int:
        """The number of problems that are not kept."""
        return self.count - len(self.kept)

    def add(self, line: int, column: int, message: Message) -> None:
        """Add a problem of a row, unless that row has one already.

        Raises:
            TooManyProblemsError: There are so many that reading on makes no sense.
        """
        if line in self._rows:
            return
        self._rows.add(line)
        self.count += 1
        if self.more > MOST_COUNTED:
            raise TooManyProblemsError
        if len(self.kept) == LISTED:
            if line >= self.kept[-1].line:
                return
            self.kept.pop()
        text = message if isinstance(message, str) else message()
        problem = Problem(self._source, line, column, text)
        insort(self.kept, problem, key=lambda each: (each.line, each.column))
