"""Playing as its listener does: real sound through PortAudio and PulseAudio, a real terminal."""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

from tests.e2e.audio import decoded
from tests.e2e.conftest import Ground
from tests.e2e.ear import find
from tests.pulse import SAMPLE_RATE, PulseServer, Recording
from voice.sound.opening import OPENING, PIECE, QUIET, opening, opening_noise
from voice.speech.audio import Samples

if TYPE_CHECKING:
    import pexpect
else:
    pexpect = pytest.importorskip("pexpect")  # there is none on Windows
pytestmark = pytest.mark.e2e

ROUNDING = 1 / 32768
"""A step of 16 bits."""

LONG = """---
title: Long one
about: A long one, for tests of keys.
ask: 1
position: any
---

## First

This is a rather long line, so that keys can be pressed while it is spoken aloud.
And here is another long line, which goes on for a while as well, to leave time.

## Second

The second step begins here. [20s]
This comes late. [20s]

## Third

Wait for a key now. [wait]
The last line. [8s]
"""


@pytest.fixture
def long(ground: Ground) -> str:
    (ground.folder / "long.md").write_text(LONG)
    return "long.md"


@pytest.fixture
def played(pulse: PulseServer) -> Callable[..., Samples]:
    """Plays with given arguments, and returns what the null sink was given."""

    def play(ground: Ground, *arguments: str, **environment: str) -> Samples:
        with pulse.record() as recording:
            ran = ground("play", *arguments, **pulse.env, **environment)
        assert (ran.code, ran.err) == (0, "")
        return recording.sounding

    return play


def test_what_plays_is_what_is_exported(
    ground: Ground, played: Callable[..., Samples], short: str
) -> None:
    assert ground("export", short, "-o", "it.wav").code == 0
    exported = decoded(ground.folder / "it.wav")
    assert _difference(played(ground, short), exported) <= ROUNDING


def test_a_cold_start_plays_the_same(
    tmp_path: Path, ground: Ground, played: Callable[..., Samples], short: str
) -> None:
    """Nothing rendered, nothing calibrated: the first word is in its place all the same."""
    cold = Ground(ground.folder, tmp_path / "cold")
    heard = played(cold, short)
    cold("export", short, "-o", "it.wav")
    assert _difference(heard, decoded(ground.folder / "it.wav")) <= ROUNDING


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
    ground: Ground, pulse: PulseServer, short: str, held: dict[str, str]
) -> None:
    """The player comes in the middle of the bell, a piece after the first."""
    ground("export", short, "-o", "it.wav")
    with pulse.record() as recording:
        program = ground.start("play", short, **pulse.env, **held)
        recording.wait_for(QUIET)
        Path(held["GO_ON"]).touch()
        assert program.communicate(timeout=60) == ("Short one.\nShort one is over.\n", "")
    heard = recording.sounding
    assert np.array_equal(heard[:QUIET], opening_noise()[:QUIET])
    assert _difference(heard, decoded(ground.folder / "it.wav")) <= ROUNDING


def test_where_the_rest_is_late_the_bell_rings_again(
    ground: Ground, pulse: PulseServer, short: str, held: dict[str, str]
) -> None:
    ground("export", short, "-o", "it.wav")
    with pulse.record() as recording:
        program = ground.start("play", short, **pulse.env, **held)
        recording.wait_for(OPENING + 2 * PIECE)
        Path(held["GO_ON"]).touch()
        assert program.communicate(timeout=60) == ("Short one.\nShort one is over.\n", "")
    heard = recording.sounding
    begun = np.concatenate([np.array(piece, np.float32) for piece in opening(bell=True)])
    assert np.array_equal(heard[: len(begun)], begun)
    exported = decoded(ground.folder / "it.wav")[QUIET:]
    assert _difference(heard[-len(exported) :], exported) <= ROUNDING


@pytest.mark.parametrize(("arguments", "key"), [(["play", "hear-five"], "q"), ([], "\x1b")])
def test_a_key_stops_it_while_most_of_it_still_loads(
    terminal: Callable[..., pexpect.spawn],
    pulse: PulseServer,
    held: dict[str, str],
    arguments: list[str],
    key: str,
) -> None:
    """Without numpy the bell would ring on, and soft noise after it for ever."""
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


@pytest.mark.parametrize("how", ["--no-bed", "settings"])
def test_without_a_bed_nothing_sounds_before_the_bell(
    ground: Ground, played: Callable[..., Samples], tmp_path: Path, short: str, how: str
) -> None:
    quiet = Ground(ground.folder, tmp_path / "quiet")
    quiet.home.mkdir()
    options = [how] if how == "--no-bed" else []
    (quiet.home / "settings.toml").write_text("" if options else "bed = false\n")
    quiet("export", short, "-o", "it.wav", *options)
    (sounding,) = np.nonzero(decoded(ground.folder / "it.wav"))
    heard = played(quiet, short, *options)
    (loud,) = np.nonzero(np.abs(heard) > ROUNDING)
    assert abs(int(loud[0]) - int(sounding[0] - QUIET)) < QUIET // 10


