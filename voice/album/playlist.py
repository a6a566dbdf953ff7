"""Exercises that share a folder: what is there already, what is missing, and the list to play."""

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
"""Second line of a playlist of ours; players skip what they do not know after a ``#``."""


def due(order: Order, speaks: Callable[[str], Voice]) -> Order | None:
    """What is left to be done of an order.

    Args:
        order: What is to be in the folder.
        speaks: Tells who should speak a language; asked only if there is a file of ours.

    Returns:
        The order as it can be carried out; `None` if all its files are there as they should be.

    Raises:
        ExportError: There is a file that is not ours, or none can be written there.
    """
    for target in order.targets:
        sweep(place_of(target))
    mark = mark_in(order.target, order.format)
    if mark is not None and mark.exercise != order.exercise:  # another's, with the same title
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
    """See what can be done where no file says that it was made here.

    What is left of a file that was made here, such as a damaged disk or a broken copy leaves it,
    is made again with its captions: it is broken, and in the playlist that was written with it.
    An empty file is replaced too, but not captions beside it that nobody lists.

    Raises:
        ExportError: There is a file that is not ours, or none can be written there.
    """
    is_broken = _is_broken(order)
    is_listed = is_broken and order.target.name in _listed(order.target)
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
    """True if there is a file that cannot be read."""
    target = place_of(order.target)
    try:
        return target.is_file() and not is_readable(target, order.format)
    except OSError:
        return False


def _listed(beside: Path) -> set[str]:
    """The files that the playlist of this program names in a folder; none without one."""
    playlist = beside.with_name(PLAYLIST)
    if not playlist.is_file() or not _is_ours(playlist):
        return set()
    rows = read_file(playlist).decode(errors="replace").splitlines()
    return {row.removeprefix("./") for row in rows if not row.startswith("#")}


def refuse_foreign_playlist(playlist: Path, *, force: bool) -> None:
    """See that a playlist may be written there; as `refuse_taken`, but for one that is ours."""
    refuse_taken(playlist, force=force or (playlist.is_file() and _is_ours(playlist)))


def write_playlist(playlist: Path, orders: Iterable[Order]) -> bool:
    """Write the list of an album, in the order of its tracks.

    Args:
        playlist: Where it goes: into the folder of the files. What is there is replaced.
        orders: What was made; files that are not there, or not ours, are left out.

    Returns:
        Whether there was anything to list.

    Raises:
        ExportError: It cannot be written.
    """
    rows = []
    for order in orders:
        if mark_in(order.target, order.format) is not None:
            seconds = round(seconds_of(order.target, order.format))
            # A name that begins like a remark would be taken for one.
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
        return False  # what cannot be read is taken for somebody else's
