"""The spoken menu: at most four choices at a time, each before its key."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from voice.cli.conversation import PATIENCE, Conversation
from voice.playback.keys import LEAVE
from voice.script.model import Script

MOST = 4
"""Choices at a time (content §2.5: never a list of more than four)."""

NUMBERS = ("one", "two", "three", "four")
"""One key each."""

FIRST = {"enter", "space"}
"""Starts the first choice."""

ANOTHER = "x"
"""As in an exercise: not this, but something else."""

SUPPORT = {"9", "?"}
"""Says who to talk to."""

SUPPORT_CHOICE = "For people to talk to, press nine."
AFTER_SUPPORT = (
    "It is quiet now for a minute, so that you can call.",
    "To hear this again, press nine.",
    "To go on from here, press zero.",
)

SUPPORT_PATIENCE = 60.0
"""Seconds of quiet after that: somebody may be dialling, and nothing should begin meanwhile."""

GOODBYE = "You can come back whenever you like."
"""Said at the end, where the listener did not end it."""

LAST_CHANCE = PATIENCE / 2
"""Seconds of quiet between the sentence that something begins by itself, and its beginning."""

LONGEST_NAME = 7
"""Words of a title that are said. With more, four of them would take over 20 s."""

LONGEST_TITLE = 60
"""Characters of it; a word has ten at most, as a rule."""

Support = Callable[[Conversation], str | None]
"""Says who to call, and may ask where the listener is; returns the key that ended it, if any."""


@dataclass(frozen=True, slots=True)
class Offer:
    """An exercise that can be chosen.

    Attributes:
        name: What it is called within a sentence.
        script: The exercise.
    """

    name: str
    script: Script


@dataclass(frozen=True, slots=True)
class Page:
    """What is offered at one time.

    Attributes:
        offers: Exercises, in the order of their keys.
        following: Index of the offer with which the next page begins; `None` where this one holds
            all. Behind the last page comes the first again, so that there is always a way on.
    """

    offers: tuple[Offer, ...]
    following: int | None

    @property
    def choices(self) -> tuple[str, ...]:
        """What is said of it."""
        choices = [f"For {offer.name}" for offer in self.offers]
        if self.following is not None:
            choices.append("For something else" if self.following else "For the first ones again")
        return numbered(choices)


def numbered(choices: Sequence[str]) -> tuple[str, ...]:
    """Sentences in which each choice comes before its key."""
    return tuple(
        f"{choice}, press {number}." for choice, number in zip(choices, NUMBERS, strict=False)
    )


def index_of(key: str) -> int | None:
    """The choice that a key stands for, from 0."""
    return int(key) - 1 if key in {"1", "2", "3", "4"} else None


def spoken_name(script: Script) -> str:
    """A title within a sentence: its first words, the first letter small."""
    words = script.title[:LONGEST_TITLE].rstrip(" .,:;!?").split()[:LONGEST_NAME]
    if not words:
        return script.title
    first, *rest = words
    if first[1:].islower() or (len(first) == 1 and first != "I"):
        first = first.lower()
    return " ".join((first, *rest))


def offers_of(scripts: Sequence[Script], last: str | None = None) -> tuple[Offer, ...]:
    """What can be chosen.

    Args:
        scripts: All exercises, those that ask least first.
        last: Id of the one that was finished last, if that is remembered; it comes first.
    """
    again = [script for script in scripts if script.id == last]
    others = [script for script in scripts if script.id != last]
    return (
        *(Offer("the one from last time", script) for script in again),
        *(Offer(spoken_name(script), script) for script in others),
    )


def page_at(offers: Sequence[Offer], start: int) -> Page:
    """Three offers from one on, and something else; or all of them, if they are four or fewer."""
    if len(offers) <= MOST:
        return Page(tuple(offers), None)
    end = start + MOST - 1
    return Page(tuple(offers[start:end]), end if end < len(offers) else 0)


def choose_exercise(
    talk: Conversation, offers: Sequence[Offer], usual: Script, support: Support
) -> Script | None:
    """Let somebody choose by key; who presses none gets the usual exercise, and is told before.

    Args:
        talk: Where it is heard.
        offers: What there is to choose; at least one.
        usual: What begins where no key comes.
        support: What is said of people to talk to.

    Returns:
        The exercise; `None` if the listener leaves.

    Raises:
        SpeechError: It cannot be said.
        PlaybackError: The sound device is gone, and there is no other.
    """
    start = 0
    while True:
        page = page_at(offers, start)
        talk.prepare((*_beginning(usual), *_following(offers, page)), talk.say)
        key = talk.ask(page.choices)
        if key is None:
            key = talk.ask(_beginning(usual), patience=LAST_CHANCE)
            if key is None or key in FIRST:
                return usual
        if key in SUPPORT:
            key = hear_support(talk, support)
            if key is None:
                talk.tell([GOODBYE])
        if key is None or key in LEAVE:
            return None
        if key in FIRST:
            return page.offers[0].script
        number = index_of(key)
        if number is not None and number < len(page.offers):
            return page.offers[number].script
        if page.following is not None and (number == len(page.offers) or key == ANOTHER):
            start = page.following


def hear_support(talk: Conversation, support: Support) -> str | None:
    """Say who to call, as often as that is asked for, and wait while somebody may be dialling.

    Returns:
        The key that ended it; `None` where none did, and nothing should begin by itself.
    """
    while True:
        key = support(talk)
        if key is None:
            key = talk.ask(AFTER_SUPPORT, patience=SUPPORT_PATIENCE)
        if key not in SUPPORT:
            return key


def _following(offers: Sequence[Offer], page: Page) -> tuple[str, ...]:
    if page.following is None:
        return ()
    return page_at(offers, page.following).choices


def _beginning(usual: Script) -> tuple[str, ...]:
    return (
        f"It begins by itself, with {spoken_name(usual)}.",
        "To hear the choices again, press zero.",
        SUPPORT_CHOICE,
        "To leave, press Escape.",
    )
