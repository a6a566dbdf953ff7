"""`ground` and nothing else: a spoken menu in a terminal, an exercise at once without one."""

from __future__ import annotations

import sys
from dataclasses import replace
from typing import TYPE_CHECKING

import click

from voice.errors import SettingsError
from voice.exercise.choices import NO_CHOICES, chosen_pace, with_settings
from voice.exercise.ending import Ending
from voice.exercise.performance import remembered, voices_here
from voice.exercise.session import Session
from voice.paths import settings_file
from voice.playback import startup
from voice.playback.output import SWITCH
from voice.script.library import GENTLEST, find
from voice.settings import Settings, remember
from voice.signals import held

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from voice.dialogue.conversation import Conversation
    from voice.dialogue.menu_loop import Turn, Visit
    from voice.script.model import Script


def alone() -> None:
    """Guide somebody who typed one word, or none.

    Raises:
        GroundError: No voice, or no device.
    """
    sys.setswitchinterval(SWITCH)
    settings = remembered()
    choices = with_settings(NO_CHOICES, settings)
    startup.begun()  # here ends what is light to import
    with startup.keyboard() as keyboard, voices_here() as catalog:
        percent = 100 if settings.volume is None else settings.volume
        session = Session(keyboard, catalog, choices, percent / 100)
        if keyboard.available:
            visit_with(session, settings).run()
        else:
            session.play(find(GENTLEST))


def visit_with(session: Session, settings: Settings) -> Visit:
    """A visit in which a session plays the exercises, and everything sounds as they do."""
    with held():  # C libraries load
        from voice.cli.support import support_of
        from voice.dialogue.menu_loop import Memory, Visit

    room = _Room(session, settings)
    return Visit(
        room.talking,
        room.play,
        support_of(settings),
        pauses=session.choices.pauses or 1.0,
        bell=session.choices.bell is not False,
        memory=Memory(
            last=settings.last if settings.remember else None,
            finished=keep_last if settings.remember else lambda _script: None,
            explained=None if settings.keys_known else lambda: _keep(Settings(keys_known=True)),
        ),
    )


class _Room:
    """What is asked and what is played, in one voice and at one volume."""

    def __init__(self, session: Session, settings: Settings) -> None:
        from voice.dialogue.speakers import Speakers

        choices = session.choices
        asked = replace(settings, rate=chosen_pace(choices).words_per_minute)
        self._session = session
        self._speakers = Speakers(session.catalog, asked, choices.voice)

    def talking(self, bell: bool) -> AbstractContextManager[Conversation]:
        """Open a conversation, with the bell or not."""
        from voice.dialogue.conversation import Manner, conversation
        from voice.sound.mixer import Bed

        session = self._session
        manner = Manner(
            volume=session.volume or 1.0,  # a question must be heard
            lying=Bed.NONE if session.choices.bed is False else Bed.SOFT,
            bell=bell,
            device=session.device,
            captions=session.captions,
        )
        return conversation(session.keyboard, self._speakers.say, manner)

    def play(self, turn: Turn) -> Ending:
        """Let an exercise be heard, as loud as the one before was in the end."""
        choices = replace(self._session.choices, pauses=turn.pauses)
        heard = replace(self._session, choices=choices).play(turn.script)
        self._session = replace(self._session, volume=heard.volume)
        return heard.ending


def keep_last(script: Script) -> None:
    """Keep which exercise was finished."""
    _keep(Settings(last=script.id))


def _keep(chosen: Settings) -> None:
    """Keep something; where it cannot be kept, that is told and no more."""
    try:
        remember(settings_file(), chosen)
    except SettingsError as error:
        click.echo(str(error), err=True)
