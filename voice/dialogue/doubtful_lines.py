"""Plays lines cut from a long recording that may be wrong, and asks about each."""

from __future__ import annotations

import click

from voice.audio import Audio, Samples
from voice.dialogue.conversation import Conversation
from voice.frames import SAMPLE_RATE
from voice.playback.keys import KEEP, LEAVE, SKIP, SPACE
from voice.recording.cutting import Cut

KEYS = "Enter keeps it, S leaves it out, Space plays it again, Q leaves out all the others."
CHOICES = ("To keep it, press Enter.", "To leave it out, press S.")

PATIENCE = 60.0
"""Seconds after which the keys are said again."""


class DoubtfulLines:
    """Asks somebody whether a cut is the line that it should be."""

    def __init__(self, talk: Conversation) -> None:
        self._talk = talk
        self._left = False

    def keeps(self, found: Cut, clip: Samples) -> bool:
        """Play a cut until somebody says whether it is right."""
        if self._left:
            return False
        click.echo(f"\n{found.line.written}\n{found.doubt}\n{KEYS}")
        recorded = Audio(clip, SAMPLE_RATE)
        said = [found.line.written]
        while True:
            key = self._talk.ask(
                said,
                say=lambda text: recorded if text == found.line.written else self._talk.say(text),
                patience=PATIENCE,
            )
            self._left = key in LEAVE
            if self._left or key in SKIP:
                return False
            if key == KEEP:
                return True
            said = [found.line.written] if key == SPACE else [*CHOICES]
