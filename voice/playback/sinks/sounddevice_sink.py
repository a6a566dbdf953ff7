"""Plays through PortAudio."""

from __future__ import annotations

import atexit
import contextlib
import functools
import itertools
import sys
import threading
from typing import TYPE_CHECKING, Any

from voice.errors import PlaybackError
from voice.frames import SAMPLE_RATE
from voice.playback.apart import run_apart, stuck
from voice.playback.c_stderr import hush_c_libraries, keep_stderr
from voice.playback.sinks.sink import NO_DEVICE, Pump, close_or_leave, find_device

if TYPE_CHECKING:
    from array import array
    from collections.abc import Iterable, Iterator
    from types import ModuleType

    from voice.audio import Samples
    from voice.playback.sinks.sink import Fill

    Block = Samples | array[float]

LATENCY = 0.1
"""Seconds asked of the device, which it holds rendered ahead.

Measured into PulseAudio's null sink: frames are heard 101 to 126 ms after `fill` (8 plays), and a
`fill` that is 100 ms late leaves no gap, one that is 105 ms late one of 5 ms (5 times each). A stop
fades for 12 ms, and is silent within 138 ms. With 112 ms asked it came to 136 + 12 ms."""

BLOCK = 0.001
"""Seconds rendered before there is room for them: writing them waits for it."""

REFILL = 0.05
"""Seconds rendered at a time, at most, once there is room: since each turn at the interpreter may
have to be waited for, all that the device wants is rendered in one."""

SILENCING = 0.2
"""Seconds to wait for a write that was broken off; it returns within a few milliseconds."""


_streams: set[Any] = set()
"""Streams that are open, or being closed by a thread that a sound server keeps."""


class SoundDeviceSink:
    """An output stream of PortAudio; see `voice.playback.sinks.sink.Sink`.

    Written to from a thread of its own: a write waits outside the interpreter, so that one long
    block plays on whatever Python is busy with, and no thread of PortAudio ever waits for Python.

    The device is opened with one channel at 24 kHz if it takes that; else its own rate is
    resampled to (soxr), and a second channel carries the same.
    """

    def __init__(self, fill: Fill, device: str | None = None, before: Iterable[Block] = ()) -> None:
        """Open a device.

        Args:
            fill: As in `voice.playback.sinks.devices.open_sink`.
            device: As in `voice.playback.sinks.devices.open_sink`.
            before: Blocks to be played before anything is asked of `fill`: mono, 24 kHz, float32.
                Only for a device that is `plain`.

        Raises:
            PlaybackError: PortAudio or a device is missing.
        """
        self._library = load()
        self._fill = fill
        self._before = before
        self._underruns = 0
        self._started = False
        self._closing = False
        self._silenced = False
        self._stream: Any = None
        self._pump = Pump(fill)
        self._writer = threading.Thread(target=self._write, name="sound device", daemon=True)
        try:
            self._open(device)
        except PlaybackError:
            # PortAudio lists devices once. What was plugged in since is seen on a second look.
            if _streams:  # which a second look would end; one of them may hang
                raise
            _look_again(self._library)
            self._open(device)

    @property
    def name(self) -> str:
        """Such as ``PortAudio: default (ALSA)``."""
        return self._name

    @property
    def plain(self) -> bool:
        """True if the device takes one channel at 24 kHz."""
        return (self._rate, self._channels) == (SAMPLE_RATE, 1)

    @property
    def latency(self) -> float:
        """Seconds, as PortAudio reports them."""
        return self._latency

    @property
    def underruns(self) -> int:
        """Blocks before which PortAudio had run dry; it misses some with ALSA."""
        return self._underruns

    @property
    def failure(self) -> Exception | None:
        """As in `Sink`."""
        return self._pump.failure

    @property
    def alive(self) -> bool:
        """As in `Sink`; PortAudio notices most losses itself, and writing ends."""
        if self._closing:
            return False
        if self._silenced:  # as it should be: nobody must look for another
            return True
        return not self._started or (self._writer.is_alive() and self._pump.beating)

    def start(self) -> None:
        """As in `Sink`."""
        self._pump.watch()
        try:
            self._stream.start()
        except self._library.PortAudioError as error:
            self.close()
            raise PlaybackError(NO_DEVICE) from error
        self._started = True
        self._writer.start()

    def silence(self) -> None:
        """Be silent at once, in the middle of a long block too; nothing is played any more.

        There is no fade: what is queued is thrown away.
        """
        self._silenced = True
        run_apart(self._abort, "silence sound device").join(SILENCING)
        self._writer.join(SILENCING)

    def close(self) -> None:
        """As in `Sink`."""
        if self._closing:
            return
        self._closing = True
        close_or_leave(self._end)

    def _abort(self) -> None:
        with contextlib.suppress(self._library.PortAudioError):  # it went away: silent as well
            self._stream.abort()

    def _end(self) -> None:
        """Close the stream, once nothing is being written to it any more: PortAudio would crash."""
        if self._started:
            self._writer.join()
        self._stream.close()
        _streams.discard(self._stream)

    def _open(self, device: str | None) -> None:
        library = self._library
        index = _device_index(library, device)
        about = library.query_devices(index)
        host = library.query_hostapis(about["hostapi"])["name"]
        self._name = f"PortAudio: {about['name']} ({host})"
        error: Exception | None = None
        for rate, channels in _formats(about):
            try:
                self._stream = library.RawOutputStream(
                    samplerate=rate,
                    channels=channels,
                    dtype="float32",
                    device=index,
                    latency=LATENCY,
                )
            except library.PortAudioError as refusal:
                error = refusal
            else:
                _streams.add(self._stream)
                self._rate, self._channels = rate, channels
                self._latency = float(self._stream.latency)
                self._pump = Pump(
                    self._fill if rate == SAMPLE_RATE else _resampled(self._fill, rate)
                )
                return
        raise PlaybackError(NO_DEVICE) from error

    def _write(self) -> None:
        with contextlib.suppress(self._library.PortAudioError):  # the device went away
            for block in itertools.chain(self._before, self._pumped()):
                self._underruns += self._stream.write(block)
                self._pump.beat()
                if self._closing or self._silenced:
                    return

    def _pumped(self) -> Iterator[Block]:
        import numpy as np

        least, most = round(BLOCK * self._rate), round(REFILL * self._rate)
        frames = least
        while True:
            mono = np.empty(frames, np.float32)
            self._pump(mono)
            yield mono if self._channels == 1 else np.repeat(mono, self._channels)
            frames = min(max(self._stream.write_available, least), most)


