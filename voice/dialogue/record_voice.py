"""Records a person's voice line by line: shows each line, hears it, plays it back, keeps it."""

from __future__ import annotations

import sys
import textwrap
from collections.abc import Callable, Sequence
from enum import Enum, auto
from fractions import Fraction
from threading import Event

import click
import numpy as np

from voice.audio import Audio
from voice.dialogue.conversation import Conversation, Pause, Say
from voice.errors import RecordingError
from voice.frames import SAMPLE_RATE
from voice.playback.keys import (
    AGAIN,
    BEGIN,
    HEAR_LINE,
    KEEP,
    LEAVE,
    PREVIOUS,
    SKIP,
    SPACE,
    index_of,
    numbered,
)
from voice.recording.capture import capture, capture_room
from voice.recording.folders import answer, begin
from voice.recording.importing import keep
from voice.recording.lines import Line
from voice.recording.microphone import Microphone
from voice.recording.room import measured_room
from voice.recording.take import Expectation, Take, judged
from voice.speech.clips import pace_of
from voice.speech.recordings import Recording
from voice.timeline.welcome import in_words

OPENING = (
    "Here your own voice is recorded, one line at a time.",
    "Each line stands on the screen. Press Enter, say it, and stop. I notice the end.",
    "Say it the way you would say it to somebody beside you.",
)
PERMISSION = "Your computer may ask if this program may use the microphone. Please allow it."
"""Said where the system asks: macOS and Windows."""

ROOM = "First, two quiet seconds, so that I hear the room."
ROOM_SECONDS = 2.0
TRY_AGAIN = ("To listen again, press Enter and say one word.", "To leave, press Escape.")

READY = "Enter begins. H says the line to you. B goes back, S skips, Q leaves."
RECORDING = "Recording. Stop speaking when you are done, or press Enter."
CHOICES = ("To keep it, press Enter.", "To say it again, press R.")
CHOICES_PRINTED = "Enter keeps it, R records it again, Space plays it again."

TAUGHT = 2
"""Lines for which the keys are spoken; they are always printed."""

SOFTLY = 0.5
"""Amplitude of a line that is said to the speaker."""

PATIENCE = 60.0
"""Seconds after which the keys are said again."""

HUSH = 0.4
"""Seconds until the microphone no longer hears what this program said: its device holds 0.1 s."""

SECONDS_A_LINE = 15
"""Time for one line with its playback. In a trial with no second take 12 lines took 9 s each."""

LEFT = "Everything you kept is safe. The same command goes on from here."
DONE = "Every line is recorded. Thank you."
NOT_WRITTEN = (
    "This line could not be written, and the screen says why. Once that is put right, press Enter "
    "again."
)

PASS_ON = (
    "One question. May this recording of you be given to other people?",
    *numbered(("Yes, I agree", "No, it stays on this computer")),
)
THANKS = {True: "Thank you. It may be passed on.", False: "It stays on this computer."}

LATER = "It stays on this computer, and I ask again next time."

_WIDTH = 60


class _Move(Enum):
    """Where to go from a line."""

    ONWARD = auto()
    BACK = auto()
    AGAIN = auto()
    LEAVE = auto()


