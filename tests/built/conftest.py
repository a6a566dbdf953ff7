"""Only where a build was made: `.ci/run` makes one, and names its program in `GROUND_BUILT`."""

from __future__ import annotations

import os
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.e2e.conftest import Ran

collect_ignore_glob = [] if "GROUND_BUILT" in os.environ else ["test_*.py"]

LIMIT = 120.0
"""Seconds after which a program counts as hanging."""

OF_WINDOWS = ("SYSTEMROOT", "TEMP", "USERPROFILE", "LOCALAPPDATA")
"""Environment variables without which nothing starts there."""


@dataclass(frozen=True, slots=True)
class Built:
    """The program of the build, on a machine that has no other.

    Attributes:
        folder: Where it runs.
        environment: Its whole environment, whose path leads to nothing.
    """

    folder: Path
    environment: dict[str, str]

    @property
    def program(self) -> Path:
        return Path(os.environ["GROUND_BUILT"]).resolve()

    def start(self, *arguments: str, **environment: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [str(self.program), *arguments],
            cwd=self.folder,
            env={**self.environment, **environment},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
            errors="replace",
        )

    def __call__(self, *arguments: str, **environment: str) -> Ran:
        """Run a command line, which must succeed."""
        with self.start(*arguments, **environment) as process:
            out, err = process.communicate(timeout=LIMIT)
        assert process.returncode == 0, err
        return Ran(process.returncode, out, err)


@pytest.fixture(scope="session")
def built_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One home for all tests, which render each line once."""
    return tmp_path_factory.mktemp("home")


@pytest.fixture
def built(tmp_path: Path, built_home: Path) -> Built:
    empty, here = tmp_path / "empty", tmp_path / "here"
    empty.mkdir()
    here.mkdir()
    kept = {name: os.environ[name] for name in OF_WINDOWS if name in os.environ}
    home = {"HOME": str(built_home), "GROUND_HOME": str(built_home / "ground")}
    return Built(here, {**kept, **home, "PATH": str(empty)})
