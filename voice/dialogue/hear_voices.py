"""`ground voices --listen`: each voice says one line, and one of them may be kept."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import click

from voice.dialogue.audition import SHORTLY, Audition, Words, opening_key
from voice.dialogue.conversation import Conversation
from voice.dialogue.speakers import Speakers
from voice.errors import SettingsError
from voice.playback.keys import KEEP, KEEP_LAST, LEAVE, LISTED_KEYS
from voice.saved_settings import remember
from voice.settings import Settings
from voice.speech.engine import Voice

OPENING = ("Each voice says its name.", "To leave, press Escape.")
CHOICES = (
    KEEP_LAST,
    "To hear one again, press its number.",
    "To leave, press Escape.",
    "Or wait, and nothing is changed.",
)
NOT_KEPT = "It could not be kept."
UNCHANGED = "Nothing has changed."


def listen(
    talk: Conversation,
    speakers: Speakers,
    path: Path,
    show: Callable[[Voice], None],
    *,
    keys: bool,
    every: bool = False,
) -> None:
    """Let each voice speak, and keep one by key; say and print the result.

    Args:
        talk: The conversation.
        speakers: The voices.
        path: The settings file.
        show: Called with each voice before it speaks.
        keys: Whether there is a keyboard; without one, all voices are only heard.
        every: Play all voices of all languages, not only a few different English ones.

    Raises:
        SettingsError: The voice cannot be kept.
    """
    found = talk.work(lambda: speakers.every_voice(None) if every else speakers.voices())
    key = opening_key(talk, OPENING, found) if keys else None
    voice = None
    if key not in LEAVE:
        words = Words(CHOICES, LISTED_KEYS if keys else ())
        audition = Audition(
            talk, found.result(), speakers.say_as, words, own_words=speakers.own_words, show=show
        )
        if not keys:
            _hear_all(audition)
            return
        voice = _kept(audition, audition.moved(-1, key))
    if voice is not None:
        _keep(talk, speakers, voice, path)
    else:
        talk.tell([UNCHANGED])
        click.echo(UNCHANGED)


def _hear_all(audition: Audition) -> None:
    at = 0
    while at < len(audition.voices):
        audition.key_at(at, by_itself=True, patience=SHORTLY)
        at += 1


def _kept(audition: Audition, at: int) -> Voice | None:
    key = None
    while True:
        asked = at >= len(audition.voices)
        key = audition.key_at(at, by_itself=key is None)
        if key in LEAVE or (key is None and asked):
            return None
        if key == KEEP:
            return audition.last
        at = audition.moved(at, key)


def _keep(talk: Conversation, speakers: Speakers, voice: Voice, path: Path) -> None:
    talk.say = speakers.narrate_as(voice)
    try:
        remember(path, Settings(voice=voice.id))
    except SettingsError:
        talk.tell([NOT_KEPT, UNCHANGED])
        raise
    talk.tell([f"You chose {voice.called}."])
    click.echo(f"Kept: {voice.called}.")
