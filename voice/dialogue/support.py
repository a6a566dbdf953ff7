"""Says who to call within a conversation, for `ground support` and the key 9."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import click

from voice.playback.keys import LEAVE
from voice.settings import Settings
from voice.support import screen
from voice.support.caller import caller_of, keep_country
from voice.support.helplines import known_lines
from voice.support.telling import Telling
from voice.support.words import Caller

if TYPE_CHECKING:
    from voice.dialogue.conversation import Conversation
    from voice.support.helplines import Helpline
    from voice.support.words import Piece

NEXT_PIECE_AFTER = 1.0
"""Seconds of quiet after which the next piece is said without a key."""

ANSWER = 8.0
"""Seconds of quiet to wait for a key (scripts/SOURCES.md, Silence)."""

BETWEEN_SENTENCES = 0.5
"""Seconds of quiet between two sentences, as in other conversations."""


def tell(talk: Conversation, telling: Telling) -> str | None:
    """Say one piece after the other; keys skip, repeat, answer or end.

    Args:
        talk: The conversation.
        telling: The pieces.

    Returns:
        The key that ended it; `None` if all was said.

    Raises:
        SpeechError: A piece cannot be said.
        PlaybackError: The sound device is gone, and there is no other.
    """
    while (piece := telling.piece) is not None:
        if telling.asking:
            key, heard = _ask(talk, piece)
        else:
            talk.prepare(telling.following, talk.say)
            key, heard = talk.ask(piece, patience=NEXT_PIECE_AFTER), ()
        if key in LEAVE:
            return key
        telling.press(key, heard)
    return None


def _ask(talk: Conversation, question: Piece) -> tuple[str | None, Piece]:
    """Ask for the country; the last sentence is said apart, because it offers Space as a key.

    Returns:
        The key, and the sentences begun so far: all of them once the last was begun.
    """
    before, last = question[:-1], question[-1:]
    talk.prepare(last, talk.say)
    key = talk.ask(before, patience=BETWEEN_SENTENCES)
    if key is not None:
        return key, before
    return talk.ask(last, patience=ANSWER), question


def telling_of(
    caller: Caller, lines: Sequence[Helpline], *, keys: bool, asks: bool, closing: Piece
) -> Telling:
    """Print the page at once and return the telling that says it."""
    for row in screen.page(caller, lines, keys=keys, asks=asks):
        click.echo(row)
    return Telling(
        caller, lines, keys=keys, asks=asks, keep=keep_country, show=_show, closing=closing
    )


def support_of(settings: Settings) -> Callable[[Conversation], str | None]:
    """Return a function that says who to call within a conversation; asks the country once."""
    asks = not settings.country
    told: list[Caller] = []

    def support(talk: Conversation) -> str | None:
        lines = known_lines()
        if told:
            telling = Telling(told[-1], lines, keys=True, asks=False, closing=())
        else:
            caller = caller_of(settings, lines)
            telling = telling_of(caller, lines, keys=True, asks=asks, closing=())
        key = tell(talk, telling)
        if telling.answered or not asks:
            told.append(telling.caller)
        return key

    return support


def _show(caller: Caller) -> None:
    for row in screen.numbers(caller):
        click.echo(row)
