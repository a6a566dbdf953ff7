"""Plays through PortAudio."""

from __future__ import annotations

import atexit
import contextlib
import functools
import itertools
import sys
import threading
from typing import TYPE_CHECKING, Any

from voice.errors import NoLibraryError, PlaybackError
from voice.frames import SAMPLE_RATE
from voice.installing import UNPACK_AGAIN, alsa_command, portaudio_command
from voice.playback.apart import run_apart, stuck
from voice.playback.c_stderr import hush_c_libraries
from voice.playback.sinks.portaudio import NoSettingsError, import_sounddevice
from voice.playback.sinks.sink import NO_DEVICE, Pump, close_or_leave, find_device

if TYPE_CHECKING:
    from array import array
    from collections.abc import Iterable, Iterator
    from types import ModuleType

    from voice.audio import Samples
    from voice.playback.sinks.sink import Fill

    Block = Samples | array[float]

LATENCY = 0.1
"""Seconds of rendered sound that the device is asked to buffer.

Measured into PulseAudio's null sink: frames are heard 101 to 126 ms after `fill` (8 plays), and a
`fill` that is 100 ms late leaves no gap, one that is 105 ms late one of 5 ms (5 times each). A stop
fades for 12 ms, and is silent within 138 ms. With a request of 112 ms it took 136 + 12 ms."""

BLOCK = 0.001
"""Seconds rendered while the buffer is full: writing them waits for room."""

REFILL = 0.05
"""Seconds rendered at a time, at most, once there is room: because the thread may have to wait for
the interpreter each time, it renders everything the device wants at once."""

SILENCING = 0.2
"""Seconds to wait for an aborted write; it returns within a few milliseconds."""


open_streams: set[Any] = set()
"""Streams that are open or being closed, perhaps by a thread that hangs."""


class SoundDeviceSink:
    """An output stream of PortAudio; see `voice.playback.sinks.sink.Sink`.

    A separate thread writes to it: a write waits outside the interpreter, so that one long block
    plays on while Python is busy, and no thread of PortAudio ever waits for Python.

    The device is opened with one channel at 24 kHz if possible; else the sound is resampled to
    its rate (soxr), and a second channel is a copy.
    """

    def __init__(self, fill: Fill, device: str | None = None, before: Iterable[Block] = ()) -> None:
        """Open a device.

        Args:
            fill: As in `voice.playback.sinks.devices.open_sink`.
            device: As in `voice.playback.sinks.devices.open_sink`.
            before: Blocks to play before the first call of `fill`: mono, 24 kHz, float32. Only
                for a `plain` device.

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
            # PortAudio lists devices once. New devices are found only after a restart.
            if open_streams:  # a restart would end them; one of them may hang
                raise
            _look_again(self._library)
            self._open(device)

    @property
    def name(self) -> str:
        """The name, such as ``PortAudio: default (ALSA)``."""
        return self._name

    @property
    def plain(self) -> bool:
        """True if the device takes one channel at 24 kHz."""
        return (self._rate, self._channels) == (SAMPLE_RATE, 1)

    @property
    def latency(self) -> float:
        """Latency in seconds, as PortAudio reports it."""
        return self._latency

    @property
    def underruns(self) -> int:
        """Number of times PortAudio reported it ran dry; with ALSA it misses some."""
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
        if self._silenced:  # intended: no other device is needed
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
        """Stop playing at once and for good, even in the middle of a long block.

        There is no fade: queued frames are discarded.
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
        with contextlib.suppress(self._library.PortAudioError):  # it went away, so it is silent
            self._stream.abort()

    def _end(self) -> None:
        """Close the stream after the last write: PortAudio would crash during one."""
        if self._started:
            self._writer.join()
        self._stream.close()
        open_streams.discard(self._stream)

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
                open_streams.add(self._stream)
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
    """Load PortAudio, once.

    Raises:
        NoLibraryError: PortAudio is not installed or broken, or ALSA has no settings.
    """
    hush_c_libraries()
    try:
        sounddevice = import_sounddevice()
    except NoSettingsError as error:
        raise NoLibraryError(
            "ALSA, on which PortAudio plays, has no settings", alsa_command()
        ) from error
    except (ImportError, OSError) as error:
        command = portaudio_command() or UNPACK_AGAIN
        raise NoLibraryError("PortAudio is not installed", command) from error
    atexit.unregister(sounddevice._exit_handler)
    atexit.register(_end_library, sounddevice)
    return sounddevice


def _end_library(library: ModuleType) -> None:
    """End PortAudio with the interpreter, unless a thread is in it: that would hang or crash."""
    if not stuck():
        library._exit_handler()


def device_names() -> list[str]:
    """Return the names of the devices PortAudio can play on.

    Raises:
        PlaybackError: PortAudio is missing.
    """
    return [name for name, _ in _outputs(load())]


def _outputs(library: ModuleType) -> list[tuple[str, int]]:
    """Return the name and index of each device with an output."""
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
    """Return the rates and channels to try, best first."""
    channels = [1, 2]
    if sys.platform.startswith("linux") and "(hw:" in about["name"]:
        # A bare ALSA device accepts one channel but plays it only in the left ear.
        channels = [2, 1]
    channels = [count for count in channels if count <= about["max_output_channels"]]
    rates = dict.fromkeys((SAMPLE_RATE, round(about["default_samplerate"])))
    return list(itertools.product(rates, channels))


def _resampled(fill: Fill, rate: int) -> Fill:
    from voice.playback.sinks.resampled import Resampled

    return Resampled(fill, rate)


def _look_again(library: ModuleType) -> None:
    """Restart PortAudio so that it lists the devices again; sounddevice has no public call."""
    try:
        library._terminate()
        library._check(library._lib.Pa_Initialize())  # `_initialize` would redirect standard error
        library._initialized += 1  # type: ignore[attr-defined]
    except library.PortAudioError as error:
        raise PlaybackError(NO_DEVICE) from error
