"""Plays through miniaudio, which is part of its wheel: the sink where PortAudio is missing."""

from __future__ import annotations

import functools
import sys
import time
from typing import TYPE_CHECKING, Any

from voice.errors import PlaybackError
from voice.playback.quiet import hush_c_libraries
from voice.playback.sink import NO_DEVICE, Pump, close_or_leave, find_device
from voice.timeline.frames import SAMPLE_RATE

if TYPE_CHECKING:
    from collections.abc import Generator
    from types import ModuleType

    from voice.playback.sink import Fill
    from voice.speech.audio import Samples

_PERIOD = 20
"""Milliseconds a callback."""

_PERIODS = 3
"""Callbacks the device holds. Of short plays into PulseAudio, none of 3 lost its place with 20 ms
times 3; with 10 ms times 4, or times 8, some did (measured)."""


class MiniaudioSink:
    """A playback device of miniaudio; see `voice.playback.sink.Sink`.

    miniaudio resamples and doubles channels itself, if the device needs it.
    """

    def __init__(self, fill: Fill, device: str | None = None) -> None:
        """Open a device.

        Args:
            fill: As in `voice.playback.devices.open_sink`.
            device: As in `voice.playback.devices.open_sink`.

        Raises:
            PlaybackError: There is no device.
        """
        library = load()
        self._error: type[Exception] = library.MiniaudioError
        self._pump = Pump(fill)
        self._underruns = 0
        self._started = False
        self._device: Any = self._open(library, device)
        self.name = f"miniaudio: {device or 'default'} ({self._device.backend})"
        self.latency = _PERIOD * _PERIODS / 1000

    @property
    def underruns(self) -> int:
        """Callbacks that came later than what was queued could bridge; miniaudio tells nothing."""
        return self._underruns

    @property
    def failure(self) -> Exception | None:
        """As in `Sink`."""
        return self._pump.failure

    @property
    def alive(self) -> bool:
        """As in `Sink`."""
        if self._device is None:
            return False
        return not self._started or self._pump.beating

    def start(self) -> None:
        """As in `Sink`."""
        pieces = self._pieces()
        next(pieces)  # miniaudio sends into it at once
        self._pump.watch()
        try:
            self._device.start(pieces)
        except self._error as error:
            self.close()
            raise PlaybackError(NO_DEVICE) from error
        self._started = True

    def close(self) -> None:
        """As in `Sink`."""
        device, self._device = self._device, None
        if device is not None:
            close_or_leave(device.close)

    def _open(self, library: ModuleType, device: str | None) -> Any:
        try:
            return library.PlaybackDevice(
                output_format=library.SampleFormat.FLOAT32,
                nchannels=1,
                sample_rate=SAMPLE_RATE,
                buffersize_msec=_PERIOD,
                callback_periods=_PERIODS,
                device_id=_device_id(library, device),
                backends=_backends(library),
                app_name="ground",
            )
        except self._error as error:
            raise PlaybackError(NO_DEVICE) from error

    def _pieces(self) -> Generator[bytes | memoryview, int, None]:
        """What miniaudio pulls: it sends a number of frames and is yielded their bytes."""
        import numpy as np

        wanted = yield b""
        last = time.monotonic()
        while True:
            now = time.monotonic()
            self._underruns += now - last > 2 * self.latency
            last = now
            out: Samples = np.empty(wanted, np.float32)
            self._pump(out)
            wanted = yield out.data


@functools.cache
def load() -> ModuleType:
    """Import miniaudio (100 ms, as it imports numpy).

    Raises:
        PlaybackError: It is not installed for this platform.
    """
    hush_c_libraries()
    try:
        import miniaudio
    except (ImportError, OSError) as error:
        raise PlaybackError("miniaudio is not installed. Install it with pip.") from error
    return miniaudio  # type: ignore[no-any-return]


def device_names() -> list[str]:
    """Names of the devices miniaudio can play on.

    Raises:
        PlaybackError: miniaudio is missing, or no sound system runs.
    """
    return [about["name"] for about in _outputs(load())]


def _outputs(library: ModuleType) -> list[dict[str, Any]]:
    try:
        return list(library.Devices(backends=_backends(library)).get_playbacks())
    except library.MiniaudioError as error:
        raise PlaybackError(NO_DEVICE) from error


def _device_id(library: ModuleType, device: str | None) -> Any:
    if device is None:
        return None
    outputs = _outputs(library)
    return outputs[find_device(device, [about["name"] for about in outputs])]["id"]


def _backends(library: ModuleType) -> list[Any] | None:
    """On Linux two backends only: looking for JACK writes to the terminal, "null" plays nothing."""
    if sys.platform.startswith("linux"):
        return [library.Backend.PULSEAUDIO, library.Backend.ALSA]
    return None
