"""`ground choose`: chooses a voice, its speed, silence and loudness by ear, and keeps them."""

from __future__ import annotations

import sys

import click

from voice.dialogue.choose_voice import choose_by_ear
from voice.dialogue.conversation import conversation
from voice.dialogue.exercise_menu import people_of
from voice.dialogue.speakers import Speakers, manner_of
from voice.dialogue.support import support_of
from voice.errors import GroundError
from voice.exercise.performance import voices_here
from voice.paths import settings_file
from voice.playback.keyboard import Keyboard
from voice.playback.output import SWITCH
from voice.saved_settings import load_settings


@click.command()
@click.option("--captions", is_flag=True, help="Print each sentence as it is said.")
@click.option(
    "--all",
    "every",
    is_flag=True,
    help="Hear every English voice, including those that sound alike.",
)
@click.option("--device", metavar="NAME", help="Sound device to play on; see: ground doctor.")
def choose(*, captions: bool, every: bool, device: str | None) -> None:
    """Choose a voice, its speed, silence and loudness by ear.

    All of it is spoken. Enter keeps what you hear, Escape leaves everything as it was.
    """
    with Keyboard() as keyboard:
        if not keyboard.available:
            raise GroundError(
                "Choosing by ear needs a terminal with keys. "
                "Without one, name a voice with: ground play --voice NAME"
            )
        sys.setswitchinterval(SWITCH)
        settings = load_settings()
        with voices_here(beside_sound=True) as catalog:
            speakers = Speakers(catalog, settings)
            manner = manner_of(settings, device, captions=captions)
            with conversation(keyboard, speakers.say, manner) as talk:
                talk.people = people_of(support_of(settings))
                click.echo("Choosing by ear. Enter keeps what you hear, Escape leaves.")
                choose_by_ear(talk, speakers, settings, settings_file(), every=every)
