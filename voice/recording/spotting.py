"""Finds the speech within a take, and the clicks beside it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from voice.audio import Samples
from voice.recording.bands import band_powers, level, smoothed, softest_stretch
from voice.recording.room import Room
from voice.sound.loudness import Floats

Flags = NDArray[np.bool_]

Runs = NDArray[np.int64]
"""Starts and ends, shape ``(runs, 2)``."""

MARGINS_DB = np.array([8.0, 7.0, 6.0, 6.0, 6.0])
"""Decibels over the room's noise from which a band holds a sound. White and pink noise, smoothed
over three looks, never went beyond in 24 minutes (measured); the lowest band is the narrowest and
sways most."""

AUDIBLE_DB = 50.0
"""Decibels below the loud looks from which a sound is not heard: when a line is played, what is
softer is trimmed from its ends."""

_SMOOTHING = 3


# The lengths below are in looks of 5 ms.
_SHORTEST_SOUND = 3
_LONGEST_HOLE = 4

# A click of 1 to 20 ms fills 15 to 40 ms (measured), because looks overlap.
_LONGEST_CLICK = 10
# The burst of a "t" or "p" that ends a word comes up to 170 ms after the sound before it (measured
# on eSpeak, heart and joe); one that begins a word never stood apart. What stands further off is a
# click of the mouth.
_CLICK_AFTER = 36
_CLICK_BEFORE = 16

# A voice is within 30 dB of the loudest of its line, a breath may be below.
_VOICE_DB = 30.0
_SHORTEST_VOICE = 12

# A breath belongs to the line if it is near it, and longer than a click.
_BREATH_NEAR = 120
_TAIL_NEAR = 40
_SHORTEST_BREATH = 16


@dataclass(frozen=True, slots=True, eq=False)
class Spotted:
    """The speech in a take; all of it is in looks of `voice.recording.bands.LOOK` frames.

    Attributes:
        sounds: Start and end of each sound from the first to the last one of the line, with its
            breaths, shape ``(sounds, 2)``; empty if nobody spoke.
        voice: Start and end of the line without the breaths at its ends.
        clicks: Start and end of each click between the sounds, shape ``(clicks, 2)``.
        levels: dBFS RMS of each look.
        noise: dBFS RMS of the room's noise during the take.
    """

    sounds: Runs
    voice: tuple[int, int]
    clicks: Runs
    levels: Floats
    noise: float

    @property
    def loudness(self) -> float:
        """Level of the sounds, in dBFS RMS."""
        within = [self.levels[start:end] for start, end in self.sounds]
        return float(level(float(np.mean(10 ** (np.concatenate(within) / 10)))))


def spotted(samples: Samples, room: Room) -> Spotted:
    """Find the speech within a take.

    Args:
        samples: Shape ``(frames,)`` at `SAMPLE_RATE`.
        room: The room it was recorded in.
    """
    powers = band_powers(samples)
    near = smoothed(powers, _SMOOTHING) if len(powers) else powers
    floor = _floor(near, room)
    levels = level(near.sum(axis=1))
    stands_out = np.any(level(near) > level(floor) + MARGINS_DB, axis=1)
    audible = _audible(near, floor, stands_out)
    runs = _closed(_runs(stands_out & audible), _LONGEST_HOLE)
    runs = runs[_lengths(runs) >= _SHORTEST_SOUND]
    clicking = _clicking(runs)
    sounds, voice = _line(runs[~clicking], levels)
    clicks = runs[clicking]
    if len(sounds):
        clicks = clicks[(clicks[:, 0] > sounds[0, 0]) & (clicks[:, 1] < sounds[-1, 1])]
    return Spotted(sounds, voice, clicks, levels, float(level(float(floor.sum()))))


def _floor(powers: Floats, room: Room) -> Floats:
    """Return the noise in each band: the room's, or what it has become since."""
    stretch = softest_stretch(powers)
    floor = np.array(room.floor)
    return floor if stretch is None else np.maximum(floor, np.median(powers[stretch], axis=0))


def _audible(powers: Floats, floor: Floats, stands_out: Flags) -> Flags:
    """Tell the looks that are loud enough to be heard, without the noise in them."""
    net = np.maximum(powers - floor, 0).sum(axis=1)
    loud = np.quantile(net[stands_out], 0.95) if stands_out.any() else 0.0  # a click is louder
    audible: Flags = net > loud * 10 ** (-AUDIBLE_DB / 10)
    return audible


def _runs(flags: Flags) -> Runs:
    changes = np.flatnonzero(np.diff(np.concatenate(([False], flags, [False])).astype(np.int8)))
    return changes.reshape(-1, 2)


def _lengths(runs: Runs) -> NDArray[np.int64]:
    return runs[:, 1] - runs[:, 0]


def _closed(runs: Runs, hole: int) -> Runs:
    """Join runs with holes of at most so many looks between them."""
    if not len(runs):
        return runs
    apart = runs[1:, 0] - runs[:-1, 1] > hole
    starts = np.concatenate(([True], apart))
    ends = np.concatenate((apart, [True]))
    return np.column_stack((runs[starts, 0], runs[ends, 1]))


def _clicking(runs: Runs) -> Flags:
    """Tell the runs that are clicks: short, and not near a longer sound."""
    short = _lengths(runs) <= _LONGEST_CLICK
    longer = runs[~short]
    before = np.concatenate(([-_CLICK_AFTER - 1], longer[:, 1]))
    after = np.concatenate((longer[:, 0], [np.iinfo(np.int64).max]))
    at = np.searchsorted(longer[:, 0], runs[:, 0], side="right")
    since = runs[:, 0] - before[at]
    until = after[np.minimum(at, len(longer))] - runs[:, 1]
    return short & (since > _CLICK_AFTER) & (until > _CLICK_BEFORE)


def _line(runs: Runs, levels: Floats) -> tuple[Runs, tuple[int, int]]:
    """Return the runs of the line, and where the voice in it starts and ends."""
    if not len(runs):
        return runs, (0, 0)
    loudest = np.array([levels[start:end].max() for start, end in runs])
    voiced = (loudest > loudest.max() - _VOICE_DB) & (_lengths(runs) >= _SHORTEST_VOICE)
    if not voiced.any():
        return runs[:0], (0, 0)
    first, last = (int(each) for each in np.flatnonzero(voiced)[[0, -1]])
    voice = (int(runs[first, 0]), int(runs[last, 1]))
    gaps = runs[1:, 0] - runs[:-1, 1]
    while first > 0 and _belongs(runs[first - 1], int(gaps[first - 1])):
        first -= 1
    while last < len(gaps) and _belongs(runs[last + 1], int(gaps[last])):
        last += 1
    return runs[first : last + 1], voice


def _belongs(run: NDArray[np.int64], gap: int) -> bool:
    """True if a faint sound beside the line is a part of it: the end of a word, or a breath."""
    return gap <= _TAIL_NEAR or (gap <= _BREATH_NEAR and run[1] - run[0] >= _SHORTEST_BREATH)
