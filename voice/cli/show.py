"""`ground show`: prints the words of an exercise, with times."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from voice.cli.options import sounding
from voice.errors import ExportError, GroundError
from voice.exercise.choices import Choices, setting_of, with_settings
from voice.exercise.performance import performance, voices_here
from voice.exercise.transcript import record_of, transcript
from voice.export.atomic_output import refuse_impossible, whole_or_nothing
from voice.frames import clock
from voice.script.library import find_words
from voice.settings import load_settings
from voice.streams import json_text
from voice.timeline.cues import Placed, Timeline, place
from voice.timeline.picture import draw

if TYPE_CHECKING:
    from voice.speech.engine import Voice


@click.command()
@click.argument("words", nargs=-1, required=True, metavar="EXERCISE")
@sounding
@click.option("--json", "as_json", is_flag=True, help="Print JSON, for other programs.")
@click.option("--picture", metavar="FILE", help="Draw a timeline into this SVG file instead.")
@click.option("--force", is_flag=True, help="Replace a picture that already exists.")
def show(
    words: tuple[str, ...], choices: Choices, picture: str | None, *, as_json: bool, force: bool
) -> None:
    """Print what an exercise says, with times.

    A name of several words needs no quotes. A picture shows where a script is crowded: speech,
    silences, breaths and bells, in rows of one minute.
    """
    if as_json and picture is not None:
        raise click.UsageError("Choose --json or --picture, not both.")
    target = None if picture is None else _drawable(picture, force=force)
    choices = with_settings(choices, load_settings())
    setting = setting_of(choices)
    with (
        voices_here() as catalog,
        performance(find_words(words), choices, setting, catalog) as performed,
    ):
        timeline = performed.timeline
        performed.narration.measure()
        frames = performed.narration.frames
        placed = place(timeline, frames.__getitem__)
        voice = performed.voice()
    if target:
        _draw(timeline, placed, voice, target, force=force)
    elif as_json:
        click.echo(json_text(record_of(timeline, placed, frames, voice)))
    else:
        for row in transcript(timeline, placed, voice):
            click.echo(row)


def _drawable(typed: str, *, force: bool) -> Path:
    """Return the path of a picture, checked before any voice is asked.

    Raises:
        GroundError: No picture can be written there.
    """
    if not (typed.lower().endswith(".svg") and Path(typed).suffix):
        raise GroundError("A picture is an SVG file. Name it like this: --picture ice-cube.svg")
    target = Path(os.path.expanduser(typed))  # noqa: PTH111 - pathlib's raises on an unknown ~name
    with _named_by("--picture"):
        refuse_impossible(target, force=force)
    return target


def _draw(
    timeline: Timeline, placed: tuple[Placed, ...], voice: Voice, target: Path, *, force: bool
) -> None:
    below = f"{clock(placed[-1].end)} minutes, {timeline.pace.name} pace, voice {voice.called}"
    with _named_by("--picture"), whole_or_nothing(target, force=force) as (part,):
        part.write_bytes(draw(timeline, placed, below).encode())
    click.echo(str(target))


@contextmanager
def _named_by(option: str) -> Iterator[None]:
    """Replace `--output` in error messages by the option that chose the file."""
    try:
        yield
    except ExportError as error:
        raise GroundError(str(error).replace("--output", option)) from error