@pytest.mark.parametrize("typed", [["ice-cub"], ["ice-cube", "--pase", "slow"]])
def test_what_will_not_play_is_said_without_a_bell(
    typed: list[str], ground: Ground, pulse: PulseServer
) -> None:
    with pulse.record() as recording:
        ran = ground("play", *typed, **pulse.env)
    assert (ran.code, ran.out) == (1 if typed == ["ice-cub"] else 2, "")
    assert "Did you mean" in ran.err
    heard, bell = recording.sounding, np.concatenate([*map(np.array, opening(bell=True))])
    assert np.abs(heard[QUIET:PIECE] - bell[QUIET:PIECE]).max() > 0.01
    assert (np.abs(heard) > 0.03).sum() > SAMPLE_RATE


def test_q_stops_within_a_twentieth_of_a_second_of_sound(
    terminal: Callable[..., pexpect.spawn], pulse: PulseServer, long: str
) -> None:
    with pulse.record() as recording:
        program = terminal("play", long, "--captions", "--no-bell")
        program.expect("rather long line")
        time.sleep(1)
        program.send("q")
        program.expect("stopped")
        program.expect(pexpect.EOF)
    program.close()
    assert program.exitstatus == 0
    tail = recording.sounding[-1200:]
    assert np.abs(tail).max() > 0.01  # it was speaking
    assert np.abs(tail[-24:]).max() < 0.02  # and faded, without a click


def test_pause_is_silence_and_space_goes_on(
    terminal: Callable[..., pexpect.spawn], pulse: PulseServer, long: str
) -> None:
    with pulse.record() as recording:
        program = terminal("play", long, "--captions", "--no-bell", "--no-bed")
        program.expect("rather long line")
        time.sleep(1)
        program.send(" ")
        time.sleep(2.5)
        program.send(" ")
        program.expect("another long line")
        program.send("q")
        program.expect(pexpect.EOF)
    assert 2.2 < _longest_silence(recording) < 3.2


def test_after_ctrl_z_and_fg_the_line_begins_again(
    ground: Ground, pulse: PulseServer, long: str
) -> None:
    """It fades before the program stands still, and goes on with a whole line."""
    bare = ("--no-bell", "--no-bed")
    ground("export", long, *bare, "-o", "it.wav")
    cues = ground("show", long, *bare, "--json").json()["cues"]
    first = next(cue for cue in cues if cue["kind"] == "speech")
    start, end = (round(24_000 * at) for at in (first["start"], first["start"] + first["duration"]))
    line = decoded(ground.folder / "it.wav")[start:end]
    shell = pexpect.spawn(
        "bash",
        ["--norc", "-i"],
        cwd=str(ground.folder),
        env={**ground.environment, **pulse.env, "PS1": "ready> "},
        encoding="utf-8",
        timeout=30,
    )
    shell.expect("ready> ")
    with pulse.record() as recording:
        shell.sendline(f"'{sys.executable}' -m voice play {long} --captions {' '.join(bare)}")
        shell.expect("rather long line.*\n")
        recording.wait_for(24_000)
        shell.send("\x1a")
        shell.expect("Stopped")
        shell.expect("ready> ")
        recording.wait(lambda heard: not heard[-12_000:].any())
        shell.sendline("fg")
        shell.expect("another long line")
        shell.send("q")
        shell.expect("ready> ")
    shell.close()
    heard = recording.sounding
    loud = np.flatnonzero(np.abs(heard) > 1e-4)
    still = int(np.flatnonzero(np.diff(loud) > 9_600)[0])  # longer than any pause within the line
    before, after = heard[: loud[still] + 1], heard[loud[still + 1] :]
    assert np.abs(before[-24:]).max() < 0.02  # it faded
    assert find(after, line) is not None


def test_n_goes_to_the_next_step_and_b_back(
    terminal: Callable[..., pexpect.spawn], long: str
) -> None:
    program = terminal("play", long, "--captions", "--no-bell")
    program.expect("rather long line")
    program.send("n")
    program.expect("second step begins")
    program.send("b")
    program.expect("rather long line")
    program.send("q")
    program.expect(pexpect.EOF)


def test_r_says_that_again(
    terminal: Callable[..., pexpect.spawn], pulse: PulseServer, long: str
) -> None:
    with pulse.record() as recording:
        program = terminal("play", long, "--captions", "--no-bell", "--no-bed")
        program.expect("rather long line")
        program.send("n")
        program.expect("second step begins")
        time.sleep(4)  # it takes 2.8 s
        program.send("r")
        time.sleep(4)
        program.send("q")
        program.expect(pexpect.EOF)
    assert _times_spoken(recording) >= 2


def test_h_says_the_keys_and_goes_on(
    terminal: Callable[..., pexpect.spawn], pulse: PulseServer, long: str
) -> None:
    with pulse.record() as recording:
        program = terminal("play", long, "--captions", "--no-bell", "--no-bed")
        program.expect("rather long line")
        program.send("n")
        program.expect("second step begins")
        time.sleep(4)
        program.send("h")
        time.sleep(12)
        program.send("q")
        program.expect(pexpect.EOF)
    assert _times_spoken(recording) >= 4


