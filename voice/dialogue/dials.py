"""Dials turned by ear with plus and minus: speed, silence and loudness."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from voice.dialogue.audition import ASKED, LeftError
from voice.dialogue.conversation import PATIENCE, Conversation, Line, Pause
from voice.exercise.controls import (
    LEAST_SILENCE,
    LOUDEST_NOW,
    MOST_SILENCE,
    SILENCE_STEP,
    SOFTEST_NOW,
)
from voice.pace import PAUSES_RANGE, RATE_RANGE
from voice.playback.keys import (
    KEEP,
    LEAVE,
    LEAVE_UNCHANGED,
    REPEAT,
    SPACE,
    TURN_DOWN,
    TURN_UP,
    dial_keys,
)
from voice.playback.volume import LOUDEST, SOFTEST, VOLUME_STEP

RATE_STEP = 10
"""Words a minute."""


@dataclass(frozen=True, slots=True)
class Dial:
    """A value that can be turned up and down.

    Attributes:
        opening: Said first.
        choices: Sentences that explain the keys.
        sample: Returns the lines by which to judge a value.
        turned: Returns the value after one press, up if true, within its limits.
        most: Said at the upper limit.
        least: Said at the lower limit.
        hear: Makes the conversation sound like a value.
    """

    opening: tuple[str, ...]
    choices: tuple[str, ...]
    sample: Callable[[float], tuple[Line, ...]]
    turned: Callable[[float, bool], float]
    most: str
    least: str
    hear: Callable[[float], None] = lambda _value: None


def turn_by_ear(talk: Conversation, dial: Dial, value: float) -> float:
    """Let the listener turn a dial until they keep its value.

    Args:
        talk: The conversation, which afterwards sounds like the value.
        dial: The dial.
        value: Its start value.

    Returns:
        The value that was kept.

    Raises:
        LeftError: The listener left, or did not answer for minutes.
    """
    lines = (*dial.opening, *dial.sample(value), *dial.choices)
    unanswered = 0
    while unanswered < ASKED:
        key = talk.ask(lines, patience=PATIENCE * (1 + unanswered))
        unanswered = 0 if key else unanswered + 1
        if key in LEAVE:
            break
        if key == KEEP:
            return value
        if key in TURN_UP | TURN_DOWN:
            turned = dial.turned(value, key in TURN_UP)
            limit = (dial.most if key in TURN_UP else dial.least,) if turned == value else ()
            value = turned
            dial.hear(value)
            lines = (*limit, *dial.sample(value))
        elif key in REPEAT | {SPACE}:
            lines = dial.sample(value)
        else:
            lines = (*dial.choices, LEAVE_UNCHANGED)
    raise LeftError


def rate_dial(name: str, hear: Callable[[float], None]) -> Dial:
    """Return the dial for words a minute.

    Args:
        name: Name of the chosen voice, which is said.
        hear: Makes the conversation speak at a value.
    """
    return Dial(
        opening=(f"You chose {name}.", "Now, the speed."),
        choices=dial_keys("faster", "slower"),
        sample=lambda _rate: ("Look round, slowly.", "Find one thing with an edge."),
        turned=lambda rate, up: _within(rate + (RATE_STEP if up else -RATE_STEP), rate, RATE_RANGE),
        most="This is the fastest.",
        least="This is the slowest.",
        hear=hear,
    )


def silence_dial(settle: Callable[[float], float]) -> Dial:
    """Return the silence dial.

    Args:
        settle: Returns the seconds of the sample's silence at a value.
    """
    lowest, highest = map(float, PAUSES_RANGE)
    return Dial(
        opening=("Now, the silence.",),
        choices=dial_keys("more silence", "less silence"),
        sample=lambda pauses: (
            "Listen for one sound.",
            Pause(settle(pauses)),
            "Then look at one thing.",
        ),
        turned=lambda pauses, up: _within(
            pauses * float(SILENCE_STEP if up else 1 / SILENCE_STEP), pauses, (lowest, highest)
        ),
        most=MOST_SILENCE,
        least=LEAST_SILENCE,
    )


def loudness_dial(hear: Callable[[float], None]) -> Dial:
    """Return the dial for the amplitude, 1 being the exported level.

    Args:
        hear: Makes the conversation play at a value.
    """
    return Dial(
        opening=("Now, the loudness.",),
        choices=dial_keys("louder", "softer"),
        sample=lambda _volume: ("Notice the floor under your feet.",),
        turned=lambda volume, up: _within(
            volume * (VOLUME_STEP if up else 1 / VOLUME_STEP), volume, (SOFTEST, LOUDEST)
        ),
        most=LOUDEST_NOW,
        least=SOFTEST_NOW,
        hear=hear,
    )


def _within(wanted: float, value: float, limits: tuple[float, float]) -> float:
    """Limit one press; a value already beyond a limit does not go back to it."""
    turned = min(max(wanted, limits[0]), limits[1])
    return turned if (turned > value) == (wanted > value) else value
