"""Forgets the listener's choices: the settings file, broken ones set aside, unfinished ones.

The settings file may be a link to anything, such as a device or somebody else's file. The link is
removed, and the file behind it only if it holds settings and nothing else.
"""

from __future__ import annotations

import errno
import os
import re
import stat
from pathlib import Path

from voice.errors import SettingsError
from voice.files import only_writer, read_file, sweep, sweep_folder
from voice.saved_settings import set_aside
from voice.settings import is_known

_KEY = re.compile(r"""[ \t]*(?:"([^"\n]*)"|'([^'\n]*)'|([\w-]+))[ \t]*=""")
"""The beginning of a TOML row that sets a value; broken files have such rows too."""


def forget_settings(path: Path) -> None:
    """Remove every copy of the choices.

    Args:
        path: The settings file, or a link to it.

    Raises:
        SettingsError: One of them is left; says which. The others are gone.
    """
    if not os.path.isdir(path.parent):  # noqa: PTH112 - pathlib's check raises if a name is too long
        return
    left: list[str] = []
    try:
        with only_writer(path.parent):
            sweep_folder(path.parent)
            left += _forgotten(path)
            for each in set_aside(path):
                left += _forgotten(each)
    except OSError as error:
        left.append(_not_removed(path, error))
    if left:
        raise SettingsError("\n".join(dict.fromkeys(left)))


def _forgotten(path: Path) -> list[str]:
    """Forget one file in the settings folder, and say what is left of it."""
    try:
        if path.is_symlink():
            return _forgotten_with_link(path)
        if not os.path.lexists(path):
            return []
        if not _is_ordinary(path):
            return [f"I leave {path} alone: it is not an ordinary file. Remove it by hand."]
        _remove(path)
    except OSError as error:
        return [_not_removed(path, error)]
    return []


def _forgotten_with_link(link: Path) -> list[str]:
    """Forget the file behind a link, and then the link, which stays if the file does.

    Raises:
        OSError: The link cannot be removed.
    """
    place = Path(os.path.realpath(link))
    try:
        if _is_kept_apart(place, link.parent):
            with only_writer(place.parent):
                left = _forgotten_elsewhere(place)
        else:
            left = _forgotten_elsewhere(place)
    except OSError as error:
        return [_not_removed(place, error)]
    link.unlink()
    return left


def _forgotten_elsewhere(place: Path) -> list[str]:
    """Forget a file behind a link, and those that earlier versions set aside beside it.

    Raises:
        OSError: One of them cannot be removed; its name is in the error.
    """
    if os.path.lexists(place) and not _is_ordinary(place):
        return []
    sweep(place)
    left = []
    for file in filter(_is_ordinary, (*set_aside(place), place)):
        if _is_ours(file):
            _remove(file)
        elif _keys(file):
            left.append(
                f"I leave {file} alone: it holds more than my settings. "
                "Remove your settings from it by hand."
            )
    return left


def _remove(file: Path) -> None:
    if _is_ours(file):
        os.truncate(file, 0)  # it may have another hard link
    file.unlink()


def _is_kept_apart(place: Path, folder: Path) -> bool:
    """True if a file is, or may have been, in another folder, which has its own lock."""
    try:
        return _is_ordinary(place) and not place.parent.samefile(folder)
    except OSError:
        return False


def _is_ordinary(path: Path) -> bool:
    try:
        return stat.S_ISREG(path.lstat().st_mode)
    except OSError:
        return False


def _is_ours(path: Path) -> bool:
    """True if a file holds settings, broken or not, and nothing else."""
    keys = _keys(path)
    return bool(keys) and all(map(is_known, keys))


def _keys(path: Path) -> list[str]:
    """Return the names that a file sets; none if it is unreadable or none of them is a setting."""
    try:
        rows = read_file(path).decode("utf-8-sig", "replace").splitlines()
    except OSError:
        return []
    found = [match for match in map(_KEY.match, rows) if match]
    keys = ["".join(filter(None, match.groups())) for match in found]
    keys += [row.strip() for row in rows if row.lstrip().startswith("[")]
    return keys if any(map(is_known, keys)) else []


def _not_removed(path: Path, error: OSError) -> str:
    """Say that a file is left; a folder's error, such as a lock, is not shown as the file's."""
    if error.errno == errno.EAGAIN:
        return "Another run of ground is changing the settings. Try again in a moment."
    named = Path(error.filename) if isinstance(error.filename, str) else path
    file = named if named.parent == path.parent else path
    return f"I can't remove {file}: {error.strerror}. Remove it by hand."
