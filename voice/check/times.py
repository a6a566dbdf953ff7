"""Rules that need a script's times: when things are said, and how long things last.

They are separate from `voice.check`'s because times need a pace.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import groupby

from voice.check.ends import ice_contact
from voice.check.findings import Finding, error, warning
from voice.check.frame import FRAME, LENGTH_BETTER, LENGTH_RULE, stated_length
from voice.check.text import Said, is_english, said_in
from voice.frames import to_seconds
from voice.pace import (
    DEFAULT_PACE,
    LONGEST_SETTLE,
    PACES,
    PAUSES_RANGE,
    RATE_RANGE,
    Pace,
    make_pace,
)
from voice.script.directives import format_duration
from voice.script.model import Hold, Script, Settle, welcome_line
from voice.timeline.build import LONGEST_SILENCE, build
from voice.timeline.cues import Kind, Timeline, lasting, place
from voice.timeline.estimate import estimated_frames, estimated_seconds
from voice.timeline.fit import MINUTE, MINUTE_AT_LEAST, MINUTE_AT_MOST
from voice.timeline.repeats import Plan

FRAME_BY = 30
"""Seconds from the start, at the usual pace, within which the frame is said
(scripts/SOURCES.md, Before an exercise)."""

LONGEST_CONTACT = 90
"""Seconds that ice may be held in total (scripts/SOURCES.md, Ice)."""

LENGTH_TOLERANCE = Fraction("0.15")
"""Share by which an exercise may miss its stated length (scripts/SOURCES.md, Length)."""

LENGTH_GRAIN = Fraction(30)
"""Seconds of rounding: lengths are said in whole minutes."""

SLOWEST = Pace(
    "slowest",
    RATE_RANGE[0],
    PAUSES_RANGE[1] * max(pace.pause_scale for pace in PACES.values()),
)
"""The slowest words and the longest pauses that can be chosen."""

_SILENT = {Kind.GAP, Kind.SETTLE, Kind.DO, Kind.HOLD, Kind.WAIT}
"""Silences without announcement; a quiet is announced, and a breath has its sound."""


def judge_times(script: Script) -> tuple[Finding, ...]:
    """Find all faults in a script's times, in the order of the text."""
    timeline = build(script, make_pace(DEFAULT_PACE))
    found = [*_judge_settles(script), *_judge_silences(timeline)]
    if is_english(script):
        lines = said_in(script)
        if welcome_line(script) is None:
            found += [*_judge_frame(timeline, lines), *_judge_length(timeline, lines)]
        else:
            found += _judge_welcome(timeline)
        found += _judge_contact(script, lines)
    found += _judge_short(script)
    found += _judge_holds(script)
    return tuple(sorted(found, key=lambda finding: (finding.line, finding.column)))


def _judge_settles(script: Script) -> Iterator[Finding]:
    """Find unannounced pauses over 20 s, single or one after another."""
    for said in said_in(script):
        settles = [(d.seconds, line) for d, line in said.directives if isinstance(d, Settle)]
        total = sum((seconds for seconds, _ in settles), Fraction(0))
        if total > LONGEST_SETTLE:
            yield error(
                "long-settle",
                f"This pause lasts {format_duration(total)}, and no line announces it.",
                f"{format_duration(LONGEST_SETTLE)} at most; "
                f"or say its length, and write [quiet {format_duration(total)}].",
                settles[0][1],
            )


def _judge_silences(timeline: Timeline) -> Iterator[Finding]:
    """Find unbroken silences over 40 s, whatever they consist of."""
    words = estimated_frames(timeline.pace)
    for silent, group in groupby(timeline.cues, lambda cue: cue.kind in _SILENT):
        cues = tuple(group)
        seconds = lasting(cues, words)
        if silent and seconds > LONGEST_SILENCE:
            yield error(
                "long-silence",
                f"There is nothing to hear for {float(seconds):.0f} seconds, "
                "and no line announces it.",
                f"a line in between, or an announced [quiet {format_duration(LONGEST_SILENCE)}].",
                next(cue.line for cue in cues if cue.line is not None),
            )


def _judge_frame(timeline: Timeline, lines: Sequence[Said]) -> Iterator[Finding]:
    """Find parts of the frame that are said, but not in the first thirty seconds of words."""
    placed = place(timeline, estimated_frames(timeline.pace))
    opening = placed[0].end
    # Backwards, so that a line keeps its first cue: its words.
    ends = {item.cue.line: to_seconds(item.end - opening) for item in reversed(placed)}
    said_by = [
        (part.rule, part.better, next((said for said in lines if part.is_said(said.text)), None))
        for part in FRAME
    ]
    length = stated_length(lines)
    said_by.append((LENGTH_RULE, LENGTH_BETTER, length[0] if length else None))
    for rule, better, said in said_by:
        if said is not None and ends.get(said.number, 0) > FRAME_BY:
            yield error(
                rule,
                f"This is heard only after {ends[said.number]:.0f} seconds.",
                f"say it in the first {FRAME_BY}, such as {better}",
                said.number,
            )


