"""The model of a script. Durations are exact fractions of a second.

Line numbers say where something was written; they are ignored in comparisons, so a script that
is formatted and parsed again equals itself.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction

Seconds = Fraction
"""A length of time in seconds, as written: never rounded before it becomes frames."""

DEFAULT_WAIT = Seconds(20)
"""Length of `[wait]` where there are no keys (scripts/SOURCES.md, Settling time)."""


class Phase(StrEnum):
    """A part of one breath."""

    IN = "in"
    HOLD = "hold"
    OUT = "out"
    REST = "rest"


@dataclass(frozen=True, slots=True)
class Settle:
    """`[8s]`: time to notice. Pace stretches it, but never above 20 s."""

    seconds: Seconds


@dataclass(frozen=True, slots=True)
class Do:
    """`[do 10s]`: time for the body, to fetch or to sit down. Pace never makes it shorter."""

    seconds: Seconds


@dataclass(frozen=True, slots=True)
class Hold:
    """`[hold 10s]`: a safety limit. Pace may shrink it, but never stretches it."""

    seconds: Seconds


@dataclass(frozen=True, slots=True)
class Quiet:
    """`[quiet 120s, bell 60s]`: a silence whose length was announced and that ends with the bell.

    Attributes:
        seconds: Length of the silence.
        bell_after: Time of a bell on the way, or `None`.
    """

    seconds: Seconds
    bell_after: Seconds | None = None


@dataclass(frozen=True, slots=True)
class PhaseLength:
    """One phase of a breath and its length."""

    phase: Phase
    seconds: Seconds


@dataclass(frozen=True, slots=True)
class Breathe:
    """`[breathe in 4s, out 6s, 3 times]`: rounds of breath that pace does not change.

    Attributes:
        phases: The phases of one round, in order.
        times: Number of rounds.
        words_every: Words are spoken in the first round, and again after every so many rounds.
    """

    phases: tuple[PhaseLength, ...]
    times: int = 1
    words_every: int = 1


@dataclass(frozen=True, slots=True)
class Wait:
    """`[wait 20s, ask again]`: a wait for a key; without keys, of that length.

    Attributes:
        seconds: Length without keys.
        ask_again: True if the line is repeated until a key comes (without keys: once).
    """

    seconds: Seconds = DEFAULT_WAIT
    ask_again: bool = False


@dataclass(frozen=True, slots=True)
class Bell:
    """`[bell]`: the soft bell."""


@dataclass(frozen=True, slots=True)
class Welcome:
    """`[welcome]`: the program says how long it takes, and that one may skip and stop."""


Directive = Settle | Do | Hold | Quiet | Breathe | Wait | Bell | Welcome


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a script and what follows it.

    Attributes:
        text: Text to say. Empty if directives stand on a line of their own; they then follow the
            spoken line above.
        directives: Directives in place of the ordinary gap.
        paragraph_end: True if a blank line follows (a slightly longer gap).
        number: 1-based line of the script.
    """

    text: str
    directives: tuple[Directive, ...] = ()
    paragraph_end: bool = False
    number: int = field(default=0, compare=False)

    @property
    def welcomes(self) -> bool:
        """True if the program says the welcome here."""
        return any(isinstance(directive, Welcome) for directive in self.directives)


@dataclass(frozen=True, slots=True)
class Step:
    """One `##` part of a script; becomes a chapter.

    Attributes:
        title: Its heading.
        lines: At least one, of which at least one is spoken.
        repeat: True if it may be said again to fill a longer time.
        short: True if it is part of the one-minute version.
        later: True if it belongs to a later exercise of a walk, whose welcome is shorter.
        exercise: Title of its exercise in a walk; else empty.
        number: 1-based line of the heading; in a walk, of the one that names the exercise.
    """

    title: str
    lines: tuple[Line, ...]
    repeat: bool = False
    short: bool = False
    later: bool = False
    exercise: str = ""
    number: int = field(default=0, compare=False)

    @property
    def holds(self) -> bool:
        """True if a `[hold]` limits this step; then nothing in it is stretched or repeated."""
        return any(isinstance(d, Hold) for line in self.lines for d in line.directives)


@dataclass(frozen=True, slots=True)
class Place:
    """A place in a script.

    Attributes:
        line: 1-based line.
        column: 1-based column of its first character.
    """

    line: int = 1
    column: int = 1


BEGINNING = Place()
"""The beginning of a script; stands for its head, and for the whole of it."""


@dataclass(frozen=True, slots=True)
class Script:
    """An exercise as written.

    Attributes:
        title: The name that the listener picks.
        about: One spoken line for menus, twelve words at most.
        ask: How much it asks of a person, from 1 (nothing) to 4 (think or plan).
        position: Free text, such as "seated".
        steps: At least one.
        needs: Things to have at hand; may be empty.
        swap: Id of another exercise that can replace this one, or empty.
        language: BCP 47 tag of the spoken lines.
        bed: True if the soft noise is under the voice.
        say: What is written, and how it is spoken instead, for every voice.
        sources: Origins of the practice.
        reviewed: Reviewer and date, or empty.
        id: Name of the file without its ending.
        title_place: Place of the title.
        about_place: Place of `about`.
    """

    title: str
    about: str
    ask: int
    position: str
    steps: tuple[Step, ...]
    needs: str = ""
    swap: str = ""
    language: str = "en"
    bed: bool = True
    say: tuple[tuple[str, str], ...] = ()
    sources: tuple[str, ...] = ()
    reviewed: str = ""
    id: str = field(default="", compare=False)
    title_place: Place = field(default=BEGINNING, compare=False)
    about_place: Place = field(default=BEGINNING, compare=False)


def welcome_line(script: Script) -> Line | None:
    """Return the line where the program says the welcome, if the script has one."""
    lines = (line for step in script.steps for line in step.lines)
    return next((line for line in lines if line.welcomes), None)


LIVE_FIELDS = ("day", "time of day")
"""Fields in braces that are known only while playing."""


def is_live(text: str) -> bool:
    """True if a line has a field such as `{day}`; exports leave such a line out."""
    return "{" in text
