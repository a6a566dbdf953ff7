"""What is printed for a listener is also said, wherever anything can speak."""

from __future__ import annotations

import contextlib
from collections.abc import Sequence

import click

from voice.errors import GroundError
from voice.playback import early

NOW = "Nothing is playing now. To begin, type ground, and Enter."
"""Said after what went wrong: what happens next."""

HELP = (
    "Four things are here.",
    "To hear an exercise, type ground, and Enter.",
    "To choose a voice, type ground choose.",
    "For a file, type ground export, and a name.",
    "For people to call, type ground support.",
)


@click.command("help")
def help_aloud() -> None:
    """Say the four things one can do here."""
    for sentence in HELP:
        click.echo(sentence)
    say_aloud(HELP)


def say_error(error: GroundError) -> None:
    """Say what went wrong, which was printed already, and what happens next."""
    say_aloud((error.aloud, NOW))


def say_aloud(sentences: Sequence[str]) -> None:
    """Say sentences until they are over or a key comes; where nothing can speak, nothing is said.

    Args:
        sentences: Printed already, so that nothing is lost where they cannot be heard.
    """
    from voice.cli.performance import remembered, voices_here
    from voice.interrupts import held
    from voice.playback.keyboard import Keyboard

    early.end()  # what was begun for an exercise that does not come
    settings = remembered()
    with contextlib.suppress(GroundError), Keyboard() as keyboard, voices_here() as catalog:
        with held():  # C libraries load
            from voice.cli.conversation import conversation
            from voice.cli.speakers import Speakers, manner_of

        speakers = Speakers(catalog, settings)
        with conversation(keyboard, speakers.say, manner_of(settings)) as talk:
            talk.tell(sentences)
