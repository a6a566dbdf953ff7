"""Cuts one long recording of several lines, read in order, into a clip for each."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from voice.audio import Samples
from voice.recording.alignment import MOST_STRETCHES, Place, Words, align
from voice.recording.envelope import AFTER, BEFORE, HOP, Stretch, faded, speech
from voice.recording.hearing import Hear, likeness, pairs, quick_likeness
from voice.recording.lines import Line
from voice.recording.sound_files import read_sound

LONGEST_READING = 3600.0
"""Most seconds of one recording: it is held in memory, 350 MB an hour."""

_CLEAR = 3.0
"""Least margin of a place that is sure (`Place.margin`)."""

_CLEAR_IN_ODD = 9.0
"""The same in a reading in which lines are missing or said twice, so that others may be shifted."""

_LENGTHS = (0.62, 1.6)
"""Factors of a line's expected length between which it is sure."""

_BESIDE = 40
"""Hops of speech from which what belongs to no line makes the lines beside it unsure."""

_COUGH, _APART = 35, 50
"""Hops of a sound that may be a cough, and of the silence between it and a line."""

_ALIKE = 0.88
"""Likeness from which the words that are heard are those of the line."""

_MISHEARD = 12.0
"""Cost of a place where nothing of the line is heard."""

_ROUNDS = 4
"""Times that places are heard and corrected."""

_FAR = 30
"""Lines before and after the place where a stretch would be if all lines were equally long."""

_Key = tuple[int, int, int]
"""A line, and the first and the end of the stretches it may have."""

_SIGN = re.compile(r"[.,:;?!\N{EN DASH}\N{EM DASH}](?=\s)")


@dataclass(frozen=True, slots=True)
class Cut:
    """Where a line is in a recording.

    Attributes:
        line: The line.
        start: Its first frame, with some of the silence before it.
        end: The frame after its last one, with some of the silence after it.
        doubt: Sentence that says why somebody should listen to it; empty if it is sure.
    """

    line: Line
    start: int
    end: int
    doubt: str

    @property
    def found(self) -> bool:
        """False if the line is not in the recording."""
        return self.end > self.start

    @property
    def sure(self) -> bool:
        """True if nobody needs to listen to it."""
        return self.found and not self.doubt


def read_reading(path: Path) -> Samples:
    """Read one long recording; see `read_sound`."""
    return read_sound(path, LONGEST_READING)


def cut(samples: Samples, lines: Sequence[Line], hear: Hear | None = None) -> tuple[Cut, ...]:
    """Find lines in a recording in which somebody reads them in order, with pauses between.

    Args:
        samples: Shape ``(frames,)`` at `SAMPLE_RATE`.
        lines: The lines in the order in which they were read.
        hear: The recogniser of their language; see `voice.recording.hearing`.

    Returns:
        One cut for each line, in order.
    """
    stretches = speech(samples)
    words = [_words(line) for line in lines]
    told: dict[_Key, str] = {}
    if hear is None:
        places = align(stretches, words, {})
    else:
        places, told = _heard_places(samples, lines, stretches, words, hear)
    doubts = _doubts(stretches, places)
    cuts = []
    for index, (each, place) in enumerate(zip(lines, places, strict=True)):
        if place is None:
            cuts.append(Cut(each, 0, 0, "It is not in the recording."))
            continue
        start, end = _span(stretches, place.first, place.end)
        heard = told.get((index, place.first, place.end))
        doubt = doubts[index] if heard is None else _misheard(each, heard)
        doubt = doubt or _noise_at_an_end(stretches[place.first : place.end])
        cuts.append(Cut(each, start * HOP, min(end * HOP, len(samples)), doubt))
    return tuple(cuts)


def clip_of(samples: Samples, found: Cut) -> Samples:
    """Return the sound of a cut, faded in and out."""
    return faded(samples[found.start : found.end])


def _heard_places(
    samples: Samples,
    lines: Sequence[Line],
    stretches: Sequence[Stretch],
    words: Sequence[Words],
    hear: Hear,
) -> tuple[tuple[Place | None, ...], dict[_Key, str]]:
    """Return the places of lines, and what is heard there.

    Each stretch is heard by itself, which says roughly what is where. The places that follow are
    heard as a whole, which a recogniser does better, and are corrected by that.
    """
    told: dict[_Key, str] = {}
    costs = _rough_costs(samples, lines, stretches, hear)
    places: tuple[Place | None, ...] = ()
    for _ in range(_ROUNDS):
        places = align(stretches, words, costs, _MISHEARD)
        new = [
            key
            for line, place in enumerate(places)
            if place is not None and (key := (line, place.first, place.end)) not in told
        ]
        for line, first, end in new:
            heard = hear(_cut_out(samples, _span(stretches, first, end)))
            told[line, first, end] = heard
            costs[line, first, end] = _MISHEARD * (1 - _likeness(lines[line], heard))
        if not new:
            break
    return places, told


