"""How a background lies under an exercise: in softly, back before every word, out with the end."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from voice.audio import Samples
from voice.frames import SAMPLE_RATE
from voice.sound.curves import rise
from voice.sound.ducking import Ducking
from voice.sound.noise import BED_RISE

LOUDEST_LUFS = -43.0
"""No 400 ms are louder, swells and all: with the bed below that makes -42 LUFS, which leaves the
loudness of an exercise alone, and is 24 dB under the voice (scripts/SOURCES.md, Background)."""

BEGIN = BED_RISE
"""Frames before it begins: the bed lies there by then, and what makes it has had two seconds."""

BACKGROUND_RISE = 3 * SAMPLE_RATE
"""Frames in which it rises, as slowly as the bed."""


class Background(Protocol):
    """Sound without an end."""

    def add_to(self, out: Samples, position: int, gain: Samples) -> None:
        """Add the sound of a moment to a block, on a device's thread.

        Args:
            out: The block, shape ``(frames,)``; changed in place.
            position: Frames since it began. Equal positions give equal samples.
            gain: Amplitude for each frame, shape ``(frames,)``.
        """


class Backdrop:
    """A background from an exercise's first frame on; it goes on whatever is heard above it."""

    def __init__(self, background: Callable[[], Background | None]) -> None:
        """Nothing is heard, or asked for, before `BEGIN`.

        Args:
            background: Gives it, or `None` while it is not ready: then it begins later.
        """
        self._ask = background
        self._background: Background | None = None
        self._ducking = Ducking()
        self._rise = rise(BACKGROUND_RISE)
        self._heard = 0
        self._begin = BEGIN

    def add_to(self, out: Samples, to_word: int, falling: Samples | None = None) -> None:
        """Lay the next frames under a block.

        Args:
            out: Shape ``(frames,)``, changed in place.
            to_word: See `Ducking.next`.
            falling: Amplitude for each frame of `out`, where the exercise ends.
        """
        gain = self._ducking.next(len(out), to_word)
        if falling is not None:
            gain *= falling
        early = max(BEGIN - self._heard, 0)
        if early < len(out):
            if self._background is None:
                self._background = self._ask()
                self._begin = self._heard + early
            if self._background is not None:
                self._add(self._background, out[early:], gain[early:])
        self._heard += len(out)

    def _add(self, background: Background, out: Samples, gain: Samples) -> None:
        position = max(self._heard - self._begin, 0)
        rising = self._rise[position : position + len(out)]
        gain[: len(rising)] *= rising
        background.add_to(out, position, gain)
