"""`ground show`: the words of an exercise, with times."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from voice.cli.options import sounding
from voice.errors import ExportError, GroundError
from voice.exercise.choices import Choices, setting_of, with_settings
from voice.exercise.performance import performance, voices_here
from voice.export.atomic_output import refuse_impossible, whole_or_nothing
from voice.frames import SAMPLE_RATE, clock, spoken_minutes, to_seconds
from voice.script.library import find_words
from voice.settings import load_settings
from voice.streams import json_text
from voice.timeline.cues import Kind, Placed, Timeline, place
from voice.timeline.picture import draw

if TYPE_CHECKING:
    from voice.speech.engine import Voice


@click.command()
@click.argument("words", nargs=-1, required=True, metavar="EXERCISE")
@sounding
@click.option("--json", "as_json", is_flag=True, help="Print JSON, for other programs.")
@click.option("--picture", metavar="FILE", help="Draw it into a file instead, an SVG picture.")
@click.option("--force", is_flag=True, help="Replace a picture that is there.")
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
        record = _record(timeline, placed, frames, voice)
        click.echo(json_text(record))
    else:
        _print_transcript(timeline, placed, voice)


def _drawable(typed: str, *, force: bool) -> Path:
    """Where a picture goes, seen to be possible before any voice is asked.

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

    below = f"{clock(placed[-1].end)} minutes, {timeline.pace.name} pace, voice {voice.name}"
    with _named_by("--picture"), whole_or_nothing(target, force=force) as (part,):
        part.write_bytes(draw(timeline, placed, below).encode())
    click.echo(str(target))


@contextmanager
def _named_by(option: str) -> Iterator[None]:
    """Name the option that chose a file's place, where sentences name that of `export`."""
    try:
        yield
    except ExportError as error:
        raise GroundError(str(error).replace("--output", option)) from error


def _record(
    timeline: Timeline, placed: tuple[Placed, ...], frames: dict[str, int], voice: Voice
) -> dict[str, Any]:
    """What `show --json` prints; other programs read it, so its names stay."""
    script, pace = timeline.script, timeline.pace
    starts = {item.cue.step: item.start for item in reversed(placed)}
    return {
        "id": script.id,
        "title": script.title,
        "language": script.language,
        "duration": to_seconds(placed[-1].end),
        "sample_rate": SAMPLE_RATE,
        "pace": {
            "name": pace.name,
            "words_per_minute": pace.words_per_minute,
            "pause_scale": float(pace.pause_scale),
        },
        "voice": {"id": voice.id, "name": voice.name, "engine": voice.engine},
        "steps": [
            {"title": script.steps[step].title, "start": to_seconds(starts[step])}
            for step in sorted(starts)
        ],
        "cues": [_cue_record(item, frames) for item in placed],
    }


def _cue_record(item: Placed, frames: dict[str, int]) -> dict[str, Any]:
    cue = item.cue
    record: dict[str, Any] = {
        "kind": cue.kind.value,
        "start": to_seconds(item.start),
        "duration": to_seconds(item.frames),
        "step": cue.step,
        "line": cue.line,
    }
    if cue.phase is not None:
        record["phase"] = cue.phase.value
    if cue.text and frames[cue.text] <= item.frames:
        record["text"] = cue.text
    return record


def _print_transcript(timeline: Timeline, placed: tuple[Placed, ...], voice: Voice) -> None:
    script = timeline.script
    length = spoken_minutes(to_seconds(placed[-1].end))
    click.echo(f"{script.title}, {length}, {timeline.pace.name} pace, voice {voice.name}.")
    saying = None
    for item in placed:
        cue = item.cue
        if cue.saying != saying:
            saying = cue.saying
            click.echo(f"\n{clock(item.start)}  {script.steps[cue.step].title}")
        if cue.kind is Kind.GAP:
            continue
        if cue.kind is Kind.SPEECH:
            click.echo(f"{clock(item.start)}    {cue.text}")
        else:
            what = f"{cue.kind} {cue.phase}" if cue.phase else cue.kind
            click.echo(f"{clock(item.start)}    ({what}, {to_seconds(item.frames):.1f} seconds)")
