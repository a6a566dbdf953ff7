"""Collects the steps of a script, line by line, and the comments between the lines."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from voice.script.model import Bell, Directive, Line, Step, Welcome

Comments = tuple[tuple[int, str], ...]
"""Texts that are not spoken, each with the number of headings and lines above it."""


@dataclass(slots=True)
class _OpenStep:
    """A step while it is written.

    Attributes:
        comments: Each with the number of its lines above it.
    """

    title: str
    marks: frozenset[str] = frozenset()
    lines: list[Line] = field(default_factory=list)
    comments: list[tuple[int, str]] = field(default_factory=list)

    @property
    def is_silent(self) -> bool:
        return not any(line.text for line in self.lines)

    def add(self, directive: Directive) -> None:
        last = self.lines[-1]
        self.lines[-1] = replace(last, directives=(*last.directives, directive))


class Outline:
    """Steps while they are written."""

    def __init__(self) -> None:
        self._steps: list[_OpenStep] = []
        self._above: list[str] = []  # comments above the first step
        self._comments: list[str] = []  # comments to stand above the next line
        self._welcomed = False

    @property
    def speaks(self) -> bool:
        """True if there is a spoken line."""
        return any(not step.is_silent for step in self._steps)

    @property
    def pauses(self) -> bool:
        """True if the last line is followed by a silence already."""
        return bool(self._steps and self._steps[-1].lines and self._steps[-1].lines[-1].directives)

    @property
    def length(self) -> int:
        """Number of lines in the last step."""
        return len(self._steps[-1].lines) if self._steps else 0

    def open(self, title: str, marks: frozenset[str] = frozenset()) -> None:
        """Begin a step. One that has no spoken line yet gives it its title and its silences."""
        step = _OpenStep(title, marks)
        if self._steps and self._steps[-1].is_silent:
            silent = self._steps.pop()
            step.title = ": ".join(filter(None, (silent.title, title)))
            step.lines, step.comments = silent.lines, silent.comments
        self._place_comments()
        self._steps.append(step)

    def say(self, text: str) -> None:
        """Add a spoken line."""
        step = self._step()
        self._place_comments()
        step.lines.append(Line(text))

    def close_sentence(self, marks: str) -> None:
        """Add the marks at a sentence's end that stood behind its pause."""
        if self.length and (last := self._steps[-1].lines[-1]).text[-1:].isalnum():
            self._steps[-1].lines[-1] = replace(last, text=last.text + marks)

    def fall_silent(self, directive: Directive) -> bool:
        """Add a directive after the last line.

        Returns:
            False if it is left out: the bell before the first word, or a second welcome.
        """
        if isinstance(directive, Welcome):
            if self._welcomed:
                return False
            self._welcomed = True
            self._step().lines.append(Line("", (directive,)))
        elif isinstance(directive, Bell) and not self.speaks:
            return False
        elif self.length and not self._steps[-1].lines[-1].welcomes:
            self._steps[-1].add(directive)
        else:
            self._step().lines.append(Line("", (directive,)))
        return True

    def comment(self, text: str) -> None:
        """Add a comment above the next line."""
        self._comments.append(text)

    def end_paragraph(self) -> None:
        """Leave a blank line after the last line."""
        if self.length:
            lines = self._steps[-1].lines
            lines[-1] = replace(lines[-1], paragraph_end=True)

    def leave_last_bell(self) -> bool:
        """Leave out a bell at the end, where every exercise rings one; return true if one was."""
        last = self._steps[-1].lines[-1] if self.length else Line("")
        if last.directives[-1:] != (Bell(),):
            return False
        self._steps[-1].lines.pop()
        if last.text or last.directives[1:]:
            self._steps[-1].lines.append(replace(last, directives=last.directives[:-1]))
        return True

    def finished(self) -> tuple[tuple[Step, ...], Comments]:
        """Return the steps and the comments. There must be a spoken line."""
        if self._steps[-1].is_silent:
            silent = self._steps.pop()
            self._steps[-1].lines += silent.lines
            above = [silent.title] if silent.title else []
            self._comments = [*above, *(text for _, text in silent.comments), *self._comments]
        self._place_comments()
        placed = [(0, text) for text in self._above]
        rows = 0
        for step in self._steps:
            placed += [(rows + 1 + lines, text) for lines, text in step.comments]
            rows += 1 + len(step.lines)
        return tuple(map(_closed, self._steps)), tuple(placed)

    def _step(self) -> _OpenStep:
        """Return the step that is being written."""
        if not self._steps:
            self.open("")
        return self._steps[-1]

    def _place_comments(self) -> None:
        """Put comments below the last line, or above the first step."""
        if self._steps:
            step = self._steps[-1]
            step.comments += [(len(step.lines), text) for text in self._comments]
        else:
            self._above += self._comments
        self._comments = []


def _closed(step: _OpenStep) -> Step:
    step.lines[-1] = replace(step.lines[-1], paragraph_end=True)
    marks = step.marks
    return Step(step.title, tuple(step.lines), "repeat" in marks, "short" in marks)
