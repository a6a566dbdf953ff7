"""Finds a folder with enough room for the few files of a voice's worker process.

The folder is locked, which the system ends however the process ends. The next folder that is made
in the same place takes the unlocked ones with it: they are those of killed runs.
"""

from __future__ import annotations

import errno
import os
import re
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from voice.paths import cache_folder

if sys.platform != "win32":
    import fcntl

LEAST_ROOM = 8_000_000
"""Bytes needed by a driver that writes its lines to files: over a minute of speech."""

_SHARED_MEMORY = Path("/dev/shm")  # noqa: S108 - the folder made there is private


_PREFIX = "ground-voice-worker-"
_NAME = re.compile(rf"{_PREFIX}[a-z0-9_]{{8}}")


@dataclass(frozen=True, slots=True)
class Workplace:
    """A private folder that no other run removes.

    Attributes:
        folder: The folder.
        lock: Descriptor that holds it; -1 on Windows.
    """

    folder: Path
    lock: int

    def leave(self) -> None:
        """Remove the folder."""
        shutil.rmtree(self.folder, ignore_errors=True)
        if self.lock >= 0:
            os.close(self.lock)


def make_workplace(*, writes_files: bool) -> Workplace:
    """Make a private folder, in the usual place for temporary files if possible.

    Args:
        writes_files: True if lines are written there, so that it needs `LEAST_ROOM`.

    Raises:
        OSError: It cannot be made anywhere, or no place has room.
    """
    failure: OSError | None = None
    for place in _places():
        try:
            workplace = _made_in(place)
        except OSError as error:
            failure = failure or error
            continue
        if not writes_files or shutil.disk_usage(workplace.folder).free >= LEAST_ROOM:
            return workplace
        workplace.leave()
        parent = str(workplace.folder.parent)
        failure = failure or OSError(errno.ENOSPC, "No room left for a line", parent)
    assert failure is not None  # noqa: S101 - at least one place was tried
    raise failure


def _made_in(place: Path | None) -> Workplace:
    while True:
        folder = Path(tempfile.mkdtemp(prefix=_PREFIX, dir=place))
        workplace = Workplace(folder, _locked(folder))
        if folder.exists():
            _sweep(folder.parent)
            return workplace
        workplace.leave()  # another run removed it before it was locked


if sys.platform == "win32":

    def _locked(_folder: Path) -> int:
        return -1  # an open folder cannot be removed

    def _sweep(_place: Path) -> None:
        """Do nothing: without a lock, nothing tells which of them are in use."""

else:

    def _locked(folder: Path) -> int:
        """Lock a folder, and return the descriptor that holds it; -1 if it is gone."""
        try:
            descriptor = os.open(folder, os.O_RDONLY)
        except FileNotFoundError:
            return -1
        with suppress(OSError):  # a disk without locks, where `_sweep` gets none either
            fcntl.flock(descriptor, fcntl.LOCK_EX)
        return descriptor

    def _sweep(place: Path) -> None:
        """Remove the folders that killed runs left."""
        with suppress(OSError):  # a place that cannot be listed
            for folder in [path for path in place.iterdir() if _NAME.fullmatch(path.name)]:
                with suppress(OSError):  # it is in use, or belongs to somebody else
                    _remove_if_left(folder)

    def _remove_if_left(folder: Path) -> None:
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
        try:
            if os.fstat(descriptor).st_uid == os.getuid():
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
                shutil.rmtree(folder, ignore_errors=True)
        finally:
            os.close(descriptor)


def _places() -> Iterator[Path | None]:
    """Yield the folders to try, in order; `None` for `tempfile`'s usual one."""
    yield None
    yield _SHARED_MEMORY
    yield cache_folder()
