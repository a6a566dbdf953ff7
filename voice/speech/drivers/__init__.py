"""Adds three drivers to pyttsx3: ``natural`` (hibari), ``piper``, and ``recorded`` (people).

They work in any program that uses pyttsx3::

    import pyttsx3
    from voice.speech.drivers import register

    register()
    engine = pyttsx3.init("natural")  # or "piper" or "recorded"

Each module beside this one whose name has no underscore is a driver.
"""

from __future__ import annotations

import os

# From 1.29 on, ONNX Runtime reports usage to its maker unless this is set before it loads (its
# Privacy.md; seen: it looks up their host). The extras install an older one, which never does.
os.environ["ORT_DISABLE_TELEMETRY"] = "1"


class NoSoundError(ValueError):
    """A voice has no sound for a text, such as one in another script."""

    def __init__(self) -> None:
        super().__init__("this voice has no sound for it")


def register() -> None:
    """Let `pyttsx3.init` find these drivers; calling it again changes nothing."""
    import pyttsx3.drivers

    folder = __path__[0]
    if folder not in pyttsx3.drivers.__path__:
        pyttsx3.drivers.__path__.append(folder)
