"""`ground support`: says and prints who to call."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import asdict

import click

from voice.dialogue.conversation import conversation
from voice.dialogue.speakers import Speakers, manner_of
from voice.dialogue.support import tell, telling_of
from voice.errors import PlaybackError, SpeechError, UnknownNameError
from voice.exercise.performance import voices_here
from voice.playback.keyboard import Keyboard, Keys
from voice.playback.media.media_keys import media_keys
from voice.playback.output import SWITCH
from voice.saved_settings import load_settings
from voice.settings import Settings
from voice.streams import json_text
from voice.support.caller import caller_of
from voice.support.countries import known_country
from voice.support.helplines import Helpline, known_lines
from voice.support.telling import Telling
from voice.support.words import CLOSING, Caller


@click.command(short_help="Say and print who to call.")
@click.option("--country", metavar="COUNTRY", help="Another country, such as DE or Germany.")
@click.option(
    "--json", "as_json", is_flag=True, help="Print JSON, for other programs. Nothing is said."
)
@click.option("--device", metavar="NAME", help="Sound device to play on; see: ground doctor.")
def support(*, country: str | None, as_json: bool, device: str | None) -> None:
    """Say and print who to call: the emergency number, your own person, your country's number.

    Space goes on, r says it again, Escape ends.
    """
    lines = known_lines()
    wanted, unknown = None, None
    try:
        wanted = None if country is None else known_country(country)
    except UnknownNameError as error:
        if as_json:
            raise
        unknown = error
    if as_json:
        rows = [asdict(line) for line in lines if wanted in {None, line.country}]
        click.echo(json_text(rows))
        return
    if unknown is not None:  # printed first, so that the numbers are the last rows
        click.echo(str(unknown), err=True)
    settings = load_settings()
    caller = caller_of(settings, lines, wanted)
    asks = wanted is None and not settings.country
    try:
        _aloud(settings, caller, lines, device, asks=asks, unknown=unknown)
    except (PlaybackError, SpeechError) as error:
        if device is not None:  # the user can choose another; the numbers are printed anyway
            raise
        click.echo(str(error), err=True)
    if unknown is not None:
        raise click.exceptions.Exit(1)


def _aloud(
    settings: Settings,
    caller: Caller,
    lines: Sequence[Helpline],
    device: str | None,
    *,
    asks: bool,
    unknown: UnknownNameError | None,
) -> None:
    sys.setswitchinterval(SWITCH)
    with media_keys(Keyboard()) as keyboard:
        keys = keyboard.available
        telling = telling_of(caller, lines, keys=keys, asks=asks and keys, closing=CLOSING)
        if unknown is not None:
            telling.say_first((unknown.aloud,))
        _talk(settings, telling, keyboard, device)


def _talk(settings: Settings, telling: Telling, keyboard: Keys, device: str | None) -> None:
    with voices_here(beside_sound=True) as catalog:
        speakers = Speakers(catalog, settings)
        with conversation(keyboard, speakers.say, manner_of(settings, device)) as talk:
            tell(talk, telling)
