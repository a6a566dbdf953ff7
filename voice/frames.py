"""Durations as whole frames: seconds at the edges, frames inside."""

from __future__ import annotations

from fractions import Fraction
from typing import NewType

Frames = NewType("Frames", int)
"""A count of PCM samples of the one channel, at `SAMPLE_RATE`."""

SAMPLE_RATE = 24_000
"""Frames a second, everywhere in the program. No voice here has sound above 12 kHz."""


def to_seconds(frames: int) -> float:
    """Convert frames to seconds."""
    return frames / SAMPLE_RATE


def clock(frames: int) -> str:
    """Return frames as minutes and whole seconds, such as ``3:07``."""
    minutes, seconds = divmod(int(to_seconds(frames)), 60)
    return f"{minutes}:{seconds:02}"


class Ruler:
    """Turns durations into whole frames without drift.

    Each boundary is rounded where it falls, never each duration: two thousand durations of
    1.0003 s rounded one by one at 22 050 Hz would end 35 ms off.
    """

    def __init__(self) -> None:
        self._whole = 0  # most durations are whole frames, which take no fractions to add
        self._part = Fraction(0)
        self._position = Frames(0)

    @property
    def position(self) -> Frames:
        """The last boundary, in frames."""
        return self._position

    def advance(self, duration: Fraction | Frames) -> Frames:
        """Advance by a duration and return the whole frames passed.

        Args:
            duration: Seconds as a `Fraction`, or frames of audio as an `int`, which are kept:
                rounding never cuts or stretches rendered speech.
        """
        start = self._position
        if isinstance(duration, Fraction):
            whole, rest = divmod(duration.numerator * SAMPLE_RATE, duration.denominator)
            self._whole += whole
            if rest:
                self._part += Fraction(rest, duration.denominator)
        else:
            self._whole += duration
        self._position = Frames(self._whole + _rounded(self._part))
        return Frames(self._position - start)


def _rounded(exact: Fraction) -> Frames:
    """Return the nearest frame; halves always go up, so a whole number of frames stays whole."""
    return Frames((2 * exact.numerator + exact.denominator) // (2 * exact.denominator))


def spoken_minutes(seconds: float) -> str:
    """Return a length as people say it."""
    minutes = max(1, round(seconds / 60))
    return f"about {minutes} minute{'' if minutes == 1 else 's'}"
