"""A real sound server without a sound card: what is played is captured, frame by frame.

`PulseServer` starts a private PulseAudio with a null sink of 24 kHz, one channel, float32le: the
format used inside the program, so nothing resamples and a capture can be compared bit by bit.
It holds everything in one folder and is handed to a program through `env`.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest

Samples = npt.NDArray[np.float32]

SAMPLE_RATE = 24_000
"""Frames a second of the null sink, unless told otherwise."""

START_LIMIT = 20.0
"""Seconds a server or a recorder may take to be ready; it is about 0.1 s when nothing is wrong."""

STOP_LIMIT = 5.0
"""Seconds a process may take to end when asked; it is killed after."""

TAIL = 0.5
"""Seconds of capture that must arrive after the last thing played: the null sink renders ahead
by what its clients ask for, here always less than 0.1 s."""

_ASOUND = """
</usr/share/alsa/alsa.conf>
pcm.!default { type pulse }
ctl.!default { type pulse }
"""


class PulseServer:
    """A private PulseAudio with one null sink, in a folder of its own.

    Attributes:
        env: What a program needs to play into it: add to its environment.
        sink: Name of the null sink; ``{sink}.monitor`` is where it is heard.
        rate: Frames a second of the null sink.
    """

    sink = "ground_test"

    def __init__(self, folder: Path, rate: int = SAMPLE_RATE) -> None:
        self.rate = rate
        self._folder = folder
        self._socket = folder / "sock"
        asound = folder / "asound.conf"
        asound.write_text(_ASOUND)
        self.env = {
            "PULSE_SERVER": f"unix:{self._socket}",
            "PULSE_COOKIE": str(folder / "cookie"),
            "PULSE_RUNTIME_PATH": str(folder),
            "ALSA_CONFIG_PATH": str(asound),
        }
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> PulseServer:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.kill()

    @property
    def environment(self) -> dict[str, str]:
        """The whole environment of a child process that plays into this server."""
        return {**os.environ, **self.env}

    def start(self) -> None:
        """Start, and return when clients can connect.

        Raises:
            RuntimeError: PulseAudio did not come up; holds what it wrote.
        """
        private = {"PULSE_STATE_PATH", "PULSE_CONFIG_PATH", "HOME", "XDG_RUNTIME_DIR"}
        log = self._folder / "pulse.log"
        with log.open("wb") as output:
            self._process = subprocess.Popen(
                self._command(),
                env=self.environment | dict.fromkeys(private, str(self._folder)),
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
            )
        try:
            _wait_until(self._answers, self._process)
        except RuntimeError as error:
            self.kill()
            raise RuntimeError(f"PulseAudio did not start:\n{log.read_text()}") from error

    def kill(self) -> None:
        """End the server at once, as a crash would; fine when it has ended already."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None
        self._socket.unlink(missing_ok=True)
        (self._folder / "pid").unlink(missing_ok=True)

    def freeze(self) -> None:
        """Stop answering without going away, as a server that hangs."""
        assert self._process is not None
        self._process.send_signal(signal.SIGSTOP)

    def pactl(self, *arguments: str) -> str:
        """Run pactl against this server and return what it printed."""
        done = subprocess.run(
            ["pactl", *arguments],
            env=self.environment,
            check=True,
            capture_output=True,
            text=True,
            timeout=START_LIMIT,
        )
        return done.stdout

    @contextlib.contextmanager
    def record(self) -> Iterator[Recording]:
        """Capture the null sink from entering until leaving, to the last frame played.

        Nothing may be left playing on leaving: the capture ends `TAIL` seconds later, counted in
        frames, so that what the server holds has come through.
        """
        path = self._folder / f"capture-{time.monotonic_ns()}.f32"
        process = self._start_recorder(path)
        recording = Recording(
            lambda ready: _wait_until(lambda: ready(_read(path)), process), lambda: _read(path)
        )
        try:
            _wait_until(lambda: path.stat().st_size > 0, process)
            yield recording
            end = path.stat().st_size + int(TAIL * self.rate) * 4
            _wait_until(lambda: path.stat().st_size >= end, process)
        finally:
            _end(process)
        recording.samples = _read(path)
        path.unlink()

    def _answers(self) -> bool:
        if not self._socket.exists():
            return False
        question = ["pactl", "list", "short", "sinks"]
        answer = subprocess.run(question, env=self.environment, check=False, capture_output=True)
        return self.sink.encode() in answer.stdout

    def _start_recorder(self, path: Path) -> subprocess.Popen[bytes]:
        # Small pieces (20 ms) so that the file grows steadily; losing is no danger, since the
        # server keeps 4 MB for a recorder that is slow (48 s) before it drops anything.
        command = ["parec", f"--device={self.sink}.monitor", "--format=float32le", "--raw"]
        command += [f"--rate={self.rate}", "--channels=1", "--latency-msec=20"]
        with path.open("wb") as output:
            return subprocess.Popen(
                command, env=self.environment, stdin=subprocess.DEVNULL, stdout=output
            )

    def _command(self) -> list[str]:
        # Without norewinds the monitor misses the first 300 or so frames (13 ms) of each stream:
        # they are mixed into a piece of silence that the recorder has been given already.
        null = f"module-null-sink sink_name={self.sink} rate={self.rate} channels=1 norewinds=1"
        socket = f"module-native-protocol-unix socket={self._socket} auth-anonymous=1"
        return [
            *("pulseaudio", "-n", "--daemonize=no", "--exit-idle-time=-1"),
            *("--use-pid-file=no", "--disable-shm=yes"),
            *("-L", f"{null} format=float32le channel_map=mono"),
            *("-L", socket),
        ]


