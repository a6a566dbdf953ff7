"""Finds the folders for the listener's files.

They are the platform's usual ones, or all below ``GROUND_HOME`` if that is set.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Literal

_APP = "ground"


def settings_file() -> Path:
    """Return the file of remembered choices; it may not exist."""
    return _folder("config") / "settings.toml"


def shipped_scripts() -> Path:
    """Return the folder of the shipped scripts: in the wheel, or beside the package."""
    package = Path(__file__).parent
    packaged = package / "scripts"
    return packaged if packaged.is_dir() else package.parent / "scripts"


def scripts_folder() -> Path:
    """Return the folder of the listener's own scripts; it may not exist."""
    return _folder("data") / "scripts"


def voices_folder() -> Path:
    """Return the folder for the listener's voice files; it may not exist."""
    return _folder("data") / "voices"


def cache_folder() -> Path:
    """Return the folder for speech and calibrations, which can be remade; it may not exist."""
    home = _home()
    return home / "cache" if home else _folder("cache")


def _folder(kind: Literal["config", "data", "cache"]) -> Path:
    """Return ``GROUND_HOME``, or the platform's usual folder of a kind."""
    home = _home()
    if home:
        return home
    import platformdirs  # takes 10 ms

    usual = {
        "config": platformdirs.user_config_path,
        "data": platformdirs.user_data_path,
        "cache": platformdirs.user_cache_path,
    }
    return usual[kind](_APP, appauthor=False)


def _home() -> Path | None:
    value = os.environ.get("GROUND_HOME")
    # pathlib's expanduser raises for the ~name of an unknown user.
    return Path(os.path.expanduser(value)) if value else None  # noqa: PTH111


def named_file(name: str) -> Path | None:
    """Return the file or folder of that name, ``~`` being home; `None` if it does not exist."""
    try:
        path = Path(name).expanduser()
        return path if path.exists() else None
    except (OSError, RuntimeError, ValueError):  # too long, an unknown user's home, or with a NUL
        return None
