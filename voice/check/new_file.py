"""Puts a new script into its file, which must not be there yet."""

from __future__ import annotations

import os
import shlex
from pathlib import Path

from voice.errors import GroundError
from voice.files import sweep, write_new
from voice.script.library import SUFFIX
from voice.working_folder import refuse_lost_folder

SUFFIXES = (SUFFIX, ".txt")
"""Endings of a script's name. In a folder of scripts only the first is found."""


def new_place(path: str) -> Path:
    """Return the file for a new script.

    Args:
        path: As the author typed it.

    Raises:
        GroundError: It is empty, a folder, a name without a script's ending, or taken, or the
            working folder was deleted.
    """
    typed = os.path.expanduser(path)  # noqa: PTH111 - pathlib's raises on an unknown ~name
    target = Path(typed)
    _refuse_unnamed(typed)
    refuse_lost_folder(target)
    try:
        taken = target.exists()
    except OSError as error:
        raise _unwritable(str(target), error) from error
    if taken:
        sweep(target)  # a run that was killed once its file was there left a part beside it
        raise _taken(path)
    return target


def write_script(target: Path, text: str, path: str) -> None:
    """Write a new script, whole or not at all.

    Args:
        target: Its file.
        text: The script.
        path: The file as the author typed it.

    Raises:
        GroundError: It cannot be written, or its name was taken meanwhile.
    """
    try:
        write_new(target, text.encode())
    except FileExistsError:
        raise _taken(path) from None
    except OSError as error:
        raise _unwritable(path, error) from error


def to_type(path: str) -> str:
    """Quote a path for a shell, so that it is not an option."""
    return shlex.quote(f"./{path}" if path.startswith("-") else path)


def _refuse_unnamed(typed: str) -> None:
    """Refuse a path that does not end in the name of a script."""
    target = Path(typed)
    is_folder = typed.endswith(("/", os.sep)) or target.name in {"", ".."}
    if is_folder or target.name in SUFFIXES:
        place = target if is_folder else target.parent
        example = to_type(str(place / f"morning{SUFFIX}"))
        raise GroundError(f"The script needs a name. Try: ground new {example}")
    if target.suffix not in SUFFIXES:
        example = to_type(f"{typed.rstrip('.')}{SUFFIX}")
        endings = " or ".join(SUFFIXES)
        raise GroundError(f"The name of a script ends in {endings}. Try: ground new {example}")


def _unwritable(path: str, error: OSError) -> GroundError:
    reason = error.strerror or "the system does not say why"
    folder = Path(path).parent
    if isinstance(error, FileNotFoundError) and not folder.exists():
        reason = f"there is no folder {folder}"
    return GroundError(f"I can't write {path}: {reason}. Choose another place.")


def _taken(path: str) -> GroundError:
    return GroundError(f"{path} is already there. Choose another name.")
