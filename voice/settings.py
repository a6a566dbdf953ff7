"""What the listener chose, in one small TOML file they may also edit.

A file that cannot be read is set aside with a sentence; the program goes on without it.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any

from voice.errors import SettingsError
from voice.storage import write_whole
from voice.timeline.pace import PACES, PAUSES_RANGE, RATE_RANGE


@dataclass(frozen=True, slots=True)
class Settings:
    """Remembered choices; `None` where nothing was chosen.

    Attributes:
        voice: A voice's id.
        pace: ``slow``, ``gentle`` or ``steady``.
        rate: Words a minute in place of the pace's.
        pauses: The silence dial.
        volume: Percent of the exported level.
        bed: Whether the soft noise lies under the voice.
        bell: Whether bells sound.
        breath_sound: Whether breaths sound.
    """

    voice: str | None = None
    pace: str | None = None
    rate: int | None = None
    pauses: float | None = None
    volume: int | None = None
    bed: bool | None = None
    bell: bool | None = None
    breath_sound: bool | None = None


_TYPES: dict[str, tuple[type, ...]] = {
    "voice": (str,),
    "pace": (str,),
    "rate": (int,),
    "pauses": (int, float),
    "volume": (int,),
    "bed": (bool,),
    "bell": (bool,),
    "breath_sound": (bool,),
}

VOLUME_RANGE = (0, 140)
"""Percent of the exported level; 140 is 3 dB over it, where peaks still fit."""

_RANGES: dict[str, tuple[float, float]] = {
    "rate": RATE_RANGE,
    "pauses": (float(PAUSES_RANGE[0]), float(PAUSES_RANGE[1])),
    "volume": VOLUME_RANGE,
}


def read_settings(path: Path, say: Callable[[str], None]) -> Settings:
    """The remembered choices.

    Args:
        path: The file; a missing one means that nothing was chosen.
        say: Called with a sentence when the file is broken and set aside.
    """
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        return Settings()
    except OSError as error:
        say(f"I can't read the settings in {path} ({error.strerror}). I go on without them.")
        return Settings()
    try:
        return _checked(tomllib.loads(content.decode("utf-8")))
    # TOML and UTF-8 errors are ValueErrors; brackets in brackets exhaust the reader.
    except (ValueError, TypeError, RecursionError) as error:
        say(_set_aside(path, error))
        return Settings()


def remember(path: Path, chosen: Settings) -> None:
    """Keep choices. The rest of the file, the listener's own comments included, stays as it is.

    Args:
        path: The file; made if there is none. The link of someone who keeps it elsewhere stays.
        chosen: What to keep; what is `None` in it stays as it was.

    Raises:
        SettingsError: It cannot be kept, and the file is as it was.
    """
    import tomlkit

    try:
        target = path.resolve()
        content = target.read_bytes() if target.exists() else b""
        document = tomlkit.parse(content.decode("utf-8"))
        for name, value in asdict(chosen).items():
            if value is not None:
                document[name] = value
        changed = tomlkit.dumps(document)
        _checked(tomllib.loads(changed))
    except OSError as error:
        raise SettingsError(f"I can't keep this in {path}: {error.strerror}.") from error
    except (ValueError, TypeError, RecursionError) as error:  # as in read_settings
        reason = " ".join(str(error).split())
        raise SettingsError(
            f"I can't keep this in {path}, which is broken ({reason}). Mend or remove it."
        ) from error
    if not write_whole(target, changed.encode("utf-8")):
        raise SettingsError(f"I can't keep this in {path}: nothing can be written there.")


def forget_settings(path: Path) -> None:
    """Remove the file.

    Raises:
        SettingsError: It is there but cannot be removed.
    """
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        raise SettingsError(
            f"I can't remove {path}: {error.strerror}. Remove it by hand."
        ) from error


def _checked(table: dict[str, Any]) -> Settings:
    known = {field.name for field in fields(Settings)}
    for name, value in table.items():
        if name not in known:
            raise ValueError(f"there is no setting called {name}")
        if type(value) not in _TYPES[name]:
            raise TypeError(f"{name} cannot be {value!r}")
        if name in _RANGES and not _RANGES[name][0] <= value <= _RANGES[name][1]:
            raise ValueError(f"{name} goes from {_RANGES[name][0]} to {_RANGES[name][1]}")
        if name == "pace" and value not in PACES:
            raise ValueError(f"there is no pace called {value}")
    return Settings(**table)


def _set_aside(path: Path, error: Exception) -> str:
    aside = path.with_suffix(".broken.toml")
    reason = " ".join(str(error).split())
    try:
        path.replace(aside)
    except OSError:
        return f"The settings in {path} are broken ({reason}). I go on without them."
    return f"The settings were broken ({reason}). They are now in {aside}; I go on without them."
