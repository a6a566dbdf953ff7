"""Parsing and formatting are inverses, and nothing but a ScriptError comes out of a bad text."""

from __future__ import annotations

import re
import sys
from types import FrameType

import pytest
from hypothesis import example, given

from tests.script.strategies import any_texts, scripts, shipped
from voice.errors import ScriptError
from voice.script import format as format_script
from voice.script import parse
from voice.script.model import Bell, Line, Place, Script, Settle, Step, is_live

BODY = "## One\nLook.\n"
HEAD = "---\ntitle: Near\nabout: Look at one thing.\nask: 1\nposition: any\n---\n"


def spoken(rows: str) -> list[str]:
    return [line.text for step in parse(HEAD + rows, "case.md").steps for line in step.lines]


@given(scripts)
def test_a_formatted_script_means_the_same(script: Script) -> None:
    text = format_script(script)
    again = parse(text, "case.md")
    assert again == script
    assert format_script(again) == text


@given(any_texts)
@example("---\n" + "\x85" * 9 + "ask: 9\n---\n")
@example("---\n? [a\n---\n## [")
@example(HEAD + "## \\")
def test_a_text_is_a_script_or_has_problems_inside_it(text: str) -> None:
    result = parsed(text)
    if isinstance(result, Script):
        assert parse(format_script(result), "case.md") == result
        return
    assert result.problems
    places = [(problem.line, problem.column) for problem in result.problems]
    assert places == sorted(places)
    rows = re.split("\r\n|\r|\n", text.removeprefix("\ufeff"))
    for line, column in places:
        assert 1 <= line <= len(rows)
        assert 1 <= column <= len(rows[line - 1]) + 1


def parsed(text: str) -> Script | ScriptError:
    try:
        return parse(text, "case.md")
    except ScriptError as error:
        return error


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("Look   round\t now.", "Look round now."),
        ("*Look* __round__ _now_, snake_case.", "Look round now, snake_case."),
        (r"\*Look\* \_round\_ \\now\\.", r"*Look* _round_ \now\."),
        (r"Look \[or not\].", "Look [or not]."),
        (r"\# \- 1\. \> are marks.", "# - 1. > are marks."),
        ("Look <!-- or not --> round.", "Look round."),
        ("Look <!-- or -->here<!-- not -->.", "Look here ."),
        (r"Look \<!-- round -->.", "Look <!-- round -->."),
        ("<!-- Windows --> A path: C:\\", "A path: C:\\"),
        (r"A path: C:\temp.", r"A path: C:\temp."),
        ("It is {Day}, this { time  of day }.", "It is {day}, this {time of day}."),
        ("3 things, at -5 degrees, 1.5 times.", "3 things, at -5 degrees, 1.5 times."),
        ("Café, 見る, 👀.", "Café, 見る, 👀."),
    ],
)
def test_marks_are_left_out_and_words_stay(row: str, said: str) -> None:
    assert spoken(f"## One\n{row}\n") == [said]


def test_a_comment_leaves_no_trace() -> None:
    with_comments = (
        "<!-- mine -->\n## One <!-- first -->\nLook.\n<!-- ## Two\n\n[hodl 3s]\n-->\n"
        "Listen. <!-- softly --> [4s]\n"
    )
    plain = "## One\nLook.\nListen. [4s]\n"
    assert parse(HEAD + with_comments, "a.md") == parse(HEAD + plain, "a.md")


def test_lines_keep_their_place_blank_lines_and_directives() -> None:
    script = parse(HEAD + "\n## One\n\nLook. [4s] [bell]\n[8s]\n\n\nListen.\nTouch.\n", "a/b.md")
    assert script.id == "b"
    (step,) = script.steps
    assert (step.title, step.number) == ("One", 8)
    assert [line.number for line in step.lines] == [10, 11, 14, 15]
    assert step.lines == (
        Line("Look.", (Settle(4), Bell())),  # type: ignore[arg-type]
        Line("", (Settle(8),), paragraph_end=True),  # type: ignore[arg-type]
        Line("Listen."),
        Line("Touch.", paragraph_end=True),
    )


@pytest.mark.parametrize(
    ("heading", "step"),
    [
        ("## Near (repeat)", ("Near", True)),
        ("##\tNear(Repeat)", ("Near", True)),
        ("  ##  *Near*  (repeat) ", ("Near", True)),
        (r"## Near \(repeat)", ("Near (repeat)", False)),
        (r"## Near \(REPEAT)", ("Near (REPEAT)", False)),
        ("## (repeat) near", ("(repeat) near", False)),
        (r"## \[near\]", ("[near]", False)),
        ("## One thing ##", ("One thing", False)),
        ("## One thing (repeat) #", ("One thing", True)),
        ("## One thing #\t", ("One thing", False)),
        ("## One ## (repeat)", ("One ##", True)),
        ("## C#", ("C#", False)),
        (r"## One \##", ("One ##", False)),
        (r"## \#", ("#", False)),
    ],
)
def test_a_heading_says_whether_it_may_repeat(heading: str, step: tuple[str, bool]) -> None:
    (parsed,) = parse(f"{HEAD}{heading}\nLook.\n", "case.md").steps
    assert (parsed.title, parsed.repeat) == step


