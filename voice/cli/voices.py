"""`ground voices`: lists the voices, and lets them speak."""

from __future__ import annotations

import os
import shlex
import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from voice.cli.options import refuse_empty
from voice.dialogue.conversation import conversation
from voice.dialogue.exercise_menu import people_of
from voice.dialogue.hear_voices import listen
from voice.dialogue.speakers import Speakers, manner_of
from voice.dialogue.support import support_of
from voice.errors import SpeechError, UnknownNameError
from voice.exercise.performance import voices_here
from voice.paths import settings_file
from voice.playback.keyboard import Keyboard
from voice.playback.output import SWITCH
from voice.recording.adding import add
from voice.recording.lines import counted
from voice.saved_settings import load_settings
from voice.streams import json_text

if TYPE_CHECKING:
    from voice.speech.catalog import Catalog
    from voice.speech.engine import Voice


@click.command()
@click.option("--listen", "aloud", is_flag=True, help="Let each one speak; Enter keeps one.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON, for other programs.")
@click.option(
    "--all", "every", is_flag=True, help="Every voice, including those of other languages."
)
@click.option("--add", "pack", metavar="FILE", help="Take in a voice that somebody packed for you.")
@click.option("--device", metavar="NAME", help="Sound device to play on; see: ground doctor.")
def voices(
    *, aloud: bool, as_json: bool, every: bool, pack: str | None, device: str | None
) -> None:
    """List the voices that work here: English ones, or all with --all.

    With --listen, a few voices that sound different speak, or all of them with --all; Enter keeps
    the one heard last, and Escape leaves.
    """
    if sum((aloud, as_json, pack is not None)) > 1:
        raise click.UsageError("Choose one of --listen, --json and --add.")
    refuse_empty(add=pack)
    if pack is not None:
        _add(pack)
        return
    if aloud:
        _listen(device, every=every)
        return
    if every:
        click.echo("Trying out every voice. The first time takes a few seconds.", err=True)
    with voices_here() as catalog:
        found = catalog.listed(None if every else "en")
        usual = _usual(catalog)
        if as_json:
            heard = filter(catalog.is_offered, found)
            click.echo(json_text([asdict(voice) | {"usual": voice == usual} for voice in heard]))
            return
        for voice in filter(catalog.is_offered, found):  # each is printed once it has been tried
            _show(voice, ", the usual one" if voice == usual else "")
    click.echo("Choose one with --voice and its id or name. Hear them with: ground voices --listen")


def _add(pack: str) -> None:
    added = add(Path(os.path.expanduser(pack)))  # noqa: PTH111 - pathlib's raises on an unknown ~name
    recording = added.recording
    lines = counted(len(recording.clips()))
    click.echo(f"{recording.name} is here, with {lines}, {added.new} new.")
    if recording.may_be_passed_on is False:
        click.echo(f"{recording.name} does not want it to be passed on to others.")
    click.echo(
        f"Choose it with: ground choose, or --voice {shlex.quote(f'recorded/{recording.id}')}"
    )


def _usual(catalog: Catalog) -> Voice | None:
    """Return the default voice for English; `None` if no voice can speak."""
    try:
        return catalog.choose(None, "en")
    except (UnknownNameError, SpeechError):
        return None  # the list is then empty


def _show(voice: Voice, mark: str = "") -> None:
    about = "" if voice.about == voice.called else f" ({voice.about})"
    click.echo(f"{voice.called}{about}: {voice.id}{mark}")


def _listen(device: str | None, *, every: bool) -> None:

    sys.setswitchinterval(SWITCH)
    settings = load_settings()
    with Keyboard() as keyboard, voices_here(beside_sound=True) as catalog:
        speakers = Speakers(catalog, settings)
        with conversation(keyboard, speakers.say, manner_of(settings, device)) as talk:
            talk.people = people_of(support_of(settings))
            keys = keyboard.available
            listen(talk, speakers, settings_file(), _show, keys=keys, every=every)
