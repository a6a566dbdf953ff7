"""Compares how much a script asks of a person with its head, and looks for people to turn to."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from voice.check.actions import first_action
from voice.check.findings import Finding, about_whole, error, warning
from voice.check.text import Said
from voice.script.model import Script

ASKS_MOST = 4
"""Level from which a script must mention people to talk to (scripts/SOURCES.md, Who to call)."""

_GO = re.compile(
    r"\b(?:walk|outside|outdoors|block|street|shower|bath|candle|send|message|call|text)\b",
    re.IGNORECASE,
)
_GOING = frozenset({"go", "light", "march", "run", "send", "step", "text", "walk"})
_FETCHING = frozenset({"bring", "fetch", "stand", "rise", "gather"})
_CHOICE = re.compile(
    r"\bor\b|\bif\b|^you (?:can|may|might|could)|\b(?:eyes|ears|fingers?)\b", re.IGNORECASE
)

_PEOPLE = re.compile(
    r"\b(?:someone|somebody|person|people|friends?|doctors?|nurses?|gp|therapists?|counsell?ors?|"
    r"professionals?|help ?lines?|support(?: page| group| line)?|helpers?|relatives?|family|"
    r"neighbou?rs?|groups?|social worker|carers?|samaritans|help page|anyone|anybody)\b",
    re.IGNORECASE,
)
_TURN_TO = re.compile(
    r"\b(?:talk\w*|speak\w*|call\w*|tell\w*|ring\w*|phone\w*|ask\w*|reach\w*|text\w*|write|"
    r"contact\w*|help\w*|support\w*|share|see|turn|listen\w*|hear\w*|know\w*|say|"
    r"company|add|is there|are there|with)\b",
    re.IGNORECASE,
)


def judge_ask(script: Script, lines: Sequence[Said]) -> Iterator[Finding]:
    """Find a script that asks more than its head says."""
    for said in lines:
        verb = first_action(said.text)
        if verb is None or _CHOICE.search(said.text):
            continue
        needed = 3 if verb in _GOING and _GO.search(said.text) else 2 if verb in _FETCHING else 1
        if script.ask < needed:
            yield warning(
                "ask-level",
                f"The head says ask: {script.ask}, but this line asks for more.",
                f"ask: {needed}, or a line that asks less.",
                said.number,
            )
            return


def judge_people(script: Script, lines: Sequence[Said]) -> Iterator[Finding]:
    """Find a script of the highest level that mentions nobody to talk to."""
    if script.ask < ASKS_MOST:
        return
    if not any(_PEOPLE.search(said.text) and _TURN_TO.search(said.text) for said in lines):
        yield about_whole(
            error(
                "alone",
                f"It asks for thinking (ask: {script.ask}), "
                "but no line points to people to talk to.",
                '"If this stirs something up, you can talk to somebody you trust, or a helpline."',
                lines[-1].number,
            )
        )