def test_any_key_leaves_a_wait(terminal: Callable[..., pexpect.spawn], long: str) -> None:
    program = terminal("play", long, "--captions", "--no-bell")
    program.expect("rather long line")
    program.send("n")
    program.expect("second step")
    program.send("n")
    program.expect("Wait for a key")
    program.expect("Press any key")
    time.sleep(3)
    program.send("x")
    program.expect("The last line")
    program.send("q")
    program.expect(pexpect.EOF)


@pytest.mark.parametrize(
    ("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 128 + signal.SIGTERM)]
)
def test_a_signal_gives_the_terminal_back(
    terminal: Callable[..., pexpect.spawn], long: str, number: signal.Signals, code: int
) -> None:
    program = terminal("play", long, "--captions")
    program.expect("rather long line")
    assert not program.getecho()
    program.kill(number)
    program.expect(pexpect.EOF)
    program.close()
    assert program.exitstatus == code
    assert "Traceback" not in program.before


def test_the_terminal_is_as_it_was_after_q(
    terminal: Callable[..., pexpect.spawn], ground: Ground, long: str, pulse: PulseServer
) -> None:
    shell = pexpect.spawn("sh", cwd=str(ground.folder), encoding="utf-8", timeout=30)
    for name, value in {**ground.environment, **pulse.env}.items():
        if name in {"PYTHONPATH", "GROUND_HOME", *pulse.env}:
            shell.sendline(f"export {name}='{value}'")
    shell.sendline(f"stty -a > before; '{sys.executable}' -m voice play {long} --captions")
    shell.expect("rather long line")
    shell.send("q")
    shell.expect("stopped")
    shell.sendline("stty -a > after; exit")
    shell.expect(pexpect.EOF)
    before, after = ((ground.folder / name).read_text() for name in ("before", "after"))
    assert before == after
    assert terminal is not None


def test_no_device_is_one_sentence(ground: Ground, tmp_path: Path) -> None:
    asound = tmp_path / "asound.conf"
    asound.write_text("</usr/share/alsa/alsa.conf>\npcm.!default { type hw card 31 }\n")
    ran = ground(
        "play", "ice-cube", ALSA_CONFIG_PATH=str(asound), PULSE_SERVER=f"unix:{tmp_path}/none"
    )
    assert ran.code == 1
    assert ran.err.count("\n") == 1
    assert "No sound device" in ran.err


def test_a_server_that_dies_for_good_is_two_sentences(
    ground: Ground, fresh_pulse: PulseServer, long: str
) -> None:
    program = ground.start("play", long, "--captions", "--no-bell", **fresh_pulse.env)
    assert program.stdout is not None
    while "rather long" not in program.stdout.readline():
        pass
    fresh_pulse.kill()
    _, err = program.communicate(timeout=120)
    assert program.returncode == 1
    assert err.count("\n") == 2  # that it went, and after a minute that none came
    assert "went away" in err


def test_volume_is_softer(ground: Ground, played: Callable[..., Samples], short: str) -> None:
    ground("export", short, "-o", "it.wav")
    half = decoded(ground.folder / "it.wav") * np.float32(0.5)
    assert _difference(played(ground, short, "--volume", "50"), half) <= ROUNDING


def test_it_plays_without_portaudio(
    ground: Ground, pulse: PulseServer, played: Callable[..., Samples], short: str
) -> None:
    """A folder first on the path whose sounddevice fails as it does where PortAudio is missing."""
    hiding = ground.folder / "hiding"
    hiding.mkdir()
    (hiding / "sounddevice.py").write_text("raise OSError('PortAudio library not found')\n")
    path = os.pathsep.join([str(hiding), ground.environment["PYTHONPATH"]])
    ground("export", short, "-o", "it.wav")
    exported = decoded(ground.folder / "it.wav")
    assert _difference(played(ground, short, PYTHONPATH=path), exported) <= ROUNDING
    doctor = ground("doctor", PYTHONPATH=path, **pulse.env)
    assert "PortAudio does not work" in doctor.out
    assert "miniaudio" in doctor.out
    assert doctor.code == 0


def _difference(played: Samples, exported: Samples) -> float:
    """Largest difference when aligned; the bed's first frames are too faint for 16 bits."""
    best = 2.0
    for shift in range(-64, 65):
        one, two = played[max(0, -shift) :], exported[max(0, shift) :]
        length = min(len(one), len(two))
        assert length > len(exported) - 2400
        best = min(best, float(np.abs(one[:length] - two[:length]).max()))
    return best


def _longest_silence(recording: Recording) -> float:
    loud = np.flatnonzero(np.abs(recording.sounding) > 1e-4)
    return float(np.diff(loud).max()) / 24_000


def _times_spoken(recording: Recording) -> int:
    """Stretches of speech with half a second of silence between, which no line holds."""
    loud = np.flatnonzero(np.abs(recording.sounding) > 1e-3)
    return int(np.sum(np.diff(loud) > 12_000)) + 1
