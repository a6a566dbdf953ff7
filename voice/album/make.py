"""Makes the missing and outdated files of a folder, several at a time."""

from __future__ import annotations

import os
from collections.abc import Generator, Iterator, Sequence
from contextlib import closing, suppress
from functools import cache
from typing import TYPE_CHECKING

import click

from voice.album.attempt import Outcome, Progress, attempt
from voice.album.old_names import left_over, rename_old
from voice.album.order import Order
from voice.album.parallel import Crew
from voice.album.playlist import PLAYLIST, due, listed, refuse_foreign_playlist, write_playlist
from voice.errors import ExportError
from voice.exercise.performance import voices_here
from voice.export.atomic_output import refuse_impossible
from voice.files import in_the_way
from voice.timeline.build import build
from voice.timeline.estimate import estimated_seconds

if TYPE_CHECKING:
    from voice.speech.catalog import Catalog

_MOST_NAMED = 5
"""Files of an earlier album that are named; the rest is counted."""


def make_album(wanted: Sequence[Order], at_a_time: int | None, progress: Progress) -> None:
    """Make every missing or outdated file, then write the playlist.

    Prints each path. A failure is reported, and the other files are still made.

    Args:
        wanted: The whole album, in its order.
        at_a_time: Number of files made in parallel; `None` for one per core.
        progress: Shows progress when files are made one at a time.

    Raises:
        ExportError: An existing file was not made here, and nothing was made; or some failed.
        UnknownNameError: No voice has the requested name; not even the folder was made.
    """
    playlist = wanted[0].target.with_name(PLAYLIST)
    with voices_here() as catalog:
        make_folder(wanted[0], catalog)
        refuse_foreign_playlist(playlist, force=wanted[0].force)
        try:
            refuse_impossible(playlist, force=True)
            rename_old(wanted, listed(playlist))
            left = left_of(wanted, catalog)
            outcomes = list(_made(left, at_a_time or _cores(), catalog, progress))
        except (KeyboardInterrupt, SystemExit):
            with suppress(OSError):  # the terminal was closed
                click.echo(
                    "Stopped. Run the same command again to make the missing files.", err=True
                )
            raise
    if write_playlist(playlist, wanted):
        click.echo(str(playlist))
    _tell_left_over(left_over(wanted))
    failed = sum(bool(outcome.failure) for outcome in outcomes)
    if failed:
        raise ExportError(
            f"{failed} of {len(wanted)} files could not be made. The reasons are above."
        )


def left_of(wanted: Sequence[Order], catalog: Catalog) -> list[Order]:
    """Return the orders still to be made; report the others as up to date and print their paths.

    Raises:
        ExportError: An existing file was not made here.
    """
    name = wanted[0].recipe.choices.voice
    speaks = cache(lambda language: catalog.choose(name, language))
    found = [(order, due(order, speaks)) for order in wanted]
    for order, left in found:
        if left is None:
            click.echo(f"{order.target} is up to date.", err=True)
            _print_paths(order)
    return [left for _, left in found if left is not None]


def _made(
    orders: Sequence[Order], at_a_time: int, catalog: Catalog, progress: Progress
) -> Iterator[Outcome]:
    """Yield each outcome as it comes, and print its messages or paths."""
    said: set[str] = set()
    with closing(_outcomes(orders, min(at_a_time, len(orders)), catalog, progress)) as outcomes:
        for outcome in outcomes:
            for sentence in filter(None, (*outcome.said, outcome.failure)):
                if sentence not in said:  # each process repeats what all of them meet
                    click.echo(sentence, err=True)
                said.add(sentence)
            if not outcome.failure:
                _print_paths(outcome.order)
            yield outcome


def _outcomes(
    orders: Sequence[Order], count: int, catalog: Catalog, progress: Progress
) -> Generator[Outcome, None, None]:
    if count <= 1:
        yield from (attempt(order, catalog, progress) for order in orders)
        return

    click.echo(f"Making {len(orders)} files, {count} at a time.", err=True)
    with closing(Crew(sorted(orders, key=_seconds, reverse=True), count)) as crew:
        yield from crew.outcomes()


def _seconds(order: Order) -> float:
    """Estimate the length of the exercise in seconds; the time to make it is proportional."""
    recipe = order.recipe
    return estimated_seconds(build(recipe.script, recipe.pace, recipe.setting))


def _tell_left_over(names: Sequence[str]) -> None:
    """Name the files that the folder has from an earlier album: they are heard with the new one."""
    if not names:
        return
    named = ", ".join(names[:_MOST_NAMED])
    more = f", and {len(names) - _MOST_NAMED} more" if names[_MOST_NAMED:] else ""
    these = "this file" if len(names) == 1 else "these files"
    click.echo(
        f"An earlier album left {these} in the folder, to keep or to delete: {named}{more}",
        err=True,
    )


def make_folder(order: Order, catalog: Catalog) -> None:
    """Make the folder of an order's files, unless it is there.

    Raises:
        ExportError: It cannot be made; says why.
        UnknownNameError: No voice has the requested name; the folder was not made.
    """
    folder, voice = order.target.parent, order.recipe.choices.voice
    if voice is not None:
        catalog.choose(voice, order.recipe.script.language)
    try:
        folder.mkdir(exist_ok=True)
    except OSError as error:
        obstacle = in_the_way(folder / "file")
        reason = error.strerror
        if obstacle:
            kind = "a file" if obstacle.exists() else "a broken link"
            reason = f"{obstacle} is {kind}, not a folder"
        if isinstance(error, FileNotFoundError):
            reason = f"there is no folder {folder.parent}"
        raise ExportError(
            f"I can't make the folder {folder}: {reason}. Choose another with --output."
        ) from error


def _print_paths(order: Order) -> None:
    for target in order.targets:
        click.echo(str(target))


def _cores() -> int:
    """Return the number of cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
