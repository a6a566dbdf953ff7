"""Where the program keeps what is the listener's own.

The platform's usual folders, or all of them below ``GROUND_HOME`` when that is set.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Literal

_APP = "ground"


def settings_file() -> Path:
    """The file of remembered choices; it may not exist."""
    return _folder("config") / "settings.toml"


def shipped_scripts() -> Path:
    """The scripts that come with the program: in the wheel, or beside the package."""
    package = Path(__file__).parent
    packaged = package / "scripts"
    return packaged if packaged.is_dir() else package.parent / "scripts"


def scripts_folder() -> Path:
    """The listener's own scripts; it may not exist."""
    return _folder("data") / "scripts"


def voices_folder() -> Path:
    """Voice files that the listener put there; it may not exist."""
    return _folder("data") / "voices"


def cache_folder() -> Path:
    """Rendered speech and calibrations, which can be made again; it may not exist."""
    home = _home()
    return home / "cache" if home else _folder("cache")


def _folder(kind: Literal["config", "data", "cache"]) -> Path:
    """The folder that is set, or the platform's usual one of a kind."""
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
    # pathlib's expanduser raises on a ~name that nobody here has.
    return Path(os.path.expanduser(value)) if value else None  # noqa: PTH111


def named_file(name: str) -> Path | None:
    """The file or folder of that name, ``~`` being home; `None` if none can be there, or is."""
    try:
        path = Path(name).expanduser()
        return path if path.exists() else None
    except (OSError, RuntimeError, ValueError):  # too long, nobody's home, with a NUL
        return None
