"""Files on their way: hidden beside their places, and cleared away where a run was killed."""

from __future__ import annotations

import glob
import os
import secrets
import sys
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

if sys.platform != "win32":
    import fcntl

_LONGEST = 40
"""Letters of the target's name in a part's: short enough where the name itself is."""


def part_beside(place: Path) -> Path:
    """A name in the same folder that is free and hidden."""
    return place.with_name(f"{_beginning(place)}{secrets.token_hex(4)}")


@contextmanager
def being_written(part: Path) -> Iterator[None]:
    """Make a part, empty, which `sweep` leaves alone meanwhile; it is gone after the block.

    Raises:
        OSError: It cannot be made there.
    """
    descriptor = create(part)
    try:
        if sys.platform == "win32":  # where a file that is open can be neither renamed nor removed
            os.close(descriptor)
        else:
            _lock(descriptor)
        yield
    finally:
        part.unlink(missing_ok=True)
        if sys.platform != "win32":
            os.close(descriptor)


def create(path: Path) -> int:
    """Make a file new, readable by whoever may read files made here (tempfile's are private).

    Returns:
        Its descriptor, open for writing.
    """
    return os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o666)


def sweep(place: Path) -> None:
    """Remove parts of a file that nobody is writing any more: whoever did was killed."""
    for part in place.parent.glob(f"{glob.escape(_beginning(place))}{'[0-9a-f]' * 8}"):
        with suppress(OSError):  # somebody writes it, here or (on Windows) has it open
            _remove_if_left(part)


def _beginning(place: Path) -> str:
    return f".{place.name[:_LONGEST]}.part-"


if sys.platform == "win32":

    def _remove_if_left(part: Path) -> None:
        part.unlink()

else:

    def _lock(descriptor: int) -> None:
        """Say that somebody is writing; the system takes it back however they end."""
        with suppress(OSError):  # a disk without locks: there `sweep` gets none either
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)

    def _remove_if_left(part: Path) -> None:
        descriptor = os.open(part, os.O_RDONLY | os.O_NOFOLLOW)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            part.unlink()
        finally:
            os.close(descriptor)
