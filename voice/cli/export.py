"""`ground export`: makes audio files of exercises."""

from __future__ import annotations

import os
import sys
import textwrap
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import click

from voice.album.attempt import make
from voice.album.make import left_of, make_album, make_folder
from voice.album.order import orders_for
from voice.check.files import errors_told
from voice.cli.options import Number, refuse_empty, sounding
from voice.errors import ExportError
from voice.exercise.choices import Choices, with_settings
from voice.exercise.performance import background_of, voices_here
from voice.export.atomic_output import place_of, refuse_impossible
from voice.export.encoder import refuse_missing
from voice.export.formats import Format, format_for, format_named
from voice.file_names import file_name, numbered
from voice.playback.usage import Span
from voice.saved_settings import load_settings
from voice.script.directives import DirectiveError, parse_directive
from voice.script.library import entries, find, one_name_meant
from voice.script.model import Script, Seconds, Settle
from voice.script.walks import BETWEEN, joined

MOST_JOBS = 64
"""Most files made at a time: large machines have as many cores, and each takes 200 MB of memory."""


@click.command()
@click.argument("exercises", nargs=-1, metavar="EXERCISE...")
@click.option("--all", "every", is_flag=True, help="Export every exercise.")
@sounding
@click.option(
    "-o",
    "--output",
    metavar="FILE",
    help="The file to write, or a folder (ending in /), which is made if needed.",
)
@click.option("--format", "format_name", metavar="FORMAT", help="mp3, m4b, m4a, opus, flac or wav.")
@click.option(
    "--captions",
    multiple=True,
    type=click.Choice(["lrc", "vtt", "srt"]),
    help="Write words and times to a file beside the audio file. May be given several times.",
)
@click.option("--force", is_flag=True, help="Replace a file that already exists.")
@click.option("--join", is_flag=True, help="Make one file of all, with quiet times between.")
@click.option(
    "--between",
    metavar="LENGTH",
    help="With --join: the time between two exercises, such as 2m or 45s. Usually 20s.",
)
@click.option(
    "--jobs",
    type=Number(Span(1, MOST_JOBS, whole=True)),
    metavar="N",
    help="How many files to make at a time. Usually one for each core.",
)
def export(  # noqa: C901, PLR0913 - one for each of its options
    exercises: tuple[str, ...],
    choices: Choices,
    output: str | None,
    format_name: str | None,
    captions: tuple[str, ...],
    jobs: int | None,
    between: str | None,
    *,
    every: bool,
    force: bool,
    join: bool,
) -> None:
    """Make audio files of exercises, to take along.

    Prints the path of each file. Without --output, files are written into this folder. In a
    folder, only what is missing or has changed is made.
    """
    if every == bool(exercises):
        raise click.UsageError("Name the exercises, or use --all without names.")
    with one_name_meant(exercises):
        scripts = [entry.script for entry in entries()] if every else [find(n) for n in exercises]
    if between is not None and not join:
        raise click.UsageError("--between belongs to --join.")
    refuse_empty(output=output, format=format_name)
    names = [script.id for script in scripts] if every else exercises
    for script, name in zip(scripts, names, strict=True):  # the files are still made
        if errors := errors_told(script, name):
            click.echo(errors, err=True)
    if join:
        scripts = [joined(scripts, BETWEEN if between is None else _length(between))]
    several = len(scripts) > 1 or (every and not join)
    if output:  # the shell expands no quoted ~; pathlib's raises on an unknown ~name
        output = os.path.expanduser(output)  # noqa: PTH111
    places = _places(scripts, output, format_name, several=several)
    choices = with_settings(choices, load_settings())

    for kind in dict.fromkeys(kind for _, kind in places):
        refuse_missing(kind)
    with background_of(choices):  # checked first, or reading the file for its mark might hang
        pass
    wanted = orders_for(scripts, places, choices, captions, force=force, several=several)
    if several:
        make_album(wanted, jobs, _progress)
        return
    with voices_here() as catalog:
        if output and _names_folder(output) and not os.path.lexists(Path(output)):
            make_folder(wanted[0], catalog)
        for order in left_of(wanted, catalog) if output and _is_folder(output) else wanted:
            try:
                refuse_impossible(*order.targets, force=order.force)
                make(order, catalog, _progress)
            except (KeyboardInterrupt, SystemExit):
                with suppress(OSError):  # the terminal was closed
                    click.echo(f"Stopped. {order.target} was not written.", err=True)
                raise
            for target in order.targets:
                click.echo(str(target))


def _length(typed: str) -> Seconds:
    """Read a length such as 2m or 45s.

    Raises:
        UsageError: It is none, or shorter than a second or longer than an hour.
    """
    with suppress(DirectiveError):
        directive = parse_directive(typed)
        if isinstance(directive, Settle) and typed[:1].isdigit():  # "pause 45s" is one too
            return directive.seconds
    raise click.BadParameter(
        f"{typed} is no length. Write 45s, 2m or 1m30s, up to 60m.", param_hint="--between"
    )


def _places(
    scripts: list[Script], output: str | None, format_name: str | None, *, several: bool
) -> list[tuple[Path, Format]]:
    """Return the path and format for each script."""
    chosen = Path(output) if output else Path()
    if output and not several and not (_names_folder(output) or _is_folder(output)):
        return [(chosen, format_for(chosen, format_name))]
    kind = format_named(format_name) if format_name else Format.MP3
    names = [f"{file_name(script.title)}{kind.ending}" for script in scripts]
    if several:
        names = list(numbered(names))
    targets = [chosen / name for name in names]
    if len({place_of(target) for target in targets}) < len(targets):
        raise ExportError(
            "Two of these exercises would become the same file: one of the files there is a link "
            "to another. Remove it, or export into another folder."
        )
    return [(target, kind) for target in targets]


def _names_folder(output: str) -> bool:
    return output.endswith(("/", os.sep))


def _is_folder(output: str) -> bool:
    with suppress(OSError):  # the name is too long: reported when the file is written
        return Path(output).is_dir()
    return False


BAR = 20
"""Columns of a progress bar."""

BESIDE_BAR = 24
"""Columns that Click puts beside a bar: marks, percents, and the time left, with days."""

PLAIN = 80
"""Columns of a plain line without a terminal."""


def _columns() -> int:
    """Return the width of the terminal on standard error; `PLAIN` without one."""
    try:
        return os.get_terminal_size(sys.stderr.fileno()).columns or PLAIN
    except (OSError, ValueError):  # not a terminal; not even a file
        return PLAIN


def _can_draw(title: str) -> bool:
    """Return True on a terminal that knows escape codes and has room for a bar after a title."""
    if not sys.stderr.isatty() or {"ACCESSIBLE", "NO_COLOR"} & os.environ.keys():
        return False
    return os.environ.get("TERM") != "dumb" and len(title) + BAR + BESIDE_BAR < _columns()


@contextmanager
def _progress(title: str, cues: int) -> Iterator[Callable[[int], None]]:
    """Show the progress of an export on standard error: a bar on a terminal, else plain lines."""
    if not _can_draw(title):
        click.echo(textwrap.fill(f"{title}: making the file.", _columns()), err=True)
        yield lambda _index: None
        return
    with click.progressbar(length=cues, label=title, file=sys.stderr, width=BAR) as bar:
        yield lambda index: bar.update(index - bar.pos)
