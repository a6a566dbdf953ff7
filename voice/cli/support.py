"""`ground support`: who to call, spoken and printed; and the same in short within an exercise."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from dataclasses import asdict, replace
from typing import TYPE_CHECKING

import click

from voice.dialogue.support import keep_country, tell
from voice.errors import PlaybackError, SpeechError, UnknownNameError
from voice.exercise.performance import remembered, voices_here
from voice.playback.output import SWITCH
from voice.settings import Settings
from voice.signals import held
from voice.streams import json_text
from voice.support import screen
from voice.support.countries import known_country
from voice.support.country import guessed_country
from voice.support.helplines import Line, known_lines
from voice.support.question import ELSEWHERE, LETTER, OTHER, CountryQuestion
from voice.support.telling import Telling
from voice.support.words import (
    CLOSING,
    KEYS,
    SPACE,
    Caller,
    Piece,
    caller_in,
    in_short,
)

if TYPE_CHECKING:
    from voice.dialogue.conversation import Conversation
    from voice.playback.keyboard import Keyboard


@click.command(short_help="Who to call, spoken and printed.")
@click.option("--country", metavar="COUNTRY", help="Another country, such as DE or Germany.")
@click.option(
    "--json", "as_json", is_flag=True, help="Print JSON, for other programs. Nothing is said."
)
@click.option("--device", metavar="NAME", help="Where to play; see: ground doctor.")
def support(*, country: str | None, as_json: bool, device: str | None) -> None:
    """Say and print who to call: the emergency number, your own person, your country's number.

    Space goes on, r says it again, Escape ends.
    """
    lines = known_lines()
    wanted, unknown = None, None
    try:
        wanted = None if country is None else known_country(country)
    except UnknownNameError as error:
        if as_json:
            raise
        unknown = error
    if as_json:
        rows = [asdict(line) for line in lines if wanted in {None, line.country}]
        click.echo(json_text(rows))
        return
    if unknown is not None:  # first: the numbers stay the last rows
        click.echo(str(unknown), err=True)
    settings = remembered()
    caller = caller_of(settings, lines, wanted)
    asks = wanted is None and not settings.country
    try:
        _aloud(settings, caller, lines, device, asks=asks, unknown=unknown)
    except (PlaybackError, SpeechError) as error:
        if device is not None:  # they can choose another; what is printed stands either way
            raise
        click.echo(str(error), err=True)
    if unknown is not None:
        raise click.exceptions.Exit(1)


def caller_of(settings: Settings, lines: Sequence[Line], country: str | None = None) -> Caller:
    """The listener, in the country they name, or chose, or else in that of the locale."""
    where = country or settings.country or guessed_country()
    return caller_in(where, lines, settings.person, settings.number)


def telling_of(
    caller: Caller, lines: Sequence[Line], *, keys: bool, asks: bool, closing: Piece
) -> Telling:
    """A telling that prints what it tells, at once."""
    for row in screen.page(caller, lines, keys=keys, asks=asks):
        click.echo(row)
    return Telling(
        caller, lines, keys=keys, asks=asks, keep=keep_country, show=_show, closing=closing
    )


def support_of(settings: Settings) -> Callable[[Conversation], str | None]:
    """Return what says who to call within another conversation; a country is asked for once."""
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


class SupportWithin:
    """Tells in short who to call, for the middle of an exercise, and asks for the country.

    The settings are read at each `begin`. Only one question stands at a time, from `begin` to an
    answer; other keys are for the exercise.
    """

    def __init__(self) -> None:
        self._lines: Sequence[Line] = ()
        self._caller = self._supposed = Caller()
        self._question: CountryQuestion | None = None
        self._said: Piece = ()

    def begin(self) -> Piece:
        """Begin to tell who can be called, the emergency number first; returns the sentences."""
        settings = remembered()
        self._lines = known_lines()
        self._caller = self._supposed = caller_of(settings, self._lines)
        self._question = None
        if settings.country:
            return in_short(self._caller)
        self._question = CountryQuestion(self._lines, self._caller.line)
        self._said = in_short(self._caller, (OTHER if self._caller.line else LETTER,))
        return self._said

    def press(self, key: str, heard: Sequence[str]) -> Piece | None:
        """Take a key while that is said, or stands.

        Args:
            key: As `Keyboard.read` names it, letters in lower case.
            heard: The sentences begun so far of those that were returned last.

        Returns:
            What is said next; `None` where the key is not meant for this.
        """
        question = self._question
        if question is None:
            return None
        question.hear(heard)
        if KEYS in heard[:-1]:
            question.forget_typed()
        if not question.takes(key):
            return self._keys(question, key) if key in ELSEWHERE else None
        question.press(key)
        line = question.now
        self._caller = self._supposed
        if question.country is not None:
            self._caller = replace(self._caller, country=question.country, line=line)
        if not question.kept or line is None:
            self._said = question.words
            return question.words
        self._question = None
        stranger = replace(self._caller, person=None, number=None)  # that was said before
        return in_short(stranger, before=keep_country(line))

    def _keys(self, question: CountryQuestion, key: str) -> Piece | None:
        """Say the keys and what that cut short, if they are wanted; note what may begin a name."""
        question.note(key)
        return (KEYS, *self._said) if key == "h" else None

    def printed(self) -> Sequence[str]:
        """Rows to print when a piece begins: how to go on, and last the numbers in digits."""
        keys = [SPACE, *([screen.QUESTION] if self._question is not None else [])]
        return (*keys, *screen.numbers(self._caller))


def _show(caller: Caller) -> None:
    for row in screen.numbers(caller):
        click.echo(row)


def _aloud(
    settings: Settings,
    caller: Caller,
    lines: Sequence[Line],
    device: str | None,
    *,
    asks: bool,
    unknown: UnknownNameError | None,
) -> None:
    from voice.playback.keyboard import Keyboard

    sys.setswitchinterval(SWITCH)
    with Keyboard() as keyboard:
        keys = keyboard.available
        telling = telling_of(caller, lines, keys=keys, asks=asks and keys, closing=CLOSING)
        if unknown is not None:
            telling.say_first((unknown.aloud,))
        _talk(settings, telling, keyboard, device)


def _talk(settings: Settings, telling: Telling, keyboard: Keyboard, device: str | None) -> None:
    with voices_here() as catalog:
        with held():  # C libraries load
            from voice.dialogue.conversation import conversation
            from voice.dialogue.speakers import Speakers, manner_of

        speakers = Speakers(catalog, settings)
        with conversation(keyboard, speakers.say, manner_of(settings, device)) as talk:
            tell(talk, telling)
