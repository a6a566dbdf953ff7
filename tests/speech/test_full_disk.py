"""Speech where the disk is full, or as good as full."""

from __future__ import annotations

import errno
import os
import resource
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.speech.conftest import LIMIT, Traces
from voice.errors import EngineUnavailableError
from voice.speech import workplace
from voice.speech.engine import Utterance, Voice
from voice.speech.installed import NEURAL_DRIVERS
from voice.speech.worker_engine import PyttsxEngine
from voice.speech.workplace import LEAST_ROOM, make_workplace

if sys.platform != "linux":
    pytest.skip("small disks are made as on Linux", allow_module_level=True)

LINE = "Rest the ice on the cloth, in your palm, and notice what comes first."

Open = Callable[..., PyttsxEngine]
MakeDriver = Callable[..., str]


def english(engine: PyttsxEngine) -> Voice:
    return next(voice for voice in engine.voices() if voice.speaks("en"))


@pytest.fixture
def small_disk(traces: Traces) -> Iterator[Path]:
    """The folder for temporary files, with 64 KB left; or where that takes rights, no file."""
    size = ["-o", "size=128k"]
    mount = ["mount", "-t", "tmpfs", *size, "none", str(traces.folder)]
    if subprocess.run(mount, check=False, capture_output=True).returncode == 0:
        filler = traces.folder / "filler"
        filler.write_bytes(bytes(64_000))
        yield traces.folder
        filler.unlink()
        subprocess.run(["umount", "--lazy", str(traces.folder)], check=True)
        return
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (64_000, before[1]))
    yield traces.folder
    resource.setrlimit(resource.RLIMIT_FSIZE, before)


@pytest.mark.parametrize("driver", ["espeak", *NEURAL_DRIVERS])
def test_it_speaks(small_disk: Path, driver: str) -> None:
    before = set(small_disk.iterdir())
    engine = PyttsxEngine(driver, LIMIT, LIMIT)
    voice = english(engine)
    for _ in range(2):
        audio = engine.synthesize(Utterance(LINE, voice.id, 140))
        assert 2 * len(audio.samples) > 100_000  # more than there is room for
    engine.close()
    assert set(small_disk.iterdir()) == before


@pytest.mark.usefixtures("small_disk")
def test_a_driver_that_needs_a_file_has_it_where_there_is_room(driver: MakeDriver) -> None:
    with closing(PyttsxEngine(driver(""), LIMIT)) as engine:
        audio = engine.synthesize(Utterance(LINE, "standin/a", 140))
    assert audio.duration == pytest.approx(1)


def test_no_room_anywhere_is_said_at_once(
    traces: Traces, driver: MakeDriver, open_engine: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = shutil.disk_usage(traces.folder)
    full = real._replace(free=LEAST_ROOM - 1)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: full)
    engine = open_engine(driver(""))
    with pytest.raises(EngineUnavailableError, match=r"No room left for a line.*ground doctor"):
        engine.synthesize(Utterance(LINE, "standin/a", 140))
    assert traces.left() == []


def test_a_driver_that_finds_no_room_after_all_says_so(
    driver: MakeDriver, open_engine: Open
) -> None:
    number = errno.ENOSPC
    engine = open_engine(
        driver(f"""
            class Driver(Driver):
                def save(self, text, filename):
                    raise OSError({number}, "No space left on device", filename)
        """)
    )
    with pytest.raises(Exception, match="No space left on device"):
        engine.synthesize(Utterance(LINE, "standin/a", 140))


@pytest.mark.parametrize("writes_files", [False, True])
def test_the_next_place_where_one_cannot_be_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, writes_files: bool
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "missing"))
    monkeypatch.setattr(workplace, "_SHARED_MEMORY", tmp_path / "no shm")
    monkeypatch.setenv("GROUND_HOME", str(tmp_path))
    (tmp_path / "cache").mkdir()
    folder = make_workplace(writes_files=writes_files).folder
    assert folder.parent == tmp_path / "cache"
    assert os.access(folder, os.W_OK)


def test_no_place_at_all_names_the_usual_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "missing"))
    monkeypatch.setattr(workplace, "_SHARED_MEMORY", tmp_path / "no shm")
    monkeypatch.setenv("GROUND_HOME", str(tmp_path / "nowhere"))
    with pytest.raises(OSError, match="missing"):
        make_workplace(writes_files=False)
