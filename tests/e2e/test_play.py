"""Playing through a real device: PortAudio and miniaudio into PulseAudio, in a real terminal.

That what plays is what is exported, with every option and key, is proved to the sample in
tests/exercise/test_session.py. Here lines are known by correlation, which forgives a device that
runs dry for some milliseconds on a busy machine.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

from tests.e2e.audio import decoded
from tests.e2e.conftest import Ground
from tests.e2e.ear import APART, find
from tests.exercises import BRIEF
from tests.pulse import SAMPLE_RATE, PulseServer
from voice.audio import Samples
from voice.playback.output import BACK, WENT
from voice.sound.opening import OPENING, PIECE, QUIET, opening

if TYPE_CHECKING:
    import pexpect
else:
    pexpect = pytest.importorskip("pexpect")  # there is none on Windows
pytestmark = pytest.mark.e2e

QUICK = ("--no-bell", "--pauses", "0.25", "--rate", "180", "--voice", "en-us")

LOUD = 0.03
"""Amplitude that speech exceeds, and no bed or noise does."""

ENDED = "Brief one.\nBrief one is over.\n"


Lines = Sequence[Samples]


@pytest.fixture(scope="module")
def lines(tmp_path_factory: pytest.TempPathFactory, shared_home: Path) -> Lines:
    """Each line of the script as it is exported, with nothing under it."""
    ground = Ground(tmp_path_factory.mktemp("lines"), shared_home)
    (ground.folder / "brief.md").write_text(BRIEF)
    ran = ground("export", "brief.md", *QUICK, "--no-bed", "-o", "it.wav")
    assert ran.code == 0, ran.err
    shown = ground("show", "brief.md", *QUICK, "--json").json()
    sound = decoded(ground.folder / "it.wav")
    spoken = [cue for cue in shown["cues"] if cue["kind"] == "speech"]
    assert len(spoken) == 2
    places = [(cue["start"], cue["start"] + cue["duration"]) for cue in spoken]
    return [sound[round(a * SAMPLE_RATE) : round(b * SAMPLE_RATE)] for a, b in places]


@pytest.fixture(autouse=True)
def brief(ground: Ground) -> None:
    """A script of some seconds."""
    (ground.folder / "brief.md").write_text(BRIEF)


def heard_once_each(heard: Samples, lines: Lines) -> bool:
    """True if the lines are heard in order, each once, as loud as in the export."""
    end = 0
    for line in lines:
        place = find(heard[end:], line)
        if place is None or not 0.95 < place.level < 1.05:
            return False
        end += place.end
    return find(heard[end:], lines[-1]) is None


def without_portaudio(ground: Ground) -> dict[str, str]:
    """A folder first on the path whose sounddevice fails as it does where PortAudio is missing."""
    hiding = ground.folder / "hiding"
    hiding.mkdir()
    (hiding / "sounddevice.py").write_text("raise OSError('PortAudio library not found')\n")
    return {"PYTHONPATH": os.pathsep.join([str(hiding), ground.environment["PYTHONPATH"]])}


@pytest.mark.parametrize("library", ["PortAudio", "miniaudio"])
def test_lines_are_heard_through_each_library(
    ground: Ground, pulse: PulseServer, lines: Lines, library: str
) -> None:
    hidden = without_portaudio(ground) if library == "miniaudio" else {}
    with pulse.record() as recording:
        ran = ground.apart("play", "brief.md", *QUICK, **pulse.env, **hidden)
    assert (ran.code, ran.out, ran.err) == (0, ENDED, "")
    assert heard_once_each(recording.sounding, lines)
    doctor = ground.apart("doctor", **pulse.env, **hidden).out
    assert ("PortAudio does not work" in doctor) == (library == "miniaudio")


def test_a_background_lies_under_the_voice(
    ground: Ground, pulse: PulseServer, lines: Lines
) -> None:
    with pulse.record() as recording:
        ran = ground.apart("play", "brief.md", *QUICK, "--background", "brown", **pulse.env)
    assert (ran.code, ran.out, ran.err) == (0, ENDED, "")
    assert heard_once_each(recording.sounding, lines)


HOLD = """
import os, sys, time

class Hold:
    def find_spec(self, name, *_):
        if name == "numpy":
            while not os.path.exists(os.environ["GO_ON"]):
                time.sleep(0.01)

