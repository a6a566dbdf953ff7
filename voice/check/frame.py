"""Checks the frame: what a listener has to know before an exercise starts.

Its parts and their reasons are in scripts/SOURCES.md, Before an exercise.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from voice.check.findings import Finding, about_whole, error, warning
from voice.check.text import Said
from voice.script.lengths import Length, lengths_in
from voice.script.model import Quiet, Script, Seconds, welcome_line


@dataclass(frozen=True, slots=True)
class FramePart:
    """One statement of the frame.

    Attributes:
        rule: Name of the rule that asks for it.
        what: The statement, in a few words that follow "that".
        better: A line that says it.
        pattern: Words that say it.
    """

    rule: str
    what: str
    better: str
    pattern: re.Pattern[str]

    def is_said(self, text: str) -> bool:
        """True if a line says it."""
        return self.pattern.search(text) is not None


def _part(rule: str, what: str, better: str, *ways: str) -> FramePart:
    return FramePart(rule, what, better, re.compile("|".join(ways), re.IGNORECASE))


_LIKE = r"(?:like|want|wish|choose|please|prefer|fancy)"

_IN_SOME_CASE = rf"(?: (?:with|on|after|unless|when|if (?!today|you {_LIKE}))\b)"
"""Words that limit a permission to some people or cases, instead of giving it to everybody."""

_STOP = (
    r"(?:stop\w*|end|ending|ended|quit\w*|leave|finish\w*|break off|pause|call a halt|give up|"
    r"(?:switch|turn) (?:me|it|this) off|go home|walk (?:away|off|home)|get (?:up|out)|"
    r"cut (?:it|this|me) short)"
)
_TIME = (
    r"(?:any (?:\w+ )?(?:time|point|moment|stage|second)|anytime|anywhere|"
    r"(?:at|after|on|in) any \w+|whenever|when either|as you (?:like|please|wish)|"
    rf"when you(?:'ve| have)? (?:had enough|{_LIKE})|"
    r"early|earlier|sooner|half-?way|part-?way|at will)"
)

FRAME = (
    _part(
        "frame-eyes",
        "eyes can stay open",
        '"Your eyes can stay open."',
        r"\beyes?\b[^.]*\bopen\b",
        r"\bopen\b[^.]*\beyes?\b",
        r"\b(?:no need|need not|never|n't|not|nobody)\b[^.]*\b(?:close|shut)\b[^.]*\beyes\b",
    ),
    _part(
        "frame-skip",
        "any part can be skipped",
        '"You can skip any part."',
        rf"\bskip(?:ped|ping)?\b(?!(?: \w+){{1,4}}?{_IN_SOME_CASE})",
        r"\b(?:leave|leaving|left|miss|pass|cut|drop)\b[^.]*\b(?:out|over|up|by)\b"
        rf"(?!{_IN_SOME_CASE})",
        r"\b(?:leave|miss|drop)\b (?:\w+ ){0,2}(?:part|bit|step|piece|line|any of|some of)",
        r"\b(?:part|bit|step|piece|line|everything|all of (?:it|this))s?\b[^.]*"
        r"\b(?:optional|up to you|your choice|left out|can wait)\b",
        r"\bdo only\b",
    ),
    _part(
        "frame-stop",
        "one can stop at any time",
        '"You can stop at any time."',
        rf"\b{_STOP}\b[^.]*\b{_TIME}",
        rf"\b{_TIME}\b[^.]*\b{_STOP}\b",
        r"\b(?:can|may|could|(?:free|fine|okay|welcome) to) (?:\w+ ){0,4}?"
        r"(?:stop|end it|quit|break off)\b(?! (?:the water|at|by|and look|here and look))",
        r"\bstopping (?:\w+ )?is\b",
    ),
)
"""The parts that are words; the length is read as a number."""

LENGTH_RULE = "frame-length"
LENGTH_BETTER = '"This takes about three minutes."'


def stated_length(lines: Sequence[Said]) -> tuple[Said, Length] | None:
    """Return the first line that says how long the exercise takes, and that length.

    A line about its own pause ("now I am quiet for a minute") does not count.
    """
    for said in lines:
        found = [length for length in lengths_in(said.text) if length.most >= _SHORTEST]
        quiet = any(isinstance(directive, Quiet) for directive, _ in said.directives)
        if found and not quiet and not _OTHER_LENGTH.search(said.text):
            least = Seconds(0) if _AT_MOST.search(said.text) else found[0].least
            return said, replace(found[0], least=least)
    return None


_AT_MOST = re.compile(
    r"\b(?:under|less than|up to|at most|within|no more than|not more than|or less)\b",
    re.IGNORECASE,
)

_SHORTEST = 20
"""Seconds of the shortest exercise; anything shorter is part of one."""

_OTHER_LENGTH = re.compile(
    r"^(?!.*\b(?:takes?|lasts?|exercise)\b).*\b(?:quiet|silen\w+|hold|holding|touch|each|wait|bell|"
    r"per|(?:one|either|the other) hand)\b|\b(?:seconds?|minutes?) (?:\w+ ){0,2}hands?\b|"
    r"\b(?:cool|steep|brew|simmer)(?:s|ed)? (?:for|in)\b|\bto (?:steep|brew|cool)\b",
    re.IGNORECASE,
)
"""Subjects of a length that are not the exercise."""

_OF_EXERCISE = re.compile(
    r"\b(?:tak(?:es?|ing)|last(?:s|ing)?|long|exercise|practice|session|need|next|all|whole)\b|"
    r"^\W*(?:about|around|roughly|only|just|in)\b|^[\W\d]*\S+ minutes?\W*$",
    re.IGNORECASE,
)
"""Words beside the length of the exercise itself, and not of one thing in it."""


def judge_frame(script: Script, lines: Sequence[Said]) -> Iterator[Finding]:
    """Find all missing parts of the frame, as one finding; `voice.check.times` checks the timing.

    The finding has the rule of the first missing part. A `[welcome]` says all of them.
    """
    if welcome_line(script) is not None:
        yield from _judge_length_beside_welcome(lines)
        return
    missing = [
        (part.rule, f"that {part.what}", part.better)
        for part in FRAME
        if not any(part.is_said(said.text) for said in lines)
    ]
    if stated_length(lines) is None:
        missing.append((LENGTH_RULE, "how long this takes", LENGTH_BETTER))
    if missing:
        rules, whats, betters = zip(*missing, strict=True)
        yield about_whole(
            error(
                rules[0],
                f"No line says {', or '.join(whats)}.",
                f"write [welcome] on a line alone, and the program says it; or {' '.join(betters)}",
            )
        )


def _judge_length_beside_welcome(lines: Sequence[Said]) -> Iterator[Finding]:
    stated = stated_length([said for said in lines if _OF_EXERCISE.search(said.text)])
    if stated is not None:
        yield warning(
            "length-twice",
            "[welcome] says how long it takes, and this line says it again.",
            "leave the length out: the program says the true one, at any pace.",
            stated[0].number,
        )
