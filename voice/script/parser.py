"""Parses text into a script. Every problem is reported, not only the first."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import PurePath
from typing import TYPE_CHECKING

from voice.errors import ScriptError
from voice.script.characters import INVISIBLE, describe_invisible
from voice.script.model import Directive, Line, Script, Step, Welcome
from voice.script.problems import Message, Problems, TooManyProblemsError
from voice.script.rows import RowError, first_bracket, read_row

LONGEST_LINE = 300
"""Characters. Neural voices merge or swallow words beyond it (3000 characters took 1.2 GB), and
a listener cannot follow so long a sentence."""

MOST_LINES = 10_000
"""Lines of a script; saying them takes about half a day."""

if TYPE_CHECKING:
    from voice.script.head import FrontMatter

_LONGEST_ROW = 4 * LONGEST_LINE
"""Characters including marks and directives; a longer row is not read at all."""

_FENCE = "---"
_HEADING = re.compile(r"##(?=\s|$)")
_CLOSING = re.compile(r"(?:^|(?<=[ \t]))#+$")
"""Marks that close a heading; they are not part of it (CommonMark 0.31, 4.2)."""

_MARK = re.compile(
    r"(?<!\\)\((?P<marks>(?:repeat|short)(?:\s*,\s*(?:repeat|short))*)\)$", re.IGNORECASE
)
"""A mark at the end of a heading: "(repeat)", "(short)", or both in one pair of brackets."""

_OTHER_MARKDOWN = re.compile(r"#+|[>|]|```|~~~|(?P<list>([-+*]|\d{1,9}[.)])(?=\s|$))")
_BLOCKS = {">": "a quote", "|": "a table", "```": "a block of code", "~~~": "a block of code"}


def parse(text: str, source: str) -> Script:
    """Parse a script's text.

    Args:
        text: The whole file. A byte-order mark and Windows line ends are accepted.
        source: The file as the listener named it; its stem becomes the id.

    Raises:
        ScriptError: With every problem, in the order of the text.
    """
    return _Parser(rows_of(text), source).script()


def rows_of(text: str) -> list[str]:
    """Split a script into lines as an editor shows them; at least one."""
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")


class HeadlessError(ScriptError):
    """A text has no head at all.

    Attributes:
        body: The script without a head, as far as it could be read; its words can be judged.
    """

    def __init__(self, problems: Problems, body: Script) -> None:
        super().__init__(problems.kept, problems.more)
        self.body = body


@dataclass(slots=True)
class _OpenStep:
    """A step while its lines are being read."""

    title: str
    number: int
    column: int
    marks: frozenset[str] = frozenset()
    lines: list[Line] = field(default_factory=list)
    faulty: bool = False  # a line was reported and left out, so it is not empty


class _Parser:
    def __init__(self, rows: list[str], source: str) -> None:
        self._rows = rows
        self._source = source
        self._problems = Problems(source)
        self._steps: list[_OpenStep] = []
        self._strays = 0
        self._lines = 0
        self._welcomed = 0  # number of the row with the welcome
        self._block = ""  # the Markdown block of the rows above

    def script(self) -> Script:
        try:
            return self._script()
        except TooManyProblemsError:
            raise ScriptError(self._problems.kept, self._problems.more) from None

    def _script(self) -> Script:
        self._show_invisible()
        headed = self._rows[0].rstrip() == _FENCE
        head, body_starts = self._head() if headed else self._no_head()
        for number, row in self._without_comments(body_starts):
            self._row(number, row)
            if self._lines > MOST_LINES:  # reported already; the rest is left out
                break
        steps = tuple(self._closed(step) for step in self._steps)
        if not any(step.number for step in steps):
            self._problems.add(
                len(self._rows), 1, "The script has no steps. Start one with '## ' and a heading."
            )
        spoken = tuple(step for step in steps if any(line.text for line in step.lines))
        if not headed and spoken:
            enough = 3  # whatever the lines ask: a missing head cannot ask too little
            raise HeadlessError(self._problems, Script("", "", enough, "", spoken))
        if self._problems.count or head is None:
            raise ScriptError(self._problems.kept, self._problems.more)
        return Script(
            title=head.title,
            about=head.about,
            ask=head.ask,
            position=head.position,
            steps=steps,
            needs=head.needs,
            swap=head.swap,
            language=head.language,
            bed=head.bed,
            say=head.say,
            sources=head.sources,
            reviewed=head.reviewed,
            id=PurePath(self._source).stem,
            title_place=head.title_place,
            about_place=head.about_place,
        )

    def _show_invisible(self) -> None:
        """Report invisible characters, and replace them by spaces."""
        for index, row in enumerate(self._rows):
            if match := INVISIBLE.search(row):
                message = describe_invisible(match)
                self._problems.add(index + 1, match.start() + 1, message)
                self._rows[index] = INVISIBLE.sub(" ", row)

    def _head(self) -> tuple[FrontMatter | None, int]:
        """Return the head, and the number of its rows."""
        from voice.script.head import parse_front_matter  # brings YAML, 30 ms

        first_step = self._first_step()
        for index, row in enumerate(self._rows[1:first_step], start=1):
            if row.rstrip() == _FENCE:
                text = "\n".join(self._rows[1:index])
                return parse_front_matter(text, self._problems.add), index + 1
        message = "The head that starts here never ends. Close it with a line '---'."
        self._problems.add(1, 1, message)
        return None, first_step

    def _no_head(self) -> tuple[None, int]:
        """Report a missing head, and read the rest: all rows of a text that has no steps either."""
        self._problems.add(
            1,
            1,
            "A script starts with a line '---', then its title, about, ask and position, each as "
            "'name: …' on a line of its own, then '---'. To begin with one: ground new PATH",
        )
        first_step = self._first_step()
        if first_step == len(self._rows):
            self._steps.append(_OpenStep("", 0, 1, faulty=True))
            return None, 0
        return None, first_step

    def _first_step(self) -> int:
        """Return the index of the first step's heading; without one, the number of rows."""
        rows = enumerate(self._rows)
        return next((index for index, row in rows if row.startswith("## ")), len(self._rows))

    def _without_comments(self, start: int) -> Iterator[tuple[int, str]]:
        """Yield rows with comments blanked out, skipping rows that held nothing else."""
        opened: tuple[int, int] | None = None
        for number, row in enumerate(self._rows[start:], start=start + 1):
            if opened is None and "<!--" not in row:
                yield number, row
                continue
            kept: list[str] = []
            position = 0
            while position < len(row):
                if opened:
                    end = row.find("-->", position)
                    stop = len(row) if end < 0 else end + 3
                    kept.append(" " * (stop - position))  # keeps the columns after it correct
                    opened = opened if end < 0 else None
                else:
                    begin = row.find("<!--", position)
                    stop = len(row) if begin < 0 else begin
                    if begin > 0 and row[begin - 1] == "\\":
                        stop = begin + 1
                    elif begin >= 0:
                        opened = (number, begin + 1)
                    kept.append(row[position:stop])
                position = stop
            left = "".join(kept)
            if left.strip():
                yield number, left
        if opened:
            self._problems.add(*opened, "This comment never ends. Close it with '-->'.")

    def _row(self, number: int, row: str) -> None:
        stripped = row.strip()
        column = len(row) - len(row.lstrip()) + 1
        if not stripped:
            if self._steps and self._steps[-1].lines:
                lines = self._steps[-1].lines
                lines[-1] = replace(lines[-1], paragraph_end=True)
            return
        above, self._block = self._block, ""
        if len(row) > _LONGEST_ROW:
            self._left_out(number, 1, _too_long(len(row)))
        elif _HEADING.match(stripped):
            self._heading(number, column, stripped)
        elif match := _OTHER_MARKDOWN.match(stripped):
            self._other_markdown(number, column, match, above)
        elif self._steps:
            self._line(number, row)
        else:
            self._stray(number, column)

    def _left_out(self, number: int, column: int, message: Message) -> None:
        self._problems.add(number, column, message)
        if self._steps:
            self._steps[-1].faulty = True

    def _other_markdown(self, number: int, column: int, mark: re.Match[str], above: str) -> None:
        """Report a block that cannot be spoken, at the first of its rows."""
        if mark[0].startswith("#"):  # a step was meant: the next rows belong to it
            self._steps.append(_OpenStep("", number, column))
            message = "A step starts with two # marks, a space and its heading: '## Heading'."
            self._left_out(number, column, message)
            return
        self._block = "a list" if mark["list"] else _BLOCKS[mark[0]]
        if self._block != above:
            self._left_out(number, column, _not_spoken(mark[0], self._block))

    def _stray(self, number: int, column: int) -> None:
        self._strays += 1
        if self._strays == 1:  # one fix for all of them
            self._problems.add(
                number,
                column,
                "This text comes before the first step. Put a '## ' heading above it.",
            )

    def _heading(self, number: int, column: int, stripped: str) -> None:
        heading = stripped[2:].lstrip()
        start = column + len(stripped) - len(heading)
        title, marks = marked(_CLOSING.sub("", heading).rstrip())
        step = _OpenStep("", number, column, marks)
        self._steps.append(step)
        try:
            if bracket := first_bracket(title):
                raise RowError(
                    start + bracket - 1,
                    "A heading cannot contain brackets or braces. Move this to a line of its own.",
                )
            step.title, _ = read_row(title, start)
            if not step.title:
                raise RowError(column, "This heading is empty. Write a few words after '##'.")
        except RowError as error:
            self._problems.add(number, error.column, error.message)

    def _line(self, number: int, row: str) -> None:
        try:
            text, directives = read_row(row, 1)
            if len(text) > LONGEST_LINE:
                raise RowError(1, _too_long(len(text)))
            speaks = any(character.isalnum() for character in text)
            if not speaks and (text or not directives):
                raise RowError(1, "There is nothing to say in this line. Write words in it.")
            self._welcome(number, row, text, directives)
        except RowError as error:
            self._left_out(number, error.column, error.message)
            return
        self._lines += 1
        if self._lines > MOST_LINES:
            self._problems.add(number, 1, f"A script has {MOST_LINES} lines at most. Split it.")
        self._steps[-1].lines.append(Line(text, directives, number=number))

    def _welcome(self, number: int, row: str, text: str, directives: tuple[Directive, ...]) -> None:
        """Refuse a welcome that is not alone on its line, or not the first one."""
        if not any(isinstance(directive, Welcome) for directive in directives):
            return
        column = (first_bracket(row) or 1) if text else 1
        if text or len(directives) > 1:
            raise RowError(column, "[welcome] stands alone. Put it on a line of its own.")
        if self._welcomed:
            message = (
                f"Line {self._welcomed} has the [welcome]. It is said once; leave this one out."
            )
            raise RowError(column, message)
        self._welcomed = number

    def _closed(self, step: _OpenStep) -> Step:
        if not step.faulty and not any(line.text for line in step.lines):
            self._problems.add(
                step.number, step.column, "This step has no spoken line. Write one below it."
            )
        lines = step.lines
        if lines:
            lines[-1] = replace(lines[-1], paragraph_end=True)
        marks = step.marks
        return Step(
            step.title, tuple(lines), "repeat" in marks, "short" in marks, number=step.number
        )


def marked(heading: str) -> tuple[str, frozenset[str]]:
    """Split a heading into its title and the marks at its end."""
    marks: set[str] = set()
    while match := _MARK.search(heading):
        marks |= {mark.strip().lower() for mark in match["marks"].split(",")}
        heading = heading[: match.start()].rstrip()
    return heading, frozenset(marks)


def _too_long(length: int) -> str:
    return (
        f"This line has {length} characters, too many to follow by ear. "
        f"Split it into lines of at most {LONGEST_LINE}."
    )


def _not_spoken(mark: str, block: str) -> str:
    if block in {"a list", "a quote"}:
        cure = "Remove the mark from each row."
    else:
        cure = "Write it as lines, or remove it."
    return f"{mark} starts {block}, which cannot be heard. {cure}"
