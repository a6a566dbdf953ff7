"""Finds the installed pyttsx3 drivers, and names the extras that bring the others."""

from __future__ import annotations

import sys
from importlib.util import find_spec

from voice.frozen import is_frozen
from voice.installing import install_command, is_offered_here
from voice.speech.recordings import recordings

SYSTEM_DRIVER = {"darwin": "nsss", "win32": "sapi5"}.get(sys.platform, "espeak")
"""The driver of this platform's own voices."""

NEURAL_DRIVERS = {"natural": ("hibari", "onnxruntime"), "piper": ("piper", "onnxruntime")}
"""The project's own drivers, the best first, and the modules each needs. An extra of the same
name installs them."""

RECORDED = "recorded"
"""The project's own driver for recordings of people."""

OWN_DRIVERS = frozenset({*NEURAL_DRIVERS, RECORDED})
"""The project's own drivers, which keep no state from line to line."""

MEMORY_DRIVERS = frozenset({"espeak", *OWN_DRIVERS})
"""Drivers that write a line to memory; all others need a file with a name."""

UNMEASURED_DRIVERS = frozenset({"nsss", "sapi5", *OWN_DRIVERS})
"""Drivers whose voices are offered without being measured: macOS has 180 of them, and measuring
each would take minutes before the first one is heard. eSpeak NG has silent ones."""


def drivers_here() -> tuple[str, ...]:
    """Return the drivers that can speak here, without importing them: people, then the best."""
    people = (RECORDED,) if next(recordings(), None) else ()
    ours = (driver for driver, modules in NEURAL_DRIVERS.items() if all(map(find_spec, modules)))
    return (*people, *ours, SYSTEM_DRIVER)


def how_to_get(driver: str) -> str:
    """Return a sentence that says how to install a neural driver, or that it cannot be."""
    if is_frozen():
        return "This build of ground was made without them."
    if is_offered_here(driver):
        return f"Install them with: {install_command(driver)}"
    version = "{}.{}".format(*sys.version_info)
    return f"They are not available for Python {version} on this kind of machine."