def _judge_welcome(timeline: Timeline) -> Iterator[Finding]:
    """Find a welcome that comes too late to be of use."""
    line = welcome_line(timeline.script)
    assert line is not None  # noqa: S101 - only called with one
    placed = place(timeline, estimated_frames(timeline.pace))
    after = (item for item in placed if (item.cue.line or 0) > line.number)
    last = next(after, placed[-1])
    seconds = to_seconds(last.start - placed[0].end)
    if seconds > FRAME_BY:
        yield error(
            "late-welcome",
            f"The welcome is over only after {seconds:.0f} seconds.",
            f"put [welcome] where it ends in the first {FRAME_BY}, after one or two lines.",
            line.number,
        )


def _judge_short(script: Script) -> Iterator[Finding]:
    """Find short steps that do not make up about a minute, or that leave the welcome out."""
    marked = [step for step in script.steps if step.short]
    if not marked:
        return
    welcomed = welcome_line(script)
    if welcomed is not None and not any(welcomed in step.lines for step in marked):
        yield error(
            "short-welcome",
            "The steps marked (short) leave out the one with the [welcome].",
            "mark that step too, so that the version of one minute says how to skip and stop.",
            welcomed.number,
        )
    plan = Plan(short=True, stated=MINUTE)
    seconds = estimated_seconds(build(script, make_pace(DEFAULT_PACE), plan=plan))
    if not MINUTE_AT_LEAST <= seconds <= MINUTE_AT_MOST:
        yield error(
            "short-length",
            f"The steps marked (short) take {seconds:.0f} seconds together.",
            f"{MINUTE_AT_LEAST} to {MINUTE_AT_MOST} seconds at the {DEFAULT_PACE} pace: mark "
            f"{'fewer steps, or shorter ones' if seconds > MINUTE else 'one more step'}.",
            marked[0].number,
        )


def _judge_length(timeline: Timeline, lines: Sequence[Said]) -> Iterator[Finding]:
    """Find a stated length that the exercise does not have at its usual pace."""
    stated = stated_length(lines)
    if stated is None:
        return
    said, length = stated
    seconds = Fraction(estimated_seconds(timeline))
    slack = max(length.most * LENGTH_TOLERANCE, LENGTH_GRAIN)
    if not length.least - slack <= seconds <= length.most + slack:
        yield warning(
            "stated-length",
            f"The exercise takes about {_in_words(seconds)} at the {DEFAULT_PACE} pace.",
            "say that length, or change the exercise.",
            said.number,
            length.start + 1,
        )


def _in_words(seconds: Fraction) -> str:
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes} min {rest} s" if minutes else f"{rest} s"


def _judge_contact(script: Script, lines: Sequence[Said]) -> Iterator[Finding]:
    """Find ice held for too long at the exercise's slowest."""
    contact = ice_contact(script, lines)
    if contact is None or contact.last is None:
        return
    placed = place(build(script, SLOWEST), estimated_frames(SLOWEST))
    numbers = [item.cue.line for item in placed]
    taken = placed[numbers.index(contact.first.number)].start
    put_down = placed[numbers.index(contact.last.number)].end
    seconds = to_seconds(put_down - taken)
    if seconds > LONGEST_CONTACT:
        yield error(
            "long-contact",
            f"Ice is held for up to {seconds:.0f} seconds, at the slowest pace.",
            f"{LONGEST_CONTACT} seconds at most: fewer words or shorter holds from here on.",
            contact.first.number,
        )


def _judge_holds(script: Script) -> Iterator[Finding]:
    """Find more time in holds than anything with a limit may take, in any language."""
    lines = (line for step in script.steps for line in step.lines)
    holds = [
        (d.seconds, line.number) for line in lines for d in line.directives if isinstance(d, Hold)
    ]
    seconds = sum((seconds for seconds, _ in holds), Fraction(0))
    if seconds > LONGEST_CONTACT:
        yield error(
            "long-holds",
            f"The holds add up to {float(seconds):.0f} seconds.",
            f"{LONGEST_CONTACT} seconds at most in all.",
            holds[0][1],
        )
