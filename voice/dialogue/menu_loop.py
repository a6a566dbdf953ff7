"""Runs menu, exercise and the question after it in a loop until the listener stops."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace

import click

from voice.dialogue.after_exercise import Answer, ask_after, longer, say_goodbye
from voice.dialogue.conversation import Conversation, Manner, conversation
from voice.dialogue.exercise_menu import (
    Chosen,
    Support,
    choose_exercise,
    first_page,
    spoken_name,
)
from voice.dialogue.speakers import Speakers
from voice.dialogue.support import support_of
from voice.errors import SettingsError
from voice.exercise.choices import chosen_pace
from voice.exercise.ending import Ending
from voice.exercise.session import Session
from voice.memory import give_back
from voice.paths import settings_file
from voice.playback.keys import FIRST_KEYS, LEAVE, SHORT_KEYS
from voice.saved_settings import remember
from voice.script.library import entries
from voice.script.model import Script
from voice.script.ways import ways
from voice.settings import Settings
from voice.sound.mixer import Bed

BEGUN = "The choices are spoken. A number takes one, Enter the first, and Escape leaves."
LEFT = "No exercise was played."

UNDERSTOOD = 0.75
"""Seconds of the sentence about the keys after which a key means that the listener knows them: one
that comes sooner is the key before, pressed twice."""

Talking = Callable[[bool], AbstractContextManager[Conversation]]
"""Opens a conversation, which begins with the bell if true."""


@dataclass(frozen=True, slots=True)
class Turn:
    """An exercise as it is to be played.

    Attributes:
        script: The exercise.
        pauses: The silence dial.
    """

    script: Script
    pauses: float


@dataclass(frozen=True, slots=True)
class Memory:
    """Memory from one visit to the next.

    Attributes:
        last: Id of the exercise finished last time, if remembered.
        finished: Called with each exercise that was heard to its end.
        explained: Called when the listener cuts short the sentence about the keys before the
            first exercise, and so knows them; `None` if they were known before.
    """

    last: str | None = None
    finished: Callable[[Script], None] = lambda _script: None
    explained: Callable[[], None] | None = None


class Visit:
    """The loop of menu and exercises, from the first bell to the last."""

    def __init__(
        self,
        talking: Talking,
        play: Callable[[Turn], Ending],
        support: Support,
        *,
        pauses: float = 1.0,
        bell: bool = True,
        memory: Memory | None = None,
    ) -> None:
        """Prepare the visit, without playing anything.

        Args:
            talking: Opens a conversation.
            play: Plays an exercise.
            support: Says who to call.
            pauses: The listener's silence dial.
            bell: Whether bells sound.
            memory: Memory of earlier visits, which this one updates; none by default.
        """
        self._talking = talking
        self._play = play
        self._pauses = pauses
        self._bell = bell
        self._memory = memory or Memory()
        self._support = support
        self._scripts: tuple[Script, ...] = ()

    def run(self) -> None:
        """Run the visit.

        Raises:
            SpeechError: No voice can speak.
            PlaybackError: The sound device is gone, and there is no other.
        """
        with self._talking(self._bell) as talk:
            click.echo(BEGUN)
            self._scripts = tuple(entry.script for entry in entries())  # while the bell rings
            page = first_page(self._scripts, ways(self._scripts), self._memory.last)
            keys = () if self._memory.explained is None else (SHORT_KEYS,)
            chosen = choose_exercise(talk, page, self._support, keys=keys)
            if chosen is not None and not self._know_keys(talk, chosen):
                chosen = None
        if chosen is None:
            click.echo(LEFT)
        self._play_on(self._turn(chosen.script if chosen else None))

    def _know_keys(self, talk: Conversation, chosen: Chosen) -> bool:
        """Say the keys if the listener may not know them; return False if they leave meanwhile."""
        if chosen.keys_told or self._memory.explained is None:
            return True
        key = talk.ask([FIRST_KEYS], patience=0)
        if key in LEAVE:
            return False
        if key is not None and talk.heard > UNDERSTOOD:
            self._memory.explained()
        return True

    def go_on(self, script: Script, ending: Ending) -> None:
        """Continue after an exercise that was started without the menu.

        Args:
            script: The exercise.
            ending: How it ended.

        Raises:
            SpeechError: As `run`.
            PlaybackError: As `run`.
        """
        self._scripts = tuple(entry.script for entry in entries())
        self._play_on(self._next(self._turn(script), ending))

    def _play_on(self, turn: Turn | None) -> None:
        while turn is not None:
            turn = self._next(turn, self._play(turn))

    def _next(self, turn: Turn | None, ending: Ending) -> Turn | None:
        """Ask what to do after an exercise and return the next turn; `None` to end."""
        if turn is None or ending is Ending.STOPPED:
            return None
        if ending is Ending.WHOLE:
            self._memory.finished(turn.script)
        with self._talking(False) as talk:
            if ending is Ending.SWAPPED:
                return self._instead(talk, turn.script)
            stretched = longer(turn.pauses)
            answer = ask_after(talk, can_be_longer=stretched > turn.pauses, support=self._support)
            match answer:
                case Answer.AGAIN:
                    return turn
                case Answer.LONGER:
                    return replace(turn, pauses=stretched)
                case Answer.ELSE:
                    return self._something_else(talk, turn.script)
                case Answer.INSTEAD:
                    return self._instead(talk, turn.script)
                case Answer.STOP:
                    say_goodbye(talk, bell=self._bell)
        return None

    def _instead(self, talk: Conversation, heard: Script) -> Turn | None:
        """Return the swap of an exercise, or let the listener choose if it has none here."""
        wanted = heard.swap.casefold()
        others = (script for script in self._scripts if script.id != heard.id)
        swap = next((script for script in others if script.id.casefold() == wanted), None)
        if swap is None:
            return self._something_else(talk, heard)
        key = talk.ask([f"Instead, {spoken_name(swap)}."], patience=0)
        return None if key in LEAVE else self._turn(swap)

    def _something_else(self, talk: Conversation, heard: Script) -> Turn | None:
        """Let the listener choose one of the other exercises."""
        others = [script for script in self._scripts if script.id != heard.id]
        page = first_page(others, ways(others))
        chosen = choose_exercise(talk, page, self._support)
        return self._turn(chosen.script if chosen else None)

    def _turn(self, script: Script | None) -> Turn | None:
        return None if script is None else Turn(script, self._pauses)


def visit_with(session: Session, settings: Settings) -> Visit:
    """Return a visit that plays with a session, in its voice and at its volume."""
    room = _Room(session, settings)
    # Who finished an exercise before has heard the keys: said once more, they would delay the first
    # exercise, because the one from last time is offered too.
    last = settings.last if settings.remember else None
    known = settings.keys_known or last is not None
    return Visit(
        room.talking,
        room.play,
        support_of(settings),
        pauses=session.choices.pauses or 1.0,
        bell=session.choices.bell is not False,
        memory=Memory(
            last=last,
            finished=keep_last if settings.remember else lambda _script: None,
            explained=None if known else lambda: _keep(Settings(keys_known=True)),
        ),
    )


class _Room:
    """Opens conversations and plays exercises in one voice and at one volume."""

    def __init__(self, session: Session, settings: Settings) -> None:
        choices = session.choices
        asked = replace(settings, rate=chosen_pace(choices).words_per_minute)
        self._session = session
        self._speakers = Speakers(session.catalog, asked, choices.voice)

    def talking(self, bell: bool) -> AbstractContextManager[Conversation]:
        """Open a conversation, which begins with the bell if `bell`."""
        session = self._session
        manner = Manner(
            volume=session.volume or 1.0,  # a question must be heard
            bed=Bed.NONE if session.choices.bed is False else Bed.SOFT,
            bell=bell,
            device=session.device,
            captions=session.captions,
        )
        return conversation(session.keyboard, self._speakers.say, manner)

    def play(self, turn: Turn) -> Ending:
        """Play an exercise, at the volume at which the one before ended."""
        choices = replace(self._session.choices, pauses=turn.pauses)
        heard = replace(self._session, choices=choices).play(turn.script)
        self._session = replace(self._session, volume=heard.volume, welcomed=True)
        give_back()  # nothing sounds now
        return heard.ending


def keep_last(script: Script) -> None:
    """Keep the exercise as the one finished last."""
    _keep(Settings(last=script.id))


def _keep(chosen: Settings) -> None:
    """Keep a setting; only print an error if it cannot be kept."""
    try:
        remember(settings_file(), chosen)
    except SettingsError as error:
        click.echo(str(error), err=True)