@functools.cache
def load() -> ModuleType:
    """Import sounddevice, which also looks for devices (40 of its 50 to 80 ms).

    Raises:
        PlaybackError: PortAudio is not installed or broken.
    """
    hush_c_libraries()
    keep_stderr()
    try:
        import sounddevice
    except (ImportError, OSError) as error:
        raise PlaybackError("PortAudio is not installed. Install libportaudio2.") from error
    atexit.unregister(sounddevice._exit_handler)
    atexit.register(_end_library, sounddevice)
    return sounddevice  # type: ignore[no-any-return]


def _end_library(library: ModuleType) -> None:
    """End PortAudio with the interpreter, unless a thread is in it: it would hang, or crash."""
    if not stuck():
        library._exit_handler()


def device_names() -> list[str]:
    """Names of the devices PortAudio can play on.

    Raises:
        PlaybackError: PortAudio is missing.
    """
    return [name for name, _ in _outputs(load())]


def _outputs(library: ModuleType) -> list[tuple[str, int]]:
    """Name and index of each device with an output."""
    devices = enumerate(library.query_devices())
    return [(about["name"], index) for index, about in devices if about["max_output_channels"]]


def _device_index(library: ModuleType, device: str | None) -> int:
    outputs = _outputs(library)
    if device is not None:
        return outputs[find_device(device, [name for name, _ in outputs])][1]
    index = int(library.query_hostapis(library.default.hostapi)["default_output_device"])
    if index < 0:
        raise PlaybackError(NO_DEVICE)
    return index


def _formats(about: dict[str, Any]) -> list[tuple[int, int]]:
    """Rates and channels to try, best first."""
    channels = [1, 2]
    if sys.platform.startswith("linux") and "(hw:" in about["name"]:
        # A bare ALSA device takes one channel, and plays it in the left ear only.
        channels = [2, 1]
    channels = [count for count in channels if count <= about["max_output_channels"]]
    rates = dict.fromkeys((SAMPLE_RATE, round(about["default_samplerate"])))
    return list(itertools.product(rates, channels))


def _resampled(fill: Fill, rate: int) -> Fill:
    from voice.playback.sinks.resampled import Resampled

    return Resampled(fill, rate)


def _look_again(library: ModuleType) -> None:
    """Have PortAudio list the devices anew; sounddevice has no public way."""
    try:
        library._terminate()
        library._check(library._lib.Pa_Initialize())  # `_initialize` takes standard error away
        library._initialized += 1  # type: ignore[attr-defined]
    except library.PortAudioError as error:
        raise PlaybackError(NO_DEVICE) from error
