"""Shared options of `play`, `export` and `show`, passed as one value."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import wraps
from typing import Any, TypeVar

import click

from voice.exercise.choices import Choices
from voice.playback.usage import SHARED, Option, Span

Command = TypeVar("Command", bound=Callable[..., None])


def sounding(command: Command) -> Command:
    """Add the shared options; the command takes them as ``choices``."""

    @wraps(command)
    def with_choices(*args: Any, **kwargs: Any) -> None:
        choices = Choices(**{name: kwargs.pop(name) for name in Choices.__dataclass_fields__})
        if choices.pauses is not None and choices.minutes is not None:
            raise click.UsageError("--minutes sets the pauses itself, so leave out --pauses.")
        if choices.background is not None and not choices.background.strip():
            raise click.UsageError("--background needs a sound, such as rain, or a file of music.")
        command(*args, choices=choices, **kwargs)

    return options(SHARED)(with_choices)  # type: ignore[return-value]


def options(table: Sequence[Option], **names: str) -> Callable[[Command], Command]:
    """Add the options of a table to a command.

    Args:
        table: The options.
        names: Parameter names for some of them, by option, such as ``beginning`` for ``from``.
    """

    def with_options(command: Command) -> Command:
        for option in reversed(table):
            command = _decorator(option, names)(command)
        return command

    return with_options


def refuse_empty(**values: str | None) -> None:
    """Refuse an empty value of an option that names a file: a script may have found no name.

    Raises:
        UsageError: One is empty.
    """
    for name, value in values.items():
        if value is not None and not value.strip():
            raise click.UsageError(f"--{name} needs a name.")


class Number(click.ParamType[float]):
    """A number within a span, never "nan"."""

    name = "number"

    def __init__(self, span: Span) -> None:
        self.span = span

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> float:
        """Convert the typed text."""
        if not self.span.holds(str(value)):
            self.fail(f"{value!r} is not possible: it {self.possible}", param, ctx)
        return int(value) if self.span.whole else float(value)

    @property
    def possible(self) -> str:
        """The allowed numbers, in words that follow the option's name."""
        lowest, highest = f"{self.span.lowest:g}", f"{self.span.highest:g}"
        if self.span.above:
            return f"can be anything above {lowest}, up to {highest}."
        return f"can be {lowest} to {highest}."


def _decorator(option: Option, names: Mapping[str, str]) -> Callable[[Command], Command]:
    declared = ["/".join(option.names)]
    name = option.names[0].lstrip("-")
    if name in names:
        declared.append(names[name])
    if not option.takes_value:
        usual = None if option.names[1:] else False  # without one of a pair, the settings decide
        return click.option(*declared, is_flag=True, default=usual, help=option.help)
    kind = _type_of(option)
    return click.option(*declared, type=kind, metavar=option.metavar or None, help=_help_of(option))


def _type_of(option: Option) -> click.ParamType[Any] | None:
    if option.words:
        return click.Choice(list(option.words))
    return None if option.span is None else Number(option.span)


def _help_of(option: Option) -> str:
    """Return the help of an option, with its range of numbers if missing."""
    text, span = option.help, option.span
    if span is None or span.above or f"{span.highest:g}" in text:
        return text
    return f"{text} From {span.lowest:g} to {span.highest:g}."
