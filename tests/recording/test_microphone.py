"""The microphone itself: a suspended program, and one that nobody reads for long."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from threading import Event
from types import SimpleNamespace

import numpy as np
import pytest

from voice.errors import RecordingError
from voice.frames import SAMPLE_RATE
from voice.playback.sinks import sounddevice_sink
from voice.recording import microphone
from voice.recording.microphone import BLOCK, GONE, HELD, LOST_AFTER, SoundDeviceMicrophone


class Stream:
    """An input stream that gives sound as fast as it is read, until it is told to stop.

    Attributes:
        given: Set when it has given all of it.
        closed: Set when it was closed.
    """

    def __init__(self, seconds: float) -> None:
        self.given = Event()
        self.closed = Event()
        self._left = round(seconds / BLOCK)
        self._ended = Event()

    def start(self) -> None:
        pass

    def read(self, frames: int) -> tuple[bytes, bool]:
        if not self._left:
            self.given.set()
            self._ended.wait()
        self._left -= 1
        return np.full(frames, self._left, np.float32).tobytes(), False

    def end(self) -> None:
        self._left = 1
        self._ended.set()

    def close(self) -> None:
        self.closed.set()


class Clock:
    """A clock that is set by hand."""

    def __init__(self) -> None:
        self.now = 0.0

    def monotonic(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    found = Clock()
    monkeypatch.setattr(microphone, "time", found)
    return found


@pytest.fixture
def opened(
    monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> Iterator[tuple[SoundDeviceMicrophone, Stream]]:
    """A microphone that has given so many seconds of sound, and then gives no more."""
    stream = Stream(request.param)
    library = SimpleNamespace(PortAudioError=OSError)
    monkeypatch.setattr(sounddevice_sink, "load", lambda: library)
    monkeypatch.setattr(microphone, "_opened", lambda _library: (stream, SAMPLE_RATE))
    with closing(SoundDeviceMicrophone()) as found:
        assert stream.given.wait(10)
        yield found, stream
        stream.end()


Opened = tuple[SoundDeviceMicrophone, Stream]


@pytest.mark.parametrize("opened", [1.0], indirect=True)
def test_a_suspended_program_does_not_take_its_microphone_for_lost(
    clock: Clock, opened: Opened
) -> None:
    found, _ = opened
    assert len(found.read()) == SAMPLE_RATE
    clock.now += 3600  # Ctrl-Z, and fg
    assert not len(found.read())


@pytest.mark.parametrize("opened", [1.0], indirect=True)
def test_a_microphone_that_gives_nothing_more_is_gone(clock: Clock, opened: Opened) -> None:
    found, _ = opened
    found.read()
    while clock.now < LOST_AFTER:
        assert not len(found.read())
        clock.now += 0.25
    clock.now += 0.25
    with pytest.raises(RecordingError, match=GONE.partition(".")[0]):
        found.read()


@pytest.mark.parametrize("opened", [10 * HELD], indirect=True)
def test_what_nobody_reads_is_not_kept_for_ever(opened: Opened) -> None:
    found, _ = opened
    samples = found.read()
    assert len(samples) == HELD * SAMPLE_RATE
    assert samples[-1] == 0  # the newest


class Deaf(Stream):
    """A stream that opens, and does not start."""

    def start(self) -> None:
        raise OSError


def test_a_microphone_that_opens_too_late_is_closed(monkeypatch: pytest.MonkeyPatch) -> None:
    stream, answered = Stream(1.0), Event()

    def slowly(_library: object) -> tuple[Stream, int]:
        answered.wait()
        return stream, SAMPLE_RATE

    monkeypatch.setattr(sounddevice_sink, "load", lambda: SimpleNamespace(PortAudioError=OSError))
    monkeypatch.setattr(microphone, "_opened", slowly)
    monkeypatch.setattr(microphone, "OPEN_WITHIN", 0.01)
    with pytest.raises(RecordingError, match="does not answer"):
        SoundDeviceMicrophone()
    answered.set()
    assert stream.closed.wait(10)


def test_a_microphone_that_does_not_start_is_closed(monkeypatch: pytest.MonkeyPatch) -> None:
    stream = Deaf(1.0)
    monkeypatch.setattr(sounddevice_sink, "load", lambda: SimpleNamespace(PortAudioError=OSError))
    monkeypatch.setattr(microphone, "_opened", lambda _library: (stream, SAMPLE_RATE))
    with pytest.raises(RecordingError, match="no microphone"):
        SoundDeviceMicrophone()
    assert stream.closed.is_set()
    assert stream not in sounddevice_sink.open_streams
