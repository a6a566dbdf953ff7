"""The script behind an icon, in a real terminal: no key at the end, and no window that vanishes."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.shortcut.awkward import AWKWARD
from tests.shortcut.told import Told
from voice.shortcut.launcher import AGAIN, ALONE, GONE, STAYS, launcher
from voice.shortcut.start import Start

if TYPE_CHECKING:
    import fcntl

    import pexpect
else:
    fcntl = pytest.importorskip("fcntl")
    pexpect = pytest.importorskip("pexpect")  # there is none on Windows

SHELLS = sorted(
    {os.path.realpath(found) for name in ("sh", "bash") if (found := shutil.which(name))}
)
"""Debian's sh is dash; that of macOS is bash."""

Opened = Callable[..., "pexpect.spawn"]


@pytest.fixture
def program(tmp_path: Path) -> Path:
    """A program that says where it is, and ends as its first line says."""
    folder = tmp_path / AWKWARD / "bin"
    folder.mkdir(parents=True)
    path = folder / "ground"
    path.write_text('#!/bin/sh\nprintf "%s\\n" "here is $PWD with $GROUND_HOME."\n')
    path.chmod(0o755)
    return path


@pytest.fixture(params=SHELLS, ids=os.path.basename)
def opened(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Opened]:
    """Opens a window in which a script runs; a speaker that there is writes what it says."""
    speakers = tmp_path / "speakers"
    speakers.mkdir()
    (speakers / "spd-say").write_text(f'#!/bin/sh\necho "$1" >>{tmp_path}/spoken\n')
    (speakers / "spd-say").chmod(0o755)
    windows: list[pexpect.spawn] = []

    def start(script: bytes) -> pexpect.spawn:
        path = tmp_path / "ground.sh"
        path.write_bytes(script)
        window = pexpect.spawn(
            request.param,
            [str(path)],
            env={"PATH": str(speakers), "GROUND_HOME": "/elsewhere", "HOME": "/"},
            cwd="/",
            encoding="utf-8",
            timeout=20,
            dimensions=(24, 400),
        )
        windows.append(window)
        return window

    yield start
    for window in windows:
        window.close(force=True)


def ends_with(program: Path, code: str) -> None:
    program.write_text(f"{program.read_text()}{code}\n")


def spoken(tmp_path: Path) -> list[str]:
    path = tmp_path / "spoken"
    return path.read_text().splitlines() if path.exists() else []


@pytest.mark.parametrize("code", [0, 129, 130, 131, 143])
def test_at_the_end_the_window_needs_no_key(program: Path, opened: Opened, code: int) -> None:
    ends_with(program, f"exit {code}")
    window = opened(launcher(Start((str(program),))))
    window.expect_exact("here is / with /elsewhere.\r\n")
    assert window.read() == ""
    window.close()
    assert window.exitstatus == 0


def test_ctrl_c_ends_the_program_and_then_the_window(program: Path, opened: Opened) -> None:
    ends_with(program, "trap 'exit 130' INT\necho waiting\nread -r _")
    window = opened(launcher(Start((str(program),))))
    window.expect_exact("waiting\r\n")
    window.sendintr()
    window.expect(pexpect.EOF)
    window.close()
    assert window.exitstatus == 0
    assert STAYS not in window.before


@pytest.mark.parametrize("end", ["exit 1", "exit 2", "kill -SEGV $$"])
def test_after_an_error_it_can_be_read(
    program: Path, opened: Opened, end: str, tmp_path: Path
) -> None:
    ends_with(program, f"echo 'No sound.'\n{end}")
    window = opened(launcher(Start((str(program),))))
    window.expect_exact("No sound.")
    window.expect_exact(STAYS)
    window.sendline()
    window.expect(pexpect.EOF)
    assert spoken(tmp_path) == []  # the program says its errors itself


def test_it_is_started_where_and_with_what_it_needs(program: Path, opened: Opened) -> None:
    home = program.parent / "home of ground"
    (program.parent / "voice").mkdir()
    window = opened(launcher(Start((str(program), "-m", "voice"), program.parent, home)))
    window.expect_exact(f"here is {program.parent} with {home}.\r\n")
    assert window.read() == ""


@pytest.fixture
def locks(tmp_path: Path, opened: Opened) -> None:  # noqa: ARG001 - which makes the folder
    """Adds programs that every desktop on Linux has."""
    for name in ("flock", "sleep"):
        found = shutil.which(name)
        if found is None:  # macOS has no flock: two clicks open two windows
            pytest.skip(f"needs {name}")
        (tmp_path / "speakers" / name).symlink_to(found)


