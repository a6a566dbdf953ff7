"""Checks where attention goes: out to the world first, and back out to the room at the end.

Watching what is inside keeps some people feeling unreal (scripts/SOURCES.md, Attention).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from voice.check.findings import Finding, about_whole, error
from voice.check.frame import FRAME, stated_length
from voice.check.text import Said
from voice.script.model import Breathe, Script
from voice.script.sentences import words

_INSIDE = re.compile(
    r"\b(?:breath|breaths|breathe|breathing|inhale|exhale|chest|belly|tummy|stomach|abdomen|lungs?|"
    r"heartbeat|heart beat|pulse|jaw|muscles?|tension|ribs|throat|forehead)\b|"
    r"\b(?:in|through|of|notice|feel|scan|to) (?:your|the) (?:whole )?body\b|\byour heart\b|"
    r"\b(?:inside|within) (?:you|yourself)\b|\b(?:feeling|emotion|mood)s? (?:you|in you|inside)\b",
    re.IGNORECASE,
)
_OUTSIDE = re.compile(
    r"\b(?:look\w*|listen\w*|hear\w*|sounds?|see|seen|watch\w*|touch\w*|room|wall|walls|window|"
    r"light|lamp|shadow|colou?rs?|chair|seat|floor|ground|table|desk|cloth|fabric|sleeve|object|"
    r"thing|street|sky|tree|leaf|leaves|cup|mug|stone|bench|bed|blanket|door|ceiling|bird|birds|"
    r"rain|smell\w*|scent\w*|taste\w*|air|water|place|surface|edge|texture|cold|cool|warm|hard|"
    r"soft|smooth|rough|hold|feet|foot|music|outside|around you|near you|day|"
    r"hand|hands|finger\w*)\b",
    re.IGNORECASE,
)
_ASIDE = re.compile(
    r"\b(?:if|skip|leave out|not for|unless|stop|dizzy|light-headed|instead|swap|"
    r"as usual|usual (?:way|pace|breath\w*)|normally|own (?:pace|way))\b|"
    r"\b(?:takes?|lasts?) (?:\w+ ){0,4}(?:minutes?|seconds)\b",
    re.IGNORECASE,
)
"""Lines that warn, frame or offer a way out, and so do not lead attention anywhere."""

_ROOM = re.compile(
    r"\b(?:\w*room|place|wall|walls|window|door|floor|ceiling|chair|seat|table|bench|street|sky|tree|"
    r"trees|garden|park|path|house|home|kitchen|bathroom|hall|shelter|stop|outside|light|lamp|"
    r"colou?r|sounds?|(?:look|looking|glance|turn) (?:\w+ )?(?:round|around|about|up|out|back)|"
    r"around you|near you|here|where you are|ground|grass|carpet|bed|sofa|lights|shop|bus|train|"
    r"road|landing|shelf|surroundings|world|view)\b",
    re.IGNORECASE,
)
_END = re.compile(
    r"\b(?:end|ends|ended|ending|done|over|finished|finishes|complete|closes|concludes|"
    r"so much for|(?:that|this) (?:was|is|has been) (?:all|it|the|your|our|a|an|about|enough|"
    r"everything)|"
    r"you have (?:\w+ )?(?:been|finished|listened|looked|come to)|last (?:line|part|thing)|"
    r"thank you|goodbye|that was|nothing more|no more|here it stops|stops here)\b",
    re.IGNORECASE,
)
_ON_ITS_OWN = re.compile(
    r"\b(?:by (?:it|them)sel(?:f|ves)|on its own|own (?:way|pace)|as it (?:likes|is)|look after)\b",
    re.IGNORECASE,
)
"""Breath that is left alone and needs no attention."""

_LAST_LINES = 6
"""Lines at the end in which attention may return to the room."""

_SMALL_WORDS = frozenset(
    (
        "a", "an", "and", "at", "by", "for", "from", "in", "into", "it", "my", "of", "on",
        "one", "or", "out", "the", "to", "up", "with", "your", "you",
    )
)  # fmt: skip


def judge_start(script: Script, lines: Sequence[Said]) -> Iterator[Finding]:
    """Find breath or body before anything outside, in a script that is not about breath."""
    if re.search(r"\bbreath", f"{script.title} {script.about}", re.IGNORECASE):
        return
    stated = stated_length(lines)
    length = stated[0] if stated else None
    for said in lines:
        inside = _INSIDE.search(said.text)
        breathes = any(isinstance(directive, Breathe) for directive, _ in said.directives)
        outside = not breathes and _leads_out(said)
        if not (inside or breathes or outside):
            continue
        if _is_aside(said, length) and not breathes:
            continue
        if not outside:
            yield error(
                "inward-first",
                "The first thing to notice is inside the body.",
                "begin with something to see, hear or touch; breath and body come later.",
                said.number,
                inside.start() + 1 if inside else 1,
            )
        return


def _is_aside(said: Said, length: Said | None) -> bool:
    """True if a line warns or frames; `length` is the line that states the total length."""
    return (
        _ASIDE.search(said.text) is not None
        or any(part.is_said(said.text) for part in FRAME)
        or said is length
    )


def _leads_out(said: Said) -> bool:
    return bool(_OUTSIDE.search(said.text)) and not _INSIDE.search(said.text)


def _leads_back(said: Said) -> bool:
    """True if a line leads to the room; one that only ends the exercise does not."""
    if _END.search(said.text):
        return bool(_ROOM.search(said.text))
    return _leads_out(said) or bool(_ROOM.search(said.text))


def _leads_in(said: Said) -> bool:
    left_alone = _ON_ITS_OWN.search(said.text) or _END.search(said.text)
    return bool(_INSIDE.search(said.text)) and not left_alone


def judge_end(script: Script, lines: Sequence[Said]) -> Iterator[Finding]:
    """Find an end that leaves attention inside, or is not clearly an end."""
    last = [said for said in lines[-_LAST_LINES:] if said.step == lines[-1].step]
    outside = [_leads_back(said) for said in last]
    inside = [_leads_in(said) for said in last]
    if not any(outside) or any(inside[len(outside) - outside[::-1].index(True) :]):
        yield about_whole(
            error(
                "inward-end",
                "The last thing to notice is not around the listener.",
                '"Look round at the walls and the light."',
                lines[-1].number,
            )
        )
    named = set(words(script.title)) - _SMALL_WORDS
    closing = lines[-2:]
    if not any(_END.search(said.text) or named & set(words(said.text)) for said in closing):
        name = _within_sentence(script.title) or "this exercise"
        yield about_whole(
            error(
                "no-end",
                "No line says that the exercise is over.",
                f'"That is the end of {name}."',
                lines[-1].number,
            )
        )


def _within_sentence(title: str) -> str:
    """Return a title as it stands within a sentence: "ice cube", but "Body Scan", "I am here"."""
    beginning = title.partition(" ")[0]
    plain = len(beginning) > 1 and title[1:].islower()
    return f"{title[0].lower()}{title[1:]}" if plain else title
