"""A script as it is heard: its spoken lines in order, with the silences after each."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from voice.script.model import Directive, Line, Script
from voice.script.sentences import Sentence, plain, sentences


@dataclass(frozen=True, slots=True)
class Said:
    """A spoken line and everything that follows it until the next one.

    Attributes:
        text: With typewriter quotation marks.
        number: 1-based line of the script.
        step: Index of its step.
        directives: Those at its end and those on lines of their own below it, with line numbers.
    """

    text: str
    number: int
    step: int
    directives: tuple[tuple[Directive, int], ...]

    @property
    def sentences(self) -> tuple[Sentence, ...]:
        """Return its sentences, in order."""
        return sentences(self.text)


def said_in(script: Script) -> tuple[Said, ...]:
    """Return the spoken lines of a script."""
    return tuple(
        said for index, step in enumerate(script.steps) for said in _said_in_step(index, step.lines)
    )


def _said_in_step(index: int, lines: tuple[Line, ...]) -> list[Said]:
    spoken = [position for position, line in enumerate(lines) if line.text]
    return [
        Said(
            plain(lines[start].text),
            lines[start].number,
            index,
            tuple((d, line.number) for line in lines[start:end] for d in line.directives),
        )
        for start, end in pairwise([*spoken, len(lines)])
    ]


def is_english(script: Script) -> bool:
    """True if rules about English words apply."""
    return script.language.lower().split("-")[0] == "en"