class VoiceRecorder:
    """Takes a person through the lines of exercises.

    Attributes:
        recording: What has been recorded.
        kept: Number of lines kept in this run.
    """

    def __init__(
        self,
        talk: Conversation,
        microphone: Microphone,
        recording: Recording,
        lines: Sequence[Line],
        say_in: Callable[[str], Say],
    ) -> None:
        """Begin nothing yet.

        Args:
            talk: The conversation; its bed must be silent, since the microphone hears it.
            microphone: Hears the person.
            recording: Where lines are kept.
            lines: The lines to record, at least one.
            say_in: Returns a voice that says lines of a language to the person.
        """
        self.recording = recording
        self.kept = 0
        self._talk = talk
        self._microphone = microphone
        self._lines = lines
        self._say_in = say_in
        self._room = measured_room(np.zeros(round(ROOM_SECONDS * SAMPLE_RATE), np.float32))
        self._shown = 0

    def record(self) -> None:
        """Record the lines that are missing, until all are there or the person leaves.

        Raises:
            RecordingError: The microphone is gone; what was kept stays.
            SpeechError: No voice can speak.
        """
        opening = [*OPENING, ROOM]
        if sys.platform in {"darwin", "win32"}:
            opening.insert(-1, PERMISSION)
        for sentence in opening:
            click.echo(sentence)
        if self._talk.ask(opening, patience=0) in LEAVE or not self._hears_room():
            return
        if self._go_through():
            self._tell(DONE)
        else:
            self._tell(LEFT)
        self._ask_consent()

    def _hears_room(self) -> bool:
        """Measure the room until the microphone gives something; False if the person leaves."""
        while True:
            ended = Event()
            hearing = self._talk.work(lambda: capture_room(self._microphone, ROOM_SECONDS, ended))  # noqa: B023
            if self._talk.wait_for(hearing) in LEAVE:
                ended.set()
                return False
            self._room = measured_room(hearing.result())
            remarks = [remark.sentence for remark in self._room.remarks]
            for remark in remarks:
                click.echo(remark)
            if not self._room.muted:
                return self._talk.ask(remarks, patience=0) not in LEAVE
            key = self._ask([*remarks, *TRY_AGAIN])
            while key != KEEP:
                if key in LEAVE:
                    return False
                key = self._ask(TRY_AGAIN)

    def _go_through(self) -> bool:
        """Go from line to line; return True at the end of them."""
        at = self._next_missing(0)
        while at < len(self._lines):
            move = self._at(at)
            if move is _Move.LEAVE:
                return False
            if move is _Move.BACK:
                at = max(at - 1, 0)
            elif move is _Move.ONWARD:
                at = self._next_missing(at + 1)
        return True

    def _next_missing(self, start: int) -> int:
        """Return the index of the next line that is not recorded, or the number of lines."""
        later = range(start, len(self._lines))
        return next((at for at in later if not self._is_kept(at)), len(self._lines))

    def _is_kept(self, at: int) -> bool:
        return self.recording.place(self._lines[at].id).is_file()

    def _at(self, at: int) -> _Move:
        """Show a line, and take the keys until it is kept or left."""
        line = self._lines[at]
        self._show(at)
        taught = self._shown < TAUGHT
        self._shown += 1
        key = self._ask([READY] if taught else [])
        while (move := _moved(key)) is None:
            if key == HEAR_LINE:
                key = self._say_softly(line) or self._ask([READY])
            elif key in BEGIN or key == AGAIN:
                answered = self._recorded(line, taught=taught)
                if isinstance(answered, _Move):
                    return answered
                key = answered
            else:
                key = self._ask([] if key else [READY])
        return move

    def _recorded(self, line: Line, *, taught: bool) -> _Move | str | None:
        """Record a line until a take is kept or left.

        Returns:
            Where to go from it; or, if nobody spoke, the key that answers the remark on that.
        """
        while True:
            take = self._take(line)
            if isinstance(take, _Move):
                return take
            if not len(take.clip):
                return self._ask([*(remark.sentence for remark in take.remarks), READY])
            move = self._answered(line, take, taught=taught)
            if move is not _Move.AGAIN:
                return move

    def _take(self, line: Line) -> Take | _Move:
        """Record a line once; return the take, or where a key leads that was pressed meanwhile."""
        move = _moved(self._hush())
        if move is not None:
            return move
        click.echo(RECORDING)
        ended = Event()
        capturing = self._talk.work(lambda: capture(self._microphone, self._room, ended))
        move = _moved(self._talk.wait_for(capturing))
        ended.set()
        captured = capturing.result()
        if move is not None:
            return move
        expected = Expectation(line.spoken, pace_of(self.recording))
        take = judged(captured.samples, self._room, expected)
        if captured.level is not None and len(take.clip):
            seconds = len(take.clip) / SAMPLE_RATE
            click.echo(f"Heard {seconds:.1f} seconds, level {captured.level.value}.")
        for remark in take.remarks:
            click.echo(remark.sentence)
        return take

    def _hush(self) -> str | None:
        """Wait until the microphone no longer hears this program; return a key pressed then."""
        left = HUSH - self._talk.quiet
        return self._talk.wait_for(self._talk.work(lambda: Event().wait(left)))

    def _answered(self, line: Line, take: Take, *, taught: bool) -> _Move:
        """Play a take back, say what was noticed, and take the answer."""
        click.echo(CHOICES_PRINTED)
        remarks = [remark.sentence for remark in take.remarks]
        said = [line.written, *remarks, *(CHOICES if taught or remarks else ())]
        while True:
            key = self._ask(said, self._playing(line, take))
            if key == HEAR_LINE:
                key = self._say_softly(line)
            if key == AGAIN:
                return _Move.AGAIN
            if key == KEEP and self._keep(line, take):
                return _Move.ONWARD
            move = _moved(key)
            if move is not None:
                return move
            said = [NOT_WRITTEN] if key == KEEP else [line.written] if key == SPACE else [*CHOICES]

    def _keep(self, line: Line, take: Take) -> bool:
        """Keep a take; False if it cannot be written."""
        try:
            self.recording = begin(self.recording, [line.language])
            keep(self.recording, line, take.clip)
        except RecordingError as error:
            click.echo(str(error), err=True)
            return False
        self.kept += 1
        click.echo("Kept.")
        return True

    def _ask_consent(self) -> None:
        """Ask once whether the recording may be passed on."""
        if self.recording.may_be_passed_on is not None or not self.recording.clips():
            return
        for sentence in PASS_ON:
            click.echo(sentence)
        choice = index_of(self._ask(PASS_ON))
        if choice not in (0, 1):
            self._tell(LATER)
            return
        self.recording = answer(self.recording, agreed=choice == 0)
        self._tell(THANKS[self.recording.may_be_passed_on is True])

    def _show(self, at: int) -> None:
        """Print a line alone, after how far it is."""
        left = [each for each in range(at, len(self._lines)) if not self._is_kept(each)]
        again = "again, " if self._is_kept(at) else ""
        seconds = Fraction(SECONDS_A_LINE * max(len(left), 1))
        progress = f"line {at + 1} of {len(self._lines)}, about {in_words(seconds)} left."
        click.echo(f"\n{(again + progress).capitalize()}\n")
        for row in textwrap.wrap(self._lines[at].written, _WIDTH):
            click.echo(click.style(f"    {row}", bold=True))
        click.echo(f"\n{READY}")

    def _ask(self, said: Sequence[str], say: Say | None = None) -> str | None:
        return self._talk.ask(said, say=say, patience=PATIENCE)

    def _say_softly(self, line: Line) -> str | None:
        """Say a line to the speaker; return the key that cut it short."""
        self._talk.turn_to(SOFTLY)
        say = self._say_in(line.language)
        key = self._talk.ask([line.spoken, Pause(0.3)], say=say, patience=0)
        self._talk.turn_to(1.0)
        return key

    def _playing(self, line: Line, take: Take) -> Say:
        """Return a voice that says the line as it was just recorded."""
        recorded = Audio(take.clip, SAMPLE_RATE)
        return lambda text: recorded if text == line.written else self._talk.say(text)

    def _tell(self, sentence: str) -> None:
        click.echo(sentence)
        self._talk.tell([sentence])


def _moved(key: str | None) -> _Move | None:
    """Return where a key leads, or `None`."""
    if key in LEAVE:
        return _Move.LEAVE
    if key in PREVIOUS:
        return _Move.BACK
    return _Move.ONWARD if key in SKIP else None
