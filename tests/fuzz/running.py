"""Runs targets, each in a process of its own: libFuzzer ends the one in which it runs."""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from tests.fuzz.target import FOUND, found

_ROOT = Path(__file__).parents[2]

CORPUS = _ROOT / "build" / "fuzz"
"""What was tried and reached new code; not part of the repository."""
_EXECUTED = re.compile(r"stat::number_of_executed_units: +(\d+)")
_TOLD = 3_000
"""Characters of the end of what a run said, which holds the traceback."""


@dataclass(frozen=True, slots=True)
class Run:
    """One run of a target.

    Attributes:
        name: The target.
        executions: Number of inputs tried.
        seconds: Time that it took.
        found: Inputs that broke the program.
        told: What Atheris said last, if there are any.
    """

    name: str
    executions: int
    seconds: float
    found: tuple[Path, ...]
    told: str


class FuzzError(Exception):
    """A run could not begin."""


def fuzz(name: str, seconds: int) -> Run:
    """Look for input that breaks a target, until one is found or the time is over.

    Raises:
        FuzzError: Atheris is not installed, or did not begin.
    """
    if find_spec("atheris") is None:
        raise FuzzError(
            "Atheris is not here. The extra test installs it on Linux on x86-64; elsewhere, only "
            "what is known can be tried again, with: pytest tests/fuzz"
        )
    before = set(found(name))
    (FOUND / name).mkdir(exist_ok=True, parents=True)
    (CORPUS / name).mkdir(exist_ok=True, parents=True)
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="ground-fuzz-") as folder:
        done = _run("tests.fuzz.mutating", name, str(seconds), folder)
    after = tuple(_named(path) for path in found(name) if path not in before)
    executed = _EXECUTED.search(done)
    if executed is None:
        raise FuzzError(f"{name} was not run:\n{done[-_TOLD:]}")
    return Run(name, int(executed[1]), time.monotonic() - began, after, done[-_TOLD:])


def _named(path: Path) -> Path:
    """Give what was found a shorter name than libFuzzer's, with an ending."""
    return path.rename(path.with_name(f"{path.name[:18]}.input"))


def coverage_of(name: str) -> str:
    """Return how many lines and branches of its modules a target reaches with the known inputs."""
    return _run("tests.fuzz.covering", name).rstrip()


def _run(module: str, *arguments: str) -> str:
    command = [sys.executable, "-m", module, *arguments]
    done = subprocess.run(
        command, cwd=_ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False
    )
    return done.stdout.decode(errors="replace")