@pytest.mark.usefixtures("locks")
def test_a_second_click_opens_nothing_while_the_first_is_new(program: Path, opened: Opened) -> None:
    ends_with(program, "read -r code && exit $code")
    script = launcher(Start((str(program),)))
    first = opened(script)
    first.expect_exact("here is")
    second = opened(script)
    assert second.read() == ""
    second.close()
    assert second.exitstatus == 0
    first.sendline("0")
    first.expect(pexpect.EOF)
    assert "here is" not in first.before
    opened(script).expect_exact("here is")


@pytest.mark.usefixtures("locks")
@pytest.mark.parametrize("end", ["exit 0", "exit 1", "kill -KILL $$", "kill -KILL $PPID"])
def test_however_the_first_ends_it_keeps_nobody_out(
    program: Path, opened: Opened, end: str
) -> None:
    text = program.read_text()
    ends_with(program, f"read -r _\n{end}")
    script = launcher(Start((str(program),)))
    first = opened(script)
    first.expect_exact("here is")
    first.sendline()
    first.expect([re.escape(STAYS), pexpect.EOF])
    program.write_text(text)
    opened(script).expect_exact("here is")


@pytest.mark.usefixtures("locks")
def test_neither_does_a_window_that_is_closed(program: Path, opened: Opened) -> None:
    ends_with(program, "read -r _")
    script = launcher(Start((str(program),)))
    first = opened(script)
    first.expect_exact("here is")
    first.close(force=True)
    opened(script).expect_exact("here is")


@pytest.mark.usefixtures("locks")
def test_nor_one_that_is_there_for_long(program: Path, opened: Opened, tmp_path: Path) -> None:
    """The sleeper's end is waited for on a named pipe."""
    sleep = tmp_path / "speakers" / "sleep"
    sleep.unlink()
    sleep.write_text(f'#!/bin/sh\necho "$1" >{tmp_path}/asleep\nread -r _ <{tmp_path}/awake\n')
    sleep.chmod(0o755)
    os.mkfifo(tmp_path / "awake")
    with Told(tmp_path / "asleep") as asleep:
        ends_with(program, "read -r _")
        script = launcher(Start((str(program),)))
        opened(script).expect_exact("here is")
        assert asleep.wait() == f"{ALONE}\n"
        assert opened(script).read() == ""
        (tmp_path / "awake").write_text("\n")
        with (tmp_path / "ground.sh").open("rb") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
        opened(script).expect_exact("here is")


def moved(program: Path) -> None:
    program.rename(program.with_name("moved"))


def without_its_python(program: Path) -> None:
    program.write_text(f"#!{program.parent.parent.parent}/gone/python3\n")


def no_program(program: Path) -> None:
    program.write_bytes(b"\x7fELF")


def not_to_be_run(program: Path) -> None:
    program.chmod(0o644)


@pytest.mark.parametrize("broken", [moved, without_its_python, no_program, not_to_be_run])
def test_that_it_is_gone_is_told_and_said(
    program: Path, opened: Opened, broken: Callable[[Path], None], tmp_path: Path
) -> None:
    broken(program)
    window = opened(launcher(Start((str(program),))))
    window.expect_exact(f"Ground is no longer at {program}, or cannot start there.")
    window.expect_exact(AGAIN)
    window.expect_exact(STAYS)
    assert spoken(tmp_path) == [GONE]
    window.sendline()
    window.expect(pexpect.EOF)


def test_that_a_checkout_is_gone_is_told(opened: Opened, tmp_path: Path) -> None:
    window = opened(launcher(Start((sys.executable, "-m", "voice"), tmp_path / "gone")))
    window.expect_exact(f"Ground is no longer at {tmp_path}/gone/voice, or cannot start there.")
    window.expect_exact(STAYS)
    assert spoken(tmp_path) == [GONE]


def test_without_any_speaker_it_is_still_told(
    program: Path, opened: Opened, tmp_path: Path
) -> None:
    program.unlink()
    (tmp_path / "speakers" / "spd-say").unlink()
    window = opened(launcher(Start((str(program),))))
    window.expect_exact(STAYS)
    assert window.isalive()


@pytest.mark.parametrize("shell", SHELLS, ids=os.path.basename)
def test_shells_have_nothing_against_it(program: Path, shell: str) -> None:
    script = launcher(Start((str(program),), program.parent, program.parent))
    done = subprocess.run([shell, "-n"], input=script, capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (0, b"")
