"""A target: one way into the program, and the property that holds for any input."""

from __future__ import annotations

import importlib
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

NAMES = (
    *("script", "head", "round_trip", "check", "wording", "settings", "recording", "pack"),
    *("text", "background", "marks", "cache", "support"),
)
"""The targets: modules of this folder, each of which has a `TARGET`."""

FOUND = Path(__file__).with_name("found")
"""Inputs that once broke the program, in a folder for each target."""

LONGEST_SECONDS = 5.0
"""Processor time that one input may take; the slowest seeds take half a second."""

_MOST_MEMORY = 1 << 30
"""Bytes that one input may allocate."""


@dataclass(frozen=True, slots=True)
class Target:
    """One way into the program.

    Attributes:
        aims: The modules that it is to reach, by their full names.
        holds: Takes any bytes, and raises an error if its property does not hold for them.
        seeds: Returns inputs to begin with.
        words: Pieces that a mutated input may get.
        longest: Bytes of the longest input.
    """

    aims: tuple[str, ...]
    holds: Callable[[bytes], None]
    seeds: Callable[[], Iterable[bytes]]
    words: tuple[str, ...] = ()
    longest: int = 4_096


def load(name: str) -> Target:
    """Import a target, and with it the modules that it aims at."""
    target: Target = importlib.import_module(f"tests.fuzz.{name}").TARGET
    return target


def found(name: str) -> list[Path]:
    """List the inputs that once broke a target."""
    return sorted((FOUND / name).glob("*"))


def try_bounded(target: Target, content: bytes) -> None:
    """Try one input, within bounds of processor time and memory.

    Raises:
        Exception: The property does not hold.
    """
    before = time.process_time()
    with _bounded_memory():
        target.holds(content)
    took = time.process_time() - before
    assert took < LONGEST_SECONDS, f"{took:.1f} s"


@contextmanager
def fresh_home() -> Iterator[Path]:
    """Give the program an empty home of its own, and remove it after the block."""
    before = os.environ.get("GROUND_HOME")
    home = Path(tempfile.mkdtemp(prefix="ground-fuzz-"))
    os.environ["GROUND_HOME"] = str(home)
    try:
        yield home
    finally:
        shutil.rmtree(home)
        if before is None:
            del os.environ["GROUND_HOME"]
        else:
            os.environ["GROUND_HOME"] = before


@contextmanager
def _bounded_memory() -> Iterator[None]:
    """Let the program have only so much more memory than it has now, where Linux counts it."""
    if sys.platform != "linux":
        yield
        return
    import resource

    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (pages * resource.getpagesize() + _MOST_MEMORY, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, (soft, hard))
