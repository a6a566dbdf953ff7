"""The options that `play`, `export` and `show` share, as one value."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, TypeVar

import click

from voice.timeline.pace import DEFAULT_PACE, PACES, PAUSES_RANGE, RATE_RANGE

LONGEST_NIGHT = 12 * 60
"""Minutes that can be asked for: a night and a little more."""

Command = TypeVar("Command", bound=Callable[..., None])


@dataclass(frozen=True, slots=True)
class Choices:
    """How an exercise is wanted; `None` where nothing was said."""

    pace: str | None
    rate: int | None
    pauses: float | None
    minutes: float | None
    voice: str | None
    bed: bool | None
    background: str | None
    bell: bool | None
    breath_sound: bool | None


def sounding(command: Command) -> Command:
    """Add the shared options; the command takes them as ``choices``."""

    @wraps(command)
    def with_choices(*args: Any, **kwargs: Any) -> None:
        choices = Choices(**{name: kwargs.pop(name) for name in Choices.__dataclass_fields__})
        if choices.pauses is not None and choices.minutes is not None:
            raise click.UsageError("--minutes finds the pauses by itself; leave out --pauses.")
        command(*args, choices=choices, **kwargs)

    for option in reversed(_OPTIONS):
        with_choices = option(with_choices)
    return with_choices  # type: ignore[return-value]


class _Number(click.FloatRange):
    """A number within a range; "nan" is in none."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Read what was typed."""
        number = super().convert(value, param, ctx)
        if math.isnan(number):
            self.fail(f"{value!r} is not a number.", param, ctx)
        return number


_OPTIONS = (
    click.option(
        "--pace", type=click.Choice(list(PACES)), help=f"How fast it goes. Usually {DEFAULT_PACE}."
    ),
    click.option(
        "--rate",
        type=click.IntRange(*RATE_RANGE),
        metavar="WPM",
        help=f"Words a minute, {RATE_RANGE[0]} to {RATE_RANGE[1]}.",
    ),
    click.option(
        "--pauses",
        type=_Number(float(PAUSES_RANGE[0]), float(PAUSES_RANGE[1])),
        metavar="FACTOR",
        help="More silence (above 1) or less (below 1).",
    ),
    click.option(
        "--minutes",
        type=_Number(0, LONGEST_NIGHT, min_open=True),
        metavar="N",
        help="How long it lasts, by its pauses and by parts said again.",
    ),
    click.option("--voice", metavar="VOICE", help="Who speaks; see: ground voices."),
    click.option("--bed/--no-bed", default=None, help="Soft noise under the voice."),
    click.option(
        "--background",
        metavar="SOUND",
        help="Under the voice: rain, waves, brown, or a file of music.",
    ),
    click.option("--bell/--no-bell", default=None, help="Soft bells."),
    click.option("--breath-sound/--no-breath-sound", default=None, help="Sound with each breath."),
)