@dataclass
class Recording:
    """The sound that a null sink was given.

    Attributes:
        wait: Waits until what was captured so far is as a function of it wants it.
        captured: The sound captured so far.
        samples: Mono float32, the server's own silence included; filled in when `record` ends.
    """

    wait: Callable[[Callable[[Samples], bool]], None]
    captured: Callable[[], Samples]
    samples: Samples = field(default_factory=lambda: np.empty(0, np.float32))

    @property
    def sounding(self) -> Samples:
        """From the first to the last frame that is not exactly zero."""
        (heard,) = np.nonzero(self.samples)
        return self.samples[heard[0] : heard[-1] + 1] if len(heard) else self.samples[:0]

    def wait_for(self, frames: int) -> None:
        """Return when so many frames have been heard that are not exactly zero."""
        self.wait(lambda samples: bool(np.count_nonzero(samples) >= frames))


@pytest.fixture(scope="session")
def pulse_session(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PulseServer]:
    """One server for all tests that leave it as they found it."""
    _require_tools()
    with PulseServer(tmp_path_factory.mktemp("pulse")) as server:
        yield server


@pytest.fixture
def pulse(pulse_session: PulseServer, monkeypatch: pytest.MonkeyPatch) -> PulseServer:
    """A null sink that this process, and the ones it starts, play into."""
    _enter(pulse_session, monkeypatch)
    return pulse_session


@pytest.fixture
def pulse_at(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Callable[[int], PulseServer]]:
    """Starts a server of its own with another rate for its null sink."""
    _require_tools()
    with contextlib.ExitStack() as servers:

        def start(rate: int) -> PulseServer:
            server = servers.enter_context(PulseServer(tmp_path, rate))
            _enter(server, monkeypatch)
            return server

        yield start


@pytest.fixture
def fresh_pulse(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[PulseServer]:
    """As `pulse`, but a server of its own: it may be killed."""
    _require_tools()
    with PulseServer(tmp_path) as server:
        _enter(server, monkeypatch)
        yield server


def _enter(server: PulseServer, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in server.env.items():
        monkeypatch.setenv(name, value)


def _require_tools() -> None:
    missing = [tool for tool in ("pulseaudio", "parec", "pactl") if not shutil.which(tool)]
    if missing:
        pytest.skip(f"not installed: {', '.join(missing)}")


def _read(path: Path) -> Samples:
    data = path.read_bytes()
    return np.frombuffer(data[: len(data) // 4 * 4], dtype="<f4")


def _wait_until(ready: Callable[[], bool], process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + START_LIMIT
    while not ready():
        if process.poll() is not None:
            raise RuntimeError(f"{process.args!r} ended with {process.returncode}")
        if time.monotonic() > deadline:
            raise RuntimeError(f"{process.args!r} was not ready within {START_LIMIT:.0f} s")
        time.sleep(0.005)


def _end(process: subprocess.Popen[bytes]) -> None:
    process.send_signal(signal.SIGTERM)
    try:
        process.wait(STOP_LIMIT)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
