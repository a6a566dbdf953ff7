"""A folder for temporary files that must be empty again, the workers in it, and other drivers."""

from __future__ import annotations

import contextlib
import functools
import os
import sys
import tempfile
import textwrap
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

from voice.speech.cache import CachedEngine
from voice.speech.worker_engine import PyttsxEngine

if TYPE_CHECKING:
    from voice.audio import Audio
    from voice.speech.engine import SpeechEngine

LIMIT = 60.0
"""Seconds after which a test gives up; never what decides between right and wrong."""

SITE = """
import pyttsx3.drivers
pyttsx3.drivers.__path__.insert(0, {folder!r})
"""
"""Code that a worker runs at its start, to find a test's drivers before the others."""

USUAL_SAVE = """
def save(filename, seconds=1.0):
    import math, struct, wave
    frames = [int(9000 * math.sin(0.06 * n)) for n in range(round(24000 * seconds))]
    with wave.open(filename, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(24000)
        file.writeframes(struct.pack(f"<{len(frames)}h", *frames))


class Driver:
    def __init__(self, proxy):
        self.proxy = proxy

    def setProperty(self, name, value):
        pass

    def getProperty(self, name):
        return []

    def stop(self):
        pass

    def endLoop(self):
        pass

    def startLoop(self):
        self.proxy.setBusy(False)

    def destroy(self):
        pass

    def save_to_file(self, text, filename):
        self.save(text, filename)
        self.proxy.notify("finished-utterance", completed=True)

    def save(self, text, filename):
        save(filename)


def buildDriver(proxy):
    return Driver(proxy)


def first_time():
    import pathlib
    marker = pathlib.Path(__file__).with_suffix(".once")
    new = not marker.exists()
    marker.touch()
    return new
"""
"""A pyttsx3 driver that writes a second of tone; a test adds what goes wrong."""


@dataclass(frozen=True, slots=True)
class Traces:
    """Files and processes that engines leave behind.

    Attributes:
        folder: Where temporary files go while a test runs.
    """

    folder: Path

    def workers(self) -> list[int]:
        """Ids of the worker processes whose private folder lies there; Linux."""
        found = []
        for process in Path("/proc").glob("[0-9]*"):
            try:
                command = (process / "cmdline").read_bytes()
            except OSError:
                continue  # it has ended
            if b"voice.speech.worker" in command and os.fsencode(self.folder) in command:
                found.append(int(process.name))
        return found

    def left(self) -> list[str]:
        """Temporary files, and worker processes where they can be told."""
        workers = self.workers() if sys.platform == "linux" else []
        return sorted(path.name for path in self.folder.iterdir()) + [str(id_) for id_ in workers]


def until(condition: Callable[[], object], what: str) -> None:
    """Wait for something that is bound to happen."""
    end = time.monotonic() + LIMIT
    while not condition():
        assert time.monotonic() < end, f"never happened: {what}"
        time.sleep(0.005)


@pytest.fixture
def traces(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Traces:
    folder = tmp_path / "tmp"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    monkeypatch.setenv("TMPDIR", str(folder))
    return Traces(folder)


@pytest.fixture(scope="session")
def lasting(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], SpeechEngine]]:
    """Gives the engine of a driver, loaded once, whose renders all tests that run now share."""
    with contextlib.ExitStack() as opened:

        @functools.cache
        def engine_of(driver: str) -> SpeechEngine:
            engine = CachedEngine(PyttsxEngine(driver, LIMIT, LIMIT), cache)
            return opened.enter_context(contextlib.closing(engine))

        here = tmp_path_factory.getbasetemp()
        cache = (here.parent if "PYTEST_XDIST_WORKER" in os.environ else here) / "renders"
        yield engine_of


@pytest.fixture
def open_engine(traces: Traces) -> Iterator[Callable[..., PyttsxEngine]]:
    """Opens engines that are closed at the end, when nothing of them may be left."""
    opened = []

    def open_one(
        driver: str = "espeak", first_limit: float = LIMIT, line_limit: float = LIMIT
    ) -> PyttsxEngine:
        engine = PyttsxEngine(driver, first_limit, line_limit)
        opened.append(engine)
        return engine

    yield open_one
    for engine in opened:
        engine.close()
    assert traces.left() == []


@pytest.fixture
def driver(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., str]:
    """Makes a pyttsx3 driver of the usual one and some changes; gives its name."""
    folder = tmp_path / "drivers"
    folder.mkdir()
    (folder / "sitecustomize.py").write_text(SITE.format(folder=str(folder)))
    monkeypatch.setenv("PYTHONPATH", str(folder))

    def make(changes: str, name: str = "standin", usual: str = USUAL_SAVE) -> str:
        (folder / f"{name}.py").write_text(usual + textwrap.dedent(changes))
        return name

    return make


def loudness(audio: Audio) -> float:
    return float(np.sqrt(np.mean(np.square(audio.samples, dtype=np.float64))))
