"""Plays a background under an exercise: fades in, draws back before words, fades out at the end."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from voice.audio import Samples
from voice.frames import SAMPLE_RATE
from voice.sound.curves import rise
from voice.sound.ducking import Ducking
from voice.sound.noise import BED_RISE

LOUDEST_LUFS = -43.0
"""Loudest 400 ms of a background, swells included. With the bed below, that makes -42 LUFS, which
leaves an exercise's loudness as it is, and is 24 dB under the voice (scripts/SOURCES.md,
Background)."""

BEGIN = BED_RISE
"""Frames before it begins: by then the bed has risen, and it has had two seconds to be made."""

BACKGROUND_RISE = 3 * SAMPLE_RATE
"""Frames in which it rises, as slowly as the bed."""


class Background(Protocol):
    """An endless sound."""

    def add_to(self, out: Samples, position: int, gain: Samples) -> None:
        """Add the sound at a position to a block, on a device's thread.

        Args:
            out: The block, shape ``(frames,)``; changed in place.
            position: Frames since it began. Equal positions give equal samples.
            gain: Amplitude for each frame, shape ``(frames,)``.
        """


class Backdrop:
    """A background from an exercise's first frame on; it continues whatever is heard above it."""

    def __init__(self, background: Callable[[], Background | None]) -> None:
        """Stay silent, and ask for no background, before `BEGIN`.

        Args:
            background: Returns it, or `None` while it is not ready: then it begins later.
        """
        self._ask = background
        self._background: Background | None = None
        self._ducking = Ducking()
        self._rise = rise(BACKGROUND_RISE)
        self._heard = 0
        self._begin = BEGIN

    def add_to(self, out: Samples, to_word: int, falling: Samples | None = None) -> None:
        """Add the background's next frames to a block.

        Args:
            out: Shape ``(frames,)``, changed in place.
            to_word: See `Ducking.next`.
            falling: Amplitude for each frame of `out`, when the exercise ends.
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
