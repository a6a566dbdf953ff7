"""`ground show`: prints the words of an exercise, with times."""

from __future__ import annotations

import click

from voice.cli.options import sounding
from voice.exercise.choices import Choices, setting_of, with_settings
from voice.exercise.performance import performance, voices_here
from voice.exercise.picture_file import drawable, write_picture
from voice.exercise.transcript import SaidBy, record_of, transcript
from voice.frames import clock
from voice.saved_settings import load_settings
from voice.script.library import find_words
from voice.streams import json_text
from voice.timeline.cues import place
from voice.timeline.picture import draw


@click.command()
@click.argument("words", nargs=-1, required=True, metavar="EXERCISE")
@sounding
@click.option("--spoken", is_flag=True, help="Print the words that the voice says: no figures.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON, for other programs.")
@click.option("--picture", metavar="FILE", help="Draw a timeline into this SVG file instead.")
@click.option("--force", is_flag=True, help="Replace a picture that already exists.")
def show(
    words: tuple[str, ...],
    choices: Choices,
    picture: str | None,
    *,
    spoken: bool,
    as_json: bool,
    force: bool,
) -> None:
    """Print what an exercise says, with times.

    A name of several words needs no quotes. A picture shows where a script is crowded: speech,
    silences, breaths and bells, in rows of one minute.
    """
    if as_json and picture is not None:
        raise click.UsageError("Choose --json or --picture, not both.")
    target = None if picture is None else drawable(picture, force=force)
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
        said_by = SaidBy(performed.voice(), performed.instead())
    if target:
        who = said_by.usual.called
        below = f"{clock(placed[-1].end)} minutes, {timeline.pace.name} pace, voice {who}"
        write_picture(draw(timeline, placed, below), target, force=force)
        click.echo(str(target))
    elif as_json:
        click.echo(json_text(record_of(timeline, placed, frames, said_by)))
    else:
        for row in transcript(timeline, placed, said_by, spoken=spoken):
            click.echo(row)
