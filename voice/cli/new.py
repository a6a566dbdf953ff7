"""`ground new`: a script to start from, for those who write their own."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

import click

from voice.errors import GroundError
from voice.script import format as format_script
from voice.script.library import SUFFIX
from voice.script.model import Line, Script, Settle, Step
from voice.storage import write_new

MOST_WORDS = 12
"""Of `about` (design §4)."""

SUFFIXES = {SUFFIX, ".txt"}
"""Ends of a script's name. In a folder of scripts only the first kind is found."""

ASKS = range(1, 5)
"""How much an exercise can ask of somebody."""

THINKING = 4
"""What asks for thought points to people as well (content §4.1)."""


@dataclass(frozen=True, slots=True)
class Answers:
    """What an author says of their exercise."""

    title: str
    about: str = "Look round, and find one thing."
    ask: int = 1
    position: str = "sitting, standing or lying"


@click.command()
@click.argument("path")
@click.option("--bare", is_flag=True, help="Ask nothing.")
def new(path: str, *, bare: bool) -> None:
    """Begin a script of your own, at PATH. Asks four questions."""
    target = Path(os.path.expanduser(path))  # noqa: PTH111 - pathlib's raises on an unknown ~name
    if target.suffix not in SUFFIXES:
        raise GroundError(f"A script's name ends in {SUFFIX}. Try: ground new {path}{SUFFIX}")
    if _is_there(target):
        raise _taken(path)
    answers = Answers(_title_of(target))
    if not bare and sys.stdin.isatty():
        answers = _asked(answers)
    try:
        write_new(target, format_script(_script(answers)).encode())
    except FileExistsError:
        raise _taken(path) from None
    except OSError as error:
        raise _unwritable(path, error) from error
    click.echo(f"{path} is ready. Change its words, then: ground check {path}")


def _is_there(target: Path) -> bool:
    try:
        return target.exists()
    except OSError as error:
        raise _unwritable(str(target), error) from error


def _unwritable(path: str, error: OSError) -> GroundError:
    reason = error.strerror or "the system does not say why"
    return GroundError(f"I can't write {path}: {reason}. Choose another place.")


def _taken(path: str) -> GroundError:
    return GroundError(f"{path} is already there. Choose another name.")


def _title_of(target: Path) -> str:
    words = target.stem.replace("-", " ").replace("_", " ").split()
    return " ".join(words).capitalize() or "My exercise"


def _asked(usual: Answers) -> Answers:
    """The author's answers; Enter takes the one in brackets."""

    def ask(question: str, usual: str, read: Callable[[str], str]) -> str:
        return str(click.prompt(question, default=usual, value_proc=read))

    click.echo("Four questions. Enter takes what is in brackets; all of it can be changed later.")
    return Answers(
        title=ask("What is it called", usual.title, _words),
        about=ask("What happens in it, in one line", usual.about, _about),
        ask=click.prompt(
            "How much does it ask, from 1 (stay there) to 4 (think)",
            default=usual.ask,
            type=_Ask(ASKS[0], ASKS[-1]),
        ),
        position=ask("What position is best for it", usual.position, _words),
    )


def _words(answer: str) -> str:
    words = " ".join(answer.split())
    if not words:
        raise click.BadParameter("Please type at least one word.")
    return words


def _about(answer: str) -> str:
    words = _words(answer)
    if len(words.split()) > MOST_WORDS:
        raise click.BadParameter(f"{MOST_WORDS} words at most: it is spoken in menus.")
    return words


class _Ask(click.IntRange):
    """Read how much an exercise asks, as it is typed."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Read what was typed."""
        try:
            return super().convert(value, param, ctx)
        except click.BadParameter:
            self.fail("1, 2, 3 or 4, please.", param, ctx)


def _script(answers: Answers) -> Script:
    """A small script that is whole already."""

    def line(text: str, seconds: int = 0, *, last: bool = False) -> Line:
        return Line(text, (Settle(Fraction(seconds)),) if seconds else (), paragraph_end=last)

    ending = [line("Look round the room once more.", 6)]
    if answers.ask == THINKING:
        ending.append(line("If it stays heavy, people are there to talk to.", 3))
    ending.append(line("That is the end of this exercise.", 4, last=True))
    return Script(
        title=answers.title,
        about=answers.about,
        ask=answers.ask,
        position=answers.position,
        swap="hear-five",
        steps=(
            Step(
                "Before you start",
                (
                    line("This takes about one minute."),
                    line("Your eyes can stay open."),
                    line("You can skip any part, and stop at any time.", 4, last=True),
                ),
            ),
            Step(
                "One thing",
                (
                    line("Look for one thing near you."),
                    line("Any thing will do.", 10, last=True),
                    line("Notice its colour, or its edge.", 10, last=True),
                ),
            ),
            Step("Back to the room", tuple(ending)),
        ),
    )
