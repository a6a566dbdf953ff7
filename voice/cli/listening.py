"""`ground voices --listen`: each voice says one line, and one of them may be kept."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import click

from voice.cli.audition import BETWEEN, KEEP, SHORTLY, Audition, opening_key
from voice.cli.conversation import PATIENCE, Conversation
from voice.cli.speakers import LANGUAGE, Speakers
from voice.errors import SettingsError
from voice.playback.keys import LEAVE
from voice.settings import Settings, remember
from voice.speech.engine import Voice

OPENING = (
    "To keep a voice, press its number.",
    "To keep the one you hear, press Enter.",
    "To leave, press Escape.",
)
NOT_KEPT = "It could not be kept."
UNCHANGED = "Nothing was changed."


def listen(
    talk: Conversation,
    speakers: Speakers,
    path: Path,
    show: Callable[[Voice], None],
    *,
    keys: bool,
    every: bool = False,
) -> None:
    """Let each voice speak, and keep one if a key says so; say and print how it ended.

    Args:
        talk: Where it is heard.
        speakers: Who there is.
        path: Where it is kept.
        show: Called with each voice before it speaks.
        keys: Whether there are keys; if not, all are heard and that is all.
        every: Those of other languages too.

    Raises:
        SettingsError: The voice cannot be kept.
    """
    found = talk.work(lambda: speakers.voices(None if every else LANGUAGE))
    key = opening_key(talk, OPENING, found) if keys else None
    if key in LEAVE:
        voice = None
    else:
        audition = Audition(talk, found.result(), speakers.say_as, choices=OPENING, show=show)
        voice = _kept(audition, audition.moved(-1, key), keys=keys)
    if voice is not None:
        _keep(talk, speakers, voice, path)
    elif keys:
        talk.tell([UNCHANGED])
        click.echo(UNCHANGED)


def _kept(audition: Audition, at: int, *, keys: bool) -> Voice | None:
    key = None
    while at < len(audition.voices):
        patience = BETWEEN if keys else SHORTLY
        if keys and at == len(audition.voices) - 1:
            patience = PATIENCE
        key = audition.key_at(at, by_itself=key is None, patience=patience)
        number = audition.number_of(key)
        if key in LEAVE:
            return None
        if key == KEEP:
            return audition.last
        if number is not None:
            return audition.voices[number]
        at = audition.moved(at, key)
    return None


def _keep(talk: Conversation, speakers: Speakers, voice: Voice, path: Path) -> None:
    talk.say = speakers.narrate_as(voice)
    try:
        remember(path, Settings(voice=voice.id))
    except SettingsError:
        talk.tell([NOT_KEPT, UNCHANGED])
        raise
    talk.tell([f"You chose {voice.name}."])
    click.echo(f"Kept: {voice.name}.")
