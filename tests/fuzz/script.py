"""A script's text: parsed, or refused with the places of its problems, which are in the text."""

from __future__ import annotations

from collections.abc import Iterator

from tests.fuzz.samples import DIRECTIVES, HEAD, MARKS, cases, scripts
from tests.fuzz.target import Target
from voice.errors import Problem, ScriptError
from voice.script import format as formatted
from voice.script import parse
from voice.script.parser import LONGEST_LINE, rows_of


def _holds(content: bytes) -> None:
    text = content.decode(errors="replace")
    if text.startswith("+"):  # a shorter way to what lies below the head
        text = HEAD + text[1:]
    rows = rows_of(text)
    try:
        script = parse(text, "a.md")
    except ScriptError as error:
        assert error.problems
        for problem in error.problems:
            _is_in(problem, rows)
        return
    assert script.steps
    assert all(any(line.text for line in step.lines) for step in script.steps)
    assert all(len(line.text) <= LONGEST_LINE for step in script.steps for line in step.lines)
    assert parse(formatted(script), "a.md") == script


def _is_in(problem: Problem, rows: list[str]) -> None:
    assert 1 <= problem.line <= len(rows), problem
    assert 1 <= problem.column <= len(rows[problem.line - 1]) + 1, problem
    assert problem.message.strip()
    assert "\n" not in problem.message, problem


def _seeds() -> Iterator[bytes]:
    for path in scripts():
        yield path.read_bytes()[:4_000]
    for case in cases("script/problems/*.txt"):
        yield case.encode()
    yield from (f"+Look. {each}".encode() for each in DIRECTIVES)


TARGET = Target(
    aims=(
        *("voice.script.parser", "voice.script.rows", "voice.script.directives"),
        *("voice.script.problems", "voice.script.characters"),
    ),
    holds=_holds,
    seeds=_seeds,
    words=(*DIRECTIVES, *MARKS, "[softly]", "[pause]", "(long pause)", "[count to five]"),
)
