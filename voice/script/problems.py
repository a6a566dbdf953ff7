"""Collects a script's problems: one for each row, and of all rows the first hundred."""

from __future__ import annotations

from bisect import insort
from collections.abc import Callable

from voice.errors import MOST_COUNTED, Problem

LISTED = 100
"""Problems that are listed for one script; a file with more is probably of another kind."""

Message = str | Callable[[], str]
"""A sentence, or a function that makes it: guessing what was meant takes longer than reading."""


class TooManyProblemsError(Exception):
    """So many problems that the text is not a script, and is not read further."""


class Problems:
    """The problems of one script, in the order of its text.

    Attributes:
        count: Number of problems, including those not kept.
        kept: The first of them, `LISTED` at most.
    """

    def __init__(self, source: str) -> None:
        self.count = 0
        self.kept: list[Problem] = []
        self._source = source
        self._rows: set[int] = set()

    @property
    def more(self) -> int:
        """Number of problems that are not kept."""
        return self.count - len(self.kept)

    def add(self, line: int, column: int, message: Message) -> None:
        """Add the problem of a row, unless that row already has one.

        Raises:
            TooManyProblemsError: There are too many for reading further to make sense.
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
