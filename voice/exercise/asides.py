"""Sentences said during an exercise: the keys, people to call, and reminders in a silence."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import CancelledError, Future
from dataclasses import dataclass
from typing import Protocol

import click
import numpy as np

from voice.audio import Samples
from voice.errors import SpeechError
from voice.frames import SAMPLE_RATE, Frames
from voice.playback.beside import After, Aside
from voice.playback.keys import PLAYING_KEYS, SPACE_GOES_ON
from voice.playback.player import Player
from voice.playback.states import State
from voice.timeline.phrases import STILL_HERE, STILL_WAITING

PAUSED = f"Paused. {SPACE_GOES_ON}"

ASIDE_GAP = Frames(SAMPLE_RATE // 2)
"""Frames after each sentence."""

REMIND_AFTER = Frames(30 * SAMPLE_RATE)
"""Frames of waiting for a key or a late voice between two reminders: callers on a silent
telephone are said to hang up after about 40 s."""

PAUSED_AFTER = Frames(60 * SAMPLE_RATE)
"""Frames of a pause before the first reminder that it is paused, and how to go on."""

PAUSED_AGAIN = Frames(120 * SAMPLE_RATE)
"""Frames between two later reminders of a pause."""

Prepare = Callable[[Sequence[str]], Future[Sequence[Samples]]]
"""As `voice.exercise.narration.Narration.beside`."""


class People(Protocol):
    """Names people to call during an exercise; may ask where the listener is."""

    def begin(self) -> Sequence[str]:
        """Return the sentences to say first."""

    def press(self, key: str, heard: Sequence[str]) -> Sequence[str] | None:
        """Return the sentences that answer a key, or `None` if it is meant for the exercise.

        Args:
            key: As `Keyboard.read` names it.
            heard: The sentences begun so far of those returned last.
        """

    def printed(self) -> Sequence[str]:
        """Return the lines to print with the sentences returned last."""


@dataclass(frozen=True, slots=True)
class _Coming:
    """An aside that begins as soon as it is rendered."""

    sentences: Sequence[str]
    lines: Future[Sequence[Samples]]
    after: After
    printed: Sequence[str]


class SpokenAsides:
    """Says sentences during an exercise, which goes on until they are rendered.

    If the voice fails, they are printed, and the exercise goes on.
    """

    def __init__(
        self, player: Player, prepare: Prepare, people: People, *, captions: bool = False
    ) -> None:
        """Prepare, without saying anything.

        Args:
            player: Plays the exercise and the sentences.
            prepare: Renders sentences.
            people: Names people to call; this is always printed too.
            captions: Whether everything is printed as it is said.
        """
        self._player = player
        self._prepare = prepare
        self._people = people
        self._captions = captions
        self._coming: _Coming | None = None
        self._remark: Future[Sequence[Samples]] | None = None
        self._people_said: Sequence[str] = ()
        self._people_told: Sequence[str] = ()
        self._listener_paused = False
        paused = _Reminder(PAUSED, lambda: player.still, PAUSED_AFTER, PAUSED_AGAIN)
        self._paused = paused
        self._reminders = (
            _Reminder(STILL_WAITING, lambda: player.waited, REMIND_AFTER, REMIND_AFTER),
            _Reminder(STILL_HERE, lambda: player.late, REMIND_AFTER, REMIND_AFTER),
            paused,
        )

    def prepare_reminders(self, prepare: Prepare, *, waits: bool) -> None:
        """Render the reminders before any is due, because a voice that hangs could not say them.

        Args:
            prepare: Renders sentences when nothing else is urgent.
            waits: Whether the exercise waits for a key; otherwise a recording lacks that reminder.
        """
        for reminder in self._reminders:
            if waits or reminder.sentence != STILL_WAITING:
                reminder.prepare(prepare)

    def keys(self) -> None:
        """Say what the keys do."""
        sentences: tuple[str, ...] = PLAYING_KEYS
        if self._tells_people:  # they were cut short and are said again
            sentences = (*PLAYING_KEYS, *self._people_told)
            self._people_said = sentences
            self._say(sentences, After.HOLD, self._people.printed())
            return
        if self._player.stays_still:
            sentences = (*PLAYING_KEYS, SPACE_GOES_ON)
        self._people_said = ()
        self._say(sentences, After.GO_ON, sentences if self._captions else ())

    def support(self) -> None:
        """Say who can be called; the exercise stays still until a key."""
        self._tell_people(self._people.begin())

    def press(self, key: str) -> bool:
        """Answer a key shortly before, during or just after the naming of people to call.

        Returns:
            True if the key was an answer, and not meant for the exercise.
        """
        if not self._tells_people:
            return False
        begun = 0 if self._coming is not None else self._player.sentences_begun
        sentences = self._people.press(key, self._people_said[:begun])
        if sentences is None:
            return False
        self._tell_people(sentences)
        return True

    def remark(self, sentence: str | None) -> None:
        """Say a short sentence in the next silence of the exercise.

        Args:
            sentence: Replaces the one before it; `None` only withdraws that.
        """
        if self._remark is not None:
            self._remark.cancel()
            self._remark = None
        self._player.withdraw_remark()
        if sentence is not None:
            if self._captions:
                click.echo(sentence)
            self._remark = self._prepare((sentence,))

    @property
    def silent(self) -> bool:
        """True if the player is still and every fade is over."""
        return self._player.silent

    def suspend(self) -> None:
        """Fall silent before the program is suspended; `resume` continues."""
        self._listener_paused = self._player.state is State.PAUSED
        self._player.suspend()

    def resume(self) -> None:
        """Continue after the suspension; if the listener had paused, say so."""
        self._player.resume()
        if self._listener_paused:
            self._paused.be_due()
        self._listener_paused = False

    def go_on(self) -> None:
        """Say what has been rendered, and due reminders; call this several times a second."""
        for reminder in self._reminders:
            reminder.look(self._player, captions=self._captions)
        if self._remark is not None and self._remark.done():
            for clip in _result(self._remark) or ():
                self._player.remark(clip)
            self._remark = None
        if self._coming is not None and self._coming.lines.done():
            coming, self._coming = self._coming, None
            self._begin(coming)

    def _tell_people(self, sentences: Sequence[str]) -> None:
        self._people_said = self._people_told = sentences
        self._say(sentences, After.HOLD, self._people.printed())

    @property
    def _tells_people(self) -> bool:
        """True shortly before, during and just after the naming of people to call."""
        beside = self._coming is not None or self._player.beside
        return bool(self._people_said) and beside

    def _say(self, sentences: Sequence[str], after: After, printed: Sequence[str]) -> None:
        if self._coming is not None:
            self._coming.lines.cancel()
        self._coming = _Coming(sentences, self._prepare(sentences), after, printed)

    def _begin(self, coming: _Coming) -> None:
        lines = _result(coming.lines)
        if lines is not None:
            gap = np.zeros(ASIDE_GAP, np.float32)
            clips = [np.append(line, gap) for line in lines]
            goes_on = coming.sentences[-1] == SPACE_GOES_ON
            if goes_on:
                clips[-1] = lines[-1]  # a key may follow at once
            self._player.interject(Aside(clips, coming.after, last_goes_on=goes_on))
        for text in coming.printed or (coming.sentences if lines is None else ()):
            click.echo(text)


class _Reminder:
    """A sentence said in a long silence, with its schedule.

    Attributes:
        sentence: The words.
    """

    def __init__(
        self,
        sentence: str,
        clock: Callable[[], int],
        first: Frames,
        again: Frames,
    ) -> None:
        """Describe the reminder.

        Args:
            sentence: The words.
            clock: Returns the frames for which the silence has lasted; 0 without a silence.
            first: Frames after which it is due.
            again: Frames between two later reminders.
        """
        self.sentence = sentence
        self._clock = clock
        self._first = first
        self._again = again
        self._said = 0
        self._due = False
        self._lines: Future[Sequence[Samples]] | None = None

    def be_due(self) -> None:
        """Make the reminder due now, independent of the clock."""
        self._due = True

    def prepare(self, prepare: Prepare) -> None:
        """Begin to render the sentence."""
        self._lines = prepare((self.sentence,))

    def look(self, player: Player, *, captions: bool) -> None:
        """Say the sentence when it is due; print it with captions, or if it cannot be said."""
        frames = self._clock()
        self._due = self._due and player.stays_still  # no longer true once the exercise goes on
        reached = 0 if frames < self._first else 1 + (frames - self._first) // self._again
        ready = self._lines is not None and self._lines.done()
        if reached > self._said or (self._due and ready):
            self._due = False
            lines = _result(self._lines) if self._lines and ready else None
            for clip in lines or ():
                player.remind(clip)
            if captions or not lines:
                click.echo(self.sentence)
        self._said = reached


def _result(lines: Future[Sequence[Samples]]) -> Sequence[Samples] | None:
    """Return the clips, or `None` if no voice could say them."""
    try:
        return lines.result()
    except (SpeechError, CancelledError):
        return None
