"""Runs the program in a child of this process, where everything is loaded already."""

from __future__ import annotations

import os
import signal
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

import voice.cli.export
import voice.cli.new
import voice.cli.record
import voice.cli.settings
import voice.cli.shortcut
import voice.cli.voices  # noqa: F401 - loaded once, before all runs begin
from tests.homes import PLACE
from voice.__main__ import main

LIMIT = 120.0
"""Seconds after which a run hangs."""

_LOOK = 0.001
"""Seconds between two looks at a child."""

_TOUCHES = ("open", "os.", "shutil.", "subprocess.Popen", "tempfile.", "fcntl.")
"""Audit events of what a run does with files, or begins of these."""

_LOST = 98
"""Exit code of a child that did not even come to an end of its own."""


@dataclass(frozen=True, slots=True)
class Moment:
    """When a run is killed, and how.

    Attributes:
        number: The signal.
        touch: Before which touch of a file, counted from 1; 0 for a time.
        seconds: After how many seconds, if `touch` is 0.
    """

    number: signal.Signals
    touch: int
    seconds: float

    def __str__(self) -> str:
        """Such as ``SIGTERM at touch 12``."""
        when = f"touch {self.touch}" if self.touch else f"{1000 * self.seconds:.0f} ms"
        return f"{self.number.name} at {when}"


@dataclass(frozen=True, slots=True)
class Run:
    """How a run ended.

    Attributes:
        code: Its exit code, or the signal that ended it, negative.
        touches: How often it touched a file, if it was counted.
        seconds: How long it took.
        told: What it printed.
    """

    code: int
    touches: int
    seconds: float
    told: str


def run_forked(arguments: Sequence[str], moment: Moment | None = None) -> Run:
    """Run the program in the current folder, and kill it at a moment.

    Raises:
        AssertionError: It hangs.
    """
    with tempfile.TemporaryFile("w+") as told, tempfile.TemporaryFile("w+") as counted:
        begun = time.monotonic()
        child = os.fork()
        if not child:
            _become(arguments, moment, told.fileno(), counted.fileno())
        code = _awaited(child, begun, moment)
        seconds = time.monotonic() - begun
        told.seek(0)
        return Run(code, os.fstat(counted.fileno()).st_size, seconds, told.read())


def _become(arguments: Sequence[str], moment: Moment | None, told: int, counted: int) -> NoReturn:
    try:
        nowhere = os.open(os.devnull, os.O_RDONLY)
        for number, place in ((nowhere, 0), (told, 1), (told, 2)):
            os.dup2(number, place)
        sys.stdin, sys.stdout, sys.stderr = open(0), open(1, "w"), open(2, "w")  # noqa: SIM115
        sys.argv[1:] = arguments
        _watch(os.environ[PLACE], moment, counted)
        main()
    except SystemExit as ended:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(ended.code if isinstance(ended.code, int) else _LOST)
    finally:
        os._exit(_LOST)


def _watch(place: str, moment: Moment | None, counted: int) -> None:
    """Count the touches of files in a place, and send the signal before one of them."""
    count = 0

    def look(event: str, arguments: tuple[object, ...]) -> None:
        nonlocal count
        if not event.startswith(_TOUCHES) or not any(_is_in(place, each) for each in arguments):
            return
        count += 1
        os.write(counted, b".")
        if moment is not None and count == moment.touch:
            os.kill(os.getpid(), moment.number)

    sys.addaudithook(look)


def _is_in(place: str, argument: object) -> bool:
    """True if an argument is, or holds, a path in a place; the current folder is one."""
    if isinstance(argument, str) and not argument.startswith("/"):
        return Path(argument).suffix != ""
    return place in str(argument)


def _awaited(child: int, begun: float, moment: Moment | None) -> int:
    """Wait for a child, and send it the signal when its time has come."""
    kill_at = begun + moment.seconds if moment and not moment.touch else None
    while True:
        pid, status = os.waitpid(child, os.WNOHANG)
        if pid:
            return os.waitstatus_to_exitcode(status)
        now = time.monotonic()
        if kill_at is not None and moment is not None and now >= kill_at:
            os.kill(child, moment.number)
            kill_at = None
        if now > begun + LIMIT:
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)
            raise AssertionError("It hangs.")
        time.sleep(_LOOK)