def test_a_head_may_say_everything() -> None:
    script = parse(
        "---\ntitle: 'Yes: no'\nabout: A b.\nask: '3'\nposition: any\nneeds: [a cup, tea]\n"
        "swap: hear-five\nlanguage: no\nbed: off\nsources: A book\nreviewed: 2026-03-01\n"
        "---\n## One\nLook.\n",
        "case.md",
    )
    assert script == Script(
        title="Yes: no",
        about="A b.",
        ask=3,
        position="any",
        needs="a cup, tea",
        swap="hear-five",
        language="no",
        bed=False,
        sources=("A book",),
        reviewed="2026-03-01",
        steps=(Step("One", (Line("Look.", paragraph_end=True),)),),
    )


def test_only_lines_with_fields_are_live() -> None:
    assert is_live("It is {day}.")
    assert not is_live("It is today}.")


def calls_to_parse(lines: int) -> int:
    """Count the function calls, Python's own among them, to parse so many lines."""
    text = HEAD + "## One\n" + "Look *round* the {day} room. <!-- x --> [4s] [wait 5s]\n\n" * lines
    count = 0

    def counted(frame: FrameType, event: str, argument: object) -> None:  # noqa: ARG001
        nonlocal count
        count += event in {"call", "c_call"}

    sys.setprofile(counted)
    try:
        parse(text, "case.md")
    finally:
        sys.setprofile(None)
    return count


@pytest.mark.parametrize(
    "titles",
    [("Near", "about"), ("'#1: it''s'", '"Look. # "'), ("2026-03-01", "1984"), ('"~"', '"Yes"')],
)
def test_the_place_of_what_is_said_in_the_head_is_kept(titles: tuple[str, str]) -> None:
    title, about = titles
    script = parse(HEAD.replace("Near", title).replace("Look at one thing.", about) + BODY, "a.md")
    quotes = title[0] in "'\"", about[0] in "'\""
    assert script.title_place == Place(2, 8 + quotes[0])
    assert script.about_place == Place(3, 8 + quotes[1])
    assert parse(format_script(script), "a.md") == script


def test_ten_times_the_lines_are_ten_times_the_work() -> None:
    assert calls_to_parse(5_000) < 10.5 * calls_to_parse(500)


MEGABYTE = 1_000_000


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("---\nx: " + "[" * 19_000 + "\n---\n## One\nLook.", id="lists in lists"),
        pytest.param("---\n" + "? " * 9_000 + "\n---\n## One\nLook.", id="keys in keys"),
        pytest.param("---\n- &a [" + "*a, " * 4_000 + "]\n---\n## One\nLook.", id="aliases"),
        pytest.param("---\nx: " + "[" * MEGABYTE + "\n---\n## One\nLook.", id="a long head"),
        pytest.param("---\n" * (MEGABYTE // 4), id="fences"),
        pytest.param(HEAD + "\0" * MEGABYTE, id="nothing visible"),
        *(
            pytest.param(HEAD + f"## One\n{row}", id=f"a row of {row[:8]}")
            for row in (
                "[" * MEGABYTE,
                "*a " * (MEGABYTE // 3),
                "a" + "_" * MEGABYTE + "b",
                "<!---->[" * (MEGABYTE // 8),
                "\\<!--" * (MEGABYTE // 5),
                "## a" + "_" * MEGABYTE + "b",
                "## " + "[" * MEGABYTE,
                "-" * MEGABYTE,
                "9" * MEGABYTE + ".",
            )
        ),
    ],
)
def test_a_hostile_text_ends_in_a_few_problems(text: str) -> None:
    """Anything slower than linear would never end here."""
    with pytest.raises(ScriptError) as caught:
        parse(text, "case.md")
    assert len(caught.value.problems) < 10
    assert len(str(caught.value)) < 1_000


def test_a_script_is_written_as_people_write_it() -> None:
    text = """---
title: Ice cube
about: Notice something cold.
ask: 2
position: seated
needs: an ice cube
swap: hear-five
language: de
bed: 'off'
sources:
- A book
- 'VA: a list'
reviewed: Ann, 2026
---

## Before \\(Repeat)

Look. [4s] [bell]
[1m30s]

Look \\[or not\\]. [quiet 2m, bell 1m]

## In one hand (repeat)

Breathe. [breathe in 4s, out 6s, 3 times, words every 2]
It is {day}. [wait 5s, ask again]
"""
    assert format_script(parse(text, "case.md")) == text


@pytest.mark.parametrize(
    "text",
    [
        *("# a", "## a", "- a", "+ a", "* a", "> a", "| a", "12. a", "1) a", "~~~ a", "``` a"),
        *("a #", "a ##", "# a #", "a (repeat) ##", "a#"),
        *("[8s] a", "<!-- a", "\\a", "_a_", "a -->", "1.5 a", "-5 a", "a}", "a (repeat)"),
    ],
)
def test_what_looks_like_a_mark_can_be_said(text: str) -> None:
    script = Script("Near", "Look.", 1, "any", (Step(text, (Line(text, paragraph_end=True),)),))
    assert parse(format_script(script), "case.md") == script


@pytest.mark.parametrize("name", sorted(shipped))
def test_a_shipped_script_survives_formatting(name: str) -> None:
    script = parse(shipped[name], name)
    text = format_script(script)
    assert parse(text, name) == script
    assert format_script(parse(text, name)) == text
