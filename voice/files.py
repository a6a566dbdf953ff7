"""Writes files that appear whole or not at all, and removes the leftovers of killed runs.

A file is written under a hidden name beside its place, such as ``.Ice cube.mp3.part-0123abcd``,
and moved there once it is whole. Its writer holds a lock on it, which the system releases however
the process ends; `sweep` removes the parts that are not locked.
"""

from __future__ import annotations

import errno
import os
import re
import stat
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from io import BufferedReader
from pathlib import Path

if sys.platform != "win32":
    import fcntl

PRIVATE, PUBLIC = 0o600, 0o666
"""Permissions of a new file: for its owner alone, or as the umask says."""

LOCK_WITHIN = 5.0
"""Seconds to wait for another process that changes the same settings; it takes about 10 ms."""

HAND_WRITTEN = 1_000_000
"""Bytes of the largest hand-written file for this program, except scripts."""

_LONGEST = 40
"""Letters of a file's name in the name of its part, so that the part's name is never too long."""

_ENDING = re.compile(r"[0-9a-f]{8}")
_PART = re.compile(r"\..+\.part-[0-9a-f]{8}")
_OLD_PART = re.compile(r"\.part-[a-z0-9_]{8}")
"""Names of parts from earlier versions, which tempfile chose."""

_LOOK = 0.01
"""Seconds between two tries to get a lock."""

_STALE = 60.0
"""Seconds after which a part is removed on Windows, where a writer holds no lock between two
openings of its file."""


def read_file(path: Path, largest: int = HAND_WRITTEN) -> bytes:
    """Read an ordinary file. A pipe or a device is refused at once, not waited for.

    Args:
        path: The file.
        largest: Most bytes it may have.

    Raises:
        OSError: It cannot be read, is not an ordinary file, or is larger.
    """
    with open_ordinary(path) as file:
        size = os.fstat(file.fileno()).st_size
        content = b"" if size > largest else file.read(largest + 1)
    if content is None:  # without blocking, some system files have no content yet
        raise OSError(errno.EAGAIN, "it has nothing to read", str(path))
    if max(size, len(content)) > largest:
        raise OSError(errno.EFBIG, "it is too large", str(path))
    return content


@contextmanager
def open_ordinary(path: Path) -> Iterator[BufferedReader]:
    """Open an ordinary file for reading. A pipe or a device is refused at once, not waited for.

    Raises:
        OSError: It cannot be read, or is not an ordinary file.
    """
    _refuse_special(path.stat(), path)  # just opening some devices has an effect
    flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    with os.fdopen(os.open(path, flags), "rb") as file:
        _refuse_special(os.fstat(file.fileno()), path)
        yield file


def in_the_way(path: Path) -> Path | None:
    """Return what occupies the place of a folder of a path, such as a file, or `None`."""
    return next(
        (each for each in path.parents if os.path.lexists(each) and not os.path.isdir(each)),  # noqa: PTH112
        None,
    )


def _refuse_special(status: os.stat_result, path: Path) -> None:
    if stat.S_ISDIR(status.st_mode):
        raise IsADirectoryError(errno.EISDIR, "it is a folder", str(path))
    if not stat.S_ISREG(status.st_mode):
        raise OSError(errno.EINVAL, "it is not an ordinary file", str(path))


def write(path: Path, content: bytes) -> None:
    """Put a private file in place in one step, making its folder if necessary.

    Raises:
        OSError: It cannot be written; the existing file is unchanged.
    """
    _write(path, content, Path.replace)


def write_whole(path: Path, content: bytes) -> bool:
    """Write like `write`, but return false instead of raising an error.

    Returns:
        True if it was written. A full or read-only folder costs speed, not speech.
    """
    try:
        write(path, content)
    except OSError:
        return False
    return True


def write_first(path: Path, content: bytes) -> bool:
    """Write like `write_whole`, unless the file exists: of several processes the first one wins."""
    try:
        _write(path, content, _link)
    except OSError:
        return False
    return True


def write_new(path: Path, content: bytes) -> None:
    """Write a file that others may read as well, under an unused name.

    Raises:
        FileExistsError: The name is taken.
        OSError: It cannot be written, and no part of it is left.
    """
    sweep(path)
    part = part_beside(path)
    with being_written(part):
        with part.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())  # some disks report only then that they are full
        move_to_free(part, path)


