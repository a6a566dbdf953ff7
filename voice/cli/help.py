"""`ground help`: says and prints the four things you can do here."""

from __future__ import annotations

import click

from voice.dialogue.say import say_aloud

HELP = (
    "Four things are here.",
    "To hear an exercise, type ground, and Enter.",
    "To choose a voice, type ground choose.",
    "For a file, type ground export, and a name.",
    "For people to call, type ground support.",
)


@click.command("help")
def help_aloud() -> None:
    """Say the four things you can do here."""
    for sentence in HELP:
        click.echo(sentence)
    say_aloud(HELP)
