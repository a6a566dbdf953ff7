"""`ground new`: writes a first script for somebody who wants to write one."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import click

from voice.check.from_text import from_text, guessed, written
from voice.check.new_file import new_place, to_type, write_script
from voice.check.new_script import Answers, refusal, script_of, usual_answers
from voice.script import format as format_script
from voice.script.from_text.source import PASTED, Source, source_from, source_in

ASKS = range(1, 5)
"""Degrees of how much an exercise asks of somebody."""

KIND = Answers("My exercise")
"""Answers without a fault; each new one is judged among them."""

NO_WORD = "Please type at least one word."


@click.command()
@click.argument("path")
@click.option("--bare", is_flag=True, help="Ask no questions.")
@click.option(
    "--from-text",
    "text",
    metavar="FILE",
    help="Make the script of a text or a Word document; - reads what is pasted or piped.",
)
def new(path: str, *, bare: bool, text: str | None) -> None:
    """Start a script of your own: answer questions, or bring a text."""
    target = new_place(path)
    if text is None:
        answers = _answered(usual_answers(target.stem), bare=bare)
        write_script(target, format_script(script_of(answers)), path)
        click.echo(f"{path} is ready. Change its words, then: ground check {to_type(str(target))}")
        return
    name = PASTED if text == "-" else text
    found = from_text(_source(text), name)
    usual = guessed(found, target.stem)
    answers = _answered(usual, bare=bare)
    made = written(found, answers, path, name, asked=answers is not usual)
    write_script(target, made.content, path)
    for row in made.rows:
        click.echo(row)
    click.echo(f"When you have changed it: ground check {to_type(str(target))}")


def _source(text: str) -> Source:
    """Read the text that the author named, or pastes."""
    if text != "-":
        return source_in(os.path.expanduser(text))  # noqa: PTH111 - as for the script
    typed = sys.stdin.isatty()
    if typed:
        keys = "Ctrl-Z and Enter" if sys.platform == "win32" else "Ctrl-D"
        click.echo(f"Paste the text, then press Enter and {keys}.", err=True)
    try:
        return source_from(sys.stdin.buffer, typed=typed)
    except KeyboardInterrupt:
        raise _stopped() from None


def _answered(usual: Answers, *, bare: bool) -> Answers:
    """Ask the author, if there is one at a terminal; else return the usual answers."""
    return usual if bare or not sys.stdin.isatty() else _asked(usual)


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
        raise _stopped() from None


def _stopped() -> click.Abort:
    """Tell an author who leaves that nothing was written."""
    click.echo("\nStopped. Nothing was written.", err=True)
    return click.Abort()


def _answers(usual: Answers) -> Answers:
    def ask(question: str, usually: str, with_it: Callable[[str], Answers]) -> str:
        def read(answer: str) -> str:
            words = " ".join(answer.split())
            if words == usually:  # a text may call itself what it likes; the report says more
                return words
            reason = refusal(with_it(words)) if words else NO_WORD
            if reason:
                raise click.BadParameter(reason)
            return words

        return str(click.prompt(question, default=usually, value_proc=read))

    title = ask("What is it called", usual.title, Answers)
    only_title = usual.about == f"{usual.title}."
    about = ask(
        "What happens in it, in one line",
        f"{title}." if only_title else usual.about,
        lambda about: replace(KIND, about=about),
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
            lambda position: replace(KIND, position=position),
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
