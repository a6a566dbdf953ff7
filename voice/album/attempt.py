"""Exports one exercise, alone or as one of many made in parallel."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from voice import faults
from voice.album.playlist import due
from voice.album.record import record
from voice.errors import ExportError, GroundError
from voice.exercise.performance import performance

if TYPE_CHECKING:
    from voice.album.order import Order
    from voice.speech.catalog import Catalog

Progress = Callable[[str, int], AbstractContextManager[Callable[[int], None]]]
"""Takes a title and the number of cues; its block gets a function that shows the current cue."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """Result of an order.

    Attributes:
        order: The order.
        failure: Why there is no file; empty if there is.
        said: Lines printed meanwhile on standard error.
    """

    order: Order
    failure: str = ""
    said: tuple[str, ...] = ()


def make(order: Order, catalog: Catalog, progress: Progress) -> None:
    """Make the files of an order, unless the same command run elsewhere makes them meanwhile.

    Raises:
        GroundError: They could not be made; no partial file is left.
    """
    try:
        _make(order, catalog, progress)
    except ExportError:
        if not _is_made(order, catalog):
            raise


def _is_made(order: Order, catalog: Catalog) -> bool:
    """Return True if there are the very files that the order asks for."""
    voice = order.recipe.choices.voice
    try:
        return due(order, lambda language: catalog.choose(voice, language)) is None
    except GroundError:  # they are somebody else's
        return False


def _make(order: Order, catalog: Catalog, progress: Progress) -> None:
    recipe = order.recipe
    with performance(recipe.script, recipe.choices, recipe.setting, catalog) as performed:
        with progress(recipe.script.title, len(performed.timeline.cues)) as reached:
            record(performed, order, reached)
        performed.tell()


def attempt(order: Order, catalog: Catalog, progress: Progress) -> Outcome:
    """Make the files of an order, or return why they could not be made."""
    try:
        make(order, catalog, progress)
    except GroundError as error:
        return Outcome(order, str(error))
    except Exception as error:  # noqa: BLE001 - the others are still made
        title = order.recipe.script.title
        return Outcome(order, faults.told(error, f"{title} could not be made. {faults.FAULT}"))
    return Outcome(order)


@contextmanager
def unshown(_title: str, _cues: int) -> Iterator[Callable[[int], None]]:
    """Show nothing: the `Progress` of a worker process."""
    yield lambda _index: None
