"""Imports sounddevice, and with it PortAudio, unless that would end the whole process."""

from __future__ import annotations

import ctypes
import sys
from typing import TYPE_CHECKING

from voice.playback.c_stderr import keep_stderr

if TYPE_CHECKING:
    from types import ModuleType


class NoSettingsError(OSError):
    """ALSA finds no settings: PortAudio would end the whole process."""


def import_sounddevice() -> ModuleType:
    """Import sounddevice, which also searches for devices (40 of its 50 to 80 ms).

    Raises:
        ImportError: It is not installed.
        NoSettingsError: ALSA has no settings.
        OSError: PortAudio is missing or broken.
    """
    if not _alsa_has_settings():
        raise NoSettingsError
    keep_stderr()
    import sounddevice

    return sounddevice  # type: ignore[no-any-return]


def _alsa_has_settings() -> bool:
    """Return False if ALSA finds no settings, not even its own: PortAudio aborts there (19.6).

    So it is if ALSA_CONFIG_PATH names no file, and without alsa.conf. ALSA keeps what it reads
    here for PortAudio.
    """
    if not sys.platform.startswith("linux"):
        return True
    try:
        alsa = ctypes.CDLL("libasound.so.2")
    except OSError:  # PortAudio cannot be loaded either, or brings its own
        return True
    alsa.snd_config_update()
    settings = ctypes.c_void_p.in_dll(alsa, "snd_config")
    search = alsa.snd_config_search
    search.argtypes = [ctypes.c_void_p, ctypes.c_char_p, ctypes.c_void_p]
    return settings.value is not None and search(settings, b"pcm", None) == 0
