"""A pipe through which a program that a test did not start itself tells what it was asked."""

from __future__ import annotations

import os
import select
from pathlib import Path
from types import TracebackType

LIMIT = 20
"""Seconds after which nothing more is waited for; it decides nothing else."""


class Told:
    """A named pipe, for one short message."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def __enter__(self) -> Told:
        os.mkfifo(self._path)
        self._pipe = os.open(self._path, os.O_RDWR)  # so that no opening waits
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        os.close(self._pipe)
        self._path.unlink()

    def wait(self) -> str:
        """Return the message when it comes."""
        assert select.select([self._pipe], [], [], LIMIT)[0], "it was never told"
        return os.read(self._pipe, select.PIPE_BUF).decode()
