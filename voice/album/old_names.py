"""Recognises files of an album under their old names, and those of an earlier album."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from voice.album.marker import mark_in
from voice.album.order import Order
from voice.file_names import file_name

_NUMBER = re.compile(r"\d+ ")


def rename_old(orders: Sequence[Order], listed: Collection[str]) -> None:
    """Give files that were made here the names that they have now, with their captions.

    A file is taken for an exercise's own if it bears our mark of that exercise, and either the
    playlist lists it or it has the exercise's title with another number or none. Somebody's copy
    under a name of their own stays.

    Args:
        orders: The album.
        listed: Names of the files in its playlist.
    """
    taken = {order.target.name.casefold() for order in orders}
    for order in orders:
        if order.target.exists():
            continue
        old = next(filter(lambda path: _is_same(path, order), _candidates(order, listed)), None)
        if old is not None and old.name.casefold() not in taken:
            with suppress(OSError):  # then it is made anew
                _rename(old, order)


def left_over(orders: Sequence[Order]) -> list[str]:
    """Return the names of numbered files in an album's folder that were made for another album.

    Files of another format are not looked at.
    """
    target, kind = orders[0].target, orders[0].format
    taken = {order.target.name.casefold() for order in orders}
    try:
        files = sorted(target.parent.iterdir())
    except OSError:
        return []
    return [
        path.name
        for path in files
        if path.name.casefold().endswith(kind.ending)
        and path.name.casefold() not in taken
        and _NUMBER.match(path.name)
        and mark_in(path, kind) is not None
    ]


def _candidates(order: Order, listed: Collection[str]) -> list[Path]:
    """Return the files of an album's folder that may be an exercise's own."""
    ending = order.format.ending
    title = f"{file_name(order.recipe.script.title)}{ending}".casefold()
    try:
        files = sorted(order.target.parent.iterdir())
    except OSError:
        return []
    return [
        path
        for path in files
        if path.name.casefold().endswith(ending)
        and (path.name in listed or _NUMBER.sub("", path.name, count=1).casefold() == title)
    ]


def _is_same(path: Path, order: Order) -> bool:
    mark = mark_in(path, order.format)
    return mark is not None and mark.exercise == order.exercise


def _rename(old: Path, order: Order) -> None:
    """Rename a file and the captions that were written beside it."""
    mark = mark_in(old, order.format)
    captions = replace(order, target=old).beside
    old.rename(order.target)
    for kind, place in order.beside.items():
        if mark is not None and mark.wrote(kind, captions[kind]) and not place.exists():
            captions[kind].rename(place)
