"""Questions about a script that only a person can answer; no rule here finds such faults reliably.

They are asked about every script, those that its words touch first. Their reasons are in
scripts/HAZARDS.md and scripts/SOURCES.md.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from voice.script.model import Script


@dataclass(frozen=True, slots=True)
class _Question:
    """A question, and words of a script that make it urgent."""

    text: str
    words: re.Pattern[str]


def _asked(text: str, words: str) -> _Question:
    return _Question(text, re.compile(rf"\b(?:{words})", re.IGNORECASE))


_QUESTIONS = (
    _asked(
        "Could somebody follow it while driving, or beside a machine, a stove or a small child?",
        r"driv|car\b|wheel\b|traffic|cook|stove|knife|tool",
    ),
    _asked(
        "Could it be done in a bath, or with any part of the face under water?",
        r"water|bath|shower|basin|swim|tap\b|pool",
    ),
    _asked(
        "Could a flame or anything hot come near a bed, a blanket, hair or a sleeve?",
        r"candle|flame|match|light(?:er|s)\b|burn|fire|hot\b|iron\b|oven|kettle|tea\b",
    ),
    _asked(
        "Could it lead to a high place, an edge, rails, or an open window?",
        r"window|balcon|roof|bridge|climb|edge|ledge|stair|rail|train",
    ),
    _asked(
        "Could any of it hurt the skin or the body, or turn into a test of how much one can bear?",
        r"ice\b|cold|snow|pinch|press|bite|hold\b|skin|scratch|band\b|hard",
    ),
    _asked(
        "Could somebody take it as advice about medicine, treatment, alcohol or another drug?",
        r"medic|pill|doctor|therap|drink|alcohol|wine|beer|smok|dose",
    ),
    _asked(
        "Does it judge or dwell on food, weight, shape or looks?",
        r"eat|food|meal|weigh|mirror|slim|shape|bod(?:y|ies)|chocolate|sugar",
    ),
    _asked(
        "Does it take a faith, a sex, a partner, a family or a home for granted?",
        r"god|pray|bless|mother|father|parent|wife|husband|partner|famil|child|son\b|daughter|home",
    ),
    _asked(
        "Could it lead somebody to a person who did harm, or whose answer may hurt?",
        r"call|message|write|text|send|visit|friend|person|people|somebody|someone|reply",
    ),
    _asked(
        "Could it bring back somebody who died, or a time somebody would rather not see again?",
        r"remember|memor|past|childhood|photo|song|music|scent|smell|grave|once",
    ),
    _asked(
        "Would you say every sentence of it, as it stands, to a friend who feels far away?", "$^"
    ),
    _asked("Heard at the slow and at the steady pace: is there time to do each thing?", "$^"),
)


def for_a_reader(script: Script) -> tuple[str, ...]:
    """Return what only a person can judge of a script, the most urgent questions first."""
    lines = [line.text for step in script.steps for line in step.lines]
    whole = "\n".join((script.title, script.about, script.position, script.needs, *lines))
    said = " ".join(dict.fromkeys(whole.lower().split()))
    return tuple(
        question.text
        for question in sorted(_QUESTIONS, key=lambda each: each.words.search(said) is None)
    )
