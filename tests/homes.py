"""A place of its own for everything that a program could leave behind."""

from __future__ import annotations

import os
from pathlib import Path

_FOLDERS = {"GROUND_HOME": "home", "HOME": "me", "TMPDIR": "tmp", "XDG_RUNTIME_DIR": "run"}
_ELSEWHERE = ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME", "CI")

PLACE = "PLACE"
"""Variable by which the processes that were started in a place are known."""


def make_homes(place: Path) -> dict[str, str]:
    """Make the folders in a place, and return an environment in which there are no others.

    The current folder, which is to be set as well, is ``here``.
    """
    for folder in ("here", *_FOLDERS.values()):
        (place / folder).mkdir(parents=True, exist_ok=True)
    inherited = {name: value for name, value in os.environ.items() if name not in _ELSEWHERE}
    ours = {name: str(place / folder) for name, folder in _FOLDERS.items()}
    bus = {"DBUS_SESSION_BUS_ADDRESS": "disabled:"}
    return {**inherited, **ours, **bus, PLACE: str(place)}
