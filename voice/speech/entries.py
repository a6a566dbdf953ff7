"""Names the files of the cache of rendered speech, and touches no others.

The cache's folder, or its parent, may be a link to a folder that holds anything.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

SUFFIX = ".speech"

_FOLDER = re.compile(r"[0-9a-f]{2}")
_ENTRY = re.compile(r"[0-9a-f]{40}\.speech|\.[0-9a-f]{40}\.part-[0-9a-f]{8}|\.part-[a-z0-9_]{8}")
"""An entry, and its parts as `voice.storage` calls them now and did once."""


def entry_path(folder: Path, digest: str) -> Path:
    """Returns the place of an entry.

    Args:
        folder: The cache's.
        digest: 40 hexadecimal digits.
    """
    return folder / digest[:2] / f"{digest}{SUFFIX}"


def folders_in(folder: Path) -> list[Path]:
    """Returns the folders with entries; none if the cache cannot be looked into."""
    return [each for each in _inside(folder) if _FOLDER.fullmatch(each.name) and each.is_dir()]


def entries_in(folder: Path) -> Iterator[Path]:
    """Every entry of a cache, half-made ones included."""
    for each in folders_in(folder):
        for path in _inside(each):
            if _ENTRY.fullmatch(path.name) and (path.is_symlink() or not path.is_dir()):
                yield path


def remove_entries(folder: Path) -> None:
    """Remove every entry, and the folders that are empty then.

    Raises:
        OSError: One of them is there but cannot be removed; the others are gone.
    """
    failure: OSError | None = None
    for path in list(entries_in(folder)):
        try:
            path.unlink(missing_ok=True)
        except OSError as error:
            failure = failure or error
    for each in (*folders_in(folder), folder):
        with suppress(OSError):  # it is not empty, or a link
            each.rmdir()
    if failure is not None:
        raise failure


def _inside(folder: Path) -> list[Path]:
    try:
        return [folder / name for name in sorted(os.listdir(folder))]  # noqa: PTH208
    except OSError:
        return []
