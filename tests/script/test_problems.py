"""Every mistake a writer may make is reported at its place, with its fix.

The cases are text. `=== name` starts one; rows after `>>> ` are what the writer must be told,
below the row they are about; every other row is the script. `@step` stands for a good head and the
heading of a step (seven lines), `@body` for the end of a head and a good step, `@end` for nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from voice.check import judge
from voice.errors import ScriptError
from voice.script import parse
from voice.script.parser import HeadlessError

STANDING = {
    "@step": [
        "---",
        "title: Near",
        "about: Look at one thing.",
        "ask: 1",
        "position: any",
        "---",
        "## One",
    ],
    "@body": ["---", "", "## One", "Look."],
    "@end": [],
}


def cases() -> Iterator[object]:
    files = sorted(Path(__file__).with_name("problems").glob("*.txt"))
    assert files
    for file in files:
        for case in file.read_text(encoding="utf-8").split("\n=== ")[1:]:
            name, _, content = case.partition("\n")
            script: list[str] = []
            expected: list[str] = []
            for row in content.rstrip("\n").split("\n"):
                if row.startswith(">>> "):
                    expected.append(row.removeprefix(">>> "))
                else:
                    script += STANDING.get(row, [row])
            yield pytest.param("\n".join(script) + "\n", expected, id=f"{file.stem}: {name}")


@pytest.mark.parametrize(("script", "expected"), list(cases()))
def test_what_is_wrong_is_said_where_it_is(script: str, expected: list[str]) -> None:
    with pytest.raises(ScriptError) as caught:
        parse(script, "case.md")
    assert str(caught.value).split("\n") == expected


def body(rows: str) -> str:
    return "\n".join([*STANDING["@step"], rows])


def problems(script: str) -> list[str]:
    with pytest.raises(ScriptError) as caught:
        parse(script, "case.md")
    return [f"{p.line}:{p.column}: {p.message}" for p in caught.value.problems]


@pytest.mark.parametrize(
    "character",
    list("\0\x08\x0b\x0c\x1b\x1f\x7f\x80\x85\xad\u200b\u2028\u2029\u2060\ufeff\ufffc\uffff\ud800"),
    ids=ascii,
)
def test_what_nobody_sees_is_shown(character: str) -> None:
    said = f"There is an invisible character here (U+{ord(character):04X}). Remove it."
    assert problems(body(f"Look.\nLi{character}sten. [4s]{character}")) == [f"9:3: {said}"]
    head = body("Look.").replace("Near", f"Ne{character}ar").replace("any", "any\ncolor: red")
    assert problems(head)[0] == f"2:10: {said}"
    assert problems(head)[1].startswith("6:1: I don't know the key color.")


@pytest.mark.parametrize("character", ["\u200c", "\u200d", "\u200e", "\u200f"], ids=ascii)
def test_what_other_scripts_are_written_with_may_stay(character: str) -> None:
    (step,) = parse(body(f"Lo{character}ok."), "case.md").steps
    assert step.lines[0].text == f"Lo{character}ok."


def test_the_words_of_a_text_without_a_head_are_kept_to_be_judged() -> None:
    with pytest.raises(HeadlessError) as caught:
        parse("## One\nLook.\n[4s]\n## Two\n[4s]\n", "case.md")
    (step,) = caught.value.body.steps
    assert (step.title, [line.text for line in step.lines]) == ("One", ["Look.", ""])
    assert [problem.line for problem in caught.value.problems] == [1, 4]
    with pytest.raises(HeadlessError) as caught:
        parse("Look.\nListen.\n", "case.md")  # no steps either
    (step,) = caught.value.body.steps
    assert [line.text for line in step.lines] == ["Look.", "Listen."]


def test_no_finding_speaks_of_the_head_of_a_text_without_one() -> None:
    with pytest.raises(HeadlessError) as caught:
        parse("## One\nFetch a cup of tea.\nWalk to the shop.\n", "case.md")
    messages = [finding.message for finding in judge(caught.value.body)]
    assert messages
    assert not any(re.search(r"\bhead says\b|\bask:", message) for message in messages)


def test_a_text_without_a_head_and_words_has_nothing_to_judge() -> None:
    with pytest.raises(ScriptError) as caught:
        parse("## One\n[4s]\n", "case.md")
    assert not isinstance(caught.value, HeadlessError)


def test_an_empty_file_is_told_one_thing() -> None:
    assert problems("") == [
        "1:1: A script starts with a line '---', then its title, about, ask and position, each as "
        "'name: …' on a line of its own, then '---'. To begin with one: ground new PATH",
    ]


def test_a_hundred_problems_are_listed_and_the_others_counted() -> None:
    with pytest.raises(ScriptError) as caught:
        parse(body("Look. [8]\n" * 150), "case.md")
    assert len(caught.value.problems) == 100
    assert caught.value.more == 50
    assert str(caught.value).endswith(
        ":107:7: I don't know [8]. Did you mean [8s]?\ncase.md: and 50 more."
    )
    with pytest.raises(ScriptError, match=r"case\.md: and over 10000 more\.$"):
        parse(body("[\n" * 20_000), "case.md")


def test_what_comes_first_is_listed_whenever_it_was_found() -> None:
    rows = ["Look. [8]", *["Li\u200bsten."] * 150]
    found = problems(body("\n".join(rows)))
    assert found[0] == "8:7: I don't know [8]. Did you mean [8s]?"


def test_a_script_has_ten_thousand_lines_at_most() -> None:
    parse(body("Look.\n" * 10_000), "case.md")
    too_many = "10008:1: A script has 10000 lines at most. Split it."
    assert problems(body("Look.\n" * 10_001 + "Look. [8]")) == [too_many]  # nothing behind it


def test_a_line_is_as_long_as_what_is_said() -> None:
    parse(body("a" * 300 + " [4s] <!-- " + "b" * 300 + " -->"), "case.md")
    parse(body("*a*" * 300), "case.md")
    too_long = "characters, too many to follow by ear. Split it into lines of at most 300."
    assert problems(body("a" * 301)) == [f"8:1: This line has 301 {too_long}"]
    parse(body("*a*" * 300 + " " * 300), "case.md")
    assert problems(body("*a*" * 300 + " " * 301)) == [f"8:1: This line has 1201 {too_long}"]
    assert problems(body("a" * 5000)) == [f"8:1: This line has 5000 {too_long}"]


def test_problems_name_the_file_as_the_listener_did() -> None:
    with pytest.raises(ScriptError) as caught:
        parse(body("Look. [8]"), "../my scripts/a b.md")
    assert str(caught.value).startswith("../my scripts/a b.md:8:7: ")


def test_line_ends_of_any_system_count_once() -> None:
    script = body("Look.\nListen. [8]\n")
    expected = ["9:9: I don't know [8]. Did you mean [8s]?"]
    assert problems(script) == expected
    assert problems(script.replace("\n", "\r\n")) == expected
    assert problems(script.replace("\n", "\r")) == expected
    assert problems("\ufeff" + script) == expected
