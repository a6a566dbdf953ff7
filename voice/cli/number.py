"""A number on the command line; this module imports fast, because error messages need it."""

from __future__ import annotations

from typing import Any

import click

from voice.playback.usage import Span


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
