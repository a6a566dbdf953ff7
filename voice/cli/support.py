"""`ground support`: who to call, spoken and printed."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from voice.cli.performance import remembered, voices_here
from voice.cli.play import SWITCH
from voice.errors import GroundError, PlaybackError, SettingsError, SpeechError
from voice.interrupts import held
from voice.places import settings_file
from voice.playback.keys import LEAVE
from voice.settings import Settings, remember
from voice.streams import json_text
from voice.support.country import guessed_country
from voice.support.lines import Line, country_code, known_lines, line_for, sorting_name
from voice.support.words import Piece, printed, spoken, support_lines

if TYPE_CHECKING:
    from voice.cli.conversation import Conversation
    from voice.playback.keyboard import Keyboard

AGAIN = {"r", "0"}
KEEP = "enter"
NEXT = {"space", "right", "down"}
BACK = {"left", "up", "backspace"}

BETWEEN = 1.0
"""Seconds of quiet after which the next piece is said without a key."""

ANSWER = 8.0
"""Seconds of quiet in which a key is waited for (content §3.5)."""

LETTER = "To choose a country, press its first letter."
OTHER = "For another one, press its first letter."
SKIP = "To skip this, press Escape."
NOT_KEPT = "The country could not be kept."


@click.command()
@click.option("--country", metavar="XX", help="For another country, such as DE.")
@click.option("--json", "as_json", is_flag=True, help="For programs. Nothing is said.")
@click.option("--device", metavar="NAME", help="Where to play; see: ground doctor.")
def support(*, country: str | None, as_json: bool, device: str | None) -> None:
    """Say and print who to call: your own person first, then your country's number.

    Space goes on, r says it again, Escape ends.
    """
    lines = known_lines()
    wanted = None if country is None else _row_of(country, lines)
    if as_json:
        rows = [asdict(line) for line in ([wanted] if wanted else lines)]
        click.echo(json_text(rows))
        return
    settings = remembered()
    page = Page(settings, lines)
    try:
        _aloud(page, wanted, device)
    except (PlaybackError, SpeechError) as error:
        if device is not None:  # they can choose another; what is printed stands either way
            raise
        click.echo(str(error), err=True)
    finally:
        page.show(wanted or page.supposed())


class Page:
    """What is printed, once: the row of a country, or all.

    Attributes:
        settings: The listener's.
        lines: All rows.
    """

    def __init__(self, settings: Settings, lines: Sequence[Line]) -> None:
        self.settings = settings
        self.lines = lines
        self._shown = False

    def supposed(self) -> Line | None:
        """The row of the country that was chosen, or else of the one in the locale."""
        return line_for(self.settings.country or guessed_country(), self.lines)

    def show(self, line: Line | None) -> None:
        """Print it, unless it was printed."""
        if self._shown:
            return
        self._shown = True
        person, number = self.settings.person, self.settings.number
        rows = [line] if line else self.lines
        for text in printed(person, number, rows, chosen=line is not None):
            click.echo(text)


def support_within() -> Piece:
    """The same in short, for within an exercise: the listener's own person first."""
    settings = remembered()
    line = line_for(settings.country or guessed_country(), known_lines())
    return support_lines(settings.person, settings.number, line)


def _row_of(country: str, lines: Sequence[Line]) -> Line:
    line = line_for(country, lines)
    if line is None:
        known = ", ".join(sorted(line.country for line in lines))
        named = country_code(country) or "a country without a name"
        raise GroundError(f"I have no number for {named}, but for: {known}.")
    return line


def _aloud(page: Page, wanted: Line | None, device: str | None) -> None:
    from voice.playback.keyboard import Keyboard

    sys.setswitchinterval(SWITCH)
    asked = wanted is not None or bool(page.settings.country)
    with Keyboard() as keyboard:
        if asked or not keyboard.available:
            page.show(wanted or page.supposed())  # at once: nothing is asked
        _talk(page, wanted, keyboard, device, ask=not asked and keyboard.available)


def _talk(
    page: Page, wanted: Line | None, keyboard: Keyboard, device: str | None, *, ask: bool
) -> None:
    with voices_here() as catalog:
        with held():  # C libraries load
            from voice.cli.conversation import conversation
            from voice.cli.speakers import Speakers, manner_of

        speakers = Speakers(catalog, page.settings)
        with conversation(keyboard, speakers.say, manner_of(page.settings, device)) as talk:
            line = wanted or page.supposed()
            if ask:
                chosen = ask_country(talk, page.lines, line)
                line = chosen or line
                if chosen:
                    _keep(talk, chosen)
            page.show(line)
            keys = keyboard.available
            person, number = page.settings.person, page.settings.number
            say_pieces(talk, spoken(person, number, line, keys=keys), keys=keys)


def ask_country(talk: Conversation, lines: Sequence[Line], guess: Line | None) -> Line | None:
    """Ask where the listener is: Enter keeps the country that was named, a letter names others.

    Args:
        talk: Where it is asked.
        lines: The countries there are, in order.
        guess: The one named first.

    Returns:
        The one that was kept; `None` if it was skipped, or nobody answered.
    """
    now = guess
    while True:
        question = question_for(now)
        if now is guess:
            click.echo(" ".join(question))
        else:
            click.echo(f"{now and sorting_name(now)}?")
        key = talk.ask(question, patience=ANSWER)
        if key is None or key in LEAVE:
            return None
        if key == KEEP and now is not None:
            return now
        now = moved(now, key, lines)


def question_for(line: Line | None) -> Piece:
    """What is asked about a country, or where none is named yet."""
    if line is None:
        return (LETTER, SKIP)
    return (f"If you are in {line.name}, press Enter.", OTHER, SKIP)


def moved(now: Line | None, key: str, lines: Sequence[Line]) -> Line | None:
    """The country that a key leads to: the next of that letter, or the one beside.

    Args:
        now: The one that was named.
        key: What was pressed.
        lines: The countries there are, in order.
    """
    at = lines.index(now) if now is not None else -1
    if key in BACK:
        return lines[(max(at, 0) - 1) % len(lines)]
    order = [*lines[at + 1 :], *lines[: at + 1]]
    if key in NEXT:
        return order[0]
    return next((line for line in order if sorting_name(line).lower().startswith(key)), now)


def say_pieces(talk: Conversation, pieces: Sequence[Piece], *, keys: bool) -> None:
    """Say one piece after the other; keys go on, say again or end.

    Args:
        talk: Where they are heard.
        pieces: What is said.
        keys: Whether keys can be pressed, so that one is waited for at the end.
    """
    at = 0
    while at < len(pieces):
        last = at == len(pieces) - 1
        talk.prepare(pieces[min(at + 1, len(pieces) - 1)], talk.say)
        key = talk.ask(pieces[at], patience=ANSWER if last and keys else BETWEEN)
        if key in LEAVE:
            return
        at += key not in AGAIN


def _keep(talk: Conversation, line: Line) -> None:
    try:
        remember(settings_file(), Settings(country=line.country))
    except SettingsError as error:  # who to call matters more
        click.echo(str(error), err=True)
        talk.tell([NOT_KEPT])
