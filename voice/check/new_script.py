"""Makes a small but complete script for an author to start from."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from voice.check import judge
from voice.check.findings import Severity
from voice.errors import ScriptError
from voice.script import format as format_script
from voice.script import parse
from voice.script.characters import INVISIBLE, describe_invisible
from voice.script.library import SUFFIX
from voice.script.model import Line, Script, Settle, Step
from voice.script.parser import LONGEST_LINE

DAMAGED = "\ufffd"
"""Replaces each byte of an answer that is not a letter in the terminal's encoding."""

THINKING = 4
"""Level that asks for thought, and also mentions people (scripts/SOURCES.md, Who to call)."""


@dataclass(frozen=True, slots=True)
class Answers:
    """An author's answers about their exercise."""

    title: str
    about: str = "Look round, and find one thing."
    ask: int = 1
    position: str = "sitting, standing or lying"


def script_of(answers: Answers) -> Script:
    """Make a small but complete script."""

    def line(text: str, seconds: int = 0, *, last: bool = False) -> Line:
        return Line(text, (Settle(Fraction(seconds)),) if seconds else (), paragraph_end=last)

    ending = [line("Look round the room once more.", 6)]
    if answers.ask == THINKING:
        ending.append(line("If it stays heavy, people are there to talk to.", 3))
    ending.append(line("That is the end of this exercise.", 4, last=True))
    return Script(
        title=answers.title,
        about=answers.about,
        ask=answers.ask,
        position=answers.position,
        swap="hear-five",
        steps=(
            Step(
                "Before you start",
                (
                    line("This takes about one minute."),
                    line("Your eyes can stay open."),
                    line("You can skip any part, and stop at any time.", 4, last=True),
                ),
            ),
            Step(
                "One thing",
                (
                    line("Look for one thing near you."),
                    line("Any thing will do.", 10, last=True),
                    line("Notice its colour, or its edge.", 10, last=True),
                ),
            ),
            Step("Back to the room", tuple(ending)),
        ),
    )


def refusal(answers: Answers) -> str:
    """Return why `ground check` would refuse a script with these answers; empty if it would not."""
    for answer in (answers.title, answers.about, answers.position):
        if match := INVISIBLE.search(answer):
            return describe_invisible(match)
        if DAMAGED in answer:
            return "One letter could not be read. Leave it out, and add it to the file later."
        if len(answer) > LONGEST_LINE:
            return f"This has {len(answer)} characters. Write {LONGEST_LINE} at most."
    try:
        script = parse(format_script(script_of(answers)), f"new{SUFFIX}")
    except ScriptError as error:
        return error.problems[0].message
    found = (finding for finding in judge(script) if finding.severity is Severity.ERROR)
    return next((f"{finding.message} Better: {finding.better}" for finding in found), "")
