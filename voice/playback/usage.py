"""The options of ``ground play`` as data, so that two readers agree on them.

`voice.cli.options` makes Click's options from it, and `voice.playback.startup` decides by it,
before Click is loaded, whether a command line is sure to play. It uses named tuples, because a
dataclass takes 0.7 ms to make, and the first sound waits for this module.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from contextlib import suppress
from typing import NamedTuple

from voice.ranges import DEFAULT_PACE, PACE_NAMES, PAUSES_RANGE, RATE_RANGE, VOLUME_RANGE

LONGEST_NIGHT = 12 * 60
"""The most minutes of an exercise: a night and a little more."""

BACKGROUNDS = ("rain", "waves", "brown")
"""Names of the backgrounds made by the program; any other is a music file."""


class Span(NamedTuple):
    """Range of the numbers that an option takes.

    Attributes:
        lowest: The least number.
        highest: The greatest number.
        whole: Whether only whole numbers are allowed.
        above: Whether the least itself is excluded.
    """

    lowest: float
    highest: float
    whole: bool = False
    above: bool = False

    def holds(self, typed: str) -> bool:
        """Return True if the typed text is such a number."""
        with suppress(ValueError):
            number = int(typed) if self.whole else float(typed)
            enough = self.lowest < number if self.above else self.lowest <= number
            return enough and number <= self.highest and not math.isnan(number)
        return False


class Option(NamedTuple):
    """An option of the command line.

    Attributes:
        names: One name, or two for a switch: the first turns it on, the second off.
        help: A sentence on its effect.
        metavar: Stands for its value in the help; empty for a switch, or if there are `words`.
        words: The values it takes, if they can be listed.
        span: The numbers it takes.
        usual: Whether an exercise with this option still begins with the usual opening.
    """

    names: tuple[str, ...]
    help: str
    metavar: str = ""
    words: tuple[str, ...] = ()
    span: Span | None = None
    usual: bool = True

    @property
    def takes_value(self) -> bool:
        """True if a value follows the option; a switch has none."""
        return bool(self.metavar or self.words)

    def accepts(self, value: str) -> bool:
        """Return True if the table allows this value."""
        if self.words:
            return value in self.words
        return self.span is None or self.span.holds(value)


class Typed(NamedTuple):
    """A command line that was read.

    Attributes:
        words: Arguments that are not options, in order.
        options: Each given name and its value, empty for a switch; the last one counts.
    """

    words: tuple[str, ...] = ()
    options: tuple[tuple[str, str], ...] = ()

    def value(self, name: str) -> str | None:
        """Return the value given last for an option; `None` without one."""
        return dict(self.options).get(name)


SHARED = (
    Option(
        ("--pace",), f"Pace of the voice and the pauses. Usually {DEFAULT_PACE}.", words=PACE_NAMES
    ),
    Option(
        ("--rate",),
        f"Words a minute, {RATE_RANGE[0]} to {RATE_RANGE[1]}.",
        "WPM",
        span=Span(*RATE_RANGE, whole=True),
    ),
    Option(
        ("--pauses",),
        "Longer pauses (above 1) or shorter ones (below 1).",
        "FACTOR",
        span=Span(*PAUSES_RANGE),
    ),
    Option(
        ("--minutes",),
        "How long it should last, in minutes: pauses stretch, and parts repeat.",
        "N",
        span=Span(0, LONGEST_NIGHT, above=True),
        usual=False,  # whether it can last so long depends on its lines
    ),
    Option(("--voice",), "Voice that speaks; see: ground voices.", "VOICE"),
    Option(("--bed", "--no-bed"), "Soft noise under the voice. Usually on."),
    Option(
        ("--background",),
        f"Sound under the voice: {', '.join(BACKGROUNDS)}, or a file of music. Usually none.",
        "SOUND",
    ),
    Option(("--bell", "--no-bell"), "Soft bells. Usually on."),
    Option(("--breath-sound", "--no-breath-sound"), "Soft noise with each breath. Usually on."),
)
"""Options of `play`, `export` and `show`."""

PLAYING = (
    Option(
        ("--volume",),
        "Loudness in percent. Usually 100.",
        "PERCENT",
        span=Span(*VOLUME_RANGE, whole=True),
        usual=False,
    ),
    Option(("--captions",), "Print each line as it is said."),
    Option(("--device",), "Sound device to play on; see: ground doctor.", "NAME", usual=False),
    Option(("--from",), "Begin at a step: its number or heading.", "STEP", usual=False),
)
"""Options of `play` alone."""


def read(arguments: Sequence[str], options: Iterable[Option]) -> Typed | None:
    """Read the arguments of a command as Click does; return `None` if Click would refuse them."""
    named = {name: option for option in options for name in option.names}
    words: list[str] = []
    given: list[tuple[str, str]] = []
    left = iter(arguments)
    for argument in left:
        if argument == "--":
            words.extend(left)
        elif argument.startswith("-") and argument != "-":
            name, with_value, value = argument.partition("=")
            option = named.get(name)
            if option is None or (with_value and not option.takes_value):
                return None
            if option.takes_value:
                value = value if with_value else next(left, "\0")
                if value == "\0" or not option.accepts(value):
                    return None
            given.append((name, value))
        else:
            words.append(argument)
    return Typed(tuple(words), tuple(given))