sys.meta_path.insert(0, Hold())
"""
"""A module that Python imports by itself: numpy then waits to be imported until a file is there."""


@pytest.fixture
def held(ground: Ground) -> dict[str, str]:
    """An environment in which numpy cannot be imported until `GO_ON` is there."""
    holding = ground.folder / "holding"
    holding.mkdir()
    (holding / "sitecustomize.py").write_text(HOLD)
    path = os.pathsep.join([str(holding), ground.environment["PYTHONPATH"]])
    return {"PYTHONPATH": path, "GO_ON": str(ground.folder / "go-on")}


def test_it_sounds_before_numpy_is_there_and_the_player_goes_on_with_it(
    ground: Ground, pulse: PulseServer, lines: Lines, held: dict[str, str]
) -> None:
    """The player comes in the middle of the bell, a piece after the first."""
    with pulse.record() as recording:
        program = ground.start("play", "brief.md", *QUICK, "--bell", **pulse.env, **held)
        recording.wait_for(QUIET)
        Path(held["GO_ON"]).touch()
        assert program.communicate(timeout=60) == (ENDED, "")
    begun = np.concatenate([np.array(piece, np.float32) for piece in opening(bell=True)])
    assert find(recording.sounding, begun[QUIET:OPENING]) is not None
    assert heard_once_each(recording.sounding, lines)


@pytest.mark.parametrize(("arguments", "key"), [(["play", "hear-five"], "q"), ([], "\x1b")])
def test_a_key_stops_it_while_most_of_it_still_loads(
    terminal: Callable[..., pexpect.spawn],
    pulse: PulseServer,
    held: dict[str, str],
    arguments: list[str],
    key: str,
) -> None:
    """Without numpy the bell would ring on, and soft noise would follow without end."""
    with pulse.record() as recording:
        program = terminal(*arguments, **held)
        recording.wait_for(QUIET // 2)
        program.send(key)
        recording.wait(lambda heard: bool(heard.any()) and not heard[-PIECE:].any())
        Path(held["GO_ON"]).touch()
        program.expect(pexpect.EOF)
    program.close()
    assert program.exitstatus == 0
    assert "Traceback" not in (program.before or "")


def test_a_bed_that_is_not_wanted_does_not_sound_before_the_settings_are_read(
    ground: Ground, pulse: PulseServer, tmp_path: Path, lines: Lines
) -> None:
    quiet = Ground(ground.folder, tmp_path / "quiet")
    quiet.home.mkdir()
    (quiet.home / "cache").symlink_to(ground.home / "cache")  # the very same samples
    (quiet.home / "settings.toml").write_text("bed = false\nbell = false\n")
    with pulse.record() as recording:
        ran = quiet.apart("play", "brief.md", *QUICK[1:], **pulse.env)
    assert (ran.code, ran.err) == (0, "")
    place = find(recording.samples, lines[0])
    assert place is not None
    assert not recording.samples[: place.start - APART].any()


@pytest.fixture
def shell(ground: Ground, pulse: PulseServer) -> pexpect.spawn:
    """A real shell with job control, in the folder of the program."""
    bash: pexpect.spawn = pexpect.spawn(
        "bash",
        ["--norc", "-i"],
        cwd=str(ground.folder),
        env={**ground.environment, **pulse.env, "PS1": "ready> ", "TERM": "dumb"},
        encoding="utf-8",
        timeout=60,
    )
    bash.expect("ready> ")
    return bash


def test_ctrl_z_fg_and_q_in_a_shell(
    ground: Ground, pulse: PulseServer, lines: Lines, shell: pexpect.spawn
) -> None:
    """It fades and stands still, begins the line again, fades and gives the terminal back."""
    shell.sendline("stty -a > before")
    shell.expect("ready> ")
    with pulse.record() as recording:
        options = " ".join([*QUICK, "--no-bed", "--captions"])
        shell.sendline(f"'{sys.executable}' -m voice play brief.md {options}")
        shell.expect("Hear this line.*\n")
        recording.wait(lambda heard: int((np.abs(heard) > LOUD).sum()) > SAMPLE_RATE // 4)
        shell.send("\x1a")
        shell.expect("Stopped")
        shell.expect("ready> ")
        recording.wait(lambda heard: not heard[-SAMPLE_RATE // 2 :].any())
        stopped = len(recording.captured())
        shell.sendline("fg")
        shell.expect("And another")
        recording.wait(lambda heard: bool((np.abs(heard[-PIECE:]) > LOUD).any()))
        shell.send("q")
        shell.expect("stopped")
        shell.expect("ready> ")
    shell.sendline("stty -a > after; exit")
    shell.expect(pexpect.EOF)
    before, after = ((ground.folder / name).read_text() for name in ("before", "after"))
    assert before == after
    for part in (recording.samples[:stopped], recording.samples[stopped:]):
        (sounding,) = np.nonzero(part)
        assert np.abs(part[: sounding[-1] + 1][-24:]).max() < 0.02  # it faded, without a click
    assert find(recording.samples[stopped:], lines[0]) is not None


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_signal_ends_it_softly_and_gives_the_terminal_back(
    terminal: Callable[..., pexpect.spawn],
    pulse: PulseServer,
    number: signal.Signals,
    code: int,
) -> None:
    with pulse.record() as recording:
        program = terminal("play", "brief.md", *QUICK, "--captions", "--no-bed")
        program.expect("Hear this line")
        recording.wait(lambda heard: bool((np.abs(heard[-PIECE:]) > LOUD).any()))
        assert not program.getecho()
        program.kill(number)
        program.expect(pexpect.EOF)
    program.close()
    assert program.exitstatus == code
    assert "Traceback" not in program.before
    assert np.abs(recording.sounding[-24:]).max() < 0.02


def test_a_server_that_dies_and_comes_back(
    ground: Ground, fresh_pulse: PulseServer, lines: Lines
) -> None:
    program = ground.start("play", "brief.md", *QUICK, "--captions", "--no-bed", **fresh_pulse.env)
    assert program.stdout is not None
    assert program.stderr is not None
    while "Hear this" not in program.stdout.readline():
        pass
    fresh_pulse.kill()
    assert program.stderr.readline() == f"{WENT}\n"
    fresh_pulse.start()
    with fresh_pulse.record() as recording:
        _, told = program.communicate(timeout=60)
    assert (program.returncode, told) == (0, f"{BACK}\n")
    assert find(recording.samples, lines[1]) is not None


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_server_that_hangs_does_not_keep_it(
    ground: Ground, fresh_pulse: PulseServer, number: signal.Signals
) -> None:
    program = ground.start("play", "brief.md", *QUICK, "--captions", **fresh_pulse.env)
    assert program.stdout is not None
    while "Hear this" not in program.stdout.readline():
        pass
    fresh_pulse.freeze()
    program.send_signal(number)
    assert program.wait(timeout=30) == 128 + number


def test_no_device_is_one_sentence(ground: Ground) -> None:
    ran = ground.apart("play", "ice-cube", **ground.deaf)
    assert ran.code == 1
    assert ran.err.count("\n") == 1
    assert "No sound device" in ran.err
