"""Plays through PortAudio."""

from __future__ import annotations

import functools
import itertools
import sys
from typing import TYPE_CHECKING, Any

from voice.errors import PlaybackError
from voice.playback.quiet import hush_c_libraries
from voice.playback.sink import NO_DEVICE, Pump, close_or_leave, find_device
from voice.timeline.frames import SAMPLE_RATE

if TYPE_CHECKING:
    from types import ModuleType

    from voice.playback.sink import Fill

LATENCY = 0.03
"""Seconds asked of the device. Measured into PulseAudio on 2 cores, with two processes beside it
that start Python again and again:

=======  ===========================  ==================  ==================
asked    queued: a stop is heard so   gaps in 20 s        the same, the two
         much later                                       at nice 10
=======  ===========================  ==================  ==================
0.02     20-25 ms                     12 (250 ms in all)  1 (5 ms)
0.03     37 ms                        0                   0
0.04     40-50 ms                     2 (60 ms in all)    0
=======  ===========================  ==================  ==================

With 0.03 a stop is heard, its fade of 12 ms included, within 50 ms. The speech worker is nice."""


class SoundDeviceSink:
    """An output stream of PortAudio; see `voice.playback.sink.Sink`.

    The device is opened with one channel at 24 kHz if it takes that; else its own rate is
    resampled to (soxr), and a second channel carries the same.
    """

    def __init__(self, fill: Fill, device: str | None = None) -> None:
        """Open a device.

        Args:
            fill: As in `voice.playback.devices.open_sink`.
            device: As in `voice.playback.devices.open_sink`.

        Raises:
            PlaybackError: PortAudio or a device is missing.
        """
        self._library = load()
        self._fill = fill
        self._pump = Pump(fill)
        self._underruns = 0
        self._stream: Any = None
        try:
            self._open(device)
        except PlaybackError:
            # PortAudio lists devices once. What was plugged in since is seen on a second look.
            _look_again(self._library)
            self._open(device)

    @property
    def name(self) -> str:
        """Such as ``PortAudio: default (ALSA)``."""
        return self._name

    @property
    def latency(self) -> float:
        """Seconds, as PortAudio reports them."""
        return self._latency

    @property
    def underruns(self) -> int:
        """Callbacks that PortAudio flagged; it misses some with ALSA."""
        return self._underruns

    @property
    def failure(self) -> Exception | None:
        """As in `Sink`."""
        return self._pump.failure

    @property
    def alive(self) -> bool:
        """As in `Sink`; PortAudio notices most losses itself within 20 ms."""
        stream = self._stream
        if stream is None:
            return False
        return not self._started or (stream.active and self._pump.beating)

    def start(self) -> None:
        """As in `Sink`."""
        self._pump.watch()
        try:
            self._stream.start()
        except self._library.PortAudioError as error:
            raise PlaybackError(NO_DEVICE) from error
        self._started = True

    def close(self) -> None:
        """As in `Sink`."""
        stream, self._stream = self._stream, None
        if stream is not None:
            close_or_leave(stream.close)

    def _open(self, device: str | None) -> None:
        library = self._library
        index = _device_index(library, device)
        about = library.query_devices(index)
        host = library.query_hostapis(about["hostapi"])["name"]
        self._name = f"PortAudio: {about['name']} ({host})"
        self._started = False
        error: Exception | None = None
        for rate, channels in _formats(about):
            try:
                self._stream = self._open_stream(index, rate, channels)
            except library.PortAudioError as refusal:
                error = refusal
            else:
                self._latency = float(self._stream.latency)
                return
        raise PlaybackError(NO_DEVICE) from error

    def _open_stream(self, index: int, rate: int, channels: int) -> Any:
        return self._library.RawOutputStream(
            samplerate=rate,
            channels=channels,
            dtype="float32",
            device=index,
            latency=LATENCY,
            callback=self._callback(rate, channels),
        )

    def _callback(self, rate: int, channels: int) -> Any:
        import numpy as np

        pump = Pump(self._fill if rate == SAMPLE_RATE else _resampled(self._fill, rate))
        self._pump = pump

        def callback(buffer: Any, frames: int, _time: Any, status: Any) -> None:
            if status.output_underflow:
                self._underruns += 1
            out = np.frombuffer(buffer, np.float32)
            if channels == 1:
                pump(out)
            else:
                mono = np.empty(frames, np.float32)
                pump(mono)
                out.reshape(frames, channels)[:] = mono[:, np.newaxis]

        return callback


@functools.cache
def load() -> ModuleType:
    """Import sounddevice, which also looks for devices (40 of its 50 to 80 ms).

    Raises:
        PlaybackError: PortAudio is not installed or broken.
    """
    hush_c_libraries()
    try:
        import sounddevice
    except (ImportError, OSError) as error:
        raise PlaybackError("PortAudio is not installed. Install libportaudio2.") from error
    return sounddevice  # type: ignore[no-any-return]


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
    from voice.playback.resampled import Resampled

    return Resampled(fill, rate)


def _look_again(library: ModuleType) -> None:
    """Have PortAudio list the devices anew; sounddevice has no public way."""
    try:
        library._terminate()
        library._initialize()
    except library.PortAudioError as error:
        raise PlaybackError(NO_DEVICE) from error
