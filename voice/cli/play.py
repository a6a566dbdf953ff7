"""`ground play`: an exercise aloud, with keys."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import TYPE_CHECKING

import click

from voice.cli.options import Choices, sounding
from voice.cli.performance import (
    Performance,
    performance,
    remembered,
    setting_of,
    voices_here,
    with_settings,
)
from voice.errors import SpeechError
from voice.playback import early
from voice.script.library import GENTLEST, find
from voice.settings import VOLUME_RANGE
from voice.timeline.cues import Kind, Timeline

if TYPE_CHECKING:
    from voice.playback.keyboard import Keyboard
    from voice.playback.player import Player

LOOK = 0.05
"""Seconds between looks at the device and the narration; a key is seen at once."""

SWITCH = 0.0005
"""Seconds a thread may run before the one that feeds the device: a tenth of Python's usual,
well below the 20 ms that the device holds."""


@click.command()
@click.argument("exercise", required=False)
@sounding
@click.option(
    "--volume",
    type=click.IntRange(*VOLUME_RANGE),
    metavar="PERCENT",
    help="How loud. Usually 100.",
)
@click.option("--captions", is_flag=True, help="Print each line as it is said.")
@click.option("--device", metavar="NAME", help="Where to play; see: ground doctor.")
def play(
    exercise: str | None,
    choices: Choices,
    volume: int | None,
    *,
    captions: bool,
    device: str | None,
) -> None:
    """Play an exercise aloud. Without a name, the gentlest one.

    Space pauses, q stops, h says the other keys.
    """
    sys.setswitchinterval(SWITCH)
    settings = remembered()
    choices = with_settings(choices, settings)
    script = find(exercise or GENTLEST)
    early.begun()  # here ends what is light to import
    from voice.playback.keyboard import Keyboard

    with Keyboard() as keyboard:
        setting = setting_of(choices, keys=keyboard.available, now=datetime.now())
        with (
            voices_here() as catalog,
            performance(script, choices, setting, catalog) as performed,
        ):
            percent = volume if volume is not None else settings.volume
            show = Screen(performed.timeline, captions=captions)
            _play(performed, keyboard, show, (100 if percent is None else percent) / 100, device)


class Screen:
    """What is printed while playing: a line at the start, one at the end, captions if wanted."""

    def __init__(self, timeline: Timeline, *, captions: bool) -> None:
        self._timeline = timeline
        self._captions = captions
        self._shown = -1

    def begin(self, *, keys: bool) -> None:
        """Say what starts."""
        hint = " Space pauses, q stops, h says the other keys." if keys else ""
        click.echo(f"{self._timeline.script.title}.{hint}")

    def follow(self, index: int) -> None:
        """Print the line being said, once, if captions are wanted."""
        if not self._captions or index == self._shown or index >= len(self._timeline.cues):
            return
        self._shown = index
        cue = self._timeline.cues[index]
        if cue.kind is Kind.SPEECH:
            click.echo(cue.text)

    def end(self, *, whole: bool) -> None:
        """Say how it ended."""
        title = self._timeline.script.title
        click.echo(f"{title} is over." if whole else f"{title} stopped.")


def _play(
    performed: Performance, keyboard: Keyboard, screen: Screen, volume: float, device: str | None
) -> None:
    from voice.cli.controls import Controls
    from voice.cli.output import Output
    from voice.playback.player import Player

    mixer = performed.mixer(waiting=False)
    player = Player(mixer, volume)
    controls = Controls(
        player,
        performed.timeline.pace,
        performed.retimed,
        lambda: _say_keys(player, performed),
    )
    with Output(player.fill, device) as output, _stopped_softly(player):
        screen.begin(keys=keyboard.available)
        narration = performed.narration
        mixer.warm()
        while not player.done.is_set():
            key = keyboard.read(LOOK)
            if key is not None:
                controls.press(key)
            screen.follow(player.index)
            output.look_after()
            if narration.failure:
                raise narration.failure
        output.drain()
    screen.end(whole=not controls.stopped)


def _say_keys(player: Player, performed: Performance) -> None:
    """Let the keys be heard; where the voice fails, they are printed and the exercise goes on."""
    from voice.cli.controls import KEYS_ALOUD

    try:
        player.interject(performed.aside(KEYS_ALOUD))
    except SpeechError:
        click.echo(" ".join(KEYS_ALOUD))


@contextmanager
def _stopped_softly(player: Player) -> Iterator[None]:
    """Whatever ends the block early, let the sound fade first."""
    try:
        yield
    except BaseException:
        player.stop()
        player.done.wait(2 * LOOK)
        raise
