"""The memory, files, threads and children of a running program, read from /proc; Linux."""

from __future__ import annotations

import contextlib
import os
from dataclasses import dataclass
from pathlib import Path

PAGE = os.sysconf("SC_PAGE_SIZE")


@dataclass(frozen=True, slots=True)
class State:
    """What a program holds at one moment.

    Attributes:
        own: Bytes of memory of its own process.
        all: Bytes of it and all it started.
        files: Open file descriptors.
        threads: Its threads.
        started: Processes that it and they have started.
    """

    own: int
    all: int
    files: int
    threads: int
    started: int


def state_of(pid: int) -> State:
    """Look at a program.

    Raises:
        OSError: It is gone.
    """
    process = Path(f"/proc/{pid}")
    family = descendants(pid)
    return State(
        own=_resident(pid),
        all=_resident(pid) + sum(map(_resident_or_none, family)),
        files=len(list((process / "fd").iterdir())),
        threads=len(list((process / "task").iterdir())),
        started=len(family),
    )


def descendants(pid: int) -> list[int]:
    """Ids of the processes that one has started, and that those have."""
    found: list[int] = []
    with contextlib.suppress(OSError):  # it may end while it is looked at
        for task in Path(f"/proc/{pid}/task").iterdir():
            for child in map(int, (task / "children").read_text().split()):
                found += [child, *descendants(child)]
    return found


def _resident(pid: int) -> int:
    return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * PAGE


def _resident_or_none(pid: int) -> int:
    with contextlib.suppress(OSError):
        return _resident(pid)
    return 0
