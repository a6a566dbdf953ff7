"""Error messages for wrong command lines, for the screen and for the ear."""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from typing import IO, Any

import click


class UnknownCommandError(click.UsageError):
    """There is no command of the name that was typed."""

    def __init__(self, name: str, nearest: Sequence[str], exercise: str = "") -> None:
        """Word the error.

        Args:
            name: The name that was typed.
            nearest: The most similar command, if there is one.
            exercise: The name of an exercise, if one was meant.
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
        """Print the message without Click's usage lines."""
        click.echo(self.message, file=file, err=file is None)


def usage_aloud(error: click.UsageError) -> str:
    """Word a usage error for the ear, without punctuation marks and positions."""
    match error:
        case UnknownCommandError():
            return error.aloud
        case click.NoSuchOption():
            known = error.possibilities or ()  # in alphabetical order
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
    """Print the possible values of an option, as `usage_aloud` says them, or Click's message."""
    match error:
        case click.BadParameter(param=click.Option() as option) if possible := _possible(option):
            click.echo(f"{max(option.opts, key=len)} {possible}", err=True)
        case _:
            error.show()


def _whole_name(error: click.BadOptionUsage) -> str:
    """Return the longest name of the option that was typed, perhaps as one letter."""
    options = error.ctx.command.params if error.ctx is not None else []
    names = next((each.opts for each in options if error.option_name in each.opts), [])
    return max([error.option_name, *names], key=len)


def _spoken(option: str) -> str:
    return option.lstrip("-").replace("-", " ")


def _possible(option: click.Option) -> str:
    """Return the values of an option in words that follow its name; empty if it takes any."""
    match option.type:
        case click.Choice(choices=[*others, last]):
            return f"can be {', '.join(map(str, others))} or {last}."
    return str(getattr(option.type, "possible", ""))  # a `Number` says it
