"""Reads and saves the listener's choices in a small TOML file that they may also edit.

A broken file is set aside with a message. The program continues with what can be read of it.
"""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from voice.errors import SettingsError
from voice.files import in_the_way, only_writer, read_file, sweep_folder, write
from voice.paths import settings_file
from voice.settings import Settings, check_setting, is_known

if TYPE_CHECKING:
    from tomlkit import TOMLDocument

_LONGEST_LIST = 120
"""Most characters in a message's list of unknown settings."""

_BROKEN = (ValueError, RecursionError)
"""Errors of a file that is no TOML."""

_said: set[str] = set()
"""Messages already printed; the settings are read several times in one run."""


def load_settings() -> Settings:
    """Load the listener's settings; their faults are printed on standard error, once."""
    return read_settings(settings_file(), _say_once)


def _say_once(sentence: str) -> None:
    if sentence not in _said:
        _said.add(sentence)
        click.echo(sentence, err=True)


@dataclass(frozen=True, slots=True)
class _Found:
    """What was found in a settings file.

    Attributes:
        content: The whole file.
        chosen: What can be chosen of it.
        unknown: Names of unknown settings.
        fault: What is wrong with it, or empty.
        rest: The file without what cannot be chosen; empty if there is no fault, or no rest.
    """

    content: bytes
    chosen: Settings
    unknown: tuple[str, ...] = ()
    fault: str = ""
    rest: bytes = b""

    @property
    def goes_on(self) -> str:
        """How the program goes on after a fault."""
        return f"I'll go on {'with the rest' if self.rest else 'without them'}."


def read_settings(path: Path, say: Callable[[str], None]) -> Settings:
    """Read the remembered choices.

    Args:
        path: The file; a missing one means that nothing was chosen.
        say: Called with a sentence if the file is broken and set aside, or has an unknown
            setting.
    """
    try:
        found = _found_in(read_file(path))
    except FileNotFoundError:
        return Settings()
    except OSError as error:
        say(f"I can't read the settings in {path} ({error.strerror}). I'll go on without them.")
        return Settings()
    if found.fault:
        return _mended(path, found, say)
    if found.unknown:
        listed = _listed(found.unknown)
        say(f"I don't know {listed} in {path}. Check the spelling, or take it out.")
    return found.chosen


def understood(content: bytes) -> Settings:
    """Return the choices in a settings file, as far as they can be chosen."""
    return _found_in(content).chosen


def _found_in(content: bytes) -> _Found:
    try:
        table = _table(content)
        faults = _faults(table)
        rest = _without(faults, content) if faults else b""
    except _BROKEN as error:
        return _Found(content, Settings(), fault=_reason(error))
    known = {name: table[name] for name in table if is_known(name) and name not in faults}
    unknown = tuple(name for name in table if not is_known(name))
    return _Found(content, Settings(**known), unknown, "; ".join(faults.values()), rest)


def _table(content: bytes) -> dict[str, Any]:
    """Parse a settings file; some editors on Windows begin it with a byte order mark."""
    return tomllib.loads(content.decode("utf-8-sig"))


def _faults(table: dict[str, Any]) -> dict[str, str]:
    """Return the settings that cannot have the values they have, each with the reason."""
    faults = {}
    for name in filter(is_known, table):
        try:
            check_setting(name, table[name])
        except (ValueError, TypeError) as error:
            faults[name] = _reason(error)
    return faults


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
            changed = _changed(target, chosen)
            if forgotten := [name for name, value in asdict(chosen).items() if value == ""]:
                _forget_in_copies(path, forgotten)
            write(target, changed)
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
        ValueError, RecursionError: It is no TOML.
    """
    try:
        document = _document(read_file(target))
    except FileNotFoundError:
        document = _document(b"")
    for name, value in asdict(chosen).items():
        if value == "":
            document.pop(name, None)
        elif value is not None:
            document[name] = value
    return _written(document)


def _without(names: Iterable[str], content: bytes) -> bytes:
    """Return the content of a settings file without some settings; empty if nothing is left.

    Raises:
        ValueError, RecursionError: It is no TOML.
    """
    document = _document(content)
    for name in names:
        document.pop(name, None)
    rest = _written(document)
    return rest if rest.strip() else b""


def _document(content: bytes) -> TOMLDocument:
    """Parse a file with its comments."""
    import tomlkit.exceptions

    try:
        return tomlkit.parse(content.decode("utf-8-sig"))
    except tomlkit.exceptions.TOMLKitError as error:  # not every one is a ValueError
        raise ValueError(str(error)) from error


def _written(document: TOMLDocument) -> bytes:
    content = document.as_string().encode("utf-8")
    _table(content)  # it can be read again
    return content


def _forget_in_copies(path: Path, names: Sequence[str]) -> None:
    """Remove settings from the broken files that were set aside, row by row: some are no TOML.

    Raises:
        OSError: One of them cannot be changed.
    """
    named = "|".join(names).encode()
    row = re.compile(rb"^[ \t]*[\"']?(?:%s)[\"']?[ \t]*=.*\n?" % named, re.MULTILINE)
    for copy in set_aside(path):
        if not copy.is_symlink():  # one may lead to anything
            content = read_file(copy)
            if (kept := row.sub(b"", content)) != content:
                write(copy, kept)


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


def _mended(path: Path, found: _Found, say: Callable[[str], None]) -> Settings:
    """Set a broken file aside, and keep the rest of it, unless another process has replaced it.

    If the path is a link, the file behind it stays as it is, since it may be anything.
    """
    try:
        with only_writer(_target(path).parent):
            found = _found_in(read_file(path))
            aside = _set_aside(path, found) if found.fault else None
    except FileNotFoundError:
        return Settings()
    except OSError:
        aside = None
    if aside is not None:
        they = "As they were, they" if found.rest else "They"
        say(f"The settings were broken ({found.fault}). {they} are now in {aside}; {found.goes_on}")
    elif found.fault:
        say(f"The settings in {path} are broken ({found.fault}). {found.goes_on}")
    return found.chosen


def _set_aside(path: Path, found: _Found) -> Path | None:
    """Move a broken file away, and write what is left of it, but not in place of a link.

    Returns:
        Where the file is now; `None` if it stays.

    Raises:
        OSError: It could not be moved or written.
    """
    if found.rest and path.is_symlink():
        return None
    aside = _next_aside(path)
    if not found.rest:
        path.replace(aside)
        return aside
    write(aside, found.content)
    write(path, found.rest)
    return aside


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
