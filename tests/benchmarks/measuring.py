"""Runs a command and measures it from outside, with all processes it starts."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from tests.benchmarks.errors import BenchmarkError
from tests.benchmarks.workshop import CHECKOUT

SAMPLING = 0.01
"""Seconds between looks at the memory; a look takes about 0.1 ms."""

LIMIT = 900.0
"""Seconds after which a command counts as hanging."""

_PAGE = os.sysconf("SC_PAGE_SIZE")


@dataclass(frozen=True, slots=True)
class Usage:
    """Time and memory that one run of a command took.

    Attributes:
        wall: Seconds from before it was started until it had ended.
        cpu: Seconds of processor time, user and system, of it and all children it waited for.
        memory: Bytes resident at the worst moment, summed over the process and its descendants;
            sampled, and pages that two of them share are counted twice.
    """

    wall: float
    cpu: float
    memory: int


def run(command: Sequence[str], environment: dict[str, str], folder: Path = CHECKOUT) -> Usage:
    """Run a command to its end, with nothing to read and nowhere to print.

    Raises:
        BenchmarkError: It failed or hung.
    """
    with tempfile.TemporaryFile(dir=environment["TMPDIR"]) as complaints:
        start = time.perf_counter()
        with started(command, environment, folder, complaints) as process:
            with _sampled(process.pid) as memory:
                os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOWAIT)
                wall = time.perf_counter() - start
            _, status, resources = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
        _check(command, process.returncode, complaints)
    return Usage(wall, resources.ru_utime + resources.ru_stime, memory.peak)


def seconds(command: Sequence[str], environment: dict[str, str]) -> float:
    """Measure how long a short command takes, without watching its memory.

    Raises:
        BenchmarkError: It failed.
    """
    with tempfile.TemporaryFile(dir=environment["TMPDIR"]) as complaints:
        start = time.perf_counter()
        with started(command, environment, CHECKOUT, complaints) as process:
            returncode = process.wait()
            wall = time.perf_counter() - start
        _check(command, returncode, complaints)
    return wall


@contextlib.contextmanager
def started(
    command: Sequence[str],
    environment: dict[str, str],
    folder: Path,
    complaints: int | IO[bytes] = subprocess.DEVNULL,
) -> Iterator[subprocess.Popen[bytes]]:
    """A command in a process group of its own, which ends with the block."""
    process = subprocess.Popen(
        command,
        env=environment,
        cwd=folder,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=complaints,
        start_new_session=True,
    )
    try:
        yield process
    finally:
        # Until it is waited for, its number belongs to it, and so does the group's.
        if process.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()


class _Memory:
    """The most memory seen so far, in bytes."""

    def __init__(self) -> None:
        self.peak = 0


@contextlib.contextmanager
def _sampled(pid: int) -> Iterator[_Memory]:
    """Watch the memory of a process and its descendants; end them if they hang."""
    memory = _Memory()
    ended = threading.Event()

    def watch() -> None:
        deadline = time.monotonic() + LIMIT
        while not ended.wait(SAMPLING):
            memory.peak = max(memory.peak, _tree_memory(pid))
            if time.monotonic() > deadline:
                os.killpg(pid, signal.SIGKILL)
                return

    watcher = threading.Thread(target=watch, name="memory")
    watcher.start()
    try:
        yield memory
    finally:
        ended.set()
        watcher.join()


def children_memory() -> int:
    """Bytes resident of all processes that this one has started."""
    return sum(map(_tree_memory, _children(Path("/proc/self"))))


def _tree_memory(root: int) -> int:
    total = 0
    family = [(root, b"")]
    while family:
        pid, parents_command = family.pop()
        process = Path(f"/proc/{pid}")
        try:
            command = (process / "cmdline").read_bytes()
            # A child that has not become another program yet shows its parent's memory again.
            if command != parents_command:
                total += int((process / "statm").read_text().split()[1]) * _PAGE
            family += [(child, command) for child in _children(process)]
        except (FileNotFoundError, ProcessLookupError):
            continue  # it ended meanwhile
    return total


def _children(process: Path) -> Iterator[int]:
    for task in (process / "task").iterdir():
        yield from map(int, (task / "children").read_text().split())


def _check(command: Sequence[str], returncode: int, complaints: IO[bytes]) -> None:
    if returncode == 0:
        return
    complaints.seek(0)
    said = complaints.read().decode(errors="replace").strip().splitlines()
    ended = f"ended with {returncode}" if returncode > 0 else f"was ended by signal {-returncode}"
    raise BenchmarkError(f"{' '.join(command[:4])} {ended}: {said[-1] if said else 'no word why'}")
