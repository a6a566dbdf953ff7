"""Somebody at a terminal who presses keys at random while exercises play one after another."""

from __future__ import annotations

import random
import re
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pexpect

from tests.soak.processes import State, state_of

OVER = re.compile(r"([^\r\n]+) is over\.")
BEGUN = re.compile(r"([^\r\n]+)\r\n")

PRESSED = {
    " ": 4, "n": 6, "b": 2, "r": 3, "+": 3, "-": 3, "f": 2, "s": 2, "h": 1, "x": 1, "?": 1,
    "y": 1, "\t": 1, "\x1b[C": 1,
}  # fmt: skip
"""Keys while an exercise plays, and how often each; the last three mean nothing there."""

ANSWERS = "1123"
"""Keys in a dialogue: again, something else, longer, or the choice of that number."""

BETWEEN = 12.0
"""Seconds from one key to the next, on average."""

STILL = 6.0
"""Seconds after which a pause is ended again: pauses are no part of what is measured."""


class Listener:
    """Plays until time is up; writes down what it did and what the program held."""

    def __init__(
        self,
        folder: Path,
        environment: dict[str, str],
        note: Callable[..., None],
        chance: random.Random,
    ) -> None:
        self._folder = folder
        self._environment = environment
        self._note = note
        self._chance = chance

    def play(self, arguments: list[str], until: float) -> None:
        """Start the program once, and stay with it until it ends or time is up."""
        program = pexpect.spawn(
            sys.executable,
            ["-m", "voice", *arguments],
            cwd=str(self._folder),
            env=self._environment,
            encoding="utf-8",
            timeout=None,
            dimensions=(24, 200),
        )
        program.delaybeforesend = None
        self._note("started", arguments=arguments, pid=program.pid)
        begun = time.monotonic()
        playing = bool(arguments)
        key_at = begun + 5
        look_at = begun + 10
        while time.monotonic() < until:
            try:
                text = program.read_nonblocking(4096, timeout=0.25)
            except pexpect.TIMEOUT:
                text = ""
            except pexpect.EOF:
                break
            if text:
                self._note("screen", text=text)
                over = OVER.search(text)
                if over:
                    playing = False
                    time.sleep(2)  # what it says next has begun by then
                    self._look(program, "over", title=over[1])
                    key_at = time.monotonic() + 4
                elif text.strip():
                    playing = "choices are spoken" not in text
            now = time.monotonic()
            if now >= look_at:
                self._look(program, "state")
                look_at = now + 10
            if now >= key_at:
                key = self._key(playing)
                program.send(key)
                self._note("key", key=key, playing=playing)
                patience = self._chance.expovariate(1 / BETWEEN) if playing else 5.0
                key_at = time.monotonic() + (STILL if key in " h?" else min(max(patience, 0.2), 60))
        if program.isalive():
            self._look(program, "state")
            program.send("q")
            try:
                program.expect(pexpect.EOF, timeout=20)
            except pexpect.TIMEOUT:
                program.send("\x03")
                program.expect(pexpect.EOF, timeout=20)
        program.close()
        self._note(
            "ended",
            code=program.exitstatus,
            signal=program.signalstatus,
            seconds=time.monotonic() - begun,
        )

    def _key(self, playing: bool) -> str:
        if not playing:
            return self._chance.choice(ANSWERS)
        return self._chance.choices(list(PRESSED), list(PRESSED.values()))[0]

    def _look(self, program: pexpect.spawn, what: str, **more: object) -> None:
        try:
            state: State = state_of(program.pid)
        except OSError:
            return
        self._note(
            what,
            own=state.own,
            all=state.all,
            files=state.files,
            threads=state.threads,
            started=state.started,
            **more,
        )
