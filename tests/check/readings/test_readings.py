"""What is said well in one way passes; the rest is found, with advice that fits the text.

`said_well.txt` has a line each. In `two_ways.txt` a case is a line, the rule and the piece of the
line that it quotes, and the advice.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from voice.check import judge
from voice.check.findings import Finding
from voice.check.readings import spoken_in
from voice.script import parse

HERE = Path(__file__).parent
SAID_WELL = (HERE / "said_well.txt").read_text(encoding="utf-8").splitlines()
TWO_WAYS = [
    tuple(row.strip() for row in case.splitlines())
    for case in (HERE / "two_ways.txt").read_text(encoding="utf-8").split("\n\n")
]

OF_READINGS = {
    *("abbreviation", "address", "capitals", "digits", "emoji", "homograph", "list-mark"),
    *("pause-mark", "stage-direction", "symbol"),
}
KIND = """---
title: {title}
about: Look at one thing.
ask: 1
position: any
{say}---

## {heading}

{lines}
"""


def script(lines: str, *, title: str = "Near", heading: str = "One", say: str = "") -> str:
    return KIND.format(lines=lines, title=title, heading=heading, say=say and f"say: {say}\n")


def found(text: str) -> list[Finding]:
    return [each for each in judge(parse(text, "near.md"), every=True) if each.rule in OF_READINGS]


@pytest.mark.parametrize("line", SAID_WELL)
def test_what_is_said_well_passes(line: str) -> None:
    assert found(script(line)) == []


@pytest.mark.parametrize("case", TWO_WAYS, ids=lambda case: case[0])
def test_the_rest_is_found_with_advice_that_fits(case: tuple[str, str, str]) -> None:
    line, rule_and_piece, better = case
    rule, _, piece = rule_and_piece.partition(": ")
    first = found(script(line))[0]
    assert (first.rule, first.severity, first.better) == (rule, "warning", better)
    assert first.message.startswith(f'"{piece}" ')


@pytest.mark.parametrize("case", TWO_WAYS, ids=lambda case: case[0])
def test_a_quoted_piece_is_made_of_whole_words(case: tuple[str, str, str]) -> None:
    for each in found(script(case[0])):
        piece = each.message[1:].rpartition('" ')[0]
        start = case[0].index(piece)
        assert not re.match(r"\w\w", f"{case[0][:start][-1:]}{piece[:1]}")
        assert not re.match(r"\w\w", f"{piece[-1:]}{case[0][start + len(piece) :][:1]}")


def test_titles_and_headings_are_told_once_at_their_own_lines() -> None:
    both = "It is 5/6, or 7/8, or 1990, or 2020"
    places = [
        (each.line, each.column, each.rule)
        for each in found(script("Look.", title=both, heading=both))
    ]
    assert places == [(2, 14, "digits"), (8, 7, "digits")]


def test_seven_lines_of_a_pasted_list_are_one_finding() -> None:
    (finding,) = found(script("• Look.\n" * 7))
    assert (finding.rule, finding.line) == ("list-mark", 10)
    assert "the 6 lines after it" in finding.message
    assert finding.better == 'take the mark "•" away from each.'


def test_letters_and_numbers_before_lines_are_marks_of_a_list() -> None:
    (finding,) = found(script("a) Look.\nb) Look.\nc) Look.\n"))
    assert (finding.rule, finding.line) == ("list-mark", 10)
    assert finding.better == 'take the marks from "a)" to "c)" away.'


@pytest.mark.parametrize("marks", ["o Look.\n", "\u2013 Look.\n", "• Look.\nLook.\n"])
def test_each_run_of_list_marks_is_one_finding(marks: str) -> None:
    runs = 2 if "\nLook" in marks else 1
    assert [each.rule for each in found(script(marks * 2))] == ["list-mark"] * runs


@pytest.mark.parametrize(
    ("line", "say", "count"),
    [
        ("It was 1990.", "{'1990': nineteen ninety}", 0),
        ("Go to room 101.", "{room 101: room one oh one}", 0),
        ("It was 1990.", "{a: ay}", 1),
        ("Go to a room 101.", "{a: ay}", 1),
        ("It was 2020.", "{'1990': nineteen ninety}", 1),
        ("Touch the bow.", "{a: ay}", 1),
        ("Touch the bow.", "{bow: boe}", 0),
        ("Bow here.", "{bow here: boe here}", 0),
        ("Touch the bow, not the elbow.", "{the elbow: the arm}", 1),
    ],
)
def test_what_the_script_says_how_to_speak_is_no_question(line: str, say: str, count: int) -> None:
    assert len(found(script(line, say=say))) == count


def test_advice_follows_the_language() -> None:
    american = script("Meet on 5/6.").replace("ask: 1", "ask: 1\nlanguage: en-US")
    (finding,) = found(american)
    assert finding.better == "write it in words: May sixth, or June fifth."


def test_titles_and_fields_are_shown_as_they_are_spoken() -> None:
    text = script("Look at {day} 3.\nLook, and look.", title="2 or 3")
    shown = [(each.line, each.words) for each in spoken_in(parse(text, "near.md"))]
    assert shown == [(2, "two or three"), (10, "Look at {day} three.")]
