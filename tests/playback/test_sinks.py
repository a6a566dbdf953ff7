"""One contract, every sink; real ones play into a null sink and are judged by what was heard."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

import numpy as np
import pytest

from tests.playback.memory_sink import MemorySink
from voice.frames import SAMPLE_RATE
from voice.playback.sinks.miniaudio_sink import MiniaudioSink
from voice.playback.sinks.sounddevice_sink import SoundDeviceSink

if TYPE_CHECKING:
    from tests.pulse import PulseServer
    from voice.audio import Samples
    from voice.playback.sinks.sink import Fill, Sink

pytest_plugins = ["tests.pulse"]

LIMIT = 20.0
"""Seconds after which a test gives up; nothing here should take more than two."""

PLAYS = 3
"""Short plays of which one at least must find the machine idle."""

LATE = 0.095
"""Seconds by which rendering may be late: what is held, but for a block."""

MANY = 48_000
"""Frames: two seconds, and still each a float32 of its own under 1."""


class Counter:
    """Plays 1/65536, 2/65536, ... for so many frames, then zeros; `done` is set a while after."""

    def __init__(self, frames: int = MANY) -> None:
        self.ramp: Samples = (np.arange(1, frames + 1) / 65536).astype(np.float32)
        self.done = threading.Event()
        self.position = 0

    def __call__(self, out: Samples) -> None:
        piece = self.ramp[self.position : self.position + len(out)]
        out[: len(piece)] = piece
        out[len(piece) :] = 0
        self.position += len(out)
        # What closing throws away must not be part of the ramp.
        if self.position > len(self.ramp) + SAMPLE_RATE // 4:
            self.done.set()


class Room(Protocol):
    """A place to play in, with an ear."""

    def open(self, fill: Fill) -> Sink: ...

    def hear(self, sink: Sink, done: threading.Event) -> Samples: ...


class RealRoom:
    def __init__(self, sink: Callable[[Fill], Sink], pulse: PulseServer) -> None:
        self.open = sink
        self._pulse = pulse

    def hear(self, sink: Sink, done: threading.Event) -> Samples:
        with self._pulse.record() as recording:
            sink.start()
            assert done.wait(LIMIT)
            sink.close()
        return recording.samples


class MemoryRoom:
    def open(self, fill: Fill) -> Sink:
        return MemorySink(fill)

    def hear(self, sink: Sink, done: threading.Event) -> Samples:
        assert isinstance(sink, MemorySink)
        sink.start()
        heard = []
        while not done.is_set():
            heard.append(sink.run(1000, blocksize=480))
        sink.close()
        return np.concatenate(heard)


REAL: dict[str, Callable[[Fill], Sink]] = {
    "sounddevice": SoundDeviceSink,
    "miniaudio": MiniaudioSink,
}


@pytest.fixture(params=[*(pytest.param(name, marks=pytest.mark.e2e) for name in REAL), "memory"])
def room(request: pytest.FixtureRequest) -> Room:
    if request.param == "memory":
        return MemoryRoom()
    return RealRoom(REAL[request.param], request.getfixturevalue("pulse"))


def test_each_frame_is_heard_once_in_order_and_unchanged(room: Room) -> None:
    counter = Counter()
    sink = room.open(counter)
    heard = room.hear(sink, counter.done)
    # An underrun on a busy machine puts zeros between, but may not lose or repeat a frame.
    assert np.array_equal(heard[heard != 0], counter.ramp)
    assert sink.failure is None


def test_what_fill_raises_is_kept_and_silence_follows(room: Room) -> None:
    calls = 0
    silent = threading.Event()
    error = ValueError("broken")

    def fill(out: Samples) -> None:
        nonlocal calls
        calls += 1
        out[:] = 0.5
        if calls == 3:
            threading.Timer(0.3, silent.set).start()
            raise error

    sink = room.open(fill)
    assert sink.failure is None
    heard = room.hear(sink, silent)
    assert sink.failure is error
    assert calls == 3, "fill is left alone after it failed"
    assert not np.any(heard[-SAMPLE_RATE // 10 :])


def test_a_block_that_fails_half_way_is_not_heard(room: Room) -> None:
    done = threading.Event()

    def fill(out: Samples) -> None:
        threading.Timer(0.3, done.set).start()
        out[: len(out) // 2] = 0.5
        raise ValueError

    assert not np.any(room.hear(room.open(fill), done))


def test_alive_from_opening_to_closing(room: Room) -> None:
    counter = Counter(2400)
    sink = room.open(counter)
    assert sink.alive
    room.hear(sink, counter.done)
    assert not sink.alive
    assert sink.name
    assert 0 <= sink.latency < 0.2
    assert sink.underruns >= 0


def test_closing_twice_or_before_the_start_is_fine(room: Room) -> None:
    for started in (False, True):
        sink = room.open(Counter())
        if started:
            sink.start()
        sink.close()
        sink.close()
        assert not sink.alive


def test_nothing_is_asked_for_after_closing(room: Room) -> None:
    counter = Counter(2400)
    room.hear(room.open(counter), counter.done)
    position = counter.position
    time.sleep(0.1)
    assert counter.position == position


@pytest.mark.e2e
@pytest.mark.parametrize("name", REAL)
def test_so_little_is_held_that_a_stop_is_heard_soon(name: str, pulse: PulseServer) -> None:
    """A stop is heard behind what is held, and 12 ms later it is silent: within 150 ms."""
    counter = Counter(SAMPLE_RATE)
    sink = REAL[name](counter)
    with pulse.record() as recording:
        sink.start()
        recording.wait_for(SAMPLE_RATE // 4)
        sink.close()
    held = counter.position - np.count_nonzero(recording.samples)
    assert 0 <= held <= 0.138 * SAMPLE_RATE


@pytest.mark.e2e
@pytest.mark.parametrize("name", REAL)
def test_so_much_is_held_that_who_renders_may_be_late(name: str, pulse: PulseServer) -> None:
    """A machine that is busy meanwhile may cost more: of a few plays one must be whole."""
    assert any(_gap_of_a_late_fill(REAL[name], pulse) == 0 for _ in range(PLAYS))


def _gap_of_a_late_fill(open_: Callable[[Fill], Sink], pulse: PulseServer) -> int:
    """Frames of silence where nothing was rendered for nearly a tenth of a second."""
    counter = Counter(SAMPLE_RATE)
    late = threading.Event()

    def fill(out: Samples) -> None:
        if counter.position > SAMPLE_RATE // 2 and not late.is_set():
            time.sleep(LATE)
            late.set()
        counter(out)

    heard = RealRoom(open_, pulse).hear(open_(fill), counter.done)
    first, last = np.flatnonzero(heard)[[0, -1]]
    return int(np.count_nonzero(heard[first:last] == 0))


@pytest.mark.e2e
@pytest.mark.parametrize("name", REAL)
def test_a_server_that_dies_is_noticed_and_a_new_one_played_on(
    name: str, fresh_pulse: PulseServer, capfd: pytest.CaptureFixture[str]
) -> None:
    sink = REAL[name](Counter())
    sink.start()
    assert _becomes(lambda: sink.alive)
    fresh_pulse.kill()
    assert _becomes(lambda: not sink.alive)
    sink.close()

    fresh_pulse.start()
    again = Counter(2400)
    heard = RealRoom(REAL[name], fresh_pulse).hear(REAL[name](again), again.done)
    assert np.array_equal(heard[heard != 0], again.ramp)
    assert capfd.readouterr().err == ""


@pytest.mark.e2e
@pytest.mark.parametrize("name", REAL)
def test_a_device_that_is_unplugged_is_noticed(
    name: str, fresh_pulse: PulseServer, capfd: pytest.CaptureFixture[str]
) -> None:
    sink = REAL[name](Counter())
    sink.start()
    fresh_pulse.pactl("unload-module", "module-null-sink")
    assert _becomes(lambda: not sink.alive)
    sink.close()
    assert capfd.readouterr().err == ""


def test_a_memory_sink_can_vanish() -> None:
    sink = MemorySink(Counter())
    assert np.all(sink.run(10) != 0)
    sink.vanish()
    assert not sink.alive
    assert not np.any(sink.run(10))


def _becomes(true: Callable[[], bool]) -> bool:
    """True if it becomes true in time, checked several times a second as a player would."""
    deadline = time.monotonic() + LIMIT
    while not true():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True
