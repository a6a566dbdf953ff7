"""Reads and saves the listener's choices in a small TOML file that they may also edit.

An unreadable file is set aside with a message; the program continues without it.
"""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any

import click

from voice.errors import SettingsError
from voice.files import in_the_way, only_writer, read_file, sweep_folder, write
from voice.pace import PACES, PAUSES_RANGE, RATE_RANGE
from voice.paths import settings_file
from voice.ranges import VOLUME_RANGE


@dataclass(frozen=True, slots=True)
class Settings:
    """Remembered choices; `None` if nothing was chosen.

    Attributes:
        voice: A voice's id.
        pace: ``slow``, ``gentle`` or ``steady``.
        rate: Words a minute instead of the pace's.
        pauses: The silence dial.
        volume: Percent of the exported level.
        bed: True if the soft noise is under the voice.
        bell: True if bells sound.
        breath_sound: True if breaths sound.
        person: Name of a person the listener would call; `ground support` says it first.
        number: That person's phone number, as the listener writes it.
        country: ISO 3166-1 code of the listener's country.
        remember: True if the exercise finished last is remembered; only if chosen.
        last: That exercise's id.
        keys_known: True if the keys were explained once.
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

    @property
    def amplitude(self) -> float:
        """Amplitude of playback; 1 is the level of exported files."""
        return 1.0 if self.volume is None else self.volume / 100

    @property
    def wants_bed(self) -> bool:
        """True unless the soft noise is turned off."""
        return self.bed is not False

    @property
    def wants_bell(self) -> bool:
        """True unless bells are turned off."""
        return self.bell is not False


_KINDS: dict[str, tuple[type, ...]] = {
    "str | None": (str,),
    "int | None": (int,),
    "float | None": (int, float),
    "bool | None": (bool,),
}

_TYPES = {field.name: _KINDS[str(field.type)] for field in fields(Settings)}
"""Types that a value may have, from the annotations."""

_RANGES: dict[str, tuple[float, float]] = {
    "rate": RATE_RANGE,
    "pauses": (float(PAUSES_RANGE[0]), float(PAUSES_RANGE[1])),
    "volume": VOLUME_RANGE,
}

_LENGTHS = {"person": 40, "number": 30, "last": 200}
"""Most characters: a name said in one sentence, a number with its spaces, a file name."""

_NUMBER = re.compile(r"\+?[0-9 ()./-]*")

_DIGITS = (2, 15)
"""Fewest and most digits of a phone number; 15 is the limit (ITU-T E.164, section 6)."""

_LONGEST_LIST = 120
"""Most characters in a message's list of unknown settings."""

_COUNTRY = re.compile(r"[A-Z]{2}")

_BROKEN = (ValueError, TypeError, RecursionError)
"""Errors of `understood`."""

_said: set[str] = set()
"""Messages already printed; the settings are read several times in one run."""


def load_settings() -> Settings:
    """Load the listener's settings; their faults are printed on standard error, once."""
    return read_settings(settings_file(), _say_once)


def _say_once(sentence: str) -> None:
    if sentence not in _said:
        _said.add(sentence)
        click.echo(sentence, err=True)


def read_settings(path: Path, say: Callable[[str], None]) -> Settings:
    """Read the remembered choices.

    Args:
        path: The file; a missing one means that nothing was chosen.
        say: Called with a sentence if the file is broken and set aside, or has an unknown
            setting.
    """
    try:
        return _read(path, say)
    except FileNotFoundError:
        return Settings()
    except OSError as error:
        say(f"I can't read the settings in {path} ({error.strerror}). I'll go on without them.")
        return Settings()
    except _BROKEN as error:
        return _set_aside(path, error, say)


def understood(content: bytes) -> Settings:
    """Return the choices in a settings file, without unknown settings.

    Raises:
        ValueError: Not UTF-8, not TOML, or a value that cannot be chosen.
        TypeError: A value has the wrong type.
        RecursionError: Brackets are nested too deeply for the reader.
    """
    return _checked(_table(content))


def is_known(name: str) -> bool:
    """True if there is a setting of that name."""
    return name in _TYPES


def _read(path: Path, say: Callable[[str], None]) -> Settings:
    """Read a settings file, and say which of its settings are unknown.

    Raises:
        OSError: See `read_file`.
        ValueError, TypeError, RecursionError: See `understood`.
    """
    table = _table(read_file(path))
    chosen = _checked(table)
    unknown = [name for name in table if not is_known(name)]
    if unknown:
        say(f"I don't know {_listed(unknown)} in {path}. Check the spelling, or take it out.")
    return chosen


def _table(content: bytes) -> dict[str, Any]:
    """Parse a settings file; some editors on Windows begin it with a byte order mark."""
    return tomllib.loads(content.decode("utf-8-sig"))


def _listed(names: Iterable[str]) -> str:
    """Join the names for one line on a terminal."""
    line = ", ".join(names)
    shown = "".join(each if each.isprintable() else "?" for each in line)
    return shown if len(shown) <= _LONGEST_LIST else f"{shown[:_LONGEST_LIST]}..."


