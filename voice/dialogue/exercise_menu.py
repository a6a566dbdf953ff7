"""The spoken menu: at most four choices at a time, each before its key."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from voice.dialogue.conversation import PATIENCE, Conversation
from voice.dialogue.pointing import Offer, ask_for_one
from voice.playback.keys import (
    BEGIN,
    CALL,
    FOR_PEOPLE,
    INSTEAD,
    LEAVE,
    PEOPLE,
    PREVIOUS,
    index_of,
    numbered,
)
from voice.script.model import Script
from voice.script.ways import Way

MOST = 4
"""Choices per page. On the first page one of them is people to talk to."""

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

BEGINS_AFTER = 3.0
"""Seconds of quiet on the first page after which an exercise begins by itself; somebody who chose
another page has more time."""

WAIT = "Or wait."
"""Said where the exercise that begins without a key is not among the choices."""

ELSE = "For something else"
FIRST_AGAIN = "For the first ones again"

LONGEST_NAME = 7
"""Words of a title that are said. With more, four titles would take over 20 s."""

LONGEST_TITLE = 60
"""Characters of a title that are said; a word usually has ten at most."""

Support = Callable[[Conversation], str | None]
"""Says who to call, and may ask where the listener is; returns the key that ended it, if any."""


@dataclass(frozen=True, slots=True)
class Choice:
    """Something that a number key chooses.

    Attributes:
        words: Said before its key, such as "For the ice cube".
        leads: The exercise, or a function that returns the page of further choices.
    """

    words: str
    leads: Script | Callable[[], Page]


@dataclass(frozen=True, slots=True)
class Page:
    """Choices that are offered together.

    Attributes:
        choices: Choices, in the order of their keys; `MOST` at most, with people.
        begins: The exercise that begins without a key.
        people: True if people to talk to are one of the choices.
        instead: Returns the page that x leads to; `None` for the last one that can be chosen.
    """

    choices: tuple[Choice, ...]
    begins: Script
    people: bool = False
    instead: Callable[[], Page] | None = None

    @property
    def offers(self) -> tuple[Offer, ...]:
        """Return the choices as they are said; the one that begins without a key offers to wait."""
        said = numbered([choice.words for choice in self.choices])
        offers = [
            Offer(or_wait(sentence) if choice.leads is self.begins else sentence, str(number))
            for number, (choice, sentence) in enumerate(zip(self.choices, said, strict=True), 1)
        ]
        people = [Offer(FOR_PEOPLE, CALL)] if self.people else []
        return (*offers, *people)

    @property
    def sentences(self) -> tuple[str, ...]:
        """Return the sentences that offer the choices; one of them offers to wait."""
        offered = tuple(offer.sentence for offer in self.offers)
        waits = self.begins in [choice.leads for choice in self.choices]
        return offered if waits else (*offered, WAIT)

    @property
    def further(self) -> tuple[Page, ...]:
        """Return the pages that can be chosen here."""
        leads = (choice.leads for choice in self.choices)
        return tuple(each() for each in leads if not isinstance(each, Script))


@dataclass(frozen=True, slots=True)
class Chosen:
    """The chosen exercise.

    Attributes:
        script: The exercise.
        keys_told: True if the keys were said already, because it begins by itself.
    """

    script: Script
    keys_told: bool = False


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


def first_page(
    scripts: Sequence[Script], ways: Sequence[Way] = (), last: str | None = None
) -> Page:
    """Return the first page, from which every exercise can be reached.

    Something else is first asked for by how it is now; behind that, and with x, come all the
    others, by how much they ask.

    Args:
        scripts: All exercises, those that ask least first.
        ways: A few exercises each, by how it is now.
        last: Id of the exercise finished last, if remembered; it is offered on the first page.
    """
    usual, *rest = scripts
    again = [Choice("For the one from last time", script) for script in rest if script.id == last]
    others = [_offer(script) for script in rest]

    def first() -> Page:
        choices = [_offer(usual), *again]
        if ways:
            choices.append(Choice(ELSE, by_way))
        elif len(others) > 1:
            choices.append(Choice(ELSE, lambda: by_ask(0)))
        elif not again:
            choices += others
        return Page(tuple(choices), usual, people=True)

    def by_way() -> Page:
        choices = [Choice(way.words, partial(on, way)) for way in ways[:MOST]]
        return Page(tuple(choices), usual, instead=lambda: by_ask(0))

    def on(way: Way) -> Page:
        offers = map(_offer, way.scripts[: MOST - 1])
        return Page((*offers, Choice(ELSE, lambda: by_ask(0))), way.scripts[0])

    def by_ask(start: int) -> Page:
        end = start + MOST - 1
        leads = (ELSE, partial(by_ask, end)) if end < len(others) else (FIRST_AGAIN, first)
        return Page((*others[start:end], Choice(*leads)), usual)

    return first()


def _offer(script: Script) -> Choice:
    return Choice(f"For {spoken_name(script)}", script)


def choose_exercise(
    talk: Conversation, page: Page, support: Support, *, keys: Sequence[str] = ()
) -> Chosen | None:
    """Let the listener choose by key; without a key, return the exercise that begins by itself.

    Args:
        talk: The conversation.
        page: The page to begin with.
        support: Says who to call.
        keys: Sentences about the keys, for an exercise that begins by itself.

    Returns:
        The exercise; `None` if the listener leaves.

    Raises:
        SpeechError: The choices cannot be said.
        PlaybackError: The sound device is gone, and there is no other.
    """
    before: list[Page] = []
    patience = BEGINS_AFTER
    while True:
        talk.prepare([line for each in page.further for line in each.sentences], talk.say)
        key = ask_for_one(talk, (*page.sentences, *keys), page.offers, patience=patience)
        if key is None:
            return Chosen(page.begins, keys_told=bool(keys))
        if key in PEOPLE:
            key = hear_support(talk, support)
            if key is None:
                talk.tell([GOODBYE])
        if key is None or key in LEAVE:
            return None
        leads = before.pop() if key in PREVIOUS and before else _leads_to(page, key)
        if isinstance(leads, Script):
            return Chosen(leads)
        if leads is not None:
            if key not in PREVIOUS:
                before.append(page)
            page, keys, patience = leads, (), PATIENCE


def _leads_to(page: Page, key: str) -> Script | Page | None:
    """Return what a key chooses; `None` if it has no meaning here."""
    if key == INSTEAD:
        if page.instead is not None:
            return page.instead()
        return page.further[-1] if page.further else None
    number = 0 if key in BEGIN else index_of(key)
    if number is None or number >= len(page.choices):
        return None
    leads = page.choices[number].leads
    return leads if isinstance(leads, Script) else leads()


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
