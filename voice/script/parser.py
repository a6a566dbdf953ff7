"""Text to script. Every problem is found and reported, not only the first."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import PurePath
from typing import TYPE_CHECKING

from voice.errors import Problem, ScriptError
from voice.script.characters import INVISIBLE, describe_invisible
from voice.script.directives import DirectiveError, parse_directive
from voice.script.model import LIVE_FIELDS, Directive, Line, Script, Step

LONGEST_LINE = 300
"""Characters. Neural voices run together or swallow memory beyond (3000 characters took 1.2 GB),
and nobody follows a sentence that long by ear."""

if TYPE_CHECKING:
    from voice.script.front_matter import FrontMatter

_LONGEST_ROW = 4 * LONGEST_LINE
"""Characters with marks and directives; beyond, a row is not read at all."""

_FENCE = "---"
_HEADING = re.compile(r"##(?=\s|$)")
_REPEAT = re.compile(r"(?<!\\)\(repeat\)$", re.IGNORECASE)
_OTHER_MARKDOWN = re.compile(r"#+|[>|]|```|~~~|([-+*]|\d{1,9}[.)])(?=\s|$)")
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


def parse(text: str, source: str) -> Script:
    """A script's text as a `Script`.

    Args:
        text: The whole file. A byte-order mark and Windows line ends are accepted.
        source: The file as the listener named it; its stem becomes the id.

    Raises:
        ScriptError: With every problem, in the order of the text.
    """
    return _Parser(rows_of(text), source).script()


def rows_of(text: str) -> list[str]:
    """The lines of a script as an editor shows them; at least one."""
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")


@dataclass(slots=True)
class _OpenStep:
    """A step while its lines are being read."""

    title: str
    repeat: bool
    number: int
    column: int
    lines: list[Line] = field(default_factory=list)
    faulty: bool = False  # a line of it was reported and left out: it is not empty


class _Parser:
    def __init__(self, rows: list[str], source: str) -> None:
        self._rows = rows
        self._source = source
        self._problems: list[Problem] = []
        self._steps: list[_OpenStep] = []
        self._strays = 0

    def script(self) -> Script:
        self._show_invisible()
        head, body_starts = self._head()
        for number, row in self._without_comments(body_starts):
            self._row(number, row)
        steps = tuple(self._closed(step) for step in self._steps)
        if not self._steps:
            self._problem(
                len(self._rows), 1, "The script has no steps. Start one with '## ' and a heading."
            )
        if self._problems or head is None:
            raise ScriptError(sorted(self._problems, key=lambda p: (p.line, p.column)))
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
            sources=head.sources,
            reviewed=head.reviewed,
            id=PurePath(self._source).stem,
        )

    def _problem(self, line: int, column: int, message: str) -> None:
        self._problems.append(Problem(self._source, line, column, message))

    def _show_invisible(self) -> None:
        """Report characters nobody sees, and put spaces in their place."""
        for index, row in enumerate(self._rows):
            if match := INVISIBLE.search(row):
                self._problem(index + 1, match.start() + 1, describe_invisible(match))
                self._rows[index] = INVISIBLE.sub(" ", row)

    def _head(self) -> tuple[FrontMatter | None, int]:
        """The head, and the number of rows it takes up."""
        from voice.script.front_matter import parse_front_matter  # brings YAML, 30 ms

        first_step = next(
            (index for index, row in enumerate(self._rows) if row.startswith("## ")),
            len(self._rows),
        )
        if self._rows[0].rstrip() != _FENCE:
            self._problem(
                1, 1, "A script starts with a line '---', then its title and so on, then '---'."
            )
            return None, first_step
        for index, row in enumerate(self._rows[1:first_step], start=1):
            if row.rstrip() == _FENCE:
                text = "\n".join(self._rows[1:index])
                return parse_front_matter(text, self._problem), index + 1
        self._problem(1, 1, "The head that starts here never ends. Close it with a line '---'.")
        return None, first_step

    def _without_comments(self, start: int) -> Iterator[tuple[int, str]]:
        """Rows with comments blanked out; a row that held nothing else is passed over."""
        opened: tuple[int, int] | None = None
        for number, row in enumerate(self._rows[start:], start=start + 1):
            kept, position, touched = "", 0, opened is not None
            while position < len(row):
                if opened:
                    end = row.find("-->", position)
                    stop = len(row) if end < 0 else end + 3
                    kept += " " * (stop - position)  # keeps the columns of what follows true
                    opened = opened if end < 0 else None
                else:
                    begin = row.find("<!--", position)
                    stop = len(row) if begin < 0 else begin
                    if begin > 0 and row[begin - 1] == "\\":
                        stop = begin + 1
                    elif begin >= 0:
                        opened, touched = (number, begin + 1), True
                        kept += row[position:stop]
                        position = stop
                        continue
                    kept += row[position:stop]
                position = stop
            if kept.strip() or not touched:
                yield number, kept
        if opened:
            self._problem(*opened, "This comment never ends. Close it with '-->'.")

    def _row(self, number: int, row: str) -> None:
        stripped = row.strip()
        column = len(row) - len(row.lstrip()) + 1
        if not stripped:
            if self._steps and self._steps[-1].lines:
                lines = self._steps[-1].lines
                lines[-1] = replace(lines[-1], paragraph_end=True)
        elif len(row) > _LONGEST_ROW:
            self._left_out(number, 1, _too_long(len(row)))
        elif _HEADING.match(stripped):
            self._heading(number, column, stripped)
        elif match := _OTHER_MARKDOWN.match(stripped):
            if stripped.startswith("#"):  # a step was meant: what follows stands in it
                self._steps.append(_OpenStep("", False, number, column))
            self._left_out(number, column, _not_spoken(match[0]))
        elif self._steps:
            self._line(number, row)
        else:
            self._stray(number, column)

    def _left_out(self, number: int, column: int, message: str) -> None:
        self._problem(number, column, message)
        if self._steps:
            self._steps[-1].faulty = True

    def _stray(self, number: int, column: int) -> None:
        self._strays += 1
        if self._strays == 1:  # one mend cures them all
            self._problem(
                number, column, "This stands before the first step. Put a '## ' heading above it."
            )

    def _heading(self, number: int, column: int, stripped: str) -> None:
        heading = stripped[2:].lstrip()
        start = column + len(stripped) - len(heading)
        title, repeats = _REPEAT.subn("", heading)
        text = ""
        if bracket := next(filter(_is_bracket, _TOKEN.finditer(title)), None):
            self._problem(
                number,
                start + bracket.start(),
                "A heading takes no brackets and no braces. Move this to a line of its own.",
            )
        else:
            text, _ = self._tokens(number, title, start)
            if not text:
                self._problem(
                    number, column, "This heading is empty. Write a few words after '##'."
                )
        self._steps.append(_OpenStep(text, repeats > 0, number, column))

    def _line(self, number: int, row: str) -> None:
        reported = len(self._problems)
        text, directives = self._tokens(number, row, 1)
        if len(text) > LONGEST_LINE:
            self._problem(number, 1, _too_long(len(text)))
        empty = not text and not directives and len(self._problems) == reported
        if empty or (text and not any(character.isalnum() for character in text)):
            self._left_out(number, 1, "There is nothing to say in this line. Write words in it.")
        if text or directives:
            self._steps[-1].lines.append(Line(text, directives, number=number))

    def _tokens(self, number: int, row: str, offset: int) -> tuple[str, tuple[Directive, ...]]:
        """Split a row into what is said and the directives at its end."""
        said: list[str] = []
        directives: list[Directive] = []
        misplaced = False
        for match in _TOKEN.finditer(row):
            column = match.start() + offset
            if match["bracket"] is not None:
                directives += self._directive(number, column, match["bracket"], match["shut"])
                continue
            if match["unopened"]:
                self._problem(
                    number,
                    column,
                    r"This bracket is never opened. Add a '[', or write \] to have it spoken.",
                )
                continue
            if match["live"] is not None:
                part = self._live(number, column, match["live"], match["end"])
            else:
                part = match["escaped"] or match["plain"] or ""
            said.append(part)
            if directives and part.strip() and not misplaced:
                misplaced = True
                self._problem(
                    number,
                    column + len(part) - len(part.lstrip()),
                    "Brackets stand at the end of a line. Put this before them, "
                    "or on the next line.",
                )
        return " ".join("".join(said).split()), tuple(directives)

    def _directive(self, number: int, column: int, content: str, shut: str) -> list[Directive]:
        if not shut:
            self._problem(number, column, "This bracket is never closed. Add a ']'.")
            return []
        try:
            return [parse_directive(content)]
        except DirectiveError as error:
            self._problem(number, column, str(error))
            return []

    def _live(self, number: int, column: int, content: str, end: str) -> str:
        name = " ".join(content.split()).lower()
        if end and name in LIVE_FIELDS:
            return f"{{{name}}}"
        near = difflib.get_close_matches(name, LIVE_FIELDS, n=1, cutoff=0.5)
        written = f"{{{content}{end}"
        guess = f"Did you mean {{{near[0]}}}?" if near else "Only {day} and {time of day} are."
        self._problem(number, column, f"{written} is not something I can say live. {guess}")
        return written

    def _closed(self, step: _OpenStep) -> Step:
        if not step.faulty and not any(line.text for line in step.lines):
            self._problem(
                step.number, step.column, "This step has no spoken line. Write one below it."
            )
        lines = step.lines
        if lines:
            lines[-1] = replace(lines[-1], paragraph_end=True)
        return Step(step.title, tuple(lines), step.repeat, step.number)


def _too_long(length: int) -> str:
    return (
        f"This line has {length} characters, too many to follow by ear. "
        f"Split it into lines of at most {LONGEST_LINE}."
    )


def _is_bracket(token: re.Match[str]) -> bool:
    return token["bracket"] is not None or token["live"] is not None or bool(token["unopened"])


def _not_spoken(mark: str) -> str:
    if mark.startswith("#"):
        return "A step starts with exactly two marks, a space and its heading: '## Heading'."
    return f"{mark} starts a list, quote or block, which cannot be heard. Remove it."
