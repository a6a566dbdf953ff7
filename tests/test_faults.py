"""An unforeseen fault is one sentence, said where somebody listens, and a file of details."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import threading
from array import array
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from tests.dialogue.listener import hum, talking
from voice import fault_file, faults
from voice.album.attempt import attempt, unshown
from voice.album.order import Order
from voice.cli import app
from voice.cli.app import run
from voice.cli.help import HELP
from voice.exercise.narration import Narration
from voice.frames import SAMPLE_RATE
from voice.playback import startup
from voice.playback.sinks.sink import Pump
from voice.sound.backgrounds import MADE_HERE
from voice.timeline.cues import Timeline
from voice.timeline.estimate import estimated_seconds

if TYPE_CHECKING:
    from voice.playback.sinks.sink import Fill

PRIVATE = "kept from the terminal"

SCRIPT = """---
title: Short one
about: A short one, for tests.
ask: 1
position: any
---

## First

Hear this line. [1s]
"""

PLACES = [
    ("voice.cli.list.entries", ["list"]),
    ("voice.cli.show.find_words", ["show", "ice-cube"]),
    ("voice.cli.check.check_script", ["check", "ice-cube"]),
    ("voice.cli.new.format_script", ["new", "a.md", "--bare"]),
    ("voice.cli.settings.load_settings", ["settings"]),
    ("voice.cli.support.known_lines", ["support"]),
    ("voice.cli.play.find_words", ["play", "ice-cube"]),
    ("voice.cli.play.voices_here", ["play", "ice-cube"]),
    ("voice.cli.export.find", ["export", "ice-cube"]),
    ("voice.cli.voices.voices_here", ["voices"]),
    ("voice.cli.doctor._voices", ["doctor"]),
    ("voice.cli.menu.load_settings", []),
    ("voice.cli.help.say_aloud", ["help"]),
    ("voice.playback.keyboard._find_terminal", ["choose"]),
    ("voice.script.library._read", ["export", "ice-cube"]),
    ("voice.script.library.scripts_folder", ["list", "--json"]),
]
"""Functions, and a command that calls each."""


def fault(*_: object, **__: object) -> Any:
    raise ZeroDivisionError(PRIVATE)


@pytest.fixture(autouse=True)
def untold(monkeypatch: pytest.MonkeyPatch) -> None:
    """As in a new process."""
    monkeypatch.setattr(faults, "_told", threading.Lock())


@pytest.fixture
def said(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The sentences that are said aloud."""
    sentences: list[str] = []
    monkeypatch.setattr(app, "say_fault", lambda: sentences.append(faults.FAULT))
    return sentences


@pytest.fixture
def short(tmp_path: Path) -> str:
    path = tmp_path / "short.md"
    path.write_text(SCRIPT)
    return str(path)


def assert_told(printed: str, home: Path) -> None:
    details = home / "cache" / fault_file.NAME
    told = f"{faults.FAULT} {faults.AGAIN} The details are in {details}\n"
    assert printed.endswith(told), printed
    assert PRIVATE not in printed
    assert "Traceback" not in printed
    text = details.read_text()
    assert f"ZeroDivisionError: {PRIVATE}" in text
    assert text.startswith("ground ")
    assert details.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(("place", "command"), PLACES, ids=lambda value: str(value)[:40])
