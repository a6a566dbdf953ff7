"""Wrong command lines, worded for the screen and for the ear."""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from typing import IO, Any

import click

from voice.cli.number import Number


class UnknownCommandError(click.UsageError):
    """Nothing here has the name that was typed."""

    def __init__(self, name: str, nearest: Sequence[str], exercise: str = "") -> None:
        """Word it.

        Args:
            name: What was typed.
            nearest: The command most like it, if one is.
            exercise: The name of the exercise that was meant, if it was one.
        """
        meant = f"play {exercise}" if exercise else next(iter(nearest), "")
        guess = f" Did you mean: ground {meant}?" if meant else ""
        super().__init__(f"There is no command called {name}.{guess} See: ground --help")
        self.aloud = "There is no command of that name."
        if exercise:
            self.aloud = "To hear an exercise, type ground play, and its name."
        elif nearest:
            self.aloud += f" The nearest is {nearest[0]}."

    def show(self, file: IO[Any] | None = None) -> None:
        """Print it, without the lines on how commands are written."""
        click.echo(self.message, file=file, err=file is None)


def usage_aloud(error: click.UsageError) -> str:
    """Word a wrong command line for the ear, without marks and places."""
    match error:
        case UnknownCommandError():
            return error.aloud
        case click.NoSuchOption():
            known = error.possibilities or ()  # in the alphabet's order
            nearest = difflib.get_close_matches(error.option_name, known, n=1, cutoff=0)
            guess = f" The nearest is {_spoken(nearest[0])}." if nearest else ""
            return f"There is no option of that name.{guess}"
        case click.BadOptionUsage():
            return f"The option {_spoken(_whole_name(error))} is not used like that."
        case click.BadParameter(param=click.Option() as option) if possible := _possible(option):
            return f"The option {_spoken(max(option.opts, key=len))} {possible}"
        case click.BadParameter(param=click.Option() as option):
            return f"The option {_spoken(max(option.opts, key=len))} cannot be that."
    return "I do not understand what was typed. The screen says more."


def show_usage(error: click.ClickException) -> None:
    """Print what an option can be, as `usage_aloud` says it, or else all that Click knows."""
    match error:
        case click.BadParameter(param=click.Option() as option) if possible := _possible(option):
            click.echo(f"{max(option.opts, key=len)} {possible}", err=True)
        case _:
            error.show()


def _whole_name(error: click.BadOptionUsage) -> str:
    """The longest name of the option that was typed, which may be one letter."""
    options = error.ctx.command.params if error.ctx is not None else []
    names = next((each.opts for each in options if error.option_name in each.opts), [])
    return max([error.option_name, *names], key=len)


def _spoken(option: str) -> str:
    return option.lstrip("-").replace("-", " ")


def _possible(option: click.Option) -> str:
    """The values that an option takes, in words that follow its name; empty if it takes any."""
    match option.type:
        case click.Choice(choices=[*others, last]):
            return f"can be {', '.join(map(str, others))} or {last}."
        case Number() as number:
            return number.possible
    return ""