def remember(path: Path, chosen: Settings) -> None:
    """Save choices. The rest of the file stays as it is, with the listener's own comments.

    Args:
        path: The file; made if it does not exist. A link to a file elsewhere stays a link.
        chosen: Choices to save; a `None` changes nothing, and an empty value is forgotten.

    Raises:
        SettingsError: It cannot be saved, and the file is unchanged.
    """
    try:
        for name, value in asdict(chosen).items():
            if value is not None:
                check_setting(name, value)
    except ValueError as error:
        raise SettingsError(f"I can't save this: {error}.") from error
    target = _target(path)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with only_writer(target.parent):
            write(target, _changed(target, chosen))
            sweep_folder(path.parent)
    except OSError as error:
        raise SettingsError(f"I can't save this in {path}{_reason_in(target, error)}.") from error
    except _BROKEN as error:
        raise SettingsError(
            f"I can't save this in {path}, which is broken ({_reason(error)}). Fix it or delete it."
        ) from error


def _changed(target: Path, chosen: Settings) -> bytes:
    """Return the content of a settings file after some choices are made or forgotten.

    Raises:
        OSError: It cannot be read.
        ValueError, TypeError, RecursionError: See `understood`.
    """
    import tomlkit.exceptions

    try:
        document = tomlkit.parse(read_file(target).decode("utf-8-sig"))
    except FileNotFoundError:
        document = tomlkit.document()
    except tomlkit.exceptions.TOMLKitError as error:  # not every one is a ValueError
        raise ValueError(str(error)) from error
    for name, value in asdict(chosen).items():
        if value == "":
            document.pop(name, None)
        elif value is not None:
            document[name] = value
    changed = tomlkit.dumps(document).encode("utf-8")
    understood(changed)
    return changed


def check_setting(name: str, value: object) -> None:
    """Check that a setting can have this value; an empty string stands for none.

    Raises:
        ValueError: It cannot, or there is no such setting; says why.
        TypeError: It has the wrong type.
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
            raise ValueError(f"{name} must be from {lowest} to {highest}")


def _check_word(name: str, value: str) -> None:
    if name == "pace" and value not in PACES:
        raise ValueError(f"there is no pace called {value}")
    if name in _LENGTHS and len(value) > _LENGTHS[name]:
        raise ValueError(f"{name} can have at most {_LENGTHS[name]} characters")
    if name in _LENGTHS and not value.isprintable():
        raise ValueError(f"{name} must be one line of plain text")
    if name == "number" and value:
        _check_number(value)
    if name == "country" and value and not _COUNTRY.fullmatch(value):
        raise ValueError("country must be two capital letters, such as DE")


def _check_number(value: str) -> None:
    fewest, most = _DIGITS
    digits = sum(map(str.isdigit, value))
    if not _NUMBER.fullmatch(value) or not fewest <= digits <= most:
        raise ValueError(f"number must have {fewest} to {most} digits, with or without spaces")


def _checked(table: dict[str, Any]) -> Settings:
    known = {name: value for name, value in table.items() if is_known(name)}
    for name, value in known.items():
        check_setting(name, value)
    return Settings(**known)


def set_aside(path: Path) -> list[Path]:
    """List the broken files that were set aside for a settings file, the first one first.

    Raises:
        OSError: The folder exists and cannot be listed.
    """
    return [aside for _, aside in _numbered(path)]


def _numbered(path: Path) -> list[tuple[int, Path]]:
    """List the same files, each with its number."""
    name = re.compile(rf"{re.escape(path.stem)}\.broken(?:-([0-9]{{1,9}}))?\.toml")
    try:
        matches = [name.fullmatch(each) for each in os.listdir(path.parent)]  # noqa: PTH208
    except (FileNotFoundError, NotADirectoryError):
        return []
    return sorted((int(each[1] or 1), path.with_name(each[0])) for each in matches if each)


def _next_aside(path: Path) -> Path:
    """Return an unused name for a file to set aside, with a number above all others."""
    last = max((number for number, _ in _numbered(path)), default=0)
    return path.with_suffix(f".broken-{last + 1}.toml" if last else ".broken.toml")


def _set_aside(path: Path, error: Exception, say: Callable[[str], None]) -> Settings:
    """Move a broken file away, unless another process has replaced it meanwhile.

    If the path is a link, the link is moved, since the file behind it may be anything.
    """
    try:
        with only_writer(_target(path).parent):
            try:
                return _read(path, say)
            except FileNotFoundError:
                return Settings()
            except _BROKEN:
                aside = _next_aside(path)
                path.replace(aside)
    except OSError:
        say(f"The settings in {path} are broken ({_reason(error)}). I'll go on without them.")
        return Settings()
    say(
        f"The settings were broken ({_reason(error)}). They are now in {aside}; "
        "I'll go on without them."
    )
    return Settings()


def _target(path: Path) -> Path:
    """Return the settings file itself if its path is a link to one elsewhere."""
    return Path(os.path.realpath(path)) if os.path.islink(path) else path  # noqa: PTH114


def _reason_in(target: Path, error: OSError) -> str:
    """Return the reason why a file could not be saved, as the end of a sentence."""
    obstacle = in_the_way(target)
    if obstacle is None:
        return f": {error.strerror}"
    return f", because {obstacle} is not a folder. Move it, or set GROUND_HOME to a folder"


def _reason(error: Exception) -> str:
    return " ".join(str(error).split())
