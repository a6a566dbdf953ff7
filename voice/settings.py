"""What the listener chose, in one small TOML file they may also edit.

A file that cannot be read is set aside with a sentence; the program goes on without it.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from voice.errors import SettingsError
from voice.ranges import VOLUME_RANGE
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
        person: The name of somebody the listener would call; told first by `ground support`.
        number: That person's phone number, as the listener writes it.
        country: ISO 3166-1 code of where the listener is.
        remember: Whether the exercise finished last is remembered; not unless chosen.
        last: That exercise's id.
        keys_known: Whether the keys were explained once.
    """

    voice: str | None = None
    pace: str | None = None
    rate: int | None = None
    pauses: float | None = None
    volume: int | None = None
    bed: bool | None = None
    bell: bool | None = None
    breath_sound: bool | None = None
    person: str | None = None
    number: str | None = None
    country: str | None = None
    remember: bool | None = None
    last: str | None = None
    keys_known: bool | None = None


_TYPES: dict[str, tuple[type, ...]] = {
    "voice": (str,),
    "pace": (str,),
    "rate": (int,),
    "pauses": (int, float),
    "volume": (int,),
    "bed": (bool,),
    "bell": (bool,),
    "breath_sound": (bool,),
    "person": (str,),
    "number": (str,),
    "country": (str,),
    "remember": (bool,),
    "last": (str,),
    "keys_known": (bool,),
}

_RANGES: dict[str, tuple[float, float]] = {
    "rate": RATE_RANGE,
    "pauses": (float(PAUSES_RANGE[0]), float(PAUSES_RANGE[1])),
    "volume": VOLUME_RANGE,
}

_LENGTHS = {"person": 40, "number": 30, "last": 200}
"""Characters at most: a name said in one sentence, a number with its spaces, a file name."""

_NUMBER = re.compile(r"\+?[0-9 ()./-]*")

_DIGITS = (2, 15)
"""Of a phone number; 15 is the longest there is (ITU-T E.164, section 6)."""

_COUNTRY = re.compile(r"[A-Z]{2}")


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
        return understood(content)
    except (ValueError, TypeError, RecursionError) as error:
        say(_set_aside(path, error))
        return Settings()


def understood(content: bytes) -> Settings:
    """What a settings file says.

    Raises:
        ValueError: It is no UTF-8, no TOML, or no choice that there is.
        TypeError: A choice is of another kind.
        RecursionError: Brackets in brackets exhaust the reader.
    """
    return _checked(tomllib.loads(content.decode("utf-8")))


def remember(path: Path, chosen: Settings) -> None:
    """Keep choices. The rest of the file, the listener's own comments included, stays as it is.

    Args:
        path: The file; made if there is none. The link of someone who keeps it elsewhere stays.
        chosen: What to keep; what is `None` in it stays as it was, and what is empty is forgotten.

    Raises:
        SettingsError: It cannot be kept, and the file is as it was.
    """
    import tomlkit

    try:
        for name, value in asdict(chosen).items():
            if value is not None:
                check_setting(name, value)
    except ValueError as error:
        raise SettingsError(f"I can't keep this: {error}.") from error
    try:
        target = path.resolve()
        content = target.read_bytes() if target.exists() else b""
        document = tomlkit.parse(content.decode("utf-8"))
        for name, value in asdict(chosen).items():
            if value == "":
                document.pop(name, None)
            elif value is not None:
                document[name] = value
        changed = tomlkit.dumps(document)
        understood(changed.encode("utf-8"))
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
    """Remove the file, and one that was set aside.

    Raises:
        SettingsError: It is there but cannot be removed.
    """
    try:
        path.unlink(missing_ok=True)
        _aside(path).unlink(missing_ok=True)
    except OSError as error:
        raise SettingsError(
            f"I can't remove {path}: {error.strerror}. Remove it by hand."
        ) from error


def check_setting(name: str, value: object) -> None:
    """Whether a setting can have this value; an empty word stands for none.

    Raises:
        ValueError: It cannot, or there is no such setting; says why.
        TypeError: It is of another kind.
    """
    if name not in _TYPES:
        raise ValueError(f"there is no setting called {name}")
    if type(value) not in _TYPES[name]:
        raise TypeError(f"{name} cannot be {value!r}")
    if isinstance(value, str):
        _check_word(name, value)
    elif name in _RANGES and isinstance(value, (int, float)):
        lowest, highest = _RANGES[name]
        if not lowest <= value <= highest:
            raise ValueError(f"{name} goes from {lowest} to {highest}")


def _check_word(name: str, value: str) -> None:
    if name == "pace" and value not in PACES:
        raise ValueError(f"there is no pace called {value}")
    if name in _LENGTHS and len(value) > _LENGTHS[name]:
        raise ValueError(f"{name} has {_LENGTHS[name]} characters at most")
    if name in _LENGTHS and not value.isprintable():
        raise ValueError(f"{name} is one line of plain text")
    if name == "number" and value:
        _check_number(value)
    if name == "country" and value and not _COUNTRY.fullmatch(value):
        raise ValueError("country is two capital letters, such as DE")


def _check_number(value: str) -> None:
    fewest, most = _DIGITS
    digits = sum(map(str.isdigit, value))
    if not _NUMBER.fullmatch(value) or not fewest <= digits <= most:
        raise ValueError(f"number is {fewest} to {most} digits, with spaces between them or not")


def _checked(table: dict[str, Any]) -> Settings:
    for name, value in table.items():
        check_setting(name, value)
    return Settings(**table)


def _aside(path: Path) -> Path:
    return path.with_suffix(".broken.toml")


def _set_aside(path: Path, error: Exception) -> str:
    aside = _aside(path)
    reason = " ".join(str(error).split())
    try:
        path.replace(aside)
    except OSError:
        return f"The settings in {path} are broken ({reason}). I go on without them."
    return f"The settings were broken ({reason}). They are now in {aside}; I go on without them."