def test_a_fault_anywhere_is_one_sentence_and_a_file(
    place: str,
    command: list[str],
    ground_home: Path,
    said: list[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(place, fault)
    assert run(command) == 1
    out, err = capfd.readouterr()
    assert_told(err, ground_home)
    assert PRIVATE not in out
    listened = not command or command[0] in {"play", "choose", "support", "help"}
    assert said == ([faults.FAULT] if listened else [])


class Device:
    """A sound device that asks for frames as fast as it gets them, on a thread of its own."""

    name = "device"
    latency = 0.0
    underruns = 0

    def __init__(self, fill: Fill) -> None:
        self._pump = Pump(fill)
        self._closed = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)

    @property
    def failure(self) -> Exception | None:
        return self._pump.failure

    @property
    def alive(self) -> bool:
        return not self._closed.is_set()

    def start(self) -> None:
        self._thread.start()

    def close(self) -> None:
        self._closed.set()
        self._thread.join()

    def _run(self) -> None:
        while not self._closed.wait(0.001):
            self._pump(np.empty(SAMPLE_RATE // 100, np.float32))


@pytest.fixture
def device(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        "voice.playback.output.open_sink",
        lambda fill, device=None: Device(fill),  # noqa: ARG005
    )


@pytest.mark.parametrize(
    "place",
    [
        "voice.sound.mixer.Mixer.mix",
        "voice.playback.player.Player.fill",
        "voice.sound.bed.Underlay.add_to",
        "voice.exercise.narration.prepare_line",
        "voice.exercise.narration.Narration._next_missing",
        "voice.exercise.narration.Narration._ask_early",
        "voice.exercise.session.Screen.follow",
    ],
)
@pytest.mark.usefixtures("device")
def test_a_fault_while_playing_is_told_and_said(
    place: str,
    short: str,
    ground_home: Path,
    said: list[str],
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(place, fault)
    assert run(["play", short, "--voice", "tone/low"]) == 1
    assert_told(capfd.readouterr().err, ground_home)
    assert said == [faults.FAULT]


@pytest.mark.usefixtures("device")
def test_what_renders_what_is_said_may_fail_and_it_is_printed_still(
    ground_home: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("voice.dialogue.conversation._clip", fault)
    assert run(["help"]) == 1
    out, err = capfd.readouterr()
    assert out.splitlines() == list(HELP)
    assert_told(err, ground_home)


def test_a_fault_in_the_thread_that_renders_reaches_whoever_asked() -> None:
    with talking(hum) as (talk, _), pytest.raises(ZeroDivisionError):
        talk.ask(["One."], say=fault)


def test_whoever_waits_for_a_line_hears_of_a_fault_between_two_lines(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(Narration, "_next_missing", fault)
    narration = Narration(["one", "two"], hum)
    with pytest.raises(ZeroDivisionError):
        narration.wait_for(1)
    narration.close()


def test_a_background_that_fails_is_told_and_the_exercise_goes_on(
    short: str,
    ground_home: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setitem(MADE_HERE, "rain", fault)
    command = ["--voice", "tone/low", "--background", "rain", "-o", str(tmp_path / "a.wav")]
    assert run(["export", short, *command]) == 1
    assert_told(capfd.readouterr().err, ground_home)
    assert not (tmp_path / "a.wav").exists()


def test_where_the_cache_cannot_be_written_the_file_is_among_temporary_ones(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GROUND_HOME", "/dev/null")
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    assert faults.keep(ZeroDivisionError()) == tmp_path / fault_file.NAME
    monkeypatch.setattr("tempfile.tempdir", "/dev/null")
    assert faults.told(ZeroDivisionError()) == f"{faults.FAULT} {faults.AGAIN}"


def test_the_file_is_one_and_bounded(ground_home: Path) -> None:
    details = ground_home / "cache" / fault_file.NAME
    for _ in range(3):
        assert faults.keep(ZeroDivisionError("x" * 10 * fault_file.LARGEST)) == details
        assert details.stat().st_size < fault_file.LARGEST + 1000
    assert list(details.parent.iterdir()) == [details]


def test_a_fault_of_a_thread_is_told_once(
    ground_home: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(threading, "excepthook", threading.excepthook)
    monkeypatch.setattr(sys, "unraisablehook", sys.unraisablehook)
    faults.install()
    for _ in range(3):
        thread = threading.Thread(target=fault)
        thread.start()
        thread.join()
    details = ground_home / "cache" / fault_file.NAME
    assert capfd.readouterr().err == f"{faults.GOING_ON} The details are in {details}\n"
    assert PRIVATE in details.read_text()


@contextmanager
def early_start(
    monkeypatch: pytest.MonkeyPatch, opened: Callable[..., Any] = lambda *_: None
) -> Iterator[startup._EarlyStart]:
    """An early start without a sound library."""
    monkeypatch.setattr(startup, "_load", lambda searching: searching.set())
    monkeypatch.setattr(startup, "_opened", opened)
    monkeypatch.setattr(startup, "_early", startup._EarlyStart())
    yield startup._early
    startup.end()


@pytest.mark.parametrize("place", ["_load", "_pieces", "_opened"])
def test_a_fault_of_the_early_start_costs_that_alone(
    place: str,
    ground_home: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    with early_start(monkeypatch) as start:
        monkeypatch.setattr(startup, place, fault)
        startup.start(["play"])
        startup.begun()
        assert start._opener is not None
        start._opener.join()
        assert startup.take_over(lambda _out: None) is None
    assert capfd.readouterr().err.startswith(faults.GOING_ON)
    assert PRIVATE in (ground_home / "cache" / fault_file.NAME).read_text()


def test_where_the_opening_breaks_off_whoever_plays_goes_on_behind_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    piece = array("f", bytes(4 * 100))
    blocks: list[Iterator[array[float]]] = []

    class Sink:
        def close(self) -> None: ...

    def opened(_fill: Fill, before: Iterator[array[float]]) -> Sink:
        blocks.append(before)
        return Sink()

    def pieces(_arguments: Sequence[str]) -> Iterator[array[float]]:
        yield piece
        fault()

    with early_start(monkeypatch, opened) as start:
        monkeypatch.setattr(startup, "_pieces", pieces)
        startup.start(["play"])
        startup.begun()
        assert start._opener is not None
        start._opener.join()
        [before] = blocks
        assert next(before) is piece
        assert [set(next(before)) for _ in range(3)] == 3 * [{0.0}]
        assert startup.take_over(lambda _out: None) is not None
        assert list(before) == []


def test_a_file_that_fails_costs_none_of_the_others(
    ground_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Named:
        title = "Ice cube"
        script = recipe = choices = setting = property(lambda self: self)

    monkeypatch.setattr("voice.album.attempt.make", fault)
    outcome = attempt(Named(), None, unshown)  # type: ignore[arg-type]
    details = ground_home / "cache" / fault_file.NAME
    told = f"Ice cube could not be made. {faults.FAULT} The details are in {details}"
    assert outcome.failure == told
    assert isinstance(outcome.order, Named | Order)


@pytest.mark.parametrize(
    "place", ["voice.album.attempt.record", "voice.exercise.performance.voices_here"]
)
def test_a_worker_of_an_album_that_fails_shows_no_traceback(
    place: str, short: str, tmp_path: Path, ground_home: Path
) -> None:
    room = place.rpartition(".")[0]
    (tmp_path / "sitecustomize.py").write_text(
        "import sys\n"
        "def fault(*_, **__):\n"
        f"    raise ZeroDivisionError({PRIVATE!r})\n"
        "if 'voice.album.worker' in sys.orig_argv:\n"
        f"    import {room}\n"
        f"    {place} = fault\n"
    )
    other = Path(short).with_name("other.md")
    other.write_text(SCRIPT.replace("Short", "Other"))
    command = ["export", short, str(other), "--voice", "tone/low", "--jobs", "2", "-o", "walk"]
    ran = subprocess.run(
        [sys.executable, "-m", "voice", *command],
        cwd=tmp_path,
        env={
            **os.environ,
            "PYTHONPATH": f"{tmp_path}:{Path(__file__).parents[1]}",
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 1
    assert "Traceback" not in ran.stderr
    assert ran.stderr.count("could not be made") == 3
    assert PRIVATE not in ran.stderr
    details = ground_home / "cache" / fault_file.NAME
    assert f"The details are in {details}" in ran.stderr
    assert PRIVATE in details.read_text()


def test_one_script_that_breaks_the_program_does_not_cost_the_list(
    ground_home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def estimate(timeline: Timeline) -> float:
        return fault() if timeline.script.id == "ice-cube" else estimated_seconds(timeline)

    monkeypatch.setattr("voice.cli.list.estimated_seconds", estimate)
    assert run(["list"]) == 0
    out, err = capsys.readouterr()
    assert "hear-five: " in out
    assert "ice-cube: " not in out
    assert str(ground_home / "cache" / fault_file.NAME) in err
    assert len(err.splitlines()) == 1


def test_reset_forgets_what_a_fault_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The error may contain a name or a number."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temporary"))
    monkeypatch.setenv("GROUND_HOME", str(tmp_path / "home"))
    kept = faults.keep(ValueError("no person called Marlene"))
    assert kept is not None
    other = tmp_path / "temporary" / fault_file.NAME
    other.parent.mkdir()
    other.write_bytes(kept.read_bytes())
    assert run(["settings", "--reset"]) == 0
    assert capsys.readouterr().err == ""
    assert not kept.exists()
    assert not other.exists()
