"""Plays through miniaudio, which its wheel contains: the sink if PortAudio is missing."""

from __future__ import annotations

import contextlib
import functools
import sys
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from voice.errors import PlaybackError
from voice.frames import SAMPLE_RATE
from voice.playback.c_stderr import hush_c_libraries
from voice.playback.sinks.sink import NO_DEVICE, Pump, close_or_leave, find_device

if TYPE_CHECKING:
    from collections.abc import Generator
    from types import ModuleType

    from voice.audio import Samples
    from voice.playback.sinks.sink import Fill


@dataclass(frozen=True, slots=True)
class _Buffer:
    """The size of a device buffer.

    Attributes:
        period: Length of a period in milliseconds.
        periods: Number of periods.
    """

    period: int
    periods: int


_PULSE = _Buffer(170, 1)
"""PulseAudio always uses one period, and reserves a part of it.

Measured into a null sink, three to five times each: with 150, 170, 190 ms, frames are heard
90, 112, 135 ms after `fill`, and a `fill` that is 80, 95, 110 ms late leaves no gap."""

_OTHERS = _Buffer(25, 4)
"""Systems with periods: 100 ms, a quarter of which is pulled at a time."""

_FIXED_SIZES = 27
"""Byte of ``ma_device_config`` that switches off callbacks of whole periods, which the binding does
not name: after the performance profile and three similar bytes (miniaudio.h 0.11)."""

_LAYOUT = (16, 32)
"""Offsets of its neighbours ``periods`` and ``dataCallback`` in that layout."""


class MiniaudioSink:
    """A playback device of miniaudio; see `voice.playback.sinks.sink.Sink`.

    miniaudio itself resamples and doubles channels if the device needs it.
    """

    def __init__(self, fill: Fill, device: str | None = None) -> None:
        """Open a device.

        Args:
            fill: As in `voice.playback.sinks.devices.open_sink`.
            device: As in `voice.playback.sinks.devices.open_sink`.

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

    @property
    def underruns(self) -> int:
        """Callbacks that came after the buffer ran dry, as timed here: miniaudio reports none."""
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
        next(pieces)  # miniaudio sends to the generator at once
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
        error: Exception | None = None
        for backends, buffer in _ways(library):
            try:
                opened = _device_class(library)(
                    output_format=library.SampleFormat.FLOAT32,
                    nchannels=1,
                    sample_rate=SAMPLE_RATE,
                    buffersize_msec=buffer.period,
                    callback_periods=buffer.periods,
                    device_id=_device_id(library, device, backends),
                    backends=backends,
                    app_name="ground",
                )
            except (self._error, PlaybackError) as refusal:
                error = refusal
            else:
                self.latency = buffer.period * buffer.periods / 1000
                return opened
        raise PlaybackError(NO_DEVICE) from error

    def _pieces(self) -> Generator[bytes | memoryview, int, None]:
        """Yield bytes to miniaudio, which sends the number of frames it wants."""
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
        raise PlaybackError("miniaudio is not installed.") from error
    return miniaudio  # type: ignore[no-any-return]


def device_names() -> list[str]:
    """Return the names of the devices miniaudio can play on.

    Raises:
        PlaybackError: miniaudio is missing, or no sound system runs.
    """
    library = load()
    for backends, _ in _ways(library):
        with contextlib.suppress(PlaybackError):
            return [about["name"] for about in _outputs(library, backends)]
    raise PlaybackError(NO_DEVICE)


def _outputs(library: ModuleType, backends: list[Any] | None) -> list[dict[str, Any]]:
    try:
        return list(library.Devices(backends=backends).get_playbacks())
    except library.MiniaudioError as error:
        raise PlaybackError(NO_DEVICE) from error


def _device_id(library: ModuleType, device: str | None, backends: list[Any] | None) -> Any:
    if device is None:
        return None
    outputs = _outputs(library, backends)
    return outputs[find_device(device, [about["name"] for about in outputs])]["id"]


def _ways(library: ModuleType) -> list[tuple[list[Any] | None, _Buffer]]:
    """Return the backends to try, in order, with their buffers.

    On Linux only two are tried: the search for JACK writes to the terminal, "null" plays nothing.
    """
    if sys.platform.startswith("linux"):
        return [
            ([library.Backend.PULSEAUDIO], _PULSE),
            ([library.Backend.ALSA], _OTHERS),
        ]
    return [(None, _OTHERS)]


@functools.cache
def _device_class(library: ModuleType) -> Any:
    """Return the class of a playback device that pulls only the frames the system asks for.

    By default miniaudio pulls whole periods, which for PulseAudio means its whole buffer: a stop
    waits for one such block, and is heard after another.
    """
    offsets = tuple(
        library.ffi.offsetof("ma_device_config", name) for name in ("periods", "dataCallback")
    )
    if offsets != _LAYOUT:
        return library.PlaybackDevice

    class PlaybackDevice(library.PlaybackDevice):  # type: ignore[misc, name-defined]
        def _make_context(self, *arguments: Any) -> Any:
            # This is the last call before the configuration is used.
            config = library.ffi.buffer(library.ffi.addressof(self._devconfig))
            config[_FIXED_SIZES : _FIXED_SIZES + 1] = b"\x01"
            return super()._make_context(*arguments)

    return PlaybackDevice
