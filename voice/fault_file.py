"""The file with the details of the last fault, overwritten each time.

It is in the cache folder, or in the system's temporary folder. It holds a traceback and
version numbers, and never leaves the machine by itself.
"""

from __future__ import annotations

import os
import platform
import tempfile
import traceback
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path

from voice import __version__
from voice.files import sweep, write_whole
from voice.frozen import python_here
from voice.paths import cache_folder

NAME = "ground-fault.txt"
"""The file's name."""

LARGEST = 100_000
"""Characters kept of a traceback: the last ones, which say most."""

PARTS = ("click", "numpy", "pyttsx3", "sounddevice", "miniaudio")
"""Packages whose versions are reported."""


def write(error: BaseException) -> Path | None:
    """Write the details of a fault to the file.

    Returns:
        The file; `None` if none can be written.
    """
    content = _details(error).encode("utf-8", "backslashreplace")
    return next((path for path in _places() if write_whole(path, content)), None)


def forget() -> None:
    """Remove the file: the data that raised the fault may have held a name or a number.

    Raises:
        OSError: It exists but cannot be removed.
    """
    for path in _places():
        sweep(path)
        if os.path.lexists(path):  # false if its folder is a file or a loop of links
            path.unlink(missing_ok=True)


def _places() -> Iterator[Path]:
    """Yield the places for the file, the best one first."""
    yield cache_folder() / NAME
    yield Path(tempfile.gettempdir()) / NAME


def _details(error: BaseException) -> str:
    versions = [f"ground {__version__}", python_here()]
    for name in PARTS:
        try:
            versions.append(f"{name} {metadata.version(name)}")
        except metadata.PackageNotFoundError:
            continue
    trace = "".join(traceback.format_exception(error))[-LARGEST:]
    return f"{', '.join(versions)}\n{platform.platform()}\n\n{trace}"
