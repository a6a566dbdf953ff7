"""Standard streams that are full, closed or not read, and a fault, in the program as it is run."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np
import pytest

from tests.e2e.audio import decoded
from tests.e2e.conftest import Ground
from tests.pulse import SAMPLE_RATE, PulseServer, Samples
from voice import faults

if TYPE_CHECKING:
    import pexpect

pytestmark = pytest.mark.e2e

LOST = "The output could not be written: No space left on device. Send it somewhere else."

COMMANDS = (
    *(["list"], ["list", "--json"], ["show", "short.md", "--voice", "tone/low"], ["voices"]),
    *(["check", "short.md"], ["new", "a.md", "--bare"], ["settings"], ["support"], ["doctor"]),
    *(["support", "--json"], ["help"], ["--help"], ["--version"]),
    ["export", "short.md", "--voice", "tone/low", "-o", "a.wav"],
)

BREAKS = """
import sys
def fault(*_, **__):
    raise ZeroDivisionError("private")
if sys.orig_argv[1:3] == ["-m", "voice"]:
    import voice.exercise.session
    voice.exercise.session.Screen.begin = fault
"""
"""A fault on the main thread, while the opening is heard."""

SILENTLY = """
    import voice.cli.app
    voice.cli.app.say_fault = lambda: None
"""


def run(ground: Ground, command: list[str], redirected: str = "", **more: str) -> tuple[int, str]:
    """Run it in a shell, so that streams can be closed; returns the exit code and what is left."""
    ran = subprocess.run(
        ["bash", "-c", f'exec "$@" {redirected}', "bash", *ground.command(*command)],
        cwd=ground.folder,
        env={**ground.environment, **ground.deaf, **more},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT if not redirected else subprocess.PIPE,
        check=False,
        timeout=120,
    )
    return ran.returncode, ((ran.stderr or b"") + ran.stdout).decode()


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
@pytest.mark.usefixtures("short")
def test_a_full_disk_below_what_is_printed_is_one_sentence(
    command: list[str], ground: Ground
) -> None:
    code, left = run(ground, command, "> /dev/full")
    assert code == 1
    assert left.splitlines()[-1] == LOST
    assert left.count(LOST) == 1
    assert "Traceback" not in left
    assert "Exception ignored" not in left


@pytest.mark.parametrize("command", [["list"], ["new", "a.md"], COMMANDS[-1]], ids=" ".join)
@pytest.mark.parametrize("redirected", ["2>&-", ">&-", ">&- 2>&-", "<&-", "2>/dev/full"])
@pytest.mark.usefixtures("short")
def test_closed_streams_lead_nowhere(command: list[str], redirected: str, ground: Ground) -> None:
    code, left = run(ground, command, redirected)
    assert (code, "Traceback" in left) == (0, False)
    if command[0] == "export":
        assert (ground.folder / "a.wav").read_bytes().startswith(b"RIFF")


@pytest.mark.parametrize("command", [["list"], ["show", "short.md", "--voice", "tone/low"]])
@pytest.mark.usefixtures("short")
def test_a_reader_that_leaves_is_not_missed(command: list[str], ground: Ground) -> None:
    read, write = os.pipe()
    os.close(read)
    ran = subprocess.run(
        ground.command(*command),
        cwd=ground.folder,
        env={**ground.environment, **ground.deaf},
        stdout=write,
        stderr=subprocess.PIPE,
        check=False,
    )
    os.close(write)
    assert (ran.returncode, ran.stderr) == (0, b"")


TWO_LINES = """---
title: Two lines
about: Two lines, for tests.
ask: 1
position: any
---

## One

Hear this line. [1s]
And hear this one.
"""


def test_the_voice_goes_on_where_nobody_reads_what_is_printed(
    ground: Ground, pulse: PulseServer
) -> None:
    (ground.folder / "two.md").write_text(TWO_LINES)
    ground("export", "two.md", "--voice", "tone/low", "--no-bell", "-o", "two.wav")
    read, write = os.pipe()
    os.close(read)
    with pulse.record() as recording:
        ran = subprocess.run(
            ground.command("play", "two.md", "--captions", "--voice", "tone/low", "--no-bell"),
            cwd=ground.folder,
            env={**ground.environment, **pulse.env},
            stdin=subprocess.DEVNULL,
            stdout=write,
            stderr=subprocess.PIPE,
            check=False,
        )
    os.close(write)
    assert (ran.returncode, ran.stderr) == (0, b"")
    assert loud_seconds(recording.samples) > 0.8 * loud_seconds(decoded(ground.folder / "two.wav"))


def loud_seconds(samples: Samples) -> float:
    return float((np.abs(samples).reshape(-1) > 0.03).sum()) / SAMPLE_RATE


@pytest.mark.parametrize("redirected", ["", "> /dev/full"])
def test_whatever_breaks_the_beginning_the_device_is_closed_first(
    redirected: str, ground: Ground, pulse: PulseServer, short: str
) -> None:
    (ground.folder / "sitecustomize.py").write_text(BREAKS + SILENTLY)
    path = f"{ground.folder}:{ground.environment['PYTHONPATH']}"
    code, left = run(ground, ["play", short], redirected, **pulse.env, PYTHONPATH=path)
    assert code == 1
    assert faults.FAULT in left
    assert "Traceback" not in left
    assert "private" not in left


def test_a_fault_is_said(ground: Ground, pulse: PulseServer, short: str) -> None:
    (ground.folder / "sitecustomize.py").write_text(BREAKS)
    path = f"{ground.folder}:{ground.environment['PYTHONPATH']}"
    with pulse.record() as recording:
        code, _ = run(ground, ["play", short, "--no-bell"], **pulse.env, PYTHONPATH=path)
    assert code == 1
    assert loud_seconds(recording.samples) > 1


def test_enter_four_times_makes_a_script(
    ground: Ground, terminal: Callable[..., pexpect.spawn]
) -> None:
    program = terminal("new", "client.txt")
    for question in ("called", "one line", "ask", "for it"):
        program.expect(question)
        program.sendline("")
    program.expect("client.txt is ready")
    program.wait()
    assert program.exitstatus == 0
    assert ground("check", "client.txt").code == 0


@pytest.mark.parametrize("encoding", ["cp1252", "ascii"])
def test_the_numbers_to_call_are_all_printed_in_any_encoding(encoding: str, ground: Ground) -> None:
    ran = subprocess.run(
        ground.command("support"),
        env={**ground.environment, **ground.deaf, "PYTHONIOENCODING": encoding},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
    )
    out = ran.stdout.decode(encoding)
    assert (ran.returncode, "988" in out, "116 123" in out) == (0, True, True)
