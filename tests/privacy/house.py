"""A place with a sound server, and a session bus if one is wanted, where commands are watched."""

from __future__ import annotations

import re
import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import pexpect

from tests.e2e.test_media_keys import Desktop
from tests.exercises import SHORT, TURNS, WALK
from tests.homes import make_homes
from tests.privacy.commands import Command
from tests.pulse import PulseServer
from tests.recording.spoken import LINES, between, said, write_file

ROOT = Path(__file__).parents[2]

ENDS = 30.0
"""Seconds in which a command must end once the keys that leave it are pressed."""

LEAVE = "\x1bq\x1bq"

PROGRAMS = {
    "python -m voice": "the program itself",
    "python -m voice.speech.worker": "the voice, which is ended if it hangs",
    "python -m voice.album.worker": "makes files of an album at the same time",
    "ldconfig -p": "Python's ctypes asks it where PortAudio is, for sounddevice",
    "uname -p": "Python's platform asks it for the processor, for doctor and a fault's details",
    "gio set": "marks the icon on the desktop as trusted, as GNOME and Xfce want it",
}
"""The programs that may be started, and why."""

JACK = "/dev/shm/jack_default_0_0"  # noqa: S108 - the name of a socket
"""Another sound server, which PortAudio looks for."""

_CALLS = "socket,connect,bind,listen,sendto,sendmsg,execve"
_CALL = re.compile(r"\d+ +(\w+)\((.*)\) += (-?\d+)")
_FAMILY = re.compile(r"AF_\w+")
_PATH = re.compile(r'sun_path=@?"([^"]*)"')
_WORD = re.compile(r'"((?:[^"\\]|\\.)*)"')
_PYTHON = re.compile(r"python[\d.]*")


@dataclass(frozen=True, slots=True)
class Seen:
    """What a command did, as strace saw it.

    Attributes:
        sockets: The paths that it spoke to, and the families of sockets without one.
        programs: The programs that it started, named as in `PROGRAMS`.
    """

    sockets: frozenset[str]
    programs: frozenset[str]


@dataclass(frozen=True, slots=True)
class House:
    """The place.

    Attributes:
        place: Holds everything that a program could leave behind.
        environment: What a program is started with.
        servers: The names of sockets that may be spoken to, by their paths.
    """

    place: Path
    environment: dict[str, str]
    servers: dict[str, str]

    @property
    def here(self) -> Path:
        """The current folder."""
        return self.place / "here"

    @property
    def home(self) -> Path:
        """``GROUND_HOME``."""
        return self.place / "home"

    def watch(self, command: Command, seconds: float) -> Seen:
        """Run a command under strace in a terminal; if it lasts, for so long.

        Raises:
            AssertionError: It did not end.
        """
        trace = self.place.with_name("trace")
        options = ["-f", "--seccomp-bpf", "-qq", "-s", "200", "-e", f"trace={_CALLS}"]
        program = pexpect.spawn(
            "strace",
            [*options, "-o", str(trace), sys.executable, "-m", "voice", *command.arguments],
            cwd=str(self.here),
            env=self.environment,
            encoding="utf-8",
            dimensions=(24, 200),
        )
        try:
            _use(program, command, seconds)
        finally:
            program.close(force=True)
        return seen(trace.read_text(errors="replace").splitlines())

    def faults(self, found: Seen) -> list[str]:
        """Return what should not have been seen."""
        spoken_to = [f"spoke to {each}" for each in sorted(found.sockets - self.servers.keys())]
        started = [f"started {each}" for each in sorted(found.programs - PROGRAMS.keys())]
        return spoken_to + started


def _use(program: pexpect.spawn, command: Command, seconds: float) -> None:
    deadline = time.monotonic() + seconds
    for wait, key in command.keys:
        if _ended(program, wait):
            return
        program.send(key)
    if _ended(program, deadline - time.monotonic() if command.lasts else ENDS):
        return
    for key in LEAVE:
        program.send(key)
        if _ended(program, 1):
            return
    assert _ended(program, ENDS), f"{command.typed} does not end: {program.before}"


def _ended(program: pexpect.spawn, seconds: float) -> bool:
    """Wait so long for the end of a program, and read what it prints."""
    found: int = program.expect([pexpect.EOF, pexpect.TIMEOUT], timeout=max(seconds, 0))
    return found == 0


def seen(rows: Iterable[str]) -> Seen:
    """Read what strace wrote."""
    sockets: set[str] = set()
    programs: set[str] = set()
    for match in filter(None, map(_CALL.match, rows)):
        call, arguments, result = match.groups()
        path = _PATH.search(arguments)
        family = _FAMILY.search(arguments)
        if call == "execve":
            programs |= {_program(arguments)} if result == "0" else set()
        elif path:
            sockets.add(path[1])
        elif family and family[0] != "AF_UNIX":
            sockets.add(family[0])
    return Seen(frozenset(sockets), frozenset(programs))


def _program(arguments: str) -> str:
    """Name a program, with as much of its arguments as says what it does."""
    name, *words = _WORD.findall(arguments[arguments.index("[") :])
    name = Path(name).name
    if not _PYTHON.fullmatch(name):
        return " ".join([name, *words[:1]])
    return " ".join(["python", *words[words.index("-m") if "-m" in words else 0 :][:2]])


@contextmanager
def house(folder: Path, *, bus: bool) -> Iterator[House]:
    """A house with the files that the commands need."""
    with ExitStack() as stack:
        (folder / "pulse").mkdir()
        server = stack.enter_context(PulseServer(folder / "pulse"))
        servers = {server.env["PULSE_SERVER"].removeprefix("unix:"): "sound server", JACK: "JACK?"}
        environment = {**make_homes(folder / "place"), **server.env, "PYTHONPATH": str(ROOT)}
        if bus:
            desktop = Desktop(folder)
            stack.callback(desktop.daemon.communicate)
            stack.callback(desktop.daemon.kill)
            environment["DBUS_SESSION_BUS_ADDRESS"] = f"unix:path={folder / 'bus'}"
            servers[str(folder / "bus")] = "session bus"
        found = House(folder / "place", environment, servers)
        _furnish(found)
        yield found


def _furnish(found: House) -> None:
    head = "---\ntitle: Two\nabout: Two lines.\nask: 1\nposition: any\n---\n\n## One\n\n"
    lines = "".join(f"{line.written}\n" for line in LINES[:2])
    for name, text in (("short", SHORT), ("turns", TURNS), ("walk", WALK), ("lines", head + lines)):
        (found.here / f"{name}.md").write_text(text)
    (found.here / "text.txt").write_text("A stone\n\nLook at the stone.\n")
    (found.place / "me" / "Desktop").mkdir()  # an icon is put there
    (found.here / "phone").mkdir()
    for number, samples in enumerate(said()[:2], 1):
        write_file(found.here / "phone" / f"{number}.wav", between(0.3, samples))
