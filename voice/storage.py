"""Small files that appear whole or not at all."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable
from pathlib import Path


def write_whole(path: Path, content: bytes) -> bool:
    """Put a file in place in one step, making its folder if need be.

    Returns:
        Whether it could be kept. A full or read-only folder costs speed, not speech.
    """
    return _write(path, content, Path.replace)


def write_first(path: Path, content: bytes) -> bool:
    """The same, unless a file is there: of several processes the quickest has it kept."""
    return _write(path, content, _link)


def _link(part: Path, path: Path) -> None:
    try:
        path.hardlink_to(part)
    except FileExistsError:
        pass
    except OSError:  # a disk without links
        part.replace(path)
        return
    part.unlink()


def _write(path: Path, content: bytes, put: Callable[[Path, Path], object]) -> bool:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=".part-", dir=path.parent)
    except OSError:
        return False
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        put(Path(name), path)
    except BaseException as error:
        Path(name).unlink(missing_ok=True)
        if isinstance(error, OSError):
            return False
        raise
    return True
