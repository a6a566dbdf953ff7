"""Starts processes that work for this one, and end with their input."""

from __future__ import annotations

import os
from pathlib import Path
from subprocess import PIPE, Popen

from voice.frozen import Worker, worker_command


def start_worker(module: Worker, *arguments: str, stderr: int | None = None) -> Popen[bytes]:
    """Start a worker, which gets requests and sends answers through pipes.

    Args:
        module: Its module.
        arguments: Its arguments.
        stderr: Where its standard error goes, as for `subprocess.Popen`.

    Raises:
        OSError: The system cannot start it.
    """
    package_root = str(Path(__file__).parents[1])
    search_path = [package_root, *filter(None, [os.environ.get("PYTHONPATH")])]
    return Popen(
        worker_command(module, *arguments),
        stdin=PIPE,
        stdout=PIPE,
        stderr=stderr,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(search_path)},
        # Signals of a terminal reach only this process, which then ends the worker.
        process_group=0,
    )