def _rough_costs(
    samples: Samples, lines: Sequence[Line], stretches: Sequence[Stretch], hear: Hear
) -> dict[_Key, float]:
    """Return the costs of places by what is heard in each of their stretches."""
    said = [
        pairs(hear(_cut_out(samples, _span(stretches, each, each + 1))))
        for each in range(len(stretches))
    ]
    wanted = [pairs(line.spoken) for line in lines]
    costs: dict[_Key, float] = {}
    for first in range(len(said)):
        middle = first * len(lines) // len(said)
        near = range(max(middle - _FAR, 0), min(middle + _FAR, len(lines)))
        together: Counter[str] = Counter()
        for end in range(first + 1, min(first + MOST_STRETCHES, len(said)) + 1):
            together = together + said[end - 1]
            for line in near:
                if 1 / 2 < (together.total() + 2) / (wanted[line].total() + 2) < 2:  # noqa: PLR2004
                    alike = quick_likeness(together, wanted[line])
                    costs[line, first, end] = _MISHEARD * (1 - alike)
    return costs


def _noise_at_an_end(stretches: Sequence[Stretch]) -> str:
    """Say that a line seems to have a cough before or after it."""
    ends = (stretches[:2], stretches[:-3:-1]) if len(stretches) > 1 else ()
    for outer, inner in ends:
        apart = max(inner.start - outer.end, outer.start - inner.end) >= _APART
        if apart and outer.end - outer.start < _COUGH:
            return "Something short is heard before or after it."
    return ""


def _words(line: Line) -> Words:
    letters = sum(map(str.isalnum, line.spoken))
    return Words(letters, len(_SIGN.findall(line.spoken)))


def _span(stretches: Sequence[Stretch], first: int, end: int) -> tuple[int, int]:
    """Return the hops of some stretches, with a part of the silence around them."""
    start, stop = stretches[first].start - BEFORE, stretches[end - 1].end + AFTER
    if first:
        start = max(start, (stretches[first - 1].end + stretches[first].start) // 2)
    if end < len(stretches):
        stop = min(stop, (stretches[end - 1].end + stretches[end].start) // 2)
    return max(start, 0), stop


def _cut_out(samples: Samples, span: tuple[int, int]) -> Samples:
    return samples[span[0] * HOP : span[1] * HOP]


def _likeness(line: Line, heard: str) -> float:
    """Return how alike a line is to what was heard; its words may be written in two ways."""
    return max(likeness(line.spoken, heard), likeness(line.written, heard))


def _misheard(line: Line, heard: str) -> str:
    if _likeness(line, heard) >= _ALIKE:
        return ""
    return f"It sounds like: {heard}" if heard.strip() else "No words are heard in it."


def _doubts(stretches: Sequence[Stretch], places: Sequence[Place | None]) -> list[str]:
    """Return for each line why its place is unsure, going by lengths and silences alone.

    From the first oddity to the last one, all lines may be shifted: a line that was said twice and
    another that was left out make up for each other.
    """
    free = {index for index, each in enumerate(stretches) if each.end - each.start >= _BESIDE}
    for place in filter(None, places):
        free -= set(range(place.first, place.end))
    odd = [
        line
        for line, place in enumerate(places)
        if place is None or place.again or {place.first - 1, place.end} & free or _misfits(place)
    ]
    near = range(odd[0] - 1, odd[-1] + 2) if odd else range(0)
    clear = _CLEAR_IN_ODD if odd else _CLEAR
    doubts = ["" if place is None else _doubt(place, clear) for place in places]
    return [
        doubt or ("Near it, a line is missing or said twice." if line in near else "")
        for line, doubt in enumerate(doubts)
    ]


def _misfits(place: Place) -> bool:
    return not _LENGTHS[0] <= place.stretch <= _LENGTHS[1]


def _doubt(place: Place, clear: float) -> str:
    if place.again:
        return "It seems to be said more than once; this is the last time."
    if _misfits(place):
        return f"It is {'short' if place.stretch < 1 else 'long'} for its words."
    if place.margin < clear:
        return "Where it begins or ends is not clear."
    return ""
