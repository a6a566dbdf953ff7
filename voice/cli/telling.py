"""Says who to call within a conversation: the one loop behind `ground support` and the key 9."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from voice.errors import SettingsError
from voice.places import settings_file
from voice.playback.keys import LEAVE
from voice.settings import Settings, remember
from voice.support.question import kept_words

if TYPE_CHECKING:
    from voice.cli.conversation import Conversation
    from voice.support.lines import Line
    from voice.support.telling import Telling
    from voice.support.words import Piece

BETWEEN = 1.0
"""Seconds of quiet after which the next piece is said without a key."""

ANSWER = 8.0
"""Seconds of quiet in which a key is waited for (scripts/SOURCES.md, Silence)."""

BETWEEN_SENTENCES = 0.5
"""Seconds of quiet between two sentences, as conversations have it."""

NOT_KEPT = "The country could not be kept."


def tell(talk: Conversation, telling: Telling) -> str | None:
    """Say one piece after the other; keys go on, say again, answer or end.

    Args:
        talk: Where they are heard.
        telling: What is said.

    Returns:
        The key that ended it; `None` where all was said.

    Raises:
        SpeechError: It cannot be said.
        PlaybackError: The sound device is gone, and there is no other.
    """
    while (piece := telling.piece) is not None:
        if telling.asking:
            key, heard = _ask(talk, piece)
        else:
            talk.prepare(telling.following, talk.say)
            key, heard = talk.ask(piece, patience=BETWEEN), ()
        if key in LEAVE:
            return key
        telling.press(key, heard)
    return None


def _ask(talk: Conversation, question: Piece) -> tuple[str | None, Piece]:
    """Ask for the country; its last sentence is said apart, because it offers Space as a key.

    Returns:
        The key that answers; and the whole question once its last sentence was begun.
    """
    before, last = question[:-1], question[-1:]
    talk.prepare(last, talk.say)
    key = talk.ask(before, patience=BETWEEN_SENTENCES)
    if key is not None:
        return key, before
    return talk.ask(last, patience=ANSWER), question


def keep_country(line: Line) -> Piece:
    """Keep where the listener is; returns what is said of that."""
    try:
        remember(settings_file(), Settings(country=line.country))
    except SettingsError as error:  # who to call matters more
        click.echo(str(error), err=True)
        return (NOT_KEPT,)
    return kept_words(line)
