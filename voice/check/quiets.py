"""Checks that quiets say how long they are, and that quiets, holds and breaths are not too long.

The figures come from scripts/SOURCES.md, Silence and Breathing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from voice.check.findings import Finding, error, warning
from voice.check.text import Said
from voice.script.directives import format_directive, format_duration
from voice.script.lengths import Length, lengths_in
from voice.script.model import Breathe, Hold, Phase, Quiet, Seconds, Wait
from voice.script.notes import time_in

LONGEST_QUIET = Seconds(40)
"""Longest quiet without a bell on the way."""

LONGEST_QUIET_TO_BELL = Seconds(60)
"""Longest part of a quiet up to the bell on the way, and after it."""

LONGEST_BREATH = Seconds(12)
"""Longest whole round of breath: in 4, out 6, rest 2."""

LONGEST_HOLD = Seconds(12)
"""Longest time to keep something up without a break."""


def judge_numbers(lines: Sequence[Said]) -> Iterator[Finding]:
    """Find every quiet whose length was not said just before it, in English."""
    for before, said in pairwise([None, *lines]):
        if said is None:
            continue
        quiets = [(d, number) for d, number in said.directives if isinstance(d, Quiet)]
        announced = list(lengths_in(said.text))
        if not announced and before is not None and _leads_to(before, said):
            announced = list(lengths_in(before.text))
        for position, (quiet, number) in enumerate(quiets):
            yield from _judge_number(quiet, number, announced if position == 0 else [])


def _leads_to(before: Said, said: Said) -> bool:
    """True if a line is said just before another, without a silence between."""
    return before.step == said.step and not before.directives


def _judge_number(quiet: Quiet, line: int, announced: list[Length]) -> Iterator[Finding]:
    length = format_duration(quiet.seconds)
    if not announced:
        yield error(
            "unannounced-quiet",
            f"No line just before says that the quiet lasts {length}.",
            f'say its length in the same line: "{_announcement(quiet.seconds)}"',
            line,
        )
    elif not any(said.least <= quiet.seconds <= said.most for said in announced):
        yield error(
            "wrong-quiet",
            f"The quiet lasts {length}, but the words before it give another length.",
            f'the same length in both: "{_announcement(quiet.seconds)}"',
            line,
        )


def _announcement(seconds: Seconds) -> str:
    minutes, rest = divmod(seconds, 60)
    if minutes and not rest:
        return f"Now I am quiet for {minutes} minute{'' if minutes == 1 else 's'}."
    return f"Now I am quiet for {float(seconds):g} seconds."


def judge_directives(lines: Sequence[Said]) -> Iterator[Finding]:
    """Find silences, holds and breaths that are too long, or not there, in any language."""
    for said in lines:
        if not said.directives and said.sentences:
            yield from _judge_time(said.sentences[-1].text, said.number)
        for directive, line in said.directives:
            match directive:
                case Quiet():
                    yield from _judge_quiet(directive, line)
                case Hold(seconds) if seconds > LONGEST_HOLD:
                    yield error(
                        "long-hold",
                        f"This hold lasts {format_duration(seconds)}.",
                        f"[hold {format_duration(LONGEST_HOLD)}] at most, then a rest.",
                        line,
                    )
                case Breathe():
                    yield from _judge_breath(directive, line)


def _judge_time(sentence: str, line: int) -> Iterator[Finding]:
    """Find a time that a line gives, and that is not there."""
    silence = time_in(sentence)
    if isinstance(silence, Quiet | Wait):
        halves = silence.seconds / 2 if silence.seconds > LONGEST_QUIET else None
        silence = Quiet(silence.seconds, halves)
    if silence is not None:
        yield warning(
            "no-time",
            f'"{sentence}" is said, and the next line comes at once.',
            f'"{sentence} {format_directive(silence)}"',
            line,
        )


def _judge_quiet(quiet: Quiet, line: int) -> Iterator[Finding]:
    if quiet.bell_after is None:
        longest, limit = quiet.seconds, LONGEST_QUIET
        better = f"{format_duration(limit)} at most, or a bell on the way: [quiet 120s, bell 60s]."
    else:
        longest = max(quiet.bell_after, quiet.seconds - quiet.bell_after)
        limit = LONGEST_QUIET_TO_BELL
        better = f"{format_duration(limit)} at most before the bell, and after it."
    if longest > limit:
        yield error(
            "long-quiet", f"There is nothing to hear for {format_duration(longest)}.", better, line
        )


def _judge_breath(breathe: Breathe, line: int) -> Iterator[Finding]:
    if any(part.phase is Phase.HOLD for part in breathe.phases):
        yield error(
            "held-breath",
            "This breath has a hold, which harms some and frightens others.",
            "[breathe in 4s, out 6s, rest 2s, 3 times].",
            line,
        )
    length = sum((part.seconds for part in breathe.phases), Seconds(0))
    if length > LONGEST_BREATH:
        yield error(
            "long-breath",
            f"One breath takes {format_duration(length)}.",
            f"{format_duration(LONGEST_BREATH)} at most: [breathe in 4s, out 6s, rest 2s].",
            line,
        )
