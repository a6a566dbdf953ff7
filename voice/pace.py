"""Paces: real words a minute, and how far pauses stretch."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction

from voice import ranges

RATE_RANGE = ranges.RATE_RANGE

PAUSES_RANGE = (Fraction(ranges.PAUSES_RANGE[0]), Fraction(ranges.PAUSES_RANGE[1]))

LONGEST_SETTLE = Fraction(20)
"""Seconds beyond which no settle is stretched: a longer silence should be announced
(scripts/SOURCES.md, Settling time)."""

LONGEST_DO = Fraction(60)
"""Seconds beyond which time for the body is not stretched."""


@dataclass(frozen=True, slots=True)
class Pace:
    """The speed of an exercise.

    Attributes:
        name: ``slow``, ``gentle`` or ``steady``.
        words_per_minute: Real ones, measured on rendered speech without the silence around it.
        pause_scale: Factor of gaps, settles and, above 1, of time for the body.
    """

    name: str
    words_per_minute: int
    pause_scale: Fraction

    def gap(self, written: Fraction) -> Fraction:
        """Return the seconds of the pause between two lines."""
        return written * self.pause_scale

    def settle(self, written: Fraction) -> Fraction:
        """Return the seconds of time to notice, stretched to 20 s at most unless written longer."""
        return min(written * self.pause_scale, max(written, LONGEST_SETTLE))

    def do(self, written: Fraction) -> Fraction:
        """Return the seconds of time for the body: as written or longer, stretched to 60 s."""
        return min(written * max(self.pause_scale, Fraction(1)), max(written, LONGEST_DO))

    def hold(self, written: Fraction) -> Fraction:
        """Return the seconds of a safety limit, which never grows."""
        return written * min(self.pause_scale, Fraction(1))

    def unstretched(self) -> Pace:
        """Return this pace for a step with a `[hold]`: nothing in it lasts longer than written."""
        return replace(self, pause_scale=min(self.pause_scale, Fraction(1)))


PACES = {
    pace.name: pace
    for pace in (
        Pace("slow", 120, Fraction("1.4")),
        Pace("gentle", 135, Fraction("1.0")),
        Pace("steady", 150, Fraction("0.8")),
    )
}
"""The presets: the calm end of guided recordings' 140-184, and below (scripts/SOURCES.md, Pace)."""

DEFAULT_PACE = ranges.DEFAULT_PACE


def make_pace(name: str, rate: int | None = None, pauses: Fraction = Fraction(1)) -> Pace:
    """Make a pace from a preset and the listener's own rate and silence dial.

    Args:
        name: One of `PACES`.
        rate: Words a minute instead of the preset's.
        pauses: Scales gaps and settles on top of the preset; never changes the voice.
    """
    preset = PACES[name]
    return replace(
        preset,
        words_per_minute=rate or preset.words_per_minute,
        pause_scale=preset.pause_scale * pauses,
    )
