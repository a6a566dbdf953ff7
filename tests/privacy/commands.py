"""Every command, with what somebody does meanwhile."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Command:
    """A command, and what somebody does meanwhile.

    Attributes:
        arguments: What is typed.
        keys: Keys, and the seconds before each.
        lasts: True if it goes on until somebody leaves it.
    """

    arguments: Sequence[str]
    keys: Sequence[tuple[float, str]] = ()
    lasts: bool = False

    @property
    def typed(self) -> str:
        """It as it is typed."""
        return " ".join(["ground", *self.arguments])


QUICK = ("--voice", "espeak/gmw/en-us", "--no-bell", "--pauses", "0.3")
TWO = ("short.md", "turns.md", *QUICK)

LISTENED_TO = (
    Command(
        ("play", "walk.md", "--background", "rain"),
        ((8, " "), (1, " "), (1, "?"), (6, " "), (1, "h")),
        lasts=True,
    ),
    Command((), ((8, "\r"), (8, "n"), (4, "x"), (4, "\r")), lasts=True),
    Command(("support",), ((8, " "), (4, "\r")), lasts=True),
    Command(("help",), lasts=True),
    Command(("voices", "--listen"), ((8, "n"), (4, "n")), lasts=True),
    Command(("choose",), ((8, "n"), (4, "\r"), (4, "+"), (4, "\r")), lasts=True),
    Command(
        ("record", "Mira", "lines.md"),
        ((8, " "), (6, "\r"), (4, "\r"), (4, "\r"), (4, "\r")),
        lasts=True,
    ),
    Command(("nothing-like-it",)),
)

WRITING = (
    Command(("export", "short.md", *QUICK, "-o", "x.mp3", "--captions", "lrc")),
    Command(("export", *TWO, "--jobs", "2", "-o", "album")),
    Command(("export", *TWO, "--join", "-o", "joined.m4b")),
    Command(("new", "mine.md", "--bare")),
    Command(("new", "stone.md", "--from-text", "text.txt"), ((2, "\r\r\r\r"),)),
    Command(("settings", "--person", "Marlene", "--number", "030 5550077", "--country", "DE")),
    Command(("shortcut",)),
    Command(("shortcut", "--remove")),
    Command(("record", "Karl", "lines.md", "--from", "phone")),
    Command(("record", "Karl", "lines.md", "--missing", "--json")),
    Command(("record", "Karl", "--pack"), ((3, "y\r"),)),
    Command(("record", "Karl", "--delete"), ((3, "y\r"),)),
    Command(("voices", "--add", "Karl.ground-voice.zip")),
    Command(("settings", "--reset")),
)

SHOWING = (
    Command(("check", "short.md")),
    Command(("doctor",)),
    Command(("list",)),
    Command(("show", "short.md", "--json")),
    Command(("voices", "--all")),
)

COMMANDS = (*LISTENED_TO, *WRITING, *SHOWING)
