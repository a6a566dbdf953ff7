"""Hours of exercises through a sink that counts in frames: arithmetic, without a device or a clock.

::

    python -m tests.soak.hours --hours 8
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
import time
from contextlib import closing
from dataclasses import dataclass, replace
from unittest.mock import patch

import click

from tests.exercise.playing import Awaited, Room, ground
from tests.soak.capturing import Silences
from tests.soak.processes import State, state_of
from voice.audio import Samples
from voice.exercise.choices import NO_CHOICES
from voice.exercise.ending import Ending
from voice.exercise.session import Session
from voice.frames import SAMPLE_RATE
from voice.paths import cache_folder
from voice.script.library import find
from voice.script.model import Script
from voice.speech.catalog import Catalog
from voice.speech.tone import ToneEngine

WALK = "hour-outdoors"
CHOICES = replace(NO_CHOICES, voice="tone/low", bed=True)
MB = 1 << 20
LONGEST = 100 * 3600 * SAMPLE_RATE


class Hearing(Room):
    """A room where nothing is kept of the sound but its silences."""

    def __init__(self) -> None:
        super().__init__(available=False, longest=LONGEST)
        self.silences = Silences()

    def take(self, part: Samples) -> None:
        """Listen."""
        self.silences.take(part)


@dataclass(frozen=True, slots=True)
class Heard:
    """One exercise.

    Attributes:
        frames: Its length, from its first sound to its last.
        silences: How many silences of 1 ms or more there were between.
        state: What this process held afterwards.
    """

    frames: int
    silences: int
    state: State


def play(script: Script, catalog: Catalog) -> Heard:
    """Play an exercise to its end."""
    room = Hearing()
    session = Session(room, catalog, CHOICES, 1.0, device=room.device)
    with patch("voice.exercise.performance.Narration", Awaited):
        heard = session.play(script)
    assert heard.ending is Ending.WHOLE
    first, last = room.silences.first, room.silences.last
    assert first is not None
    assert last is not None
    return Heard(last - first + 1, len(room.silences.found), state_of(os.getpid()))


def shown(name: str) -> float:
    """Seconds that an exercise lasts, as `show` says."""
    seconds: float = json.loads(ground("show", name, "--voice", "tone/low", "--json"))["duration"]
    return seconds


@click.command(help="Play for hours, in a sink that counts in frames.")
@click.option("--hours", type=float, default=8.0, show_default=True)
@click.option("--exercise", default=WALK, show_default=True)
def main(hours: float, exercise: str) -> None:
    """Print a row for each exercise."""
    with tempfile.TemporaryDirectory(prefix="soak-") as home:
        os.environ["GROUND_HOME"] = home
        script, seconds = find(exercise), shown(exercise)
        click.echo(f"{script.title}: {seconds:.3f} s, as show says")
        total = 0
        wrong = 0
        with closing(Catalog([ToneEngine()], cache_folder())) as catalog:
            while total < hours * 3600 * SAMPLE_RATE:
                begun = time.monotonic()
                heard = play(script, catalog)
                total += heard.frames
                wrong += bool(heard.silences)
                click.echo(_row(heard, seconds, time.monotonic() - begun))
        click.echo(f"{total / SAMPLE_RATE / 3600:.2f} hours heard")
    sys.exit(bool(wrong))


def _row(heard: Heard, seconds: float, took: float) -> str:
    late = heard.frames - round(seconds * SAMPLE_RATE)
    state = heard.state
    return (
        f"{heard.frames} frames, {late:+} against show; {heard.silences} silences; "
        f"{state.own / MB:.1f} MB, {state.files} files, {state.threads} threads, "
        f"{state.started} processes; took {took:.0f} s"
    )


if __name__ == "__main__":
    main()
