"""What is asked after an exercise: again, something else, longer, or an end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from voice.dialogue.conversation import Bell, Conversation
from voice.dialogue.exercise_menu import (
    ANOTHER,
    GOODBYE,
    SHORT_PATIENCE,
    SUPPORT,
    SUPPORT_CHOICE,
    Support,
    hear_support,
    index_of,
    numbered,
    or_wait,
)
from voice.pace import PAUSES_RANGE
from voice.playback.keys import LEAVE

OVER = "You can choose what comes next."
"""Said after the last bell; that it is the end, the exercise itself has said before the bell."""

LONGER = 1.5
"""How much the silences grow with each wish for a longer one."""


class Answer(Enum):
    """What the listener wants next."""

    AGAIN = "again"
    ELSE = "something else"
    LONGER = "longer"
    STOP = "stop"
    INSTEAD = "instead"
    """What the exercise names as its swap."""
    LEAVE = "leave"
    """Silence at once."""


@dataclass(frozen=True, slots=True)
class _Choice:
    words: str
    answer: Answer


_CHOICES = (
    _Choice("To hear it again", Answer.AGAIN),
    _Choice("For something else", Answer.ELSE),
    _Choice("For the same with longer silences", Answer.LONGER),
    _Choice("To stop", Answer.STOP),
)


def longer(pauses: float) -> float:
    """The silence dial for a longer one; the same where it is at its end."""
    return min(pauses * LONGER, max(pauses, float(PAUSES_RANGE[1])))


def ask_after(talk: Conversation, *, can_be_longer: bool, support: Support) -> Answer:
    """Ask what follows; silence means stop.

    Args:
        talk: Where it is heard.
        can_be_longer: Whether that is offered.
        support: What is said of people to talk to.

    Raises:
        SpeechError: It cannot be said.
        PlaybackError: The sound device is gone, and there is no other.
    """
    offered = [each for each in _CHOICES if can_be_longer or each.answer is not Answer.LONGER]
    *others, stop = numbered([each.words for each in offered])
    choices = (*others, or_wait(stop))
    talk.prepare([SUPPORT_CHOICE, GOODBYE], talk.say)
    key = _answer(talk, [OVER, *choices])
    while key is not None:
        if key in SUPPORT:
            key = hear_support(talk, support)
            continue
        if key in LEAVE:
            return Answer.LEAVE
        if key == ANOTHER:
            return Answer.INSTEAD
        number = index_of(key)
        if number is not None and number < len(offered):
            return offered[number].answer
        key = _answer(talk, choices)
    return Answer.STOP


def _answer(talk: Conversation, choices: Sequence[str]) -> str | None:
    """Ask, and before silence counts as an answer, say where people to talk to are."""
    key = talk.ask(choices, patience=SHORT_PATIENCE)
    return key or talk.ask([SUPPORT_CHOICE], patience=SHORT_PATIENCE)


def say_goodbye(talk: Conversation, *, bell: bool) -> None:
    """A soft end; any key cuts it short."""
    talk.tell([GOODBYE, Bell()] if bell else [GOODBYE])
