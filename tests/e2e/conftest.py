"""The program as its users run it: real files, a real terminal, real sound."""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner

from tests.exercises import SHORT, WALK
from tests.pulse import PulseServer
from voice.cli import app

if TYPE_CHECKING:
    import pexpect


@dataclass(frozen=True, slots=True)
class Ran:
    """The result of a run of the program."""

    code: int
    out: str
    err: str

    @property
    def told(self) -> str:
        """Standard error without the errors that `check` finds in scripts made for tests."""
        lines = self.err.splitlines(keepends=True)
        return "".join(line for line in lines if "ground check" not in line)

    def json(self) -> Any:
        return json.loads(self.out)


class Ground:
    """Runs the program in a folder of its own."""

    def __init__(self, folder: Path, home: Path) -> None:
        self.folder = folder
        self.home = home
        self._started: list[subprocess.Popen[str]] = []

    @property
    def environment(self) -> dict[str, str]:
        root = str(Path(__file__).parents[2])
        return {**os.environ, "PYTHONPATH": root, "GROUND_HOME": str(self.home)}

    @property
    def deaf(self) -> dict[str, str]:
        """Environment variables that take the sound device away."""
        asound = self.folder.parent / "asound.conf"
        asound.write_text("</usr/share/alsa/alsa.conf>\npcm.!default { type hw card 31 }\n")
        return {"ALSA_CONFIG_PATH": str(asound), "PULSE_SERVER": f"unix:{self.folder}/none"}

    def command(self, *arguments: str) -> list[str]:
        return [sys.executable, "-m", "voice", *arguments]

    def __call__(self, *arguments: str) -> Ran:
        """Run a command line in this process, which takes a fifth of the time of a new one."""
        environment = {"GROUND_HOME": str(self.home)}
        with (
            contextlib.chdir(self.folder),
            CliRunner().isolation(env=environment) as (out, err, _),
        ):
            code = app.run(arguments)
            told = err.getvalue().decode()
        assert "Traceback" not in told, told
        return Ran(code, out.getvalue().decode(), told)

    def apart(self, *arguments: str, **environment: str) -> Ran:
        """Run a command line in a process of its own, and in another environment."""
        done = subprocess.run(
            self.command(*arguments),
            cwd=self.folder,
            env={**self.environment, **environment},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )
        assert "Traceback" not in done.stderr, done.stderr
        return Ran(done.returncode, done.stdout, done.stderr)

    def start(self, *arguments: str, **environment: str) -> subprocess.Popen[str]:
        program = subprocess.Popen(
            self.command(*arguments),
            cwd=self.folder,
            env={**self.environment, **environment},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        self._started.append(program)
        return program

    def end(self) -> None:
        """End what a failing test has left running."""
        for program in self._started:
            program.kill()
            program.communicate()

    def files(self) -> list[str]:
        return sorted(path.name for path in self.folder.iterdir())


def children(pid: int) -> list[int]:
    """Ids of the processes that a process has started; Linux."""
    found: list[int] = []
    with contextlib.suppress(OSError):  # it may end while it is looked at
        for task in Path(f"/proc/{pid}/task").iterdir():
            found += map(int, (task / "children").read_text().split())
    return found


@pytest.fixture(scope="session")
def shared_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One cache for all of these, also side by side: what is rendered once need not be again."""
    home = tmp_path_factory.mktemp("home")
    if "PYTEST_XDIST_WORKER" in os.environ:
        cache = tmp_path_factory.getbasetemp().parent / "cache"
        cache.mkdir(exist_ok=True)
        (home / "cache").symlink_to(cache, target_is_directory=True)
    return home


@pytest.fixture
def ground(tmp_path: Path, shared_home: Path) -> Iterator[Ground]:
    folder = tmp_path / "here"
    folder.mkdir()
    program = Ground(folder, shared_home)
    yield program
    program.end()


@pytest.fixture
def terminal(ground: Ground, pulse: PulseServer) -> Iterator[Callable[..., pexpect.spawn]]:
    """Starts the program in a terminal of its own that plays into the null sink."""
    spawn = pytest.importorskip("pexpect").spawn  # there is none on Windows
    started: list[pexpect.spawn] = []

    def start(*arguments: str, **environment: str) -> pexpect.spawn:
        program: pexpect.spawn = spawn(
            sys.executable,
            ["-m", "voice", *arguments],
            cwd=str(ground.folder),
            env={**ground.environment, **pulse.env, **environment},
            encoding="utf-8",
            timeout=60,
            dimensions=(24, 400),
        )
        program.delaybeforesend = None
        started.append(program)
        return program

    yield start
    for program in started:
        program.close(force=True)


@pytest.fixture
def short(ground: Ground) -> str:
    """A script of half a minute that holds every kind of cue."""
    (ground.folder / "short.md").write_text(SHORT)
    return "short.md"


@pytest.fixture
def walk(ground: Ground) -> str:
    """A script of a minute, as evenly spoken as exercises are."""
    (ground.folder / "walk.md").write_text(WALK)
    return "walk.md"
