"""Makes a small but complete script for an author to start from."""

from __future__ import annotations

from dataclasses import dataclass

from voice.check import judge
from voice.check.findings import Severity
from voice.errors import ScriptError
from voice.script import format as format_script
from voice.script import parse
from voice.script.characters import INVISIBLE, describe_invisible
from voice.script.library import SUFFIX
from voice.script.model import Directive, Do, Line, Script, Seconds, Settle, Step, Welcome
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


def usual_answers(stem: str) -> Answers:
    """Return the proposed answers, with a title from the file's name if possible."""
    words = stem.replace("-", " ").replace("_", " ").split()
    answers = Answers(" ".join(words).capitalize())
    return Answers("My exercise") if refusal(answers) else answers


def script_of(answers: Answers) -> Script:
    """Make a small but complete script, most of which is also its one-minute version."""

    def line(text: str, *directives: Directive, last: bool = False) -> Line:
        return Line(text, directives, paragraph_end=last)

    ending = [line("Look round the room once more.", _settle(6))]
    if answers.ask == THINKING:
        ending.append(line("If it stays heavy, people are there to talk to.", _settle(3)))
    ending += [
        line("If you noticed very little, that is fine."),
        line("That is the end of this exercise.", _settle(3), last=True),
    ]
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
                    line("It is all right to be far away while you listen."),
                    line("", Welcome(), last=True),
                ),
                short=True,
            ),
            Step(
                "One thing",
                (
                    line("It might be a cup, a shoe, or a mark on the wall."),
                    line("Find one thing near you, and look at it.", _settle(6), last=True),
                    line("Notice its colour, or its edge.", _settle(8), last=True),
                ),
                short=True,
            ),
            Step(
                "In your hand",
                (
                    line("You can pick it up, or leave it there.", Do(Seconds(8))),
                    line("Find where it is smooth.", _settle(8), last=True),
                ),
            ),
            Step("Back to the room", tuple(ending), short=True),
        ),
    )


def _settle(seconds: int) -> Settle:
    return Settle(Seconds(seconds))


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
