"""The folder of a voice's worker process, and those that killed runs left."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from voice.speech.workplace import make_workplace

KILLED = """
import os, signal
from voice.speech.workplace import make_workplace

(make_workplace(writes_files=True).folder / "line.wav").write_bytes(b"a name")
os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


@pytest.mark.skipif(os.name != "posix", reason="nothing is removed where nothing is locked")
def test_what_a_killed_run_left_goes_with_the_next(place: Path) -> None:
    environment = {**os.environ, "TMPDIR": str(place), "PYTHONPATH": str(Path(__file__).parents[2])}
    done = subprocess.run([sys.executable, "-c", KILLED], env=environment, check=False)
    assert done.returncode == -signal.SIGKILL
    assert len(list(place.glob("ground-*/line.wav"))) == 1
    workplace = make_workplace(writes_files=True)
    assert list(place.iterdir()) == [workplace.folder]
    workplace.leave()
    assert list(place.iterdir()) == []


def test_what_is_in_use_or_has_another_name_stays(place: Path) -> None:
    others = [place / "ground-faults", place / "ground-0123abcd.txt"]
    for other in others:
        other.mkdir()
    places = [make_workplace(writes_files=False) for _ in range(3)]
    assert {*place.iterdir()} == {*others, *(each.folder for each in places)}
    for each in places:
        each.leave()
    assert {*place.iterdir()} == {*others}
