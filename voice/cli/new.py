"""`ground new`: writes a first script for somebody who wants to write one."""

from __future__ import annotations

import os
import shlex
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from voice.check.new_script import Answers, refusal, script_of
from voice.errors import GroundError
from voice.files import write_new
from voice.script import format as format_script
from voice.script.library import SUFFIX

SUFFIXES = {SUFFIX, ".txt"}
"""Endings of a script's name. In a folder of scripts only the first is found."""

ASKS = range(1, 5)
"""Degrees of how much an exercise asks of somebody."""

NO_WORD = "Please type at least one word."


@click.command()
@click.argument("path")
@click.option("--bare", is_flag=True, help="Ask no questions; write the sample script.")
def new(path: str, *, bare: bool) -> None:
    """Start a script of your own, by answering four questions."""
    typed = os.path.expanduser(path)  # noqa: PTH111 - pathlib's raises on an unknown ~name
    target = Path(typed)
    _refuse_unnamed(typed)
    if _is_there(target):
        raise _taken(path)
    answers = _usual(target)
    if not bare and sys.stdin.isatty():
        answers = _asked(answers)
    try:
        write_new(target, format_script(script_of(answers)).encode())
    except FileExistsError:
        raise _taken(path) from None
    except OSError as error:
        raise _unwritable(path, error) from error
    click.echo(f"{path} is ready. Change its words, then: ground check {_to_type(typed)}")


def _refuse_unnamed(typed: str) -> None:
    """Refuse a path that does not end in the name of a script.

    Raises:
        GroundError: The path is empty, a folder, or a name without a script's ending.
    """
    target = Path(typed)
    is_folder = typed.endswith(("/", os.sep)) or target.name in {"", ".."}
    if is_folder or target.name in SUFFIXES:
        place = target if is_folder else target.parent
        example = _to_type(str(place / f"morning{SUFFIX}"))
        raise GroundError(f"The script needs a name. Try: ground new {example}")
    if target.suffix not in SUFFIXES:
        example = _to_type(f"{typed.rstrip('.')}{SUFFIX}")
        raise GroundError(f"The name of a script ends in {SUFFIX}. Try: ground new {example}")


def _to_type(path: str) -> str:
    """Quote a path for a shell, so that it is not an option."""
    return shlex.quote(f"./{path}" if path.startswith("-") else path)


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


def _usual(target: Path) -> Answers:
    """Return the proposed answers, with a title from the file's name if possible."""
    words = target.stem.replace("-", " ").replace("_", " ").split()
    answers = Answers(" ".join(words).capitalize())
    return Answers("My exercise") if refusal(answers) else answers


def _asked(usual: Answers) -> Answers:
    """Ask the author; Enter takes the answer in brackets.

    Raises:
        click.Abort: The author left; a message was printed.
    """
    click.echo(
        "There are four questions. Enter takes the answer in brackets; you can change it all later."
    )
    try:
        return _answers(usual)
    except click.Abort:
        click.echo("\nStopped. Nothing was written.", err=True)
        raise


def _answers(usual: Answers) -> Answers:
    def ask(question: str, usually: str, with_it: Callable[[str], Answers]) -> str:
        def read(answer: str) -> str:
            words = " ".join(answer.split())
            reason = refusal(with_it(words)) if words else NO_WORD
            if reason:
                raise click.BadParameter(reason)
            return words

        return str(click.prompt(question, default=usually, value_proc=read))

    title = ask("What is it called", usual.title, lambda title: replace(usual, title=title))
    about = ask(
        "What happens in it, in one line", usual.about, lambda about: replace(usual, about=about)
    )
    return Answers(
        title,
        about,
        ask=click.prompt(
            "How much does it ask of a listener, from 1 (stay there) to 4 (think)",
            default=usual.ask,
            type=_Ask(ASKS[0], ASKS[-1]),
        ),
        position=ask(
            "What position is best for it",
            usual.position,
            lambda position: replace(usual, position=position),
        ),
    )


class _Ask(click.IntRange):
    """Type of the answer how much an exercise asks."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Convert the typed text."""
        try:
            return super().convert(value, param, ctx)
        except click.BadParameter:
            self.fail("Please type 1, 2, 3 or 4.", param, ctx)
