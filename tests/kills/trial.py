"""Kills one command again and again, and looks at the files that it leaves."""

from __future__ import annotations

import contextlib
import os
import random
import re
import shutil
import signal
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.homes import PLACE, make_homes
from tests.kills.cases import Case
from tests.kills.running import Moment, Run, run_forked

SIGNALS = (signal.SIGKILL, signal.SIGTERM, signal.SIGHUP)

ENDS = 20.0
"""Seconds in which the processes that a killed run had started must end."""

_PART = re.compile(r"\..+\.part-[0-9a-f]{8}")

_REMADE = ("home/cache/", "tmp/")
"""Places of files that only the next run needs to make whole, or to remove."""

Tree = dict[str, bytes | None]
"""The files below a folder by their paths, and its folders, whose content is `None`."""


class Trial:
    """One command, killed as often as one likes.

    Attributes:
        name: The name of its case.
    """

    def __init__(self, case: Case, folder: Path) -> None:
        """Make what is there before, and run it once in whole."""
        self.name = case.name
        self._case = case
        self._place, self._kept = folder / "place", folder / "kept"
        self._environment = make_homes(self._place)
        with self._inside():
            case.prepare()
        shutil.copytree(self._place, self._kept, symlinks=True)
        self._before = _tree(self._place)
        self._whole = self._run(None)
        if self._whole.code:
            raise AssertionError(f"{case.name} ended with {self._whole.code}: {self._whole.told}")
        self._after = _tree(self._place)

    def moment(self, chance: random.Random) -> Moment:
        """Choose a moment: half of them at touches, half by the clock."""
        number = chance.choice(SIGNALS)
        if chance.random() < 0.5:
            return Moment(number, 0, chance.uniform(0, 1.1 * self._whole.seconds))
        return Moment(number, chance.randint(1, self._whole.touches), 0.0)

    def faults(self, moment: Moment) -> tuple[int, list[str]]:
        """Kill it at a moment; return how that run ended, and what is wrong then."""
        shutil.rmtree(self._place)
        shutil.copytree(self._kept, self._place, symlinks=True)
        killed = self._run(moment)
        found = [f"process {pid} lives on" for pid in _await_family(self._place)]
        found += self._mixed(_tree(self._place))
        if "Traceback" in killed.told:
            found.append(f"killed: {killed.told}")
        again = self._run(None)
        if again.code not in {0, 1} or "Traceback" in again.told:
            found.append(f"the next run ended with {again.code}: {again.told}")
        found += self._unlike_whole(_tree(self._place), again.told)
        return killed.code, found

    def _unlike_whole(self, now: Tree, told: str) -> list[str]:
        """Say which files are not as the whole run left them."""
        found = []
        for path in sorted(self._after.keys() | now.keys()):
            if path not in now:
                found.append(f"{path} is missing after the next run: {told}")
            elif path not in self._after:
                found.append(f"{path} is left after the next run: {told}")
            elif now[path] != self._after[path]:
                found.append(f"{path} is another one after the next run: {told}")
        return found

    def _mixed(self, now: Tree) -> list[str]:
        """Say which files are neither old nor new."""
        found = []
        for path, content in now.items():
            if any(map(_PART.fullmatch, Path(path).parts)) or path.startswith(
                ("home/cache", "tmp/")
            ):
                continue
            kinds = [tree[path] for tree in (self._before, self._after) if path in tree]
            if content is not None and content not in kinds:
                found.append(f"{path} is neither the old nor the new one")
        kept = self._before.keys() & self._after.keys()
        found += [f"{path} is gone" for path in kept - now.keys()]
        if self._case.together:
            inside, before, after = (
                _below(tree, self._case.together) for tree in (now, self._before, self._after)
            )
            if inside not in (before, after):
                found.append(f"{self._case.together} is half there")
        return found

    def _run(self, moment: Moment | None) -> Run:
        with self._inside():
            return run_forked(self._case.command, moment)

    @contextmanager
    def _inside(self) -> Iterator[None]:
        """Make the place the one where this process and its children keep everything."""
        before, folder = dict(os.environ), tempfile.tempdir
        os.environ.clear()
        os.environ.update(self._environment)
        tempfile.tempdir = None
        try:
            with contextlib.chdir(self._place / "here"):
                yield
        finally:
            tempfile.tempdir = folder
            os.environ.clear()
            os.environ.update(before)


def _below(tree: Tree, folder: str) -> Tree:
    return {path: content for path, content in tree.items() if path.startswith(f"{folder}/")}


def _family(place: Path) -> list[int]:
    """Return the ids of the processes that were started in a place."""
    found = []
    mark = f"{PLACE}={place}\0".encode()
    for process in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            if mark in (process / "environ").read_bytes() and process.name != str(os.getpid()):
                found.append(int(process.name))
    return found


def _await_family(place: Path) -> list[int]:
    deadline = time.monotonic() + ENDS
    while (left := _family(place)) and time.monotonic() < deadline:
        time.sleep(0.01)
    return left


def _tree(folder: Path) -> Tree:
    return {
        str(path.relative_to(folder)): path.read_bytes() if path.is_file() else None
        for path in sorted(folder.rglob("*"))
    }
