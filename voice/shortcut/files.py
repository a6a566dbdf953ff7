"""Puts the files of a shortcut in place, all or none, and removes them.

A file of another program is never replaced or removed: each of ours holds a mark.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from pathlib import Path

from voice.errors import ShortcutError
from voice.files import (
    PUBLIC,
    being_written,
    in_the_way,
    move_to_free,
    part_beside,
    read_file,
    sweep,
)

MARK = "Made by ground shortcut"
"""Text that every file of a shortcut holds somewhere, in UTF-8 or, as Windows' do, in UTF-16."""

_MARKS = (MARK.encode(), MARK.encode("utf-16-le"))

_RUNNABLE = 0o777

_ALLOW = " Allow yourself to write in that folder, then: ground shortcut"


@dataclass(frozen=True, slots=True)
class File:
    """A file of a shortcut.

    Attributes:
        path: Its place.
        content: Its content, which holds the mark.
        runs: True if it must be executable.
        starts: The part of it that says what is started, if it is the one that does.
    """

    path: Path
    content: bytes
    runs: bool = False
    starts: bytes = b""


def is_ours(path: Path) -> bool:
    """True if a file of that name is part of a shortcut; false if there is none."""
    try:
        content = read_file(path)
    except OSError:
        return False
    return any(mark in content for mark in _MARKS)


def is_in_place(file: File) -> bool:
    """True if a file of ours is there and starts the same; a desktop may have changed the rest."""
    try:
        return is_ours(file.path) and file.starts in read_file(file.path)
    except OSError:
        return False


def strangers(paths: Iterable[Path]) -> list[Path]:
    """List the files of other programs that have these names."""
    return [path for path in paths if os.path.lexists(path) and not is_ours(path)]


def place(files: Sequence[File], roots: Iterable[Path]) -> None:
    """Put files in place, or none of them. Our own of an earlier run are replaced.

    Args:
        files: The files.
        roots: Folders that others use too; those between them and a file are ours.

    Raises:
        ShortcutError: They cannot be written, or another program's file has one of the names.
    """
    taken = strangers(file.path for file in files)
    if taken:
        raise _taken(taken[0])
    new = [file.path for file in files if not os.path.lexists(file.path)]
    try:
        with ExitStack() as parts:
            written = [(_written(file, parts), file.path) for file in files]
            for part, path in written:
                _put(part, path)
    except OSError as error:
        with suppress(ShortcutError):  # the first error is told
            remove(new, roots)
        raise _not_written(files, error) from error


def remove(paths: Sequence[Path], roots: Iterable[Path]) -> bool:
    """Remove the files of a shortcut, what killed runs left of them, and our empty folders.

    Args:
        paths: Their places; another program's file is left there.
        roots: See `place`.

    Returns:
        True if there were any.

    Raises:
        ShortcutError: Some are left; says which. The others are gone.
    """
    ours = [path for path in paths if is_ours(path)]
    left: list[str] = []
    reason = ""
    for path in ours:
        try:
            path.unlink()
        except OSError as error:
            left.append(str(path))
            reason = _reason(error)
    for path in paths:
        sweep(path)
    _prune(paths, roots)
    if left:
        raise ShortcutError(f"I can't remove {', '.join(left)}: {reason}. Do that by hand.")
    return bool(ours)


def _written(file: File, parts: ExitStack) -> Path:
    """Write a file beside its place; the part is gone when `parts` is closed.

    Raises:
        OSError: It cannot be written; says where.
    """
    file.path.parent.mkdir(parents=True, exist_ok=True)
    sweep(file.path)
    part = part_beside(file.path)
    parts.enter_context(being_written(part, _RUNNABLE if file.runs else PUBLIC))
    try:
        with part.open("wb") as opened:
            opened.write(file.content)
            opened.flush()
            os.fsync(opened.fileno())  # some disks report only then that they are full
    except OSError as error:  # it does not say where
        raise OSError(error.errno, error.strerror, str(part)) from error
    return part


def _put(part: Path, path: Path) -> None:
    """Give a file its name, unless another program has taken it meanwhile."""
    if is_ours(path):
        part.replace(path)
    else:
        move_to_free(part, path)


def _prune(paths: Iterable[Path], roots: Iterable[Path]) -> None:
    """Remove empty folders between shared ones and files that are gone."""
    shared = set(roots)
    for path in paths:
        for folder in path.parents:
            if folder in shared:
                break
            try:
                folder.rmdir()
            except FileNotFoundError:
                continue  # it was never made
            except OSError:
                break  # something else is in it


def _taken(path: Path) -> ShortcutError:
    return ShortcutError(
        f"{path} is in the way, and ground did not make it. Move it away, then: ground shortcut"
    )


def _not_written(files: Sequence[File], error: OSError) -> ShortcutError:
    """Return the error for a place that cannot be written."""
    if isinstance(error, FileExistsError):
        late = strangers(file.path for file in files)
        if late:
            return _taken(late[0])
    obstacle = next(filter(None, (in_the_way(file.path) for file in files)), None)
    if obstacle is not None:
        return ShortcutError(
            f"I can't make the shortcut, because {obstacle} is not a folder. Move it away."
        )
    named = Path(error.filename) if isinstance(error.filename, str) else files[0].path
    return ShortcutError(
        f"I can't make the shortcut in {named.parent}: {_reason(error)}. Nothing was changed."
        f"{_ALLOW if isinstance(error, PermissionError) else ''}"
    )


def _reason(error: OSError) -> str:
    return error.strerror or "the system does not say why"
