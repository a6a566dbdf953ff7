"""Writes files that appear under their names only when all of them are whole."""

from __future__ import annotations

import errno
import os
import stat
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from voice.errors import ExportError
from voice.export.output_file import naming
from voice.files import being_written, in_the_way, move_to_free, part_beside, sweep
from voice.signals import held
from voice.working_folder import refuse_lost_folder

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass(frozen=True, slots=True)
class _File:
    """A file being written.

    Attributes:
        target: Path that the user gave.
        place: The same path, links followed.
        part: Temporary path until the file is whole.
    """

    target: Path
    place: Path
    part: Path


@contextmanager
def whole_or_nothing(*targets: Path, force: bool = False) -> Iterator[tuple[Path, ...]]:
    """Write temporary files beside the targets, and move them there together if the block succeeds.

    If the block raises, Ctrl-C included, the temporary files are removed. A link is followed: the
    file it points to is replaced. A file that appears at a target meanwhile is treated like one
    that existed before.

    Args:
        *targets: Paths of the files.
        force: Replace existing files.

    Yields:
        For each target an empty file in the same folder, to be written and closed within the
        block.

    Raises:
        ExportError: A target is taken, or its file cannot be written there. An `OSError` of
            the block becomes one only if it names a yielded file; any other passes through.
    """
    files = _files(targets)
    with _explained(files), ExitStack() as stack:
        for target in targets:
            refuse_taken(target, force=force)
        for file in files:
            stack.enter_context(being_written(file.part))
        yield tuple(file.part for file in files)
        for file in files:
            _reach_disk(file.part)
        with held():
            _move(files, force=force)


def refuse_impossible(*targets: Path, force: bool = False) -> None:
    """Refuse targets that cannot be written, before any work is done for them.

    Args:
        *targets: Paths of the files.
        force: Whether existing files may be replaced.

    Raises:
        ExportError: A target is taken, or no file can be written there.
    """
    files = _files(targets)
    with _explained(files):
        for file in files:
            refuse_taken(file.target, force=force)
            with being_written(file.part):
                pass


def _files(targets: tuple[Path, ...]) -> list[_File]:
    """Return the files to write, after removing temporary files of killed runs."""
    places = [place_of(target) for target in targets]
    for place in places:
        sweep(place)
    return [_File(*both, part_beside(both[1])) for both in zip(targets, places, strict=True)]


def _move(files: list[_File], *, force: bool) -> None:
    """Move all files to their places, or none if one move fails.

    Files already replaced by then stay replaced.
    """
    with ExitStack() as undo:
        for file in files:
            if force:
                file.part.replace(file.place)
            else:
                move_to_free(file.part, file.place)
                undo.callback(file.place.unlink)
        undo.pop_all()


def place_of(target: Path) -> Path:
    """Return the path of a file with links followed.

    Raises:
        GroundError: It is relative to a folder that was deleted.
    """
    refuse_lost_folder(target)
    return Path(os.path.realpath(target))


def refuse_taken(target: Path, *, force: bool = False) -> None:
    """Refuse a target that may not be written.

    Args:
        target: Path of the file.
        force: Whether an existing ordinary file may be replaced.

    Raises:
        ExportError: It may not be written; says why.
    """
    place = place_of(target)
    try:
        mode = place.stat().st_mode
    except (FileNotFoundError, NotADirectoryError):
        return
    if stat.S_ISDIR(mode):
        raise ExportError(f"{target} is a folder, not a file. Choose another name with --output.")
    if not stat.S_ISREG(mode):  # replacing /dev/null would break the machine
        raise ExportError(
            f"{target} is not an ordinary file, so it is left alone. "
            "Choose another name with --output."
        )
    if not force:
        raise _taken(target)


def _taken(target: Path) -> ExportError:
    return ExportError(
        f"{target} is already there. "
        "Add --force to replace it, or choose another name with --output."
    )


def _reach_disk(part: Path) -> None:
    """Wait until the file is stored: some disks report only then that they are full."""
    descriptor = os.open(part, os.O_RDWR)
    try:
        with naming(part):
            os.fsync(descriptor)
    finally:
        os.close(descriptor)


@contextmanager
def _explained(files: list[_File]) -> Iterator[None]:
    """Turn an `OSError` about one of our files into a sentence about its target."""
    try:
        yield
    except OSError as error:
        name = str(error.filename)
        target = next((f.target for f in files if name in {str(f.part), str(f.place)}), None)
        if target is None:
            raise
        if isinstance(error, FileExistsError):
            raise _taken(target) from error
        raise ExportError(_sentence(error, target)) from error


def _without_folder(target: Path) -> str:
    """Say why a file cannot be made at its place."""
    place = place_of(target)
    where = place if target.is_symlink() or target.parent.is_symlink() else target
    obstacle = in_the_way(where)
    if obstacle is not None:
        kind = "a file" if obstacle.exists() else "a broken link"
        return f"{obstacle} is {kind}, not a folder. Choose another place with --output."
    if where.parent.is_dir():
        return f"No file can be made in {where.parent}. Choose another place with --output."
    return (
        f"There is no folder {where.parent} to write {where.name} into. "
        "Make it first, or choose another place with --output."
    )


_HELD_OPEN = 32
_REFUSED = 5
"""Windows' error codes; replacing an open file fails with either of them."""


def _sentence(error: OSError, target: Path) -> str:
    """Say what happened, and what to do."""
    code, replacing = getattr(error, "winerror", None), error.filename2 is not None
    if code == _HELD_OPEN or (code == _REFUSED and replacing):
        return (
            f"{target} is open in another program, such as a player. Close it there and try again, "
            "or choose another name with --output."
        )
    match error.errno:
        case errno.ENOSPC | errno.EDQUOT:
            return (
                f"There is not enough room left to write {target}. "
                "Free some space, or choose another place with --output."
            )
        case errno.EFBIG:
            return (
                f"{target} would be too large for the file system there. "
                "Choose another place with --output, or a smaller kind with --format mp3."
            )
        case errno.ELOOP if in_the_way(target) is None:
            return (
                f"{target} is a link that leads back to itself. "
                "Remove it, or choose another name with --output."
            )
        case errno.ENOENT | errno.ENOTDIR | errno.ELOOP:
            return _without_folder(target)
        case errno.EACCES | errno.EPERM | errno.EROFS:
            return f"You have no permission to write {target}. Choose another place with --output."
        case errno.ENAMETOOLONG | errno.EINVAL | errno.EILSEQ:
            return (
                f"A file cannot be called {target.name} there. Choose another name with --output."
            )
        case _:
            return (
                f"{target} could not be written: {error.strerror}. "
                "Try again, or choose another place with --output."
            )
