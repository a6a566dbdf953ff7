"""Asks what to do after an exercise: hear it again, choose another, a longer one, or stop."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from voice.dialogue.conversation import Conversation, Ring
from voice.dialogue.exercise_menu import (
    GOODBYE,
    SHORT_PATIENCE,
    Support,
    hear_support,
    or_wait,
)
from voice.dialogue.pointing import Offer, ask_for_one
from voice.pace import PAUSES_RANGE
from voice.playback.keys import (
    CALL,
    INSTEAD,
    LEAVE,
    PEOPLE,
    PRESS_FOR_PEOPLE,
    index_of,
    numbered,
)

OVER = "You can choose what comes next."
"""Said after the last bell; the exercise itself announces its end before the bell."""

LONGER = 1.5
"""Factor by which silences grow each time a longer exercise is chosen."""


class Answer(Enum):
    """The listener's choice after an exercise."""

    AGAIN = "again"
    ELSE = "something else"
    LONGER = "longer"
    STOP = "stop"
    INSTEAD = "instead"
    """Play the exercise named as the swap."""
    LEAVE = "leave"
    """Stop at once, without a goodbye."""


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
    """Return the silence dial for a longer exercise; unchanged at its limit."""
    return min(pauses * LONGER, max(pauses, float(PAUSES_RANGE[1])))


def ask_after(talk: Conversation, *, can_be_longer: bool, support: Support) -> Answer:
    """Ask what to do next; silence means stop.

    Args:
        talk: The conversation.
        can_be_longer: Whether a longer exercise is offered.
        support: Says who to call.

    Raises:
        SpeechError: The question cannot be said.
        PlaybackError: The sound device is gone, and there is no other.
    """
    offered = [each for each in _CHOICES if can_be_longer or each.answer is not Answer.LONGER]
    *others, stop = numbered([each.words for each in offered])
    choices = (*others, or_wait(stop))
    offers = [Offer(sentence, str(number)) for number, sentence in enumerate(choices, 1)]
    offers.append(Offer(PRESS_FOR_PEOPLE, CALL))
    talk.prepare([PRESS_FOR_PEOPLE, GOODBYE], talk.say)
    key = _answer(talk, [OVER, *choices], offers)
    while key is not None:
        if key in PEOPLE:
            key = hear_support(talk, support)
            continue
        if key in LEAVE:
            return Answer.LEAVE
        if key == INSTEAD:
            return Answer.INSTEAD
        number = index_of(key)
        if number is not None and number < len(offered):
            return offered[number].answer
        key = _answer(talk, choices, offers)
    return Answer.STOP


def _answer(talk: Conversation, lines: Sequence[str], offers: Sequence[Offer]) -> str | None:
    """Ask, and before silence counts as an answer, offer people to talk to."""
    key = ask_for_one(talk, lines, offers, patience=SHORT_PATIENCE)
    return key or ask_for_one(talk, [PRESS_FOR_PEOPLE], offers, patience=SHORT_PATIENCE)


def say_goodbye(talk: Conversation, *, bell: bool) -> None:
    """Say goodbye; any key cuts it short."""
    talk.tell([GOODBYE, Ring()] if bell else [GOODBYE])
