"""Watches every command with strace, and searches the disk for what was to be forgotten.

::

    python -m tests.privacy                 # every command for up to two minutes
    python -m tests.privacy --seconds 10
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import click
import pexpect

from tests.exercises import SHORT, TURNS, WALK
from tests.homes import make_homes
from tests.pulse import PulseServer
from tests.recording.spoken import LINES, between, said, write_file

ROOT = Path(__file__).parents[1]

ENDS = 30.0
"""Seconds in which a command must end once the keys that leave it are pressed."""

LEAVE = "\x1bq\x1bq"

_CALLS = "socket,socketpair,connect,bind,listen,sendto,sendmsg,execve"
_CALL = re.compile(r"^(\d+) +(\w+)\((.*)\) += (-?\d+)(.*)$")
_FAMILY = re.compile(r"(AF_\w+)")
_PATH = re.compile(r'sun_path=(@?"[^"]*")')

PROGRAMS = {
    "python -m voice": "the program itself",
    "python -m voice.speech.worker": "the voice, in a process that can be ended",
    "python -m voice.album.worker": "a file of an album",
    "gio set": "marks the icon on the desktop as trusted; GNOME and Xfce want it",
}
"""The programs that may be started, and what for."""


@dataclass(frozen=True, slots=True)
class Command:
    """A command, and what somebody does meanwhile.

    Attributes:
        arguments: What is typed.
        keys: Keys and the seconds before each; then it is left alone until time is up.
        lasts: True if it goes on until it is left.
    """

    arguments: Sequence[str]
    keys: Sequence[tuple[float, str]] = ()
    lasts: bool = False


QUICK = ("--voice", "espeak/gmw/en-us", "--no-bell", "--pauses", "0.3")

COMMANDS = (
    Command(("play", "walk.md", "--background", "rain"), ((4, " "), (1, " "), (1, "?"), (3, " "), (1, "h")), lasts=True),
    Command((), ((5, "\r"), (8, "n"), (2, "x"), (4, "\r")), lasts=True),
    Command(("support",), ((4, " "), (2, "\r")), lasts=True),
    Command(("help",), lasts=True),
    Command(("voices", "--listen"), ((4, "n"), (3, "n")), lasts=True),
    Command(("choose",), ((4, "n"), (3, "\r"), (3, "+"), (2, "\r")), lasts=True),
    Command(("record", "Mira", "lines.md"), ((8, " "), (4, "\r"), (2, "\r"), (3, "\r"), (4, "\r")), lasts=True),
    Command(("export", "short.md", *QUICK, "-o", "x.mp3", "--captions", "lrc")),
    Command(("export", "short.md", "turns.md", *QUICK, "--jobs", "2", "-o", "album")),
    Command(("export", "short.md", "turns.md", *QUICK, "--join", "-o", "joined.m4b")),
    Command(("check", "short.md")),
    Command(("doctor",)),
    Command(("list",)),
    Command(("show", "short.md", "--json")),
    Command(("new", "mine.md", "--bare")),
    Command(("new", "stone.md", "--from-text", "text.txt")),
    Command(("settings", "--person", "Marlene", "--number", "030 5550077", "--country", "DE")),
    Command(("shortcut",)),
    Command(("shortcut", "--remove")),
    Command(("voices", "--all")),
    Command(("record", "Karl", "lines.md", "--from", "phone")),
    Command(("record", "Karl", "lines.md", "--missing", "--json")),
    Command(("record", "Karl", "--delete"), ((2, "y\r"),)),
    Command(("nothing-like-it",)),
    Command(("settings", "--reset")),
)

SHORT_LIST = (
    Command(("play", "brief.md", *QUICK)),
    Command(("export", "brief.md", *QUICK, "-o", "x.mp3")),
    Command(("doctor",)),
)
"""Those of the short version."""

BRIEF = "---\ntitle: Brief one\nabout: One line.\nask: 1\nposition: any\n---\n\n## One\n\nLook.\n"


@dataclass(frozen=True, slots=True)
class Seen:
    """What strace saw of one command.

    Attributes:
        sockets: What it spoke to: the path of a socket, or the family of another kind.
        programs: What it started, as in `PROGRAMS`.
    """

    sockets: frozenset[str]
    programs: frozenset[str]


class House:
    """A place with a sound server, and a session bus if one is wanted."""

    def __init__(self, place: Path, server: PulseServer, bus: str | None) -> None:
        self.place = place
        self.environment = {**make_homes(place), **server.env, "PYTHONPATH": str(ROOT)}
        self.allowed = {"sound server": server.env["PULSE_SERVER"].removeprefix("unix:")}
        if bus:
            self.environment["DBUS_SESSION_BUS_ADDRESS"] = f"unix:path={bus}"
            self.allowed["session bus"] = bus

    def watched(self, command: Command, seconds: float) -> Seen:
        """Run a command under strace in a terminal, for so long at most."""
        trace = self.place.parent / "trace"
        arguments = ["-f", "--seccomp-bpf", "-qq", "-s", "300", "-e", f"trace={_CALLS}", "-o", str(trace)]
        program = pexpect.spawn(
            "strace",
            [*arguments, sys.executable, "-m", "voice", *command.arguments],
            cwd=str(self.place / "here"),
            env=self.environment,
            encoding="utf-8",
            timeout=seconds,
            dimensions=(24, 200),
        )
        deadline = time.monotonic() + seconds
        keys = [*command.keys, *(((seconds, ""),) if command.lasts else ())]
        for wait, key in keys:
            if _ended(program, min(wait, deadline - time.monotonic())):
                break
            program.send(key)
        else:
            if not _ended(program, ENDS if not command.lasts else 0.5):
                for key in LEAVE:
                    program.send(key)
                    if _ended(program, 0.5):
                        break
        if not _ended(program, ENDS):
            raise AssertionError(f"{command.arguments} does not end: {program.before}")
        program.close()
        self.printed = program.before
        return seen(trace.read_text(errors="replace").splitlines())


def _ended(program: pexpect.spawn, seconds: float) -> bool:
    """Wait so long for the end of a program, and read what it prints."""
    return program.expect([pexpect.EOF, pexpect.TIMEOUT], timeout=max(seconds, 0)) == 0


def seen(rows: Iterable[str]) -> Seen:
    """Read what strace wrote."""
    sockets: set[str] = set()
    programs: set[str] = set()
    for row in rows:
        match = _CALL.match(row)
        if match is None:
            continue
        _, call, arguments, result, _ = match.groups()
        if call == "execve":
            if result == "0":
                programs.add(_program(arguments))
            continue
        family = _FAMILY.search(arguments)
        path = _PATH.search(arguments)
        if path:
            sockets.add(path[1].strip('"') if result == "0" else f"{path[1].strip(chr(34))} (refused)")
        elif family and family[1] != "AF_UNIX":
            sockets.add(family[1])
    return Seen(frozenset(sockets), frozenset(programs))


def _program(arguments: str) -> str:
    """The name of a program, and as much of its arguments as says what it is."""
    words = re.findall(r'"((?:[^"\\]|\\.)*)"', arguments)[1:]
    name = Path(words[0]).name if words else arguments
    name = re.sub(r"^python[\d.]*$", "python", name)
    if name == "python":
        return " ".join(["python", *words[words.index("-m"):][:2]]) if "-m" in words else " ".join(["python", *words[1:3]])
    return " ".join([name, *words[1:2]])


@click.command(help="Watch every command with strace, and search the disk.")
@click.option("--seconds", type=float, default=110.0, show_default=True, help="For each command.")
@click.option("--bus/--no-bus", default=None)
@click.option("--only", multiple=True)
def main(seconds: float, bus: bool | None, only: tuple[str, ...]) -> None:
    """Print a row for each command, and what was not to be seen."""
    wrong = 0
    for with_bus in (False, True) if bus is None else (bus,):
        with tempfile.TemporaryDirectory(prefix="privacy-") as name, house(Path(name), bus=with_bus) as here:
            for command in COMMANDS:
                if only and (command.arguments or ("menu",))[0] not in only:
                    continue
                found = here.watched(command, seconds)
                faults = judged(found, here)
                wrong += len(faults)
                names = {path: kind for kind, path in here.allowed.items()}
                spoke = ", ".join(sorted(names.get(each, each) for each in found.sockets)) or "nothing"
                click.echo(f"{'bus' if with_bus else 'no bus'} | ground {' '.join(command.arguments)} | {spoke} | {', '.join(sorted(found.programs))}{'  FAULTS: ' + '; '.join(faults) if faults else ''}")
    sys.exit(bool(wrong))


def judged(found: Seen, house: House) -> list[str]:
    """What should not have been seen."""
    allowed = set(house.allowed.values())
    faults = [f"spoke to {each}" for each in sorted(found.sockets - allowed)]
    return faults + [f"started {each}" for each in sorted(found.programs - PROGRAMS.keys())]


@contextmanager
def house(folder: Path, *, bus: bool) -> Iterator[House]:
    """A house with the files that the commands need."""
    from tests.e2e.test_media_keys import Desktop

    with ExitStack() as stack:
        (folder / "pulse").mkdir()
        server = stack.enter_context(PulseServer(folder / "pulse"))
        address = None
        if bus:
            desktop = Desktop(folder)
            stack.callback(desktop.daemon.wait)
            stack.callback(desktop.daemon.kill)
            address = str(folder / "bus")
        found = House(folder / "place", server, address)
        here = folder / "place" / "here"
        for name, text in (("short", SHORT), ("turns", TURNS), ("walk", WALK), ("brief", BRIEF)):
            (here / f"{name}.md").write_text(text)
        head = "---\ntitle: Two\nabout: Two lines.\nask: 1\nposition: any\n---\n\n## One\n\n"
        (here / "lines.md").write_text(head + "".join(f"{line.written}\n" for line in LINES))
        (here / "text.txt").write_text("A stone\n\nLook at the stone.\n")
        (here / "phone").mkdir()
        for number, samples in enumerate(said()[:2], 1):
            write_file(here / "phone" / f"{number}.wav", between(0.3, samples))
        yield found


if __name__ == "__main__":
    main()
