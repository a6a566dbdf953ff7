"""`ground export`: an exercise as an audio file."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from voice.cli.options import Choices, sounding
from voice.cli.performance import (
    performance,
    remembered,
    setting_of,
    voices_here,
    with_settings,
)
from voice.errors import ExportError
from voice.interrupts import held
from voice.script.library import entries, find
from voice.script.model import Script

if TYPE_CHECKING:
    from voice.export.formats import Format
    from voice.export.recording import Order
    from voice.speech.catalog import Catalog


@click.command()
@click.argument("exercises", nargs=-1, metavar="EXERCISE...")
@click.option("--all", "every", is_flag=True, help="Every exercise there is.")
@sounding
@click.option("-o", "--output", metavar="FILE", help="Where to; a folder for several.")
@click.option("--format", "format_name", metavar="FORMAT", help="mp3, m4b, m4a, opus, flac or wav.")
@click.option(
    "--captions",
    multiple=True,
    type=click.Choice(["lrc", "vtt", "srt"]),
    help="The words and their times, in a file beside it. May be given several times.",
)
@click.option("--force", is_flag=True, help="Replace a file that is there.")
def export(
    exercises: tuple[str, ...],
    choices: Choices,
    output: str | None,
    format_name: str | None,
    captions: tuple[str, ...],
    *,
    every: bool,
    force: bool,
) -> None:
    """Make audio files of exercises, to take along.

    Prints the path of each file. Without --output it lands in this folder.
    """
    if every == bool(exercises):
        raise click.UsageError("Name the exercises, or say --all.")
    scripts = [entry.script for entry in entries()] if every else [find(n) for n in exercises]
    places = _places(scripts, output, format_name, several=every or len(scripts) > 1)
    orders = _orders(places, captions, force=force)
    choices = with_settings(choices, remembered())
    with voices_here() as catalog:
        for script, order in zip(scripts, orders, strict=True):
            try:
                _export(script, choices, catalog, order)
            except (KeyboardInterrupt, SystemExit):
                click.echo(f"Stopped. {order.target} was not written.", err=True)
                raise
            for target in order.targets:
                click.echo(str(target))


def _orders(
    places: list[tuple[Path, Format]], captions: tuple[str, ...], *, force: bool
) -> list[Order]:
    with held():
        from voice.export.captions import CaptionFormat
        from voice.export.recording import Order

    kinds = tuple(CaptionFormat(name) for name in dict.fromkeys(captions))
    return [
        Order(target=target, format=kind, captions=kinds, force=force) for target, kind in places
    ]


def _places(
    scripts: list[Script], output: str | None, format_name: str | None, *, several: bool
) -> list[tuple[Path, Format]]:
    """Where each script goes, and as what."""
    from voice.export.formats import Format, format_named, format_of
    from voice.export.names import file_name

    kind = format_named(format_name) if format_name else None
    chosen = Path(output) if output else Path()
    is_folder = several or not output or chosen.is_dir() or output.endswith(("/", os.sep))
    if not is_folder:
        return [(chosen, kind or format_of(chosen))]
    if several and output:
        _make_folder(chosen)
    kind = kind or Format.MP3
    targets = [chosen / f"{file_name(script.title)}{kind.ending}" for script in scripts]
    if len(set(targets)) < len(targets):
        raise ExportError("Two of these exercises have the same title. Export them one by one.")
    return [(target, kind) for target in targets]


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(exist_ok=True)
    except OSError as error:
        raise ExportError(
            f"I can't make the folder {folder}: {error.strerror}. Choose another with --output."
        ) from error


def _export(script: Script, choices: Choices, catalog: Catalog, order: Order) -> None:
    from voice.export.recording import record

    with performance(script, choices, setting_of(choices), catalog) as performed:
        cues = len(performed.timeline.cues)
        with _progress(script.title, cues) as reached:
            record(performed, order, reached)
        performed.tell()


@contextmanager
def _progress(title: str, cues: int) -> Iterator[Callable[[int], None]]:
    """Show on standard error how far an export is: a bar on a terminal, else plain lines."""
    plain = "ACCESSIBLE" in os.environ or "NO_COLOR" in os.environ or not sys.stderr.isatty()
    if plain:
        click.echo(f"{title}: making the file.", err=True)
        yield lambda _index: None
        return
    with click.progressbar(length=cues, label=title, file=sys.stderr) as bar:
        yield lambda index: bar.update(index - bar.pos)
