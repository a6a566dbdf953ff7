"""Where the benchmark works: one temporary folder, one environment for every contender."""

from __future__ import annotations

import itertools
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.benchmarks.errors import BenchmarkError

CHECKOUT = Path(__file__).parents[2]
"""The program that is measured, from this folder, started as ``python -m voice``."""

CONTENDERS = Path(__file__).parent / "contenders"

SAME_VOICE = ("--voice", "espeak/gmw/en-us")
"""Options for the voice that the baselines speak with."""

TOOLS = ("bash", "espeak-ng", "sox", "ffmpeg")
PACKAGES = ("pyttsx3", "pydub", "sounddevice")


@dataclass(frozen=True, slots=True)
class Workshop:
    """Where things are written, and what programs are started with.

    Attributes:
        folder: Holds everything that is written; gone afterwards.
        environment: What each contender starts with.
    """

    folder: Path
    environment: dict[str, str]

    def new_folder(self, name: str) -> Path:
        """Make an empty folder that no other run uses."""
        return Path(tempfile.mkdtemp(prefix=f"{name}-", dir=self.folder))

    def with_home(self, home: Path) -> dict[str, str]:
        """The environment of a listener whose settings and cache are in `home`."""
        return {**self.environment, "GROUND_HOME": str(home)}


def ground(*arguments: str) -> list[str]:
    """The command line of the program."""
    return [sys.executable, "-m", "voice", *arguments]


@contextmanager
def open_workshop() -> Iterator[Workshop]:
    """Make the folder, and take it away again."""
    with tempfile.TemporaryDirectory(prefix="ground-benchmark-") as name:
        folder = Path(name)
        scratch = folder / "tmp"
        scratch.mkdir()
        # Compiled Python is kept, as it is wherever a program was started before, but kept here.
        inherited = dict(os.environ)
        for variable in ("PYTHONDONTWRITEBYTECODE", "PYTHONUNBUFFERED"):
            inherited.pop(variable, None)
        yield Workshop(
            folder,
            {
                **inherited,
                "PYTHONPYCACHEPREFIX": str(folder / "bytecode"),
                "TMPDIR": str(scratch),
                "GROUND_HOME": str(folder / "no-home"),
            },
        )


def require_tools() -> None:
    """Check that everything the contenders need is installed.

    Raises:
        BenchmarkError: Names all that is missing.
    """
    if not sys.platform.startswith("linux"):
        raise BenchmarkError("The benchmark reads /proc and plays through ALSA: it needs Linux.")
    missing = [tool for tool in TOOLS if not shutil.which(tool)]
    missing += [f"the Python package {name}" for name in PACKAGES if not _can_import(name)]
    if missing:
        raise BenchmarkError(f"The benchmark cannot start without {_listed(missing)}.")


def versions() -> str:
    """The versions of the contenders, in one line."""
    python = ".".join(map(str, sys.version_info[:3]))
    asked = {
        "eSpeak NG": ("espeak-ng", "--version"),
        "ffmpeg": ("ffmpeg", "-version"),
        "sox": ("sox", "--version"),
    }
    named = (f"{name} {_version(command)}" for name, command in asked.items())
    return ", ".join((f"Python {python}", *named))


def _can_import(name: str) -> bool:
    command = [sys.executable, "-c", f"import {name}"]
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


def _listed(names: Sequence[str]) -> str:
    *others, last = names
    return f"{', '.join(others)} and {last}" if others else last


def _version(command: Sequence[str]) -> str:
    """The first word of what a program says that starts with a digit."""
    output = subprocess.run(command, capture_output=True, text=True, check=False).stdout
    words = (word.strip("v,") for word in itertools.chain(output.split(), ["unknown"]))
    return next(word for word in words if word[:1].isdigit() or word == "unknown")
