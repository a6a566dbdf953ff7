"""Names the files of the cache of rendered speech, and touches no others.

The cache's folder, or its parent, may be a link to a folder that holds anything.
"""

from __future__ import annotations

import errno
import os
import re
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

SUFFIX = ".speech"

_FOLDER = re.compile(r"[0-9a-f]{2}")
_ENTRY = re.compile(r"[0-9a-f]{40}\.speech|\.[0-9a-f]{40}\.part-[0-9a-f]{8}|\.part-[a-z0-9_]{8}")
"""File names of entries and of their unfinished parts, in `voice.files`' present and past form."""

_NOTHING_THERE = (errno.ELOOP, errno.ENAMETOOLONG)
"""Errors of a path that leads to no folder, besides those that have their own class."""


def entry_path(folder: Path, digest: str) -> Path:
    """Return the path of an entry.

    Args:
        folder: The cache folder.
        digest: 40 hexadecimal digits.
    """
    return folder / digest[:2] / f"{digest}{SUFFIX}"


def folders_in(folder: Path) -> list[Path]:
    """Return the folders with entries; none if the cache cannot be listed."""
    return [
        Path(each) for each in _inside(folder) if _FOLDER.fullmatch(each.name) and each.is_dir()
    ]


def entries_in(folder: Path) -> Iterator[os.DirEntry[str]]:
    """Yield every entry of a cache, including half-written ones."""
    for each in folders_in(folder):
        for entry in _inside(each):
            if _ENTRY.fullmatch(entry.name) and not entry.is_dir(follow_symlinks=False):
                yield entry


def remove_entries(folder: Path) -> None:
    """Remove every entry, and the folders that are then empty.

    Raises:
        OSError: An entry or folder exists but cannot be listed or removed; the others are gone.
    """
    failures: list[OSError] = []
    for each in _listed(folder, failures):
        if _FOLDER.fullmatch(each.name):
            _remove_from(each, failures)
    with suppress(OSError):  # it is not empty, or a link
        folder.rmdir()
    if failures:
        raise failures[0]


def _remove_from(folder: Path, failures: list[OSError]) -> None:
    """Remove the entries of one folder, and the folder if it is then empty."""
    for path in _listed(folder, failures):
        try:
            if _is_entry(path):
                path.unlink(missing_ok=True)
        except OSError as error:
            failures.append(error)
    with suppress(OSError):  # it is not empty, or a link
        folder.rmdir()


def _is_entry(path: Path) -> bool:
    return bool(_ENTRY.fullmatch(path.name)) and (path.is_symlink() or not path.is_dir())


def _listed(folder: Path, failures: list[OSError]) -> list[Path]:
    """List a folder; add a failure to the list, unless no folder can be there."""
    try:
        return _names_in(folder)
    except (FileNotFoundError, NotADirectoryError):
        return []
    except OSError as error:
        if error.errno not in _NOTHING_THERE:
            failures.append(error)
        return []


def _inside(folder: Path) -> list[os.DirEntry[str]]:
    """List a folder of the cache, which has hundreds, without asking for each file's status."""
    try:
        with os.scandir(folder) as found:
            return list(found)
    except OSError:
        return []


def _names_in(folder: Path) -> list[Path]:
    return [folder / name for name in sorted(os.listdir(folder))]  # noqa: PTH208
