"""`ground check` and `ground new`: for those who write scripts."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import click

from voice.errors import GroundError, Problem, ScriptError
from voice.script import format as format_script
from voice.script.library import SUFFIX, entries, load
from voice.script.model import Line, Script, Settle, Step


@click.command()
@click.argument("scripts", nargs=-1, required=True, metavar="SCRIPT...")
def check(scripts: tuple[str, ...]) -> None:
    """Look for mistakes in scripts, and say where they are."""
    known = {entry.script.id for entry in entries()} | {Path(path).stem for path in scripts}
    problems: list[Problem] = []
    for path in scripts:
        found = _problems(path, known)
        problems += found
        if not found:
            click.echo(f"{path}: well formed.")
    if problems:
        raise ScriptError(problems)


def _problems(path: str, known: set[str]) -> list[Problem]:
    try:
        script = load(path)
    except ScriptError as error:
        return list(error.problems)
    if script.swap and script.swap not in known:
        message = f"swap names {script.swap}, but there is no such exercise. See: ground list"
        return [Problem(path, 1, 1, message)]
    return []


@click.command()
@click.argument("path")
def new(path: str) -> None:
    """Begin a script of your own, at PATH."""
    target = Path(path)
    if target.suffix != SUFFIX:
        raise GroundError(f"A script's name ends in {SUFFIX}. Try: ground new {path}{SUFFIX}")
    try:
        with target.open("x", encoding="utf-8") as file:
            file.write(_start(target))
    except FileExistsError:
        raise GroundError(f"{path} is already there. Choose another name.") from None
    except OSError as error:
        target_error = error.strerror or "the system does not say why"
        raise GroundError(f"I can't write {path}: {target_error}. Choose another place.") from error
    click.echo(f"{path} is ready. Change its words, then: ground check {path}")


def _start(target: Path) -> str:
    """A small script that is whole already."""

    def line(text: str, seconds: int = 0, *, last: bool = False) -> Line:
        return Line(text, (Settle(Fraction(seconds)),) if seconds else (), paragraph_end=last)

    title = target.stem.replace("-", " ").replace("_", " ").strip().capitalize()
    return format_script(
        Script(
            title=title or "My exercise",
            about="Look round, and find one thing.",
            ask=1,
            position="sitting, standing or lying",
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
                Step(
                    "Back to the room",
                    (
                        line("Look round the room once more.", 6, last=True),
                        line("That was the whole exercise.", 4, last=True),
                    ),
                ),
            ),
        )
    )
