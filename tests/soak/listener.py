"""Somebody at a terminal who presses keys at random while exercises play one after another."""

from __future__ import annotations

import random
import re
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path

import pexpect

from tests.soak.processes import state_of

OVER = re.compile(r"([^\r\n]+) is over\.")
ASKED = ("The choices are spoken", " is over.")
"""Printed where the next key chooses."""

KEYS = dict(zip(" nbr+-fshx?y\t", (4, 9, 2, 3, 3, 3, 2, 2, 1, 1, 1, 1, 1), strict=True))
"""Keys while an exercise plays, and how often each comes; the last two mean nothing there."""

ANSWERS = "1123"
"""Keys where something is asked: again, something else, longer, or the choice of that number."""

BETWEEN = 12.0
"""Seconds from one key to the next, on average."""

STILL = 6.0
"""Seconds after which what stands still goes on, and after which a question is answered."""

LOOK = 10.0
"""Seconds between two looks at what the program holds."""

SETTLED = 2.0
"""Seconds after the end of an exercise, when the next sentence is said, until it is looked at."""

ENDS = 20.0
"""Seconds in which it must end."""


class Listener:
    """Plays, and writes down what was pressed, printed and held."""

    def __init__(
        self,
        folder: Path,
        environment: dict[str, str],
        note: Callable[..., None],
        chance: random.Random,
    ) -> None:
        """Start nothing yet.

        Args:
            folder: Where the program is started.
            environment: What it is started with.
            note: Writes something down.
            chance: Chooses keys and moments.
        """
        self._folder = folder
        self._environment = environment
        self._note = note
        self._chance = chance
        self._asked = False

    def play(self, arguments: Sequence[str], until: float) -> None:
        """Start the program, and stay with it until it ends or time is up.

        Args:
            arguments: What is typed.
            until: When to leave, as of `time.monotonic`.

        Raises:
            AssertionError: It does not end when it is left.
        """
        program = pexpect.spawn(
            sys.executable,
            ["-m", "voice", *arguments],
            cwd=str(self._folder),
            env=self._environment,
            encoding="utf-8",
            dimensions=(24, 200),
        )
        self._note("started", arguments=arguments)
        try:
            self._listen(program, until)
        finally:
            program.close(force=True)
        self._note("ended", code=program.exitstatus)

    def _listen(self, program: pexpect.spawn, until: float) -> None:
        key_at = time.monotonic() + STILL
        look_at = time.monotonic() + LOOK
        while (now := time.monotonic()) < until:
            text = _printed(program)
            if text is None:
                return
            self._read(program, text)
            if now > look_at:
                self._look(program, "state")
                look_at = now + LOOK
            if now > key_at:
                key_at = now + self._press(program)
        self._look(program, "state")
        program.send("q\x1bq")
        assert program.expect([pexpect.EOF, pexpect.TIMEOUT], ENDS) == 0, "it does not end"

    def _read(self, program: pexpect.spawn, text: str) -> None:
        if not text:
            return
        self._note("printed", text=text)
        self._asked = any(each in text for each in ASKED)
        over = OVER.search(text)
        if over:
            time.sleep(SETTLED)
            self._look(program, "over", title=over[1])

    def _press(self, program: pexpect.spawn) -> float:
        """Press a key, and return the seconds until the next one."""
        chosen = self._chance.choices(*zip(*KEYS.items(), strict=True))[0]
        key = self._chance.choice(ANSWERS) if self._asked else str(chosen)
        program.send(key)
        self._note("key", key=key)
        if self._asked or key in " h?":
            return STILL
        return self._chance.expovariate(1 / BETWEEN)

    def _look(self, program: pexpect.spawn, what: str, **more: object) -> None:
        with suppress(OSError):  # it has ended
            self._note(what, **asdict(state_of(program.pid)), **more)


def _printed(program: pexpect.spawn) -> str | None:
    """Return what was printed since the last time; `None` if it has ended."""
    try:
        return str(program.read_nonblocking(4096, timeout=0.25))
    except pexpect.TIMEOUT:
        return ""
    except pexpect.EOF:
        return None
