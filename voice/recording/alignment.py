"""Finds which stretches of speech belong to which line, by their lengths and the silences between.

Somebody reads lines in order, at a pace of their own. A line may be several stretches, because
people breathe; a stretch may belong to no line, such as a cough; a line may be missing, or be said
again after a mistake, where the last time counts. Each of these has a cost, and the whole with the
least cost is found by dynamic programming. Costs are negative logarithms of rough likelihoods.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from voice.frames import SAMPLE_RATE
from voice.recording.envelope import HOP, Stretch

MOST_STRETCHES = 14
"""Stretches of one line: a long one has about as many words."""

_HOPS_A_SECOND = SAMPLE_RATE / HOP

_USUAL_LETTERS = 14.0
"""Letters a second while somebody speaks: 135 words a minute (`voice.pace`), 4.5 letters a word,
and a fifth of the time silent."""

_PACE_SPREAD = 0.35
"""Standard deviation of people's pace, as a natural logarithm."""

_LENGTH_SPREAD = 0.2
"""Standard deviation of a line's length at one person's pace, as a natural logarithm. Three
synthetic voices have 0.08 to 0.10 (measured); people are taken to vary twice as much."""

_PAUSE_SPREAD = 0.6
"""Standard deviation of the pauses between lines, as a natural logarithm."""

_LONG_PAUSE = 2.0
"""Most that a long pause costs: people drink, and turn pages."""

_BREATH = 0.3
"""Mean seconds of a silence within a line."""

_AT_A_SIGN = 1.0
"""Discount on the silences within a line for each comma, full stop or colon in it."""

_SKIPPED = 3.0
_SKIPPED_SECOND = 5.0
"""Cost of a stretch that belongs to no line, and of each second of it."""

_MISSED = 8.0
"""Cost of a line that is not there."""

_SAID_AGAIN = 5.0
"""Cost of saying a line once more; twice is the most."""

_WORST = 30.0
"""Most that the length of a line costs."""

_ROUNDS = 4
"""Times that pace and pauses are measured on what was found with the ones before."""

_BEGINNINGS = (1.0, 0.75, 1.33)
"""Factors of the pace to begin with: half of the lines may be missing, or said twice."""

Costs = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Words:
    """The length of a line in writing.

    Attributes:
        letters: Letters and digits of its spoken words.
        signs: Commas, full stops and the like within it.
    """

    letters: int
    signs: int

    @property
    def weight(self) -> float:
        """Its length in letters; the last syllable is long, and a single word slow."""
        return self.letters + 3.0


@dataclass(frozen=True, slots=True)
class Place:
    """The stretches of a line, from `first` up to, not including, `end`.

    Attributes:
        first: Index of the first stretch.
        end: Index after the last one.
        margin: Cost by which any other place for this line is worse.
        again: True if the line was said before, too.
        stretch: Factor of its length to the one expected at this person's pace.
    """

    first: int
    end: int
    margin: float
    again: bool
    stretch: float


@dataclass(frozen=True, slots=True)
class _Manner:
    """Reading pace: hops a letter, and the usual pause between lines in seconds."""

    pace: float
    pause: float


def align(
    stretches: Sequence[Stretch],
    words: Sequence[Words],
    heard: Mapping[tuple[int, int, int], float],
    unheard: float = 0.0,
) -> tuple[Place | None, ...]:
    """Find the place of each line.

    Args:
        stretches: The stretches of speech, in order.
        words: The lines, in order.
        heard: Costs known from elsewhere, by line, first stretch and end.
        unheard: Cost of all other places.

    Returns:
        For each line its place; `None` if it is not there.
    """
    if not stretches or not words:
        return (None,) * len(words)
    least, best = np.inf, None
    for factor in _BEGINNINGS:
        manner = _first_manner(stretches, words, factor)
        for _ in range(_ROUNDS):
            reading = _Reading(stretches, words, heard, unheard, manner)
            cost, places = reading.places()
            cost += (np.log(manner.pace * _USUAL_LETTERS / _HOPS_A_SECOND) / _PACE_SPREAD) ** 2 / 2
            if cost < least:
                least, best = cost, places
            next_manner = reading.manner_of(places)
            if next_manner == manner:
                break
            manner = next_manner
    assert best is not None  # noqa: S101 - costs are finite
    return best


def _first_manner(stretches: Sequence[Stretch], words: Sequence[Words], factor: float) -> _Manner:
    spoken = sum(each.end - each.start for each in stretches)
    pace = factor * spoken / sum(each.weight for each in words)
    longest = sorted(_gaps(stretches))[-max(len(words) - 1, 1) :]
    return _Manner(pace, float(np.median(longest)) if longest else 1.0)


def _gaps(stretches: Sequence[Stretch]) -> list[float]:
    return [(after.start - before.end) / _HOPS_A_SECOND for before, after in pairwise(stretches)]


