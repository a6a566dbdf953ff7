"""Finds which files of a folder are missing or outdated, and writes its playlist."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from typing import TYPE_CHECKING

from voice.album.marker import is_readable, mark_in, seconds_of
from voice.errors import ExportError
from voice.export.atomic_output import place_of, refuse_taken, whole_or_nothing
from voice.export.output_file import OutputFile
from voice.files import read_file, sweep

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from voice.album.order import Order
    from voice.speech.engine import Voice

PLAYLIST = "Ground.m3u8"

_MARK = "#GROUND: made with the files beside it, and made again with them."
"""Second line of a playlist made here; players skip unknown lines that begin with ``#``."""


def due(order: Order, speaks: Callable[[str], Voice]) -> Order | None:
    """Return the order if it still has to be made.

    Args:
        order: An order for a file in the folder.
        speaks: Returns the voice for a language; called only if there is a file made here.

    Returns:
        The order as it can be carried out; `None` if all its files are up to date.

    Raises:
        ExportError: An existing file was not made here, or no file can be written there.
    """
    for target in order.targets:
        sweep(place_of(target))
    mark = mark_in(order.target, order.format)
    if mark is not None and mark.exercise != order.exercise:  # another exercise, same title
        mark = None
    if mark is None:
        return _unmarked(order)
    refuse_taken(order.target, force=True)
    written = [mark.wrote(*each) for each in order.beside.items()]
    for path, is_ours in zip(order.beside.values(), written, strict=True):
        refuse_taken(path, force=order.force or is_ours)
    if order.force:
        return order
    fingerprint = order.fingerprint(speaks(order.recipe.script.language))
    is_whole = seconds_of(order.target, order.format) > 0
    if is_whole and mark.fingerprint == fingerprint and all(written):
        return None
    return replace(order, force=True)


def _unmarked(order: Order) -> Order:
    """Return the order for a file without our mark, if it may be made.

    A broken file that our playlist lists was made here and then damaged, by a disk or a broken
    copy; it is made again with its captions. An empty file is replaced too, but not unlisted
    captions beside it.

    Raises:
        ExportError: An existing file was not made here, or no file can be written there.
    """
    is_broken = _is_broken(order)
    is_listed = is_broken and order.target.name in listed(order.target.with_name(PLAYLIST))
    is_empty = is_broken and place_of(order.target).stat().st_size == 0
    refuse_taken(order.target, force=order.force or is_listed or is_empty)
    for path in order.beside.values():
        if is_empty and not (is_listed or order.force) and path.exists():
            raise ExportError(
                f"{order.target} is empty, and {path.name} beside it may be yours. "
                "Add --force to replace both, or choose another name with --output."
            )
        refuse_taken(path, force=order.force or is_listed)
    return replace(order, force=order.force or is_listed or is_empty)


def _is_broken(order: Order) -> bool:
    """Return True if there is a file that cannot be read."""
    target = place_of(order.target)
    try:
        return target.is_file() and not is_readable(target, order.format)
    except OSError:
        return False


def listed(playlist: Path) -> set[str]:
    """Return the files that a playlist made here lists; none without one."""
    if not playlist.is_file() or not _is_ours(playlist):
        return set()
    rows = read_file(playlist).decode(errors="replace").splitlines()
    return {row.removeprefix("./") for row in rows if not row.startswith("#")}


def refuse_foreign_playlist(playlist: Path, *, force: bool) -> None:
    """Refuse to replace a playlist, as `refuse_taken` does, unless it was made here."""
    refuse_taken(playlist, force=force or (playlist.is_file() and _is_ours(playlist)))


def write_playlist(playlist: Path, orders: Iterable[Order]) -> bool:
    """Write the playlist of an album, in the order of its tracks.

    Args:
        playlist: Its path, in the folder of the files; an existing playlist is replaced.
        orders: The tracks; files that are missing or were not made here are left out.

    Returns:
        True if there was a file to list.

    Raises:
        ExportError: It cannot be written.
    """
    rows = []
    for order in orders:
        if mark_in(order.target, order.format) is not None:
            seconds = round(seconds_of(order.target, order.format))
            # A name that begins with # would be read as a comment.
            name = f"./{order.target.name}" if order.target.name[0] == "#" else order.target.name
            rows += [f"#EXTINF:{seconds},{order.recipe.script.title}", name]
    if not rows:
        return False
    with whole_or_nothing(playlist, force=True) as (part,), closing(OutputFile(part)) as file:
        file.write("".join(f"{row}\n" for row in ("#EXTM3U", _MARK, *rows)).encode())
    return True


def _is_ours(playlist: Path) -> bool:
    try:
        with playlist.open("rb") as file:
            return _MARK.encode() in file.read(len(_MARK) * 2).splitlines()
    except OSError:
        return False  # an unreadable file counts as made elsewhere
