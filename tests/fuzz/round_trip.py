"""A script made of anything that a script may hold: what is written of it is read as the same."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from random import Random

from tests.fuzz.choices import Choices
from tests.fuzz.samples import MARKS
from tests.fuzz.target import Target
from voice.script import format as formatted
from voice.script import parse
from voice.script.characters import INVISIBLE
from voice.script.formatter import format_with_comments, with_line_numbers
from voice.script.model import (
    Bell,
    Breathe,
    Directive,
    Do,
    Hold,
    Line,
    Phase,
    PhaseLength,
    Quiet,
    Script,
    Seconds,
    Settle,
    Step,
    Wait,
    Welcome,
)

_PIECES = (
    *MARKS,
    *("Look", "no", "~", "#", "##", "(Short)", "[8s]", "8)", "-", "+", "=", "`", ": ", "'", '"'),
    *("&", "%", "@", "!", "?", "null", "010", "2026-11-28", "1:30", "yes", "\u2014", "\u0627", "."),
)


def _holds(content: bytes) -> None:
    choices = Choices(content)
    script = _script(choices)
    comments = choices.some(3, lambda: (choices.number(0, 6), _words(choices)))
    if any("{" in text for text in _texts(script)):
        return  # only two fields may stand in braces; the target "script" has them
    text = formatted(script)
    assert parse(text, "a.md") == replace(script, id="a"), text
    with_comments = format_with_comments(script, sorted(comments))
    read = parse(with_comments, "a.md")
    assert read == replace(script, id="a"), with_comments
    numbered = with_line_numbers(script, with_comments)
    for ours, theirs in zip(numbered.steps, read.steps, strict=True):
        assert ours.number == theirs.number
        assert [line.number for line in ours.lines] == [line.number for line in theirs.lines]


def _texts(script: Script) -> Iterator[str]:
    for step in script.steps:
        yield step.title
        yield from (line.text for line in step.lines)


def _words(choices: Choices) -> str:
    """Return pieces as one line, as long as a line may be."""
    pieces = choices.some(5, lambda: choices.text(12) if choices.yes() else choices.one_of(_PIECES))
    return " ".join(INVISIBLE.sub(" ", "".join(pieces)).split())[:300].rstrip()


def _said(choices: Choices) -> str:
    """Return words of which one can be said."""
    text = _words(choices)
    return text if any(map(str.isalpha, text)) else f"{text} Look".strip()


def _seconds(choices: Choices, most: int = 3_600) -> Seconds:
    whole = Fraction(choices.number(1, most))
    return whole if choices.yes() else whole / choices.one_of((2, 10, 1_000_000))


def _directive(choices: Choices) -> Directive:
    match choices.number(0, 6):
        case 0:
            return Settle(_seconds(choices))
        case 1:
            return Do(_seconds(choices, 60))
        case 2:
            return Hold(_seconds(choices))
        case 3:
            length = _seconds(choices)
            half = length / 2
            written = choices.yes() and (half * 10**6).denominator == 1  # to the millionth
            return Quiet(length, half if written else None)
        case 4:
            phases = choices.some(
                5, lambda: PhaseLength(choices.one_of(list(Phase)), _seconds(choices, 20)), 1
            )
            return Breathe(tuple(phases), choices.number(1, 30), choices.number(1, 40))
        case 5:
            return Wait(_seconds(choices), choices.yes())
        case _:
            return Bell()


def _line(choices: Choices) -> Line:
    text = "" if choices.one_of((False, False, True)) else _said(choices)
    directives = choices.some(3, lambda: _directive(choices), 0 if text else 1)
    return Line(text, tuple(directives), choices.yes())


def _step(choices: Choices, *, welcome: bool) -> Step:
    lines = choices.some(5, lambda: _line(choices))
    if welcome:
        lines.append(Line("", (Welcome(),), choices.yes()))
    lines.append(Line(_said(choices), (), paragraph_end=True))
    return Step(_said(choices), tuple(lines), choices.yes(), choices.yes())


def _script(choices: Choices) -> Script:
    welcome = choices.yes()
    steps = [_step(choices, welcome=welcome and not each) for each in range(choices.number(1, 3))]
    say = choices.some(2, lambda: (_said(choices), _said(choices)))
    return Script(
        title=_said(choices),
        about=" ".join(_said(choices).split()[:12]),
        ask=choices.number(1, 4),
        position=_said(choices),
        steps=tuple(steps),
        needs=_words(choices),
        swap=choices.one_of(("", "hear-five", "no", "1.5", "-", "010")),
        language=choices.one_of(("en", "no", "de-AT", "zh-Hans")),
        bed=choices.yes(),
        say=tuple(dict(say).items()),
        sources=tuple(filter(None, choices.some(3, lambda: _words(choices)))),
        reviewed=_words(choices),
    )


def _seeds() -> Iterator[bytes]:
    yield from (Random(number).randbytes(40 * number) for number in range(1, 24))


TARGET = Target(
    aims=("voice.script.formatter",),
    holds=_holds,
    seeds=_seeds,
    words=_PIECES,
    longest=1_500,
)
