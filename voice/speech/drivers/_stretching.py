"""Makes speech slower or quicker at the same pitch, for engines that have only some paces.

A sound is lengthened by repeating single periods of the voice, and shortened by leaving some out,
where the waveform hardly changes from one period to the next. All between stays as it was, sample
for sample, and so do the edges. python-stretch 0.3.1 took 23 ms for a line of 5 s where this takes
2 to 8, moved its edges by up to 80 ms, and has no wheels for Linux on ARM (measured).
"""

from __future__ import annotations

import numpy as np

from voice.audio import Samples

_SHORTEST, _LONGEST = 0.0025, 0.0125
"""Seconds that are repeated or left out at once: a period of a voice of 400 to 80 Hz."""

_FADE = 0.01
"""Seconds of a cross-fade."""

_EDGE = 0.005
"""Seconds at the end that are never changed; more than that at the beginning."""

_SEARCH = 0.03
"""Seconds within which the best place is sought."""

_STEP = 0.006
"""Seconds between two places that are compared."""

_COARSE = 6000
"""Sample rate at which places are compared, in Hz, before the best one is refined."""


def stretched(samples: Samples, sample_rate: int, factor: float) -> Samples:
    """Change the length of speech, and not its pitch.

    Args:
        samples: Shape ``(frames,)``.
        sample_rate: Hz.
        factor: New length over old, within 0.7 and 1.4; the length is right to 15 ms.

    Returns:
        Shape ``(frames,)``; the samples themselves if they are too short to be changed.
    """
    shortest, longest = round(_SHORTEST * sample_rate), round(_LONGEST * sample_rate)
    change = abs(factor - 1)
    last = len(samples) - longest - round((_FADE + _EDGE) * sample_rate)
    if last < 0 or not change:
        return samples
    joints = _Joints(samples, sample_rate)
    parts: list[Samples] = []
    at, owed = 0, 0.0  # the next frame, and by how many frames the result is behind the factor
    while True:
        first = at + round(max(0.0, (shortest + longest) / 4 - owed) / change)
        if first > last:
            return np.concatenate([*parts, samples[at:]])
        within = min(last - first, max(0.0, longest - owed) / change)
        early, late = joints.best(first, within)
        leave, enter = (late, early) if factor > 1 else (early, late)
        parts += [samples[at:leave], joints.faded(leave, enter)]
        after = enter + joints.fade
        owed += change * (after - at) - (late - early)
        at = after


class _Joints:
    """Finds places of a sound that are alike, and fades from one to another.

    Attributes:
        fade: Frames of a cross-fade.
    """

    def __init__(self, samples: Samples, sample_rate: int) -> None:
        self.fade = round(_FADE * sample_rate)
        self._every = every = max(1, sample_rate // _COARSE)
        groups = samples[: len(samples) // every * every].reshape(-1, every)
        coarse = groups @ np.full(every, 1 / every, np.float32)
        self._coarse = np.lib.stride_tricks.sliding_window_view(coarse, self.fade // every)
        self._fine = np.lib.stride_tricks.sliding_window_view(samples, self.fade)
        periods = round(_SHORTEST * sample_rate), round(_LONGEST * sample_rate)
        # The longest first, so that it is taken in silence, where all are alike.
        self._lags = np.arange(periods[1] // every, periods[0] // every, -1)
        self._places = np.arange(0, _SEARCH, _STEP) * sample_rate
        self._rise = np.linspace(0, 1, self.fade, dtype=np.float32)

    def best(self, first: int, within: float) -> tuple[int, int]:
        """Return the first frames of two places that differ least for the time between them.

        What is compared is the energy of the difference, so a quiet place is a good one too.

        Args:
            first: Frame from which the earlier place is sought.
            within: Number of frames in which it is sought.
        """
        places = (first + self._places[self._places <= within]).astype(int) // self._every
        windows = self._coarse[places]
        differences = self._coarse[places[:, np.newaxis] + self._lags] - windows[:, np.newaxis]
        energies = np.einsum("plw,plw->pl", differences, differences) / self._lags
        place, lag = divmod(int(energies.argmin()), len(self._lags))
        early = int(places[place]) * self._every
        return early, self._refined(early, early + int(self._lags[lag]) * self._every)

    def _refined(self, early: int, late: int) -> int:
        """Return the place near `late` that is most like `early`."""
        lowest = late - self._every + 1
        differences = self._fine[lowest : late + self._every] - self._fine[early]
        return lowest + int(np.einsum("lw,lw->l", differences, differences).argmin())

    def faded(self, leave: int, enter: int) -> Samples:
        """Return a cross-fade from one place to another, at a level that stays."""
        leaving, entering = self._fine[leave], self._fine[enter]
        energy = float(leaving @ leaving) * float(entering @ entering)
        alike = max(0.0, float(leaving @ entering)) / energy**0.5 if energy else 1.0
        rise, fall = self._rise, self._rise[::-1]
        level = np.sqrt(rise * rise + fall * fall + np.float32(2 * alike) * rise * fall)
        mixed: Samples = (leaving * fall + entering * rise) / level
        return mixed
