"""`ground export`: an exercise as an audio file."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from voice.cli.options import Choices, sounding
from voice.cli.performance import (
    Performance,
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
from voice.timeline.cues import place
from voice.timeline.frames import SAMPLE_RATE

if TYPE_CHECKING:
    from voice.export.formats import Format
    from voice.export.tags import Chapter, Tags
    from voice.speech.audio import Samples
    from voice.speech.catalog import Catalog

BLOCK = SAMPLE_RATE
"""Frames written at a time."""

ALBUM = "Ground"


@click.command()
@click.argument("exercises", nargs=-1, metavar="EXERCISE...")
@click.option("--all", "every", is_flag=True, help="Every exercise there is.")
@sounding
@click.option("-o", "--output", metavar="FILE", help="Where to; a folder for several.")
@click.option("--format", "format_name", metavar="FORMAT", help="mp3, opus, flac or wav.")
@click.option("--force", is_flag=True, help="Replace a file that is there.")
def export(
    exercises: tuple[str, ...],
    choices: Choices,
    output: str | None,
    format_name: str | None,
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
    targets = _targets(scripts, output, format_name, several=every or len(scripts) > 1)
    choices = with_settings(choices, remembered())
    with voices_here() as catalog:
        for script, (target, kind) in zip(scripts, targets, strict=True):
            try:
                _export(script, choices, catalog, target, kind, force=force)
            except (KeyboardInterrupt, SystemExit):
                click.echo(f"Stopped. {target} was not written.", err=True)
                raise
            click.echo(str(target))


def _targets(
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


def _export(
    script: Script, choices: Choices, catalog: Catalog, target: Path, kind: Format, *, force: bool
) -> None:
    from voice.export.encoder import open_encoder
    from voice.export.tags import write_tags
    from voice.export.target import whole_or_nothing

    with (
        whole_or_nothing(target, force=force) as path,
        performance(script, choices, setting_of(choices), catalog) as performed,
    ):
        with closing(open_encoder(kind, path)) as encoder:
            for block in _blocks(performed):
                with held():
                    encoder.write(block)
            with held():
                encoder.finish()
        write_tags(path, kind, _tags(performed))


def _blocks(performed: Performance) -> Iterator[Samples]:
    """The whole exercise, a block at a time; a block is only good until the next."""
    import numpy as np

    mixer = performed.mixer(waiting=True)
    block = np.empty(BLOCK, np.float32)
    cues = performed.timeline.cues
    with _progress(performed.timeline.script.title, len(cues)) as reached:
        while length := mixer.mix(block):
            yield block[:length]
            reached(mixer.index)


def _tags(performed: Performance) -> Tags:
    from voice.export.tags import Tags

    timeline = performed.timeline
    pace = timeline.pace
    return Tags(
        title=timeline.script.title,
        artist=performed.voice().name,
        album=ALBUM,
        language=timeline.script.language,
        date=str(datetime.now(UTC).year),
        comment=f"{timeline.script.about} {pace.words_per_minute} words a minute, "
        f"pauses times {float(pace.pause_scale):g}.",
        chapters=tuple(_chapters(performed)),
    )


def _chapters(performed: Performance) -> Iterator[Chapter]:
    from voice.export.tags import Chapter

    placed = place(performed.timeline, performed.narration.frames.__getitem__)
    steps = performed.timeline.script.steps
    starts = {item.cue.step: item.start for item in reversed(placed)}
    said = sorted(starts)
    ends = [*(starts[step] for step in said[1:]), placed[-1].end]
    for step, end in zip(said, ends, strict=True):
        yield Chapter(steps[step].title, starts[step], end)


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
