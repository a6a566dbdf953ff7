"""`ground settings`: what is remembered, and where."""

from __future__ import annotations

from dataclasses import asdict

import click

from voice.cli.performance import remembered
from voice.places import cache_folder, scripts_folder, settings_file, voices_folder
from voice.settings import forget_settings


@click.command()
@click.option("--reset", is_flag=True, help="Forget what is remembered.")
def settings(*, reset: bool) -> None:
    """Show what is remembered, and where it is kept."""
    if reset:
        forget_settings(settings_file())
        click.echo("What you chose is forgotten.")
        return
    chosen = {name: value for name, value in asdict(remembered()).items() if value is not None}
    for name, value in chosen.items():
        shown = {True: "on", False: "off"}.get(value, value) if isinstance(value, bool) else value
        click.echo(f"{name}: {shown}")
    if not chosen:
        click.echo("Nothing is remembered.")
    click.echo(f"Settings: {settings_file()}")
    click.echo(f"Your own scripts: {scripts_folder()}")
    click.echo(f"Your own voices: {voices_folder()}")
    click.echo(f"Speech that was rendered, which can be made again: {cache_folder()}")
