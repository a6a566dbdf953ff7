"""Chooses a sink and a device of this machine."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

from voice.errors import NoLibraryError, PlaybackError
from voice.playback.sinks import miniaudio_sink, sounddevice_sink
from voice.playback.sinks.sink import NO_DEVICE, find_device

if TYPE_CHECKING:
    from voice.playback.sinks.sink import Fill, Sink


def open_sink(fill: Fill, *, device: str | None = None) -> Sink:
    """Open a sound device without starting it.

    PortAudio (sounddevice) comes first. If it is missing, broken, or finds no device, miniaudio
    is used: it talks to PulseAudio and PipeWire without PortAudio or ALSA's plugins.

    Open only one: if a device cannot be opened, PortAudio is restarted, which ends its streams.

    Args:
        fill: Writes the next frames into the whole array: mono, 24 kHz, float32, shape (frames,).
            Called in the device's thread; it must not wait.
        device: A name, or a part of one, from `list_devices`; None for the default device.

    Raises:
        PlaybackError: No device can be opened, or none has that name.
    """
    try:
        return sounddevice_sink.SoundDeviceSink(fill, device)
    except PlaybackError:
        return _open_fallback(fill, device)


def _open_fallback(fill: Fill, device: str | None) -> Sink:
    try:
        return miniaudio_sink.MiniaudioSink(fill, device)
    except PlaybackError as error:
        if not preload():
            raise _no_library() from error
        if device is not None:
            find_device(device, list_devices())  # raises, unless it is there but cannot be opened
        raise PlaybackError(NO_DEVICE) from error


def _no_library() -> PlaybackError:
    try:
        sounddevice_sink.load()
    except NoLibraryError as error:
        return PlaybackError(
            f"{error.reason}. Save an exercise as an audio file with ground export, or do this: "
            f"{error.fix}"
        )
    return PlaybackError(NO_DEVICE)  # it is there after all


def list_devices() -> tuple[str, ...]:
    """Return the names of all devices, from each library that works here."""
    names: dict[str, None] = {}
    for library in (sounddevice_sink, miniaudio_sink):
        with contextlib.suppress(PlaybackError):  # a library that is missing has no devices
            names |= dict.fromkeys(library.device_names())
    return tuple(names)


def preload() -> bool:
    """Load the sound library (50 to 100 ms), in a thread while other modules load.

    Never raises: `open_sink` finds a missing library again and reports it.

    Returns:
        True if one of the libraries is here.
    """
    for library in (sounddevice_sink, miniaudio_sink):
        with contextlib.suppress(PlaybackError):
            library.load()
            return True
    return False
