"""The spoken menu: at most four choices at a time, each before its key."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from voice.dialogue.conversation import PATIENCE, Conversation
from voice.playback.keys import (
    FIRST_KEYS,
    INSTEAD,
    KEEP,
    LEAVE,
    PEOPLE,
    PRESS_FOR_PEOPLE,
    SPACE,
    index_of,
    numbered,
)
from voice.script.model import Script

MOST = 4
"""Choices per page. On the first page one of them is people to talk to."""

FIRST = {KEEP, SPACE}
"""Starts the first choice."""

AFTER_SUPPORT = (
    "It is quiet now for a minute, so that you can call.",
    "To hear this again, press nine.",
    "To go on from here, press zero.",
)

SUPPORT_PATIENCE = 60.0
"""Seconds of quiet after that, because the listener may be dialling."""

GOODBYE = "You can come back whenever you like."
"""Said at the end, unless the listener pressed a key to leave."""

SHORT_PATIENCE = PATIENCE / 2
"""Seconds of quiet after choices one of which is to wait."""

WAIT = "Or wait."
"""Said if the exercise that begins by itself is not on the page; it is named later."""

BY_ITSELF = "It begins by itself now"

LONGEST_NAME = 7
"""Words of a title that are said. With more, four titles would take over 20 s."""

LONGEST_TITLE = 60
"""Characters of a title that are said; a word usually has ten at most."""

Support = Callable[[Conversation], str | None]
"""Says who to call, and may ask where the listener is; returns the key that ended it, if any."""


@dataclass(frozen=True, slots=True)
class Offer:
    """An exercise that can be chosen.

    Attributes:
        name: Its name within a sentence.
        script: The exercise.
    """

    name: str
    script: Script


@dataclass(frozen=True, slots=True)
class Chosen:
    """The chosen exercise.

    Attributes:
        script: The exercise.
        keys_told: Whether the keys were said already, because it begins by itself.
    """

    script: Script
    keys_told: bool = False


@dataclass(frozen=True, slots=True)
class Page:
    """One page of choices.

    Attributes:
        offers: Exercises, in the order of their keys.
        following: Index of the first offer of the next page, which after the last page is the
            first; `None` if there is only one page.
        people: Whether people to talk to are one of the choices.
    """

    offers: tuple[Offer, ...]
    following: int | None
    people: bool = False

    def choices(self, usual: Script) -> tuple[str, ...]:
        """Return the sentences that offer the choices; one of them offers to wait.

        Args:
            usual: The exercise that begins without a key.
        """
        names = [f"For {offer.name}" for offer in self.offers]
        here = self._index_of(usual)
        if self.following is not None:
            names.append("For something else" if self.following else "For the first ones again")
        choices = list(numbered(names))
        if here is not None:
            choices[here] = or_wait(choices[here])
        if self.people:
            choices.append(PRESS_FOR_PEOPLE)
        if here is None:
            choices.append(WAIT)
        return tuple(choices)

    def beginning(self, usual: Script) -> tuple[str, ...]:
        """Return the sentences that announce the usual exercise and the keys to pause and stop."""
        which = "" if self._index_of(usual) is not None else f", with {spoken_name(usual)}"
        return f"{BY_ITSELF}{which}.", FIRST_KEYS

    def _index_of(self, usual: Script) -> int | None:
        ids = [offer.script.id for offer in self.offers]
        return ids.index(usual.id) if usual.id in ids else None


def or_wait(choice: str) -> str:
    """Extend the sentence of the choice that begins without a key."""
    return f"{choice.removesuffix('.')}, or wait."


def spoken_name(script: Script) -> str:
    """Shorten a title for use within a sentence: its first words, the first letter small."""
    words = script.title[:LONGEST_TITLE].rstrip(" .,:;!?").split()[:LONGEST_NAME]
    if not words:
        return script.title
    first, *rest = words
    if first[1:].islower() or (len(first) == 1 and first != "I"):
        first = first.lower()
    return " ".join((first, *rest))


def offers_of(scripts: Sequence[Script], last: str | None = None) -> tuple[Offer, ...]:
    """Return the offers for all exercises.

    Args:
        scripts: All exercises, those that ask least first.
        last: Id of the exercise finished last, if remembered; it comes first.
    """
    again = [script for script in scripts if script.id == last]
    others = [script for script in scripts if script.id != last]
    return (
        *(Offer("the one from last time", script) for script in again),
        *(Offer(spoken_name(script), script) for script in others),
    )


def page_at(offers: Sequence[Offer], start: int) -> Page:
    """Return the page that begins with an offer, with room for the other choices."""
    people = start == 0
    room = MOST - people
    if people and len(offers) <= room:
        return Page(tuple(offers), None, people)
    end = start + room - 1
    return Page(tuple(offers[start:end]), end if end < len(offers) else 0, people)


def choose_exercise(
    talk: Conversation, offers: Sequence[Offer], usual: Script, support: Support
) -> Chosen | None:
    """Let the listener choose by key; without a key, announce and return the usual exercise.

    Args:
        talk: The conversation.
        offers: The exercises to choose from; at least one.
        usual: The exercise that begins without a key.
        support: Says who to call.

    Returns:
        The exercise; `None` if the listener leaves.

    Raises:
        SpeechError: The choices cannot be said.
        PlaybackError: The sound device is gone, and there is no other.
    """
    start = 0
    while True:
        page = page_at(offers, start)
        talk.prepare((*page.beginning(usual), *_following(offers, page, usual)), talk.say)
        key = talk.ask(page.choices(usual), patience=SHORT_PATIENCE)
        if key is None:
            key = talk.ask(page.beginning(usual), patience=0)
            if key is None or key in FIRST:
                return Chosen(usual, keys_told=True)
        if key in PEOPLE:
            key = hear_support(talk, support)
            if key is None:
                talk.tell([GOODBYE])
        if key is None or key in LEAVE:
            return None
        if key in FIRST:
            return Chosen(page.offers[0].script)
        number = index_of(key)
        if number is not None and number < len(page.offers):
            return Chosen(page.offers[number].script)
        if page.following is not None and (number == len(page.offers) or key == INSTEAD):
            start = page.following


def hear_support(talk: Conversation, support: Support) -> str | None:
    """Say who to call, as often as asked, and wait because the listener may be dialling.

    Returns:
        The key that ended it; `None` without a key, and then nothing should begin by itself.
    """
    while True:
        key = support(talk)
        if key is None:
            key = talk.ask(AFTER_SUPPORT, patience=SUPPORT_PATIENCE)
        if key not in PEOPLE:
            return key


def people_of(support: Support) -> Callable[[Conversation], str | None]:
    """Return the function that a conversation calls when `?` is pressed."""
    return lambda talk: hear_support(talk, support)


def _following(offers: Sequence[Offer], page: Page, usual: Script) -> tuple[str, ...]:
    if page.following is None:
        return ()
    return page_at(offers, page.following).choices(usual)
