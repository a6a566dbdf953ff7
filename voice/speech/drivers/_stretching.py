"""Makes speech slower or quicker at the same pitch, for engines that have only some paces.

A sound is lengthened by repeating single periods of the voice, and shortened by leaving some out,
at places where the waveform hardly changes from one period to the next. Everything between stays
as it was, sample for sample, and so do the edges.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from voice.audio import Samples

_PERIODS = (0.0025, 0.0125)
"""Seconds that are repeated or left out at once: a period of a voice of 400 to 80 Hz."""

_FADE = 0.01
"""Seconds of a cross-fade."""

_SEARCH = 0.04
"""Seconds within which the best place is sought."""

_STEP = 0.004
"""Seconds between two places that are compared."""

_COARSE = 6000
"""Lowest sample rate at which places are compared, in Hz; the best one is then refined."""


@dataclass(frozen=True, slots=True)
class _Join:
    """Two places of a sound that are alike.

    Attributes:
        early: First frame of the earlier one.
        late: First frame of the later one.
    """

    early: int
    late: int


def stretched(samples: Samples, sample_rate: int, factor: float) -> Samples:
    """Change the length of speech, and not its pitch.

    Args:
        samples: Shape ``(frames,)``.
        sample_rate: Hz.
        factor: New length over old, within 0.7 and 1.4. The length is right to 10 ms, and speech
            of less than 60 ms stays as it is.

    Returns:
        Shape ``(frames,)``.
    """
    shortest, longest = (round(period * sample_rate) for period in _PERIODS)
    fade, search = round(_FADE * sample_rate), round(_SEARCH * sample_rate)
    finder = _Finder(samples, sample_rate)
    slower, change = factor > 1, abs(factor - 1)
    parts: list[Samples] = []
    at, owed = 0, 0.0  # the next frame of the sound, and how many frames it lags behind the factor
    while change:
        begin = at + round(max(0.0, (shortest + longest) / 4 - owed) / change)
        places = round(min(search, max(0.0, longest - owed) / change))
        if begin + places + longest + fade > len(samples):
            break
        join = finder.best(begin, begin + places)
        leave, enter = (join.late, join.early) if slower else (join.early, join.late)
        parts += [samples[at:leave], _faded(samples[leave:][:fade], samples[enter:][:fade])]
        owed += change * (enter + fade - at) - (join.late - join.early)
        at = enter + fade
    return np.concatenate([*parts, samples[at:]])


class _Finder:
    """Finds places of a sound between which it can be cut and joined."""

    def __init__(self, samples: Samples, sample_rate: int) -> None:
        self._samples = samples
        self._every = every = max(1, sample_rate // _COARSE)
        whole = len(samples) // every * every
        coarse = samples[:whole].reshape(-1, every).mean(axis=1)
        self._fade = round(_FADE * sample_rate)
        width = self._fade // every
        self._windows = np.lib.stride_tricks.sliding_window_view(
            np.pad(coarse, (0, max(0, width - len(coarse)))), width
        )
        shortest, longest = (round(period * sample_rate) for period in _PERIODS)
        self._lags = np.arange(-(-shortest // every), longest // every)
        self._step = round(_STEP * sample_rate / every)

    def best(self, first: int, last: int) -> _Join:
        """Return the two places that differ least, of which the earlier lies in a range of frames.

        What is compared is the energy of the difference, so that a quiet place is a good one too.
        """
        places = np.arange(first // self._every, last // self._every + 1, self._step)
        differences = self._windows[places, np.newaxis] - self._windows[places[:, None] + self._lags]
        energies = np.einsum("plw,plw->pl", differences, differences)
        place, lag = np.unravel_index(energies.argmin(), energies.shape)
        return self._refined(int(places[place]) * self._every, int(self._lags[lag]) * self._every)

    def _refined(self, early: int, lag: int) -> _Join:
        """Return the join whose lag is right to one frame."""
        lowest, highest = early + lag - self._every + 1, early + lag + self._every
        around = self._samples[lowest : highest - 1 + self._fade]
        windows = np.lib.stride_tricks.sliding_window_view(around, self._fade)
        differences = windows - self._samples[early : early + self._fade]
        energies = np.einsum("lw,lw->l", differences, differences)
        return _Join(early, lowest + int(energies.argmin()))


def _faded(leaving: Samples, entering: Samples) -> Samples:
    """Cross-fade two sounds so that the level stays, however alike they are."""
    rise = np.linspace(0, 1, len(leaving) + 2, dtype=np.float32)[1:-1]
    energy = np.sqrt(np.dot(leaving, leaving) * np.dot(entering, entering))
    alike = max(0.0, float(np.dot(leaving, entering) / energy)) if energy else 1.0
    fall = 1 - rise
    level = np.sqrt(rise * rise + fall * fall + 2 * np.float32(alike) * rise * fall)
    mixed: Samples = (leaving * fall + entering * rise) / level
    return mixed
