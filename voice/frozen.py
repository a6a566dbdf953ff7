"""The build for people without Python, whose one program is also Python and its workers.

`.ci/ground.spec` makes it with PyInstaller. There `sys.executable` is `ground` itself, so that a
worker is `ground` with the arguments that Python would get.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib import import_module
from typing import Literal, get_args

Worker = Literal["voice.album.worker", "voice.speech.worker"]
"""Modules that run in processes of their own; each has a function `main`."""


def is_frozen() -> bool:
    """True in that build."""
    return bool(getattr(sys, "frozen", False))


def worker_command(module: Worker, *arguments: str) -> list[str]:
    """Return the command that runs a worker, here and in that build.

    Args:
        module: Its module.
        arguments: Its arguments.
    """
    # -P: a file in the current folder must not be taken for a module.
    return [sys.executable, "-P", "-m", module, *arguments]


def run_worker(arguments: Sequence[str]) -> bool:
    """Run the worker that `worker_command` asks for, in that build.

    Args:
        arguments: The arguments of this process.

    Returns:
        True if they asked for one, and it has ended.
    """
    match arguments:
        case ["-P", "-m", module, *rest] if is_frozen() and module in get_args(Worker):
            sys.argv = [module, *rest]
            import_module(module).main()
            return True
    return False


def python_here() -> str:
    """Return the version of Python for a report, and whether it came with that build."""
    version = f"Python {sys.version.split()[0]}"
    return f"a build with its own {version}" if is_frozen() else version
