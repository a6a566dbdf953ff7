"""Finds the command line that starts the program as it was started now."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from pathlib import Path

from voice.frozen import is_frozen
from voice.working_folder import refuse_lost_folder

_NAME = "ground"
_PACKAGE = Path(__file__).parents[1]


@dataclass(frozen=True, slots=True)
class Start:
    """Command that starts the program, from any folder and without the environment of a shell.

    Attributes:
        words: The command line; the first word is an absolute path.
        folder: Folder to start it in; `None` if any will do.
        home: Value of ``GROUND_HOME``; `None` if it is not set.
    """

    words: tuple[str, ...]
    folder: Path | None = None
    home: Path | None = None

    @property
    def needs(self) -> tuple[Path, ...]:
        """Files without which it cannot start."""
        program = Path(self.words[0])
        return (program,) if self.folder is None else (program, self.folder / _PACKAGE.name)


def start_here() -> Start:
    """Return how this process was started, so that the same program is started again.

    Raises:
        GroundError: It depends on a working folder that was deleted.
    """
    if is_frozen():
        return Start((sys.executable,), home=_home())
    script = _script()
    if script is not None:
        return Start((str(script),), home=_home())
    return Start((sys.executable, "-m", _PACKAGE.name), _PACKAGE.parent, _home())


def _home() -> Path | None:
    value = os.environ.get("GROUND_HOME")
    if not value:
        return None
    home = Path(os.path.expanduser(value))  # noqa: PTH111 - pathlib's raises on an unknown ~name
    refuse_lost_folder(home)
    return home.absolute()


def _script() -> Path | None:
    """Return the installed command that was typed; `None` for ``python -m voice``.

    A link to it stays a link, because pipx and uv replace what it leads to.
    """
    refuse_lost_folder(Path(sys.argv[0]))
    typed = Path(os.path.abspath(sys.argv[0]))  # noqa: PTH100 - links are not followed
    if sys.platform == "win32" and typed.suffix.lower() != ".exe":
        typed = typed.with_name(f"{typed.name}.exe")  # which the command cuts off
    return typed if typed.stem.lower() == _NAME and typed.is_file() else None
