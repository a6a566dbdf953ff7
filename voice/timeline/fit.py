"""Fits an exercise to a length: by its pauses, its steps said again, or its short steps alone.

The pause scale reaches any length, in thousandths; the number of repeated steps only decides how
natural that scale is.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Callable
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cache

from voice.errors import LengthError
from voice.pace import DEFAULT_PACE, PACES, Pace
from voice.script.model import Script
from voice.timeline.build import Setting, build
from voice.timeline.cues import Timeline, lasting
from voice.timeline.estimate import estimated_frames
from voice.timeline.repeats import Plan, repeatable
from voice.timeline.welcome import in_words

SMALLEST, LARGEST = Fraction(1, 2), Fraction(3)
"""The smallest and the largest pause scale."""

TOLERANCE = Fraction(1, 100)
"""Allowed difference from the wanted length, as a share of it."""

STRETCH = Fraction(3, 2)
"""Pause scale up to which nothing is said again: eight seconds become twelve, which listeners
still understand (scripts/SOURCES.md, Length)."""

DOUBT = Fraction(8, 100)
"""Largest error of an estimate of the words; measured, it was 5.9 % at most."""

MINUTE = Fraction(60)
"""The length that the short steps alone are made for."""

MINUTE_AT_LEAST = Fraction(45)
"""Seconds that the short steps must last, their pauses stretched by `STRETCH` at most."""

MINUTE_AT_MOST = Fraction(75)
"""Seconds that the short steps may take at the gentle pace's words: rushed pauses would be worse
than a quarter of a minute more."""

MINUTE_STATED = (MINUTE, Fraction(75), Fraction(90))
"""Seconds that its welcome may state."""

_MOST_DIGITS = 4
"""Digits after the point of a length in minutes that is offered instead."""

_GRID = 1000
"""Steps between the scales 0 and 1: neighbours differ by at most 0.2 % of the pauses."""

SpeechFrames = Callable[[str], int]
"""Returns the length of a spoken text in frames."""


def fit(
    script: Script, pace: Pace, setting: Setting, seconds: Fraction, speech_frames: SpeechFrames
) -> Timeline:
    """Build the timeline that lasts as long as wanted.

    Pauses grow to `STRETCH` times the pace's own. Beyond that, steps are said again, as often as
    brings the pauses nearest to the pace's: an exercise three times as long by silence alone would
    feel like waiting. Where pauses alone cannot bring it down to a minute, its short steps are
    said, which may take up to `MINUTE_AT_MOST`.

    Args:
        script: The exercise.
        pace: Its words a minute are kept, and its pauses are kept as nearly as possible.
        setting: Its circumstances. Waits count as they are written.
        seconds: The wanted length.
        speech_frames: Length of a spoken line in frames.

    Raises:
        LengthError: It cannot last that long, within `TOLERANCE`.
    """
    lengths = _Lengths(script, pace, setting, seconds, speech_frames)
    aim = min(max(pace.pause_scale, SMALLEST), LARGEST)
    fits = [lengths.fit(extra, seconds) for extra in lengths.around(aim, seconds)]
    possible = [each for each in fits if each.hits(seconds)]
    if not possible:
        minute = _minute(script, pace, setting, speech_frames)
        if seconds == MINUTE and minute is not None:
            return minute
        askable = [lengths.askable(each) for each in fits]
        raise LengthError(
            script.title, seconds / 60, [Fraction(1), *askable] if minute else askable
        )
    best = min(possible, key=lambda each: max(each.scale / aim, aim / each.scale))
    plan = Plan(best.extra, stated=seconds)
    return build(script, replace(pace, pause_scale=best.scale), setting, plan)


def _minute(
    script: Script, pace: Pace, setting: Setting, speech_frames: SpeechFrames
) -> Timeline | None:
    """Build the short steps for a minute; `None` if there are none, or they take too long.

    The welcome states the length that is heard, which may be more than a minute.
    """
    if not any(step.short for step in script.steps):
        return None
    found: Timeline | None = None
    for stated in MINUTE_STATED:
        longer = _minute_stating(stated, script, pace, setting, speech_frames)
        if longer is None:
            break
        found = longer
        if in_words(lasting(found.cues, speech_frames)) == in_words(stated):
            break
    return found


def _minute_stating(
    stated: Fraction, script: Script, pace: Pace, setting: Setting, speech_frames: SpeechFrames
) -> Timeline | None:
    """Build the short steps with a welcome that states a length, as near to a minute as can be."""

    def at(scale: Fraction) -> Timeline:
        plan = Plan(short=True, stated=stated)
        return build(script, replace(pace, pause_scale=scale), setting, plan)

    def length(scale: Fraction) -> Fraction:
        return lasting(at(scale).cues, speech_frames)

    slower = Fraction(PACES[DEFAULT_PACE].words_per_minute, pace.words_per_minute)
    most = MINUTE_AT_MOST * max(slower, Fraction(1))
    natural = length(pace.pause_scale)
    if MINUTE <= natural <= most:
        return at(pace.pause_scale)
    scale = _scale(length, MINUTE if natural < MINUTE else most * (1 - TOLERANCE / 2))
    scale = min(scale, max(pace.pause_scale * STRETCH, SMALLEST), LARGEST)
    return at(scale) if MINUTE_AT_LEAST <= length(scale) <= most else None


def possible_texts(
    script: Script, pace: Pace, setting: Setting, seconds: Fraction
) -> tuple[str, ...]:
    """Return every text that an exercise of this length may say, each once."""
    plans = [Plan(stated=seconds)]
    if seconds == MINUTE and any(step.short for step in script.steps):
        plans += [Plan(short=True, stated=stated) for stated in MINUTE_STATED]
    texts = (text for plan in plans for text in build(script, pace, setting, plan).texts)
    return tuple(dict.fromkeys(texts))


def fit_beforehand(
    script: Script, pace: Pace, setting: Setting, seconds: Fraction
) -> Timeline | None:
    """Build the timeline that should last about as long, before any line is rendered.

    Returns:
        One that `refit` can make exact, however the voice speaks; `None` if that is not certain.
    """
    words = estimated_frames(pace)
    try:
        timeline = fit(script, pace, setting, seconds, words)
    except LengthError:
        return None
    if timeline.plan.short:  # may last a quarter of a minute more anyway
        return timeline

    def at(scale: Fraction, voice: Fraction) -> Fraction:
        built = build(script, replace(pace, pause_scale=scale), setting, timeline.plan)
        return lasting(built.cues, lambda text: math.ceil(words(text) * voice))

    sure = at(SMALLEST, 1 + DOUBT) <= seconds <= at(LARGEST, 1 - DOUBT)
    return timeline if sure else None


def refit(
    timeline: Timeline,
    setting: Setting,
    heard: int,
    seconds: Fraction,
    speech_frames: SpeechFrames,
) -> Pace:
    """Return a pace for the remaining cues with which the whole lasts as long as wanted.

    Args:
        timeline: The timeline being heard.
        setting: The setting it was built for.
        heard: Index of the cue being heard, which keeps its length.
        seconds: Wanted length of the whole.
        speech_frames: Length of a spoken line in frames.
    """
    begun = lasting(timeline.cues[: heard + 1], speech_frames)

    def at(scale: Fraction) -> Fraction:
        pace = replace(timeline.pace, pause_scale=scale)
        built = build(timeline.script, pace, setting, timeline.plan)
        return begun + lasting(built.cues[heard + 1 :], speech_frames)

    return replace(timeline.pace, pause_scale=_scale(at, seconds))


@dataclass(frozen=True, slots=True)
class _Fit:
    """The best fit with a given number of repeats.

    Attributes:
        extra: Number of additional sayings of steps.
        scale: Factor of the pauses.
        seconds: The resulting length.
    """

    extra: int
    scale: Fraction
    seconds: Fraction

    def hits(self, wanted: Fraction) -> bool:
        """True if its length is the wanted one, in seconds."""
        return abs(self.seconds - wanted) <= TOLERANCE * wanted


class _Lengths:
    """Exact lengths of one exercise, at any scale and with any number of repeats.

    However often steps are said again, at most two rounds of them are built.
    """

    def __init__(
        self,
        script: Script,
        pace: Pace,
        setting: Setting,
        seconds: Fraction,
        speech_frames: SpeechFrames,
    ) -> None:
        self._round = len(repeatable(script))
        self._given = script, pace, setting
        self._speech_frames = speech_frames

        def built(extra: int, scale: Fraction) -> Fraction:
            plan = Plan(extra, stated=seconds)
            timeline = build(script, replace(pace, pause_scale=scale), setting, plan)
            return lasting(timeline.cues, speech_frames)

        self._built = cache(built)

    def around(self, scale: Fraction, wanted: Fraction) -> tuple[int, ...]:
        """Return the numbers of repeated steps that come nearest to a length.

        Args:
            scale: The preferred pause scale.
            wanted: The length, in seconds.
        """
        a_round = self._a_round(scale)
        stretched = min(scale * STRETCH, LARGEST)
        if not a_round or self._built(0, stretched) >= wanted:
            return (0,)
        most = self._round * (wanted // a_round + 1)
        enough = bisect_left(range(most), wanted, key=lambda extra: self._of(extra, scale))
        return (enough - 1, enough)

    def fit(self, extra: int, wanted: Fraction) -> _Fit:
        """Find the scale that comes nearest to a length."""
        scale = _scale(lambda scale: self._of(extra, scale), wanted)
        return _Fit(extra, scale, self._of(extra, scale))

    def askable(self, nearest: _Fit) -> Fraction:
        """Return a length near the best possible one, in minutes with few digits, to be typed.

        The welcome states it in words of another length, so the next one is tried too.
        """
        shortest = nearest.scale == SMALLEST
        rounded = math.ceil if shortest else math.floor
        for unit in (Fraction(1, 10**digits) for digits in range(1, _MOST_DIGITS + 1)):
            minutes = rounded(nearest.seconds / 60 / unit) * unit
            for each in (minutes, minutes + unit if shortest else minutes - unit):
                stating = _Lengths(*self._given, each * 60, self._speech_frames)
                if stating.fit(nearest.extra, each * 60).hits(each * 60):
                    return each
        return minutes

    def _of(self, extra: int, scale: Fraction) -> Fraction:
        if extra <= self._round:
            return self._built(extra, scale)
        rounds, some = divmod(extra, self._round)
        return self._built(some, scale) + rounds * self._a_round(scale)

    def _a_round(self, scale: Fraction) -> Fraction:
        """Return the seconds added by one more saying of every repeatable step."""
        return self._built(self._round, scale) - self._built(0, scale)


def _scale(length: Callable[[Fraction], Fraction], wanted: Fraction) -> Fraction:
    """Find the scale whose length is nearest to the wanted one; lengths grow with the scale."""
    scales = range(int(SMALLEST * _GRID), int(LARGEST * _GRID) + 1)

    def at(scale: int) -> Fraction:
        return length(Fraction(scale, _GRID))

    enough = bisect_left(scales, wanted, key=at)
    near = scales[max(enough - 1, 0) : enough + 1]
    return Fraction(min(near, key=lambda scale: abs(at(scale) - wanted)), _GRID)