def _write(path: Path, content: bytes, put: Callable[[Path, Path], object]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    sweep(path)
    part = part_beside(path)
    with being_written(part, PRIVATE):
        part.write_bytes(content)
        put(part, path)


def _link(part: Path, path: Path) -> None:
    try:
        path.hardlink_to(part)
    except FileExistsError:
        pass
    except OSError:  # the disk has no links
        part.replace(path)


def move_to_free(part: Path, place: Path) -> None:
    """Give a file its name, unless another file has taken it meanwhile.

    Renaming would replace that file. A hard link is refused instead; on a disk without hard links
    (FAT), an empty file reserves the name first.

    Raises:
        FileExistsError: The name is taken.
    """
    try:
        os.link(part, place)
    except FileExistsError:
        raise
    except OSError:
        os.close(create(place))
        try:
            part.replace(place)
        except BaseException:
            place.unlink()
            raise


def part_beside(place: Path) -> Path:
    """Return an unused, hidden name in the same folder."""
    return place.with_name(f"{_beginning(place)}{os.urandom(4).hex()}")


def _beginning(place: Path) -> str:
    return f".{place.name[:_LONGEST]}.part-"


@contextmanager
def being_written(part: Path, mode: int = PUBLIC) -> Iterator[None]:
    """Make an empty part, which `sweep` leaves alone during the block; it is gone afterwards.

    Raises:
        OSError: It cannot be made there.
    """
    descriptor = -1
    try:
        descriptor = _locked_part(part, mode)
        yield
    finally:
        part.unlink(missing_ok=True)
        if descriptor >= 0:
            os.close(descriptor)


def create(path: Path, mode: int = PUBLIC) -> int:
    """Create a new file.

    Returns:
        Its descriptor, open for writing.
    """
    return os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, mode)


def sweep(place: Path) -> None:
    """Remove the parts of one file that a killed run left beside it."""
    beginning = _beginning(place)
    _sweep(
        place.parent,
        lambda name: (
            name.startswith(beginning) and _ENDING.fullmatch(name, len(beginning)) is not None
        ),
    )


def sweep_folder(folder: Path) -> None:
    """Remove all parts in a folder that holds only files of this program."""
    _sweep(folder, lambda name: bool(_PART.fullmatch(name) or _OLD_PART.fullmatch(name)))


def _sweep(folder: Path, is_part: Callable[[str], bool]) -> None:
    try:
        parts = [folder / name for name in os.listdir(folder) if is_part(name)]  # noqa: PTH208
    except OSError:  # the folder does not exist yet, or cannot be listed
        return
    for part in parts:
        with suppress(OSError):  # it is being written, or another process removed it first
            _remove_if_left(part)


if sys.platform == "win32":

    def _locked_part(part: Path, mode: int) -> int:
        os.close(create(part, mode))  # an open file can be neither renamed nor removed
        return -1

    def _remove_if_left(part: Path) -> None:
        if time.time() - part.stat().st_mtime > _STALE:
            part.unlink()

    def _lock_in(folder: Path) -> int:
        """Make a file that Windows removes with the process; refused while one exists."""
        flags = os.O_CREAT | os.O_EXCL | os.O_RDWR | os.O_TEMPORARY
        return os.open(folder / ".lock", flags)

    _TAKEN = (errno.EEXIST, errno.EACCES)

else:

    def _locked_part(part: Path, mode: int) -> int:
        while True:
            descriptor = create(part, mode)
            with suppress(OSError):  # a disk without locks, where `sweep` gets none either
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            if os.fstat(descriptor).st_nlink:
                return descriptor
            os.close(descriptor)  # swept between creating and locking

    def _remove_if_left(part: Path) -> None:
        descriptor = os.open(part, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            part.unlink()
        finally:
            os.close(descriptor)

    def _lock_in(folder: Path) -> int:
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            if error.errno in _TAKEN:
                os.close(descriptor)
                raise
            # The disk has no locks: simultaneous changes may be lost.
        return descriptor

    _TAKEN = (errno.EAGAIN,)  # EACCES means an unreadable folder, and does not go away


@contextmanager
def only_writer(folder: Path, patience: float = LOCK_WITHIN) -> Iterator[None]:
    """Keep other processes that ask for the same lock from changing a folder's files.

    The system releases the lock however the process ends, and no file is left behind.

    Args:
        folder: The folder; it must exist.
        patience: Seconds to wait for another process.

    Raises:
        OSError: The folder cannot be opened, or another process holds the lock for too long.
    """
    deadline = time.monotonic() + patience
    while True:
        try:
            descriptor = _lock_in(folder)
            break
        except OSError as error:
            if error.errno not in _TAKEN:
                raise
            if time.monotonic() > deadline:
                reason = "another run of ground is changing it"
                raise OSError(errno.EAGAIN, reason, str(folder)) from error
        time.sleep(_LOOK)
    try:
        yield
    finally:
        os.close(descriptor)
