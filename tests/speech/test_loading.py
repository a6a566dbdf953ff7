"""Everything heavy is loaded before a pipe is read: on Windows, loading waits for the reader."""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
from pathlib import Path

import pytest

from tests.speech.conftest import LIMIT
from voice.speech.installed import NEURAL_DRIVERS, SYSTEM_DRIVER

ROOT = Path(__file__).parents[2]

WATCHED = """
import io, os, sys

class Watched(io.RawIOBase):
    '''Standard input that tells what was loaded when it was first read.'''
    told = False

    def readable(self):
        return True

    def readinto(self, buffer):
        if not Watched.told:
            Watched.told = True
            here = [name for name in {modules!r} if name in sys.modules]
            nothing = os.path.samestat(os.fstat(0), os.stat(os.devnull))
            print(*here, "and", "nothing" if nothing else "a pipe", file=sys.__stderr__)
        return 0

import {module} as module
real = module.private_input

def watched():
    real()
    return io.BufferedReader(Watched())

module.private_input = watched
{quiet}
sys.argv = {arguments!r}
module.main()
"""


def loaded_before_reading(
    module: str, modules: list[str], arguments: list[str], tmp_path: Path, quiet: str = ""
) -> list[str]:
    code = WATCHED.format(module=module, modules=modules, arguments=["x", *arguments], quiet=quiet)
    ran = subprocess.run(
        [sys.executable, "-c", code],
        check=False,
        capture_output=True,
        stdin=subprocess.DEVNULL,
        timeout=LIMIT * 3,
        env={**os.environ, "PYTHONPATH": str(ROOT), "GROUND_HOME": str(tmp_path / "home")},
        text=True,
    )
    return ran.stderr.split()


@pytest.mark.parametrize("driver", [*NEURAL_DRIVERS, SYSTEM_DRIVER])
def test_a_voice(driver: str, tmp_path: Path) -> None:
    folder = tmp_path / "worker"
    folder.mkdir()
    modules = [f"pyttsx3.drivers.{driver}"]
    if driver in NEURAL_DRIVERS:
        modules += ["numpy", "onnxruntime"]
    # Its standard error is sent nowhere as well; here it is kept, to be looked at.
    quiet = "module._private_output = lambda: os.fdopen(os.dup(1), 'wb')"
    told = loaded_before_reading(
        "voice.speech.worker", modules, [driver, str(folder)], tmp_path, quiet
    )
    assert told == [*modules, "and", "nothing"]


def test_a_process_that_makes_files(tmp_path: Path) -> None:
    modules = ["numpy", "voice.sound.mixer", "voice.speech.catalog"]
    told = loaded_before_reading("voice.album.worker", modules, [], tmp_path)
    assert told == [*modules, "and", "nothing"]


def test_it_still_reads_its_pipe(tmp_path: Path) -> None:
    ran = subprocess.run(
        [sys.executable, "-m", "voice.album.worker"],
        check=False,
        input=pickle.dumps(None),
        capture_output=True,
        timeout=LIMIT * 3,
        cwd=ROOT,
        env={**os.environ, "GROUND_HOME": str(tmp_path / "home")},
    )
    assert (ran.returncode, ran.stdout, ran.stderr) == (0, b"", b"")