class _Reading:
    """The costs of one reading, at one manner.

    All arrays are indexed by the number of stretches that are behind.
    """

    def __init__(
        self,
        stretches: Sequence[Stretch],
        words: Sequence[Words],
        heard: Mapping[tuple[int, int, int], float],
        unheard: float,
        manner: _Manner,
    ) -> None:
        self._words = words
        self._manner = manner
        self._gaps = np.array(_gaps(stretches))
        lengths = np.array([each.end - each.start for each in stretches], float)
        self._spoken = _summed(lengths)
        self._skipping = _summed(_SKIPPED + _SKIPPED_SECOND * lengths / _HOPS_A_SECOND)
        self._breaths = _summed(self._gaps / _BREATH)
        odd = (np.log(np.maximum(self._gaps, 0.01) / manner.pause) / _PAUSE_SPREAD) ** 2 / 2
        odd = np.where(self._gaps > manner.pause, np.minimum(odd, _LONG_PAUSE), odd)
        # Half a pause is counted where a line ends, and half where one begins.
        self._pauses = np.pad(odd / 2, 1)
        self._heard: list[list[tuple[int, int, float]]] = [[] for _ in words]
        for (line, first, end), cost in heard.items():
            self._heard[line].append((first, end - first, cost - unheard))
        self._unheard = unheard

    def places(self) -> tuple[float, tuple[Place | None, ...]]:
        """Return the least cost of the whole, and the places of the lines."""
        before, starts = self._forward()
        after, whole = self._backward()
        found: list[Place | None] = []
        at = 0
        for line in range(len(self._words)):
            place = self._best(line, at, starts[line], before[line], after[line])
            at = at if place is None else place.end
            found.append(place)
        return whole, tuple(found)

    def manner_of(self, places: Sequence[Place | None]) -> _Manner:
        """Return the manner of a reading whose places are known."""
        found = [(line, place) for line, place in enumerate(places) if place is not None]
        if not found:
            return self._manner
        paces = [
            (self._spoken[place.end] - self._spoken[place.first]) / self._words[line].weight
            for line, place in found
        ]
        pauses = [
            self._gaps[after.first - 1]
            for (_, before), (_, after) in pairwise(found)
            if before.end == after.first
        ]
        pause = float(np.median(pauses)) if pauses else self._manner.pause
        return _Manner(float(np.median(paces)), pause)

    def _forward(self) -> tuple[list[Costs], list[Costs]]:
        """Return for each line the least cost before it, and before its last time."""
        state = self._skipping.copy()
        befores, starts = [], []
        for line in range(len(self._words)):
            costs = self._taking(line)
            befores.append(state)
            start, after = state, self._take(state, costs)
            for _ in range(2):
                start = np.minimum(start, self._skip(after) + _SAID_AGAIN)
                after = self._take(start, costs)
            starts.append(start)
            state = self._skip(np.minimum(after, state + _MISSED))
        return befores, starts

    def _backward(self) -> tuple[list[Costs], float]:
        """Return for each line the least cost after its last time, and the cost of the whole."""
        state = self._skipping[-1] - self._skipping
        afters = []
        for line in reversed(range(len(self._words))):
            costs = self._taking(line)
            afters.append(state)
            again = state
            for _ in range(2):
                once_more = self._take_back(again, costs) + _SAID_AGAIN
                again = np.minimum(state, self._skip_back(once_more))
            taken = np.minimum(self._take_back(again, costs), state + _MISSED)
            state = self._skip_back(taken)
        return afters[::-1], float(state[0])

    def _best(self, line: int, at: int, start: Costs, before: Costs, after: Costs) -> Place | None:
        """Return the place of a line from a stretch on."""
        totals = []
        for count, cost in enumerate(self._taking(line), 1):
            total = start[: len(cost)] + cost + after[count:]
            total[:at] = np.inf
            totals += [(float(total[first]), int(first), count) for first in np.argsort(total)[:2]]
        totals.sort()
        missed = float((before + _MISSED + after).min())
        if not totals or missed < totals[0][0]:
            return None
        (least, first, count), second = totals[0], totals[1][0] if len(totals) > 1 else np.inf
        expected = self._manner.pace * self._words[line].weight
        return Place(
            first,
            first + count,
            min(second, missed) - least,
            bool(start[first] < before[first] - 1e-9),
            float((self._spoken[first + count] - self._spoken[first]) / expected),
        )

    def _taking(self, line: int) -> list[Costs]:
        """Return the costs of taking 1, 2, … stretches for a line, by the first one's index."""
        expected = self._manner.pace * self._words[line].weight
        found = []
        most = min(MOST_STRETCHES, len(self._spoken) - 1)
        for count in range(1, most + 1):
            spoken = self._spoken[count:] - self._spoken[:-count]
            length = np.minimum((np.log(spoken / expected) / _LENGTH_SPREAD) ** 2 / 2, _WORST)
            breaths = self._breaths[count - 1 :] - self._breaths[: len(self._breaths) - count + 1]
            discount = _AT_A_SIGN * self._words[line].signs
            found.append(
                length
                + np.maximum(breaths - discount, 0)
                + self._pauses[: len(spoken)]
                + self._pauses[count:]
                + self._unheard
            )
        for first, count, cost in self._heard[line]:
            found[count - 1][first] += cost
        return found

    def _take(self, state: Costs, costs: list[Costs]) -> Costs:
        result = np.full_like(state, np.inf)
        for count, cost in enumerate(costs, 1):
            np.minimum(result[count:], state[: len(cost)] + cost, out=result[count:])
        return result

    def _take_back(self, state: Costs, costs: list[Costs]) -> Costs:
        result = np.full_like(state, np.inf)
        for count, cost in enumerate(costs, 1):
            np.minimum(result[: len(cost)], state[count:] + cost, out=result[: len(cost)])
        return result

    def _skip(self, state: Costs) -> Costs:
        least: Costs = np.minimum.accumulate(state - self._skipping) + self._skipping
        return least

    def _skip_back(self, state: Costs) -> Costs:
        total = (state + self._skipping)[::-1]
        least: Costs = np.minimum.accumulate(total)[::-1] - self._skipping
        return least


def _summed(values: NDArray[np.float64]) -> Costs:
    summed: Costs = np.concatenate([[0.0], np.cumsum(values)])
    return summed
