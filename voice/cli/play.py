"""`ground play`: plays an exercise aloud, with keys."""

from __future__ import annotations

import sys
from dataclasses import replace

import click

from voice.cli.options import options, sounding
from voice.dialogue.menu_loop import keep_last, visit_with
from voice.exercise.choices import Choices, with_settings
from voice.exercise.ending import Ending
from voice.exercise.performance import voices_here
from voice.exercise.session import Session
from voice.playback import startup
from voice.playback.media.media_keys import media_keys
from voice.playback.output import SWITCH, Device
from voice.playback.usage import PLAYING
from voice.saved_settings import load_settings
from voice.script.library import GENTLEST, find, find_words
from voice.script.steps import step_named


@click.command()
@click.argument("words", nargs=-1, metavar="[EXERCISE]")
@sounding
@options(PLAYING, **{"from": "beginning"})
def play(
    words: tuple[str, ...],
    choices: Choices,
    volume: int | None,
    *,
    captions: bool,
    device: str | None,
    beginning: str | None,
) -> None:
    """Play an exercise aloud. Without a name, the gentlest one is played.

    A name of several words needs no quotes.

    Space pauses, q stops, h says the other keys.
    """
    sys.setswitchinterval(SWITCH)
    settings = load_settings()
    choices = with_settings(choices, settings)
    script = find_words(words) if any(words) else find(GENTLEST)
    step = None if beginning is None else step_named(script, beginning)
    with media_keys(startup.keyboard()) as keys, voices_here(beside_sound=True) as catalog:
        amplitude = settings.amplitude if volume is None else volume / 100
        session = Session(
            keys, catalog, choices, amplitude, captions, Device(device), showing=keys.showing
        )
        heard = session.play(script, step)
        if heard.ending is Ending.SWAPPED:
            any_length = replace(choices, minutes=None)  # that length was for the other exercise
            session = replace(session, volume=heard.volume, choices=any_length, welcomed=True)
            visit_with(session, settings).go_on(script, heard.ending)
        elif heard.ending is Ending.WHOLE and settings.remember:
            keep_last(script)
