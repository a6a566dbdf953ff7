"""What a script means, as values. Durations are exact fractions of a second.

Line numbers say where a thing was written; they take no part in equality, so a script that
is formatted and parsed again equals itself.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction

Seconds = Fraction
"""A length of time in seconds, as written: never rounded before it becomes frames."""

DEFAULT_WAIT = Seconds(20)
"""How long `[wait]` lasts where there are no keys (scripts/SOURCES.md, Settling time)."""


class Phase(StrEnum):
    """A part of one breath."""

    IN = "in"
    HOLD = "hold"
    OUT = "out"
    REST = "rest"


@dataclass(frozen=True, slots=True)
class Settle:
    """`[8s]`: time to notice. Pace stretches it, never above 20 s."""

    seconds: Seconds


@dataclass(frozen=True, slots=True)
class Hold:
    """`[hold 10s]`: a limit for safety. Pace may shrink it, never stretch it."""

    seconds: Seconds


@dataclass(frozen=True, slots=True)
class Quiet:
    """`[quiet 120s, bell 60s]`: a silence whose length was announced, ended by the bell.

    Attributes:
        seconds: Length of the silence.
        bell_after: When a bell sounds on the way, or `None`.
    """

    seconds: Seconds
    bell_after: Seconds | None = None


@dataclass(frozen=True, slots=True)
class PhaseLength:
    """One phase of a breath and how long it lasts."""

    phase: Phase
    seconds: Seconds


@dataclass(frozen=True, slots=True)
class Breathe:
    """`[breathe in 4s, out 6s, 3 times]`: rounds of breath that pace leaves alone.

    Attributes:
        phases: The phases of one round, in order.
        times: How many rounds.
        words_every: A round's words are spoken in the first round and every so many after.
    """

    phases: tuple[PhaseLength, ...]
    times: int = 1
    words_every: int = 1


@dataclass(frozen=True, slots=True)
class Wait:
    """`[wait 20s, ask again]`: until a key comes; without keys, so long.

    Attributes:
        seconds: Length where there are no keys.
        ask_again: Whether the line is said again until a key comes (without keys: once more).
    """

    seconds: Seconds = DEFAULT_WAIT
    ask_again: bool = False


@dataclass(frozen=True, slots=True)
class Bell:
    """`[bell]`: the soft bell."""


Directive = Settle | Hold | Quiet | Breathe | Wait | Bell


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a script: what is said and what follows it.

    Attributes:
        text: What is said. Empty where directives stand on a line of their own; they then
            follow the spoken line above.
        directives: What follows in place of the ordinary gap.
        paragraph_end: Whether a blank line follows (a slightly longer gap).
        number: 1-based line of the script.
    """

    text: str
    directives: tuple[Directive, ...] = ()
    paragraph_end: bool = False
    number: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Step:
    """One `##` part of a script; becomes a chapter.

    Attributes:
        title: Its heading.
        lines: At least one, of which at least one is spoken.
        repeat: Whether it may be said again to fill a longer time.
        number: 1-based line of the heading.
    """

    title: str
    lines: tuple[Line, ...]
    repeat: bool = False
    number: int = field(default=0, compare=False)

    @property
    def holds(self) -> bool:
        """True if a `[hold]` limits this step; then nothing in it is stretched or repeated."""
        return any(isinstance(d, Hold) for line in self.lines for d in line.directives)


@dataclass(frozen=True, slots=True)
class Place:
    """Where in a script something was written.

    Attributes:
        line: 1-based line.
        column: 1-based column of its first character.
    """

    line: int = 1
    column: int = 1


BEGINNING = Place()
"""Where a script begins; stands for its head, and for the whole of it."""


@dataclass(frozen=True, slots=True)
class Script:
    """An exercise as written.

    Attributes:
        title: What the listener picks.
        about: One spoken line for menus, twelve words at most.
        ask: How much it asks of a person, 1 (nothing) to 4 (think or plan).
        position: Free text, such as "seated".
        steps: At least one.
        needs: What to have at hand; empty when nothing.
        swap: Id of another exercise that can take this one's place, or empty.
        language: BCP 47 tag of the spoken lines.
        bed: Whether the soft noise lies under the voice.
        sources: Where the practice comes from.
        reviewed: Who looked it over and when; empty when nobody did.
        id: Name of the file without its ending.
        title_place: Where the title was written.
        about_place: Where `about` was written.
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
    sources: tuple[str, ...] = ()
    reviewed: str = ""
    id: str = field(default="", compare=False)
    title_place: Place = field(default=BEGINNING, compare=False)
    about_place: Place = field(default=BEGINNING, compare=False)


LIVE_FIELDS = ("day", "time of day")
"""Fields in braces that are known only while playing."""


def is_live(text: str) -> bool:
    """True if a line holds a field such as `{day}`; exports leave such a line out."""
    return "{" in text
