"""`ground voices`: who can speak."""

from __future__ import annotations

import json
from dataclasses import asdict

import click

from voice.cli.performance import voices_here


@click.command()
@click.option("--json", "as_json", is_flag=True, help="For programs.")
@click.option("--all", "every", is_flag=True, help="Those of other languages too.")
def voices(*, as_json: bool, every: bool) -> None:
    """List the voices that work here, English ones unless --all."""
    if every:
        click.echo("Listening to every voice. The first time takes some seconds.", err=True)
    with voices_here() as catalog:
        found = catalog.voices(None if every else "en")
    if as_json:
        click.echo(json.dumps([asdict(voice) for voice in found], indent=1, ensure_ascii=False))
        return
    for voice in found:
        about = ", ".join(filter(None, (*voice.languages, voice.gender)))
        click.echo(f"{voice.id}: {voice.name} ({about})")
    click.echo("Take one with: --voice, and its id or name.")
