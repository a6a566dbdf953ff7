"""Killed at any moment, a run leaves whole files; the next one clears away the rest."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.e2e.conftest import Ground
from tests.e2e.test_export import _wait_for_part
from voice.saved_settings import read_settings

if TYPE_CHECKING:
    import pexpect
pytestmark = pytest.mark.e2e

ROOT = Path(__file__).parents[2]
HEAD = "---\ntitle: Two\nabout: Two lines.\nask: 1\nposition: any\n---\n"
SCRIPT = f"{HEAD}\n## One\n\nLook. [1s]\nListen.\n"
QUICK = ("--voice", "espeak/gmw/en-us", "--no-bell")
EXPORT = ("export", "two.md", *QUICK, "-o", "x.mp3", "--captions", "lrc", "--force")

KILLED = """
import os, signal, sys

left, folder = int(sys.argv[1]), sys.argv[2]
touching = {"open", "os.rename", "os.link", "os.remove", "os.mkdir", "os.truncate"}

def look(event, arguments):
    global left
    if event in touching and folder in str(arguments[0]):
        left -= 1
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)

sys.argv[1:] = sys.argv[3:]
from voice.__main__ import main
sys.addaudithook(look)
main()
"""
"""A program that kills itself just before it touches a folder for the nth time."""


def killed(ground: Ground, after: int, folder: Path, *arguments: str) -> bool:
    """Run a command; return True if it got as far as being killed."""
    done = subprocess.run(
        [sys.executable, "-c", KILLED, str(after), str(folder), *arguments],
        cwd=ground.folder,
        env=ground.environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
    )
    assert done.returncode in {0, -signal.SIGKILL}, done.stderr
    return done.returncode != 0


def pair(ground: Ground) -> tuple[bytes, bytes]:
    return (ground.folder / "x.mp3").read_bytes(), (ground.folder / "x.lrc").read_bytes()


def test_an_export_killed_at_any_moment(ground: Ground) -> None:
    (ground.folder / "two.md").write_text(SCRIPT)
    kinds = []
    for pace in ("slow", "gentle"):
        assert ground(*EXPORT, "--pace", pace).code == 0
        kinds.append(pair(ground))
    (slow_sound, slow_words), (sound, words) = kinds
    chance = random.Random(7)
    for turn in range(10):
        pace = "slow" if turn % 2 else "gentle"
        killed(ground, chance.randrange(1, 40), ground.folder, *EXPORT, "--pace", pace)
        heard, read = pair(ground)
        assert heard in {slow_sound, sound}
        assert read in {slow_words, words}
    assert ground(*EXPORT).code == 0
    assert pair(ground) == (sound, words)
    assert ground.files() == ["two.md", "x.lrc", "x.mp3"]


@pytest.mark.skipif(not hasattr(os, "fork"), reason="processes are forked")
def test_commands_that_write_killed_at_six_moments() -> None:
    """More of them by hand: ``python -m tests.kills``."""
    command = [sys.executable, "-m", "tests.kills", "--times", "6", "--seed", "38"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_settings_killed_at_any_moment(ground: Ground, tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    fresh = Ground(ground.folder, home)
    file = home / "settings.toml"
    mine = "# mine\nvolume = 90\n"
    file.write_text(mine)
    came_so_far = 0
    for after in range(1, 11):
        came_so_far += killed(fresh, after, home, "settings", "--person", f"P{after}")
        assert file.read_text().startswith(mine)
        assert read_settings(file, pytest.fail).volume == 90
    assert came_so_far
    assert fresh("settings", "--person", "Q").code == 0
    assert [path.name for path in home.iterdir()] == ["settings.toml"]
    killed(
        fresh, came_so_far - 1, home, "settings", "--person", "Marlene", "--number", "030 5550077"
    )
    assert fresh("settings", "--reset").code == 0
    left = b"".join(path.read_bytes() for path in home.rglob("*") if path.is_file())
    assert b"Marlene" not in left
    assert b"5550077" not in left


@pytest.mark.parametrize("number", [signal.SIGHUP, signal.SIGTERM, signal.SIGQUIT])
def test_signals_end_an_export_softly(ground: Ground, number: signal.Signals) -> None:
    program = ground.start("export", "warm-shower", "--format", "opus")
    _wait_for_part(ground)
    program.send_signal(number)
    _, err = program.communicate(timeout=30)
    assert program.returncode == 128 + number
    assert "was not written" in err
    assert ground.files() == []


def test_a_terminal_that_closes_ends_playing(
    ground: Ground, terminal: Callable[..., pexpect.spawn]
) -> None:
    (ground.folder / "two.md").write_text(SCRIPT)
    program = terminal("play", "two.md", "--captions", "--pauses", "4")
    program.expect("Look.")
    program.ptyproc.fileobj.close()  # the system sends SIGHUP; writing there fails from now on
    assert program.ptyproc.wait() == 128 + signal.SIGHUP


def test_what_is_to_outlive_its_terminal_does(ground: Ground) -> None:
    (ground.folder / "two.md").write_text(SCRIPT)
    ignoring = (
        "import signal, os, sys; signal.signal(signal.SIGHUP, signal.SIG_IGN); "
        "os.execv(sys.executable, [sys.executable, '-m', 'voice', *sys.argv[1:]])"
    )
    program = subprocess.Popen(
        [sys.executable, "-c", ignoring, *EXPORT],
        cwd=ground.folder,
        env=ground.environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
    )
    _wait_for_part(ground)
    program.send_signal(signal.SIGHUP)
    program.communicate(timeout=60)
    assert program.returncode == 0
    assert ground.files() == ["two.md", "x.lrc", "x.mp3"]


def test_what_a_killed_export_left_is_cleared_by_the_next_run(ground: Ground) -> None:
    (ground.folder / "two.md").write_text(SCRIPT)
    program = ground.start(*EXPORT)
    _wait_for_part(ground)
    program.kill()
    program.communicate(timeout=30)
    assert ground(*EXPORT).code == 0
    assert ground.files() == ["two.md", "x.lrc", "x.mp3"]


def test_a_place_that_will_not_do_is_refused_before_any_work(ground: Ground) -> None:
    (ground.folder / "two.md").write_text(SCRIPT)
    for place in ("no/such/x.mp3", f"{'n' * 300}.mp3", "two.md/x.mp3"):
        ran = ground("export", "three-breaths", *QUICK, "-o", place)
        (sentence,) = ran.err.splitlines()
        assert (ran.code, ran.out) == (1, "")
        assert sentence.endswith("with --output.")
    assert ground.files() == ["two.md"]


def test_a_quoted_tilde_is_home(ground: Ground, tmp_path: Path) -> None:
    (ground.folder / "two.md").write_text(SCRIPT)
    (tmp_path / "me").mkdir()
    ran = ground.apart("export", "two.md", *QUICK, "-o", "~/x.mp3", HOME=str(tmp_path / "me"))
    assert ran.code == 0, ran.err
    assert ran.out == f"{tmp_path / 'me' / 'x.mp3'}\n"
    assert ground.apart("new", "~/y.md", "--bare", HOME=str(tmp_path / "me")).code == 0
    assert sorted(path.name for path in (tmp_path / "me").iterdir()) == ["x.mp3", "y.md"]
    ran = ground("export", "three-breaths", *QUICK, "-o", "~nobody-of-that-name/x.mp3")
    assert (ran.code, ran.err.count("\n")) == (1, 1)


def test_pipes_and_devices_are_refused_at_once_wherever_a_path_is_read(
    ground: Ground, tmp_path: Path
) -> None:
    home = tmp_path / "home"
    for folder in ("scripts", "voices", "mine"):
        (home / folder).mkdir(parents=True)
    fresh = Ground(ground.folder, home)
    pipe, zero = home / "mine" / "pipe.md", home / "mine" / "zero.md"
    os.mkfifo(pipe)
    zero.symlink_to("/dev/zero")
    refused = "This is a pipe or a device. Name an ordinary file."
    for path in (pipe, zero, Path("/dev/tty")):
        for command in ("play", "check", "show", "export"):
            ran = fresh(command, str(path))
            assert (ran.code, ran.out) == (1, "")
            assert ran.err.splitlines()[0] == f"{path}:1:1: {refused}"
    assert fresh("check", str(home / "mine")).err.count(refused) == 2
    os.mkfifo(home / "scripts" / "own.md")
    (home / "scripts" / "endless.md").symlink_to("/dev/zero")
    assert fresh("list").code == 0
    os.mkfifo(home / "voices" / "a.onnx")
    os.mkfifo(home / "voices" / "a.onnx.json")
    (home / "voices" / "b.onnx.json").symlink_to("/dev/zero")
    (home / "voices" / "b.onnx").touch()
    assert fresh("voices").code == 0
    os.mkfifo(home / "settings.toml")
    ran = fresh("list")
    assert ran.code == 0
    ran = fresh("settings", "--person", "Ann")
    assert (ran.code, ran.err.count("\n")) == (1, 1)
    assert "it is not an ordinary file" in ran.err
    ran = fresh("settings", "--reset")
    assert (ran.code, ran.err.count("\n")) == (1, 1)
    assert (home / "settings.toml").is_fifo()
    (home / "settings.toml").unlink()
    (home / "music.mp3").symlink_to("/dev/zero")
    for path in (pipe, home / "music.mp3"):
        ran = fresh("export", "ice-cube", "--background", str(path), "-o", "x.mp3")
        assert (ran.code, ran.out) == (1, "")
        assert "is not a file" in ran.err
        ran = fresh("export", "ice-cube", "hear-five", "-o", str(path))
        assert (ran.code, ran.out) == (1, "")
    assert fresh("new", str(pipe)).code == 1
    assert fresh.files() == []
