"""`ground` and nothing else: a spoken menu in a terminal, an exercise at once without one."""

from __future__ import annotations

import sys
from dataclasses import replace
from typing import TYPE_CHECKING

import click

from voice.cli.listing import NO_CHOICES
from voice.cli.performance import remembered, voices_here, with_settings
from voice.cli.play import SWITCH
from voice.cli.session import Ending, Session
from voice.errors import SettingsError
from voice.interrupts import held
from voice.places import settings_file
from voice.playback import early
from voice.script.library import GENTLEST, find
from voice.settings import Settings, remember

if TYPE_CHECKING:
    from collections.abc import Sequence
    from contextlib import AbstractContextManager

    from voice.cli.conversation import Conversation
    from voice.cli.menu import Support
    from voice.cli.visit import Turn, Visit
    from voice.script.model import Script
    from voice.speech.catalog import Catalog
    from voice.support.lines import Line


def alone() -> None:
    """Guide somebody who typed one word, or none.

    Raises:
        GroundError: No voice, or no device.
    """
    sys.setswitchinterval(SWITCH)
    settings = remembered()
    choices = with_settings(NO_CHOICES, settings)
    early.begun()  # here ends what is light to import
    from voice.playback.keyboard import Keyboard

    with Keyboard() as keyboard, voices_here() as catalog:
        percent = 100 if settings.volume is None else settings.volume
        session = Session(keyboard, catalog, choices, percent / 100)
        if keyboard.available:
            visit_with(session, settings, catalog).run()
        else:
            session.play(find(GENTLEST))


def visit_with(session: Session, settings: Settings, catalog: Catalog) -> Visit:
    """A visit in which exercises are played by a session."""
    with held():  # C libraries load
        from voice.cli.conversation import conversation
        from voice.cli.speakers import Speakers, manner_of
        from voice.cli.visit import Memory, Visit

    speakers = Speakers(catalog, settings)
    manner = manner_of(settings)

    def talking(bell: bool) -> AbstractContextManager[Conversation]:
        return conversation(session.keyboard, speakers.say, replace(manner, bell=bell))

    def play(turn: Turn) -> Ending:
        choices = replace(session.choices, pauses=turn.pauses)
        return replace(session, choices=choices).play(turn.script)

    return Visit(
        talking,
        play,
        _support_of(settings),
        pauses=session.choices.pauses or 1.0,
        bell=settings.bell is not False,
        memory=Memory(
            last=settings.last if settings.remember else None,
            finished=keep_last if settings.remember else lambda _script: None,
            explained=None if settings.keys_known else lambda: _keep(Settings(keys_known=True)),
        ),
    )


def _support_of(settings: Settings) -> Support:
    """What `ground support` says, within another conversation; a country is asked for once."""
    from voice.cli.support import Page, ask_country
    from voice.support.lines import known_lines
    from voice.support.words import spoken

    answers: list[Line | None] = []

    def support(talk: Conversation) -> Sequence[Sequence[str]]:
        page = Page(settings, known_lines())
        if not answers:
            answer = None if settings.country else ask_country(talk, page.lines, page.supposed())
            answers.append(answer or page.supposed())
            page.show(answers[0])
        return spoken(settings.person, settings.number, answers[0], keys=True)

    return support


def keep_last(script: Script) -> None:
    """Keep which exercise was finished."""
    _keep(Settings(last=script.id))


def _keep(chosen: Settings) -> None:
    """Keep something; where it cannot be kept, that is told and no more."""
    try:
        remember(settings_file(), chosen)
    except SettingsError as error:
        click.echo(str(error), err=True)
