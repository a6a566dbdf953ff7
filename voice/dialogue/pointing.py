"""Lets the listener move from choice to choice and take one, as with the keys of a headset."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from voice.dialogue.conversation import PATIENCE, Conversation, Line
from voice.playback.keys import BEGIN, NEXT, PREVIOUS


@dataclass(frozen=True, slots=True)
class Offer:
    """A choice, as it is said.

    Attributes:
        sentence: Names the choice before its key.
        key: The key.
    """

    sentence: str
    key: str


def ask_for_one(
    talk: Conversation, lines: Iterable[Line], offers: Sequence[Offer], *, patience: float
) -> str | None:
    """Ask which choice the listener takes.

    The keys for the next one and the one before name one choice after the other, beginning beside
    the first. Then Enter and Space take the one named last.

    Args:
        talk: The conversation.
        lines: The question.
        offers: The choices in it.
        patience: Seconds of quiet to wait for the first key.

    Returns:
        The key of the choice, or any other key; `None` without one.
    """
    key = talk.ask(lines, patience=patience)
    at, moved = 0, False
    while key in NEXT or (key in PREVIOUS and at > 0):
        at, moved = (at + (1 if key in NEXT else -1)) % len(offers), True
        key = talk.ask([offers[at].sentence], patience=PATIENCE)
    return offers[at].key if moved and key in BEGIN else key
