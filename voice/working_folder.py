"""The folder that relative paths start from, which another program may delete meanwhile."""

from __future__ import annotations

from pathlib import Path

from voice.errors import GroundError


def working_folder() -> Path:
    """Return the folder that relative paths start from.

    Raises:
        GroundError: It was deleted.
    """
    try:
        return Path.cwd()
    except OSError as error:
        raise GroundError(
            "The folder that you are in was deleted. Go to another one with cd, and do it again."
        ) from error


def refuse_lost_folder(path: Path) -> None:
    """Refuse a relative path if the working folder was deleted: no file can be found or made.

    Raises:
        GroundError: It was, and the path is relative.
    """
    if not path.is_absolute():
        working_folder()
