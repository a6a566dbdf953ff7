"""What is said beside an exercise: the keys, people to talk to, and that it still waits."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import click

from voice.errors import SpeechError
from voice.playback.player import Player
from voice.speech.audio import Samples
from voice.timeline.frames import SAMPLE_RATE, Frames
from voice.timeline.phrases import STILL_WAITING

KEYS_ALOUD = (
    "Space pauses, and goes on again.",
    "N is the next step, and B is back a step.",
    "R says the last line again.",
    "Plus is louder, and minus is softer.",
    "F is less silence, and S is more silence.",
    "X goes to another exercise instead.",
    "The question mark says who to talk to.",
    "Q stops.",
)

REMIND_AFTER = Frames(30 * SAMPLE_RATE)
"""Frames of waiting after which it says that it still does, and again each time as many have
passed. Callers on a silent telephone hang up after about 40 s (content §3.5)."""


class SpokenAsides:
    """Lets a player say things beside its exercise, which waits meanwhile.

    Where the voice fails they are printed, and the exercise goes on.
    """

    def __init__(
        self,
        player: Player,
        said: Callable[[Sequence[str]], Samples],
        support: Callable[[], Sequence[str]],
    ) -> None:
        """Nothing is said yet.

        Args:
            player: Where it is heard.
            said: Renders sentences; may raise `SpeechError`.
            support: Who can be talked to.
        """
        self._player = player
        self._said = said
        self._support = support
        self._reminded = 0

    def keys(self) -> None:
        """Let the keys be heard."""
        self._say(KEYS_ALOUD)

    def support(self) -> None:
        """Let it be heard who can be talked to."""
        self._say(self._support())

    def remind(self, waited: int) -> None:
        """Say that the exercise still waits, where it has for long.

        Args:
            waited: Frames for which it has; 0 when it does not.
        """
        times = waited // REMIND_AFTER
        if times > self._reminded:
            self._say((STILL_WAITING,))
        self._reminded = times

    def _say(self, sentences: Sequence[str]) -> None:
        try:
            self._player.interject(self._said(sentences))
        except SpeechError:
            click.echo(" ".join(sentences))
