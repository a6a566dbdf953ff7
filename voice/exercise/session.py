"""Plays one exercise: brings the device, the keys and the screen together."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

import click

from voice.exercise.asides import SpokenAsides
from voice.exercise.choices import Choices, setting_of
from voice.exercise.controls import Controls
from voice.exercise.ending import Ending
from voice.exercise.performance import Performance, performance
from voice.exercise.progress import Progress
from voice.exercise.support_aside import SupportAside
from voice.playback.keys import FIRST_KEYS_PRINTED
from voice.playback.media.shown import Showing, shown_nowhere
from voice.playback.output import USUAL, Device, Output
from voice.playback.player import Player
from voice.script.model import Script
from voice.timeline.cues import Timeline

if TYPE_CHECKING:
    from voice.playback.keyboard import Keys
    from voice.speech.catalog import Catalog

LOOK = 0.05
"""Seconds between checks of the device and the narration; a key acts at once."""


@dataclass(frozen=True, slots=True)
class Heard:
    """Result of playing an exercise.

    Attributes:
        ending: How it ended.
        volume: Amplitude at the end; the listener may have changed it.
    """

    ending: Ending
    volume: float


@dataclass(frozen=True, slots=True)
class Session:
    """Plays exercises with the same devices and choices.

    Attributes:
        keyboard: The keyboard, entered.
        catalog: The voices.
        choices: The listener's choices.
        volume: Amplitude, 1 being the exported level.
        captions: Whether each line is printed as it is said.
        device: The output device.
        welcomed: True after the first exercise of a sitting.
        showing: Shows each exercise on the desktop.
    """

    keyboard: Keys
    catalog: Catalog
    choices: Choices
    volume: float
    captions: bool = False
    device: Device = USUAL
    welcomed: bool = False
    showing: Showing = shown_nowhere

    def play(self, script: Script, step: int | None = None) -> Heard:
        """Play an exercise.

        Args:
            script: The exercise.
            step: Index of the step it begins at, without the bell; `None` for the beginning.

        Raises:
            GroundError: There is no device or voice, or none of the requested name.
        """
        setting = setting_of(
            self.choices,
            keys=self.keyboard.available,
            now=datetime.now(),
            welcomed=self.welcomed,
        )
        with performance(script, self.choices, setting, self.catalog, at_once=True) as performed:
            return self._play(performed, step)

    def _play(self, performed: Performance, step: int | None) -> Heard:

        mixer = performed.mixer(waiting=False)
        if step is not None:
            mixer.jump(performed.timeline.start_of(step))
        player = Player(mixer, self.volume)
        asides = SpokenAsides(
            player,
            # Not `performed.narration.beside`: rendering begins with the first access to narration.
            lambda said: performed.narration.beside(said),  # noqa: PLW0108
            SupportAside(),
            captions=self.captions,
        )
        controls = Controls(player, performed, asides)
        screen = Screen(performed.timeline, captions=self.captions)
        with (
            Output(player.fill, self.device, back=player.begin_line_again) as output,
            _stopped_softly(player, output),
            output.around_suspension(self.keyboard, asides),
            self.showing(Progress(performed, player, mixer).shown),
        ):
            screen.begin(keys=self.keyboard.available, silent=not self.volume)
            narration = performed.narration
            waits = any(cue.until_key for cue in performed.timeline.cues)
            asides.prepare_reminders(narration.beside_later, waits=waits)
            mixer.warm()
            while not player.done.is_set():
                asides.go_on()
                if not player.late:
                    screen.follow(player.index)
                output.look_after()
                if narration.failure:
                    raise narration.failure
                performed.tell()
                corrected = performed.correct(player.index, mixer.late)
                if corrected is not None:
                    player.retime(corrected)
                key = self.keyboard.read(LOOK)
                if key is not None:
                    controls.press(key)
                if controls.ending is not Ending.WHOLE:
                    output.silence()
        screen.end(controls.ending)
        return Heard(controls.ending, player.volume)


class Screen:
    """Prints a line at the start, one at the end, and captions if wanted."""

    def __init__(self, timeline: Timeline, *, captions: bool) -> None:
        self._timeline = timeline
        self._captions = captions
        self._shown = -1

    def begin(self, *, keys: bool, silent: bool) -> None:
        """Print what starts."""
        hint = f" {FIRST_KEYS_PRINTED}" if keys else ""
        if silent:
            hint += " The volume is at 0 percent, so nothing is heard."
        click.echo(f"{self._timeline.script.title}.{hint}")

    def follow(self, index: int) -> None:
        """Print the line being said, once, if captions are wanted."""
        if not self._captions or index == self._shown or index >= len(self._timeline.cues):
            return
        self._shown = index
        text = self._timeline.cues[index].text
        if text:
            click.echo(text)

    def end(self, ending: Ending) -> None:
        """Print how it ended."""
        title = self._timeline.script.title
        click.echo(f"{title} is over." if ending is Ending.WHOLE else f"{title} stopped.")


@contextmanager
def _stopped_softly(player: Player, output: Output) -> Iterator[None]:
    """Let the sound fade when an exception ends the block."""
    try:
        yield
    except BaseException:
        player.stop()
        output.silence()
        output.fade(player.done.is_set)
        raise
