"""What is said beside an exercise: the keys, people to talk to, and that it still waits."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass

import click
import numpy as np

from voice.errors import SpeechError
from voice.playback.player import Player
from voice.speech.audio import Samples
from voice.timeline.frames import SAMPLE_RATE, Frames
from voice.timeline.phrases import STILL_WAITING

KEYS_ALOUD = (
    "Space pauses, Q stops.",
    "N and B change steps.",
    "R says it again.",
    "Plus is louder, minus softer.",
    "S is more silence, F less.",
    "X is another exercise.",
    "Question mark, people to call.",
)

GAP = Frames(SAMPLE_RATE // 2)
"""Frames after each sentence."""

REMIND_AFTER = Frames(30 * SAMPLE_RATE)
"""Frames of waiting after which it says that it still does, and again each time as many have
passed. Callers on a silent telephone hang up after about 40 s (content §3.5)."""

Prepare = Callable[[Sequence[str]], Future[Sequence[Samples]]]
"""As `voice.sound.narration.Narration.beside`."""


@dataclass(frozen=True, slots=True)
class _Aside:
    """Something that will be said as soon as it is ready."""

    sentences: Sequence[str]
    lines: Future[Sequence[Samples]]
    printed: bool


class SpokenAsides:
    """Lets a player say things beside its exercise, which goes on until they are ready.

    Where the voice fails they are printed, and the exercise goes on.
    """

    def __init__(
        self,
        player: Player,
        prepare: Prepare,
        support: Callable[[], Sequence[str]],
        *,
        captions: bool = False,
    ) -> None:
        """Nothing is said yet.

        Args:
            player: Where it is heard.
            prepare: Renders sentences.
            support: Who can be talked to; that is always printed too.
            captions: Whether all of it is printed as it is said.
        """
        self._player = player
        self._prepare = prepare
        self._support = support
        self._captions = captions
        self._coming: _Aside | None = None
        self._reminded = 0

    def keys(self) -> None:
        """Let the keys be heard."""
        self._say(KEYS_ALOUD, printed=self._captions)

    def support(self) -> None:
        """Let it be heard who can be talked to."""
        self._say(self._support(), printed=True)

    def go_on(self, waited: int) -> None:
        """Say what is ready, and that the exercise still waits; to be called some times a second.

        Args:
            waited: Frames for which it has waited; 0 when it does not.
        """
        times = waited // REMIND_AFTER
        if times > self._reminded and self._coming is None:
            self._say((STILL_WAITING,), printed=self._captions)
        self._reminded = times
        if self._coming is not None and self._coming.lines.done():
            aside, self._coming = self._coming, None
            self._begin(aside)

    def _say(self, sentences: Sequence[str], *, printed: bool) -> None:
        if self._coming is not None:
            self._coming.lines.cancel()
        self._coming = _Aside(sentences, self._prepare(sentences), printed)

    def _begin(self, aside: _Aside) -> None:
        printed = aside.printed
        try:
            self._player.interject(_joined(aside.lines.result()))
        except SpeechError:
            printed = True
        if printed:
            for sentence in aside.sentences:
                click.echo(sentence)


def _joined(lines: Sequence[Samples]) -> Samples:
    """One after the other, each with a gap behind it."""
    gap = np.zeros(GAP, np.float32)
    return np.concatenate([part for line in lines for part in (line, gap)])
