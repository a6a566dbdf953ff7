"""`ground list`: lists the exercises, the least demanding first."""

from __future__ import annotations

import click

from voice import faults
from voice.errors import Problem
from voice.exercise.choices import NO_CHOICES, chosen_pace, setting_of, with_settings
from voice.frames import spoken_minutes
from voice.saved_settings import load_settings
from voice.script.library import Entry, entries, walks
from voice.streams import json_text
from voice.timeline.build import build
from voice.timeline.estimate import estimated_seconds

_ASKS = {
    1: "Stay where you are",
    2: "One small thing or movement",
    3: "Fetch, stand or go",
    4: "Think or plan",
}

WALKS = "Walks, of several exercises"


@click.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print JSON, for other programs.")
def list_exercises(*, as_json: bool) -> None:
    """List the exercises, the least demanding first."""
    choices = with_settings(NO_CHOICES, load_settings())
    problems: list[Problem] = []
    on_foot = walks(problems)
    found = (*entries(problems), *on_foot)
    pace, setting = chosen_pace(choices), setting_of(choices)
    seconds: dict[str, float] = {}
    for entry in found:
        try:
            seconds[entry.script.id] = estimated_seconds(build(entry.script, pace, setting))
        except Exception as error:  # noqa: BLE001 - the others must still be listed
            problems.append(_unusable(entry, error))
    found = tuple(entry for entry in found if entry.script.id in seconds)
    found = tuple(sorted(found, key=lambda entry: entry.script.ask))
    for problem in problems:
        click.echo(str(problem), err=True)
    if as_json:
        records = [
            {
                "id": entry.script.id,
                "title": entry.script.title,
                "about": entry.script.about,
                "ask": entry.script.ask,
                "position": entry.script.position,
                "needs": entry.script.needs,
                "duration": round(seconds[entry.script.id], 1),
                "source": entry.source,
            }
            for entry in found
        ]
        click.echo(json_text(records))
        return
    shown = ""
    for entry in sorted(found, key=lambda entry: entry in on_foot):
        script = entry.script
        heading = WALKS if entry in on_foot else _ASKS[script.ask]
        if heading != shown:
            shown = heading
            click.echo(f"{shown}:")
        needs = f" Needs {script.needs}." if script.needs else ""
        length = spoken_minutes(seconds[script.id])
        click.echo(f"  {script.id}: {script.title}, {length}. {script.about}{needs}")
    click.echo("Hear one with: ground play NAME")


def _unusable(entry: Entry, error: Exception) -> Problem:
    return Problem(
        entry.source, 1, 1, faults.told(error, f"This script is left out. {faults.FAULT}")
    )
