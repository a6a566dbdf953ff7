"""Finds a folder with enough room for the few files of a voice's worker process."""

from __future__ import annotations

import errno
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from voice.paths import cache_folder

LEAST_ROOM = 8_000_000
"""Bytes needed by a driver that writes its lines to files: over a minute of speech."""

_SHARED_MEMORY = Path("/dev/shm")  # noqa: S108 - the folder made there is private


def make_workplace(*, writes_files: bool) -> Path:
    """Make a private folder, in the usual place for temporary files if possible.

    Args:
        writes_files: True if lines are written there, so that it needs `LEAST_ROOM`.

    Raises:
        OSError: It cannot be made anywhere, or no place has room.
    """
    failure: OSError | None = None
    for place in _places():
        try:
            folder = Path(tempfile.mkdtemp(prefix="ground-", dir=place))
        except OSError as error:
            failure = failure or error
            continue
        if not writes_files or shutil.disk_usage(folder).free >= LEAST_ROOM:
            return folder
        folder.rmdir()
        failure = failure or OSError(errno.ENOSPC, "No room left for a line", str(folder.parent))
    assert failure is not None  # noqa: S101 - at least one place was tried
    raise failure


def _places() -> Iterator[Path | None]:
    """Yield the folders to try, in order; `None` for `tempfile`'s usual one."""
    yield None
    yield _SHARED_MEMORY
    yield cache_folder()
