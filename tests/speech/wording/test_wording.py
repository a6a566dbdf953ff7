"""Written texts and the words that are spoken, from the table beside this file."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from voice.script.library import entries
from voice.speech.wording import spoken

TABLE = Path(__file__).with_name("table.txt")


def kinds() -> dict[str, list[tuple[str, str, str]]]:
    """Return language, written text and spoken words by kind; a heading may name the language."""
    found: dict[str, list[tuple[str, str, str]]] = {}
    kind, language = "", "en"
    for row in TABLE.read_text(encoding="utf-8").splitlines():
        heading = re.fullmatch(r"== ([^\[]+?)(?: \[(.+)\])?", row)
        if heading:
            kind, language = row.removeprefix("== "), heading[2] or "en"
        elif row:
            written, said = row.rsplit(" ->", 1)
            found.setdefault(kind, []).append((language, written, said.removeprefix(" ")))
    return found


@pytest.mark.parametrize("kind", kinds())
def test_the_table(kind: str) -> None:
    rows = kinds()[kind]
    assert [spoken(written, language) for language, written, _ in rows] == [
        said for _, _, said in rows
    ]


def test_the_table_is_long() -> None:
    assert sum(len(set(rows)) for rows in kinds().values()) >= 400


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("sof\u00adt hy\u00adphens", "soft hyphens"),
        ("zero\u200bwidth \ufeffspaces", "zerowidth spaces"),
        ("a\u00a0hard\u202fspace", "a hard space"),
        ("20\u00a0km", "twenty kilometres"),
        ("two\nlines\tand\0a bell\x07", "two lines and a bell"),
        ("\udc80half", "half"),
        ("left\u200eto\u202eright", "lefttoright"),
        ("cafe\u0301", "caf\u00e9"),
        ("x\u0338", "x\u0338"),
        ("\u0661\u0662 breaths", "twelve breaths"),
        ("private \ue000 use", "private use"),
        ("\U0001f469\U0001f3fd\u200d\U0001f680 flies", "flies"),
        ("\U0001f3f4\U000e0067\U000e0062\U000e007f flag", "flag"),
        ("", ""),
        ("   ", ""),
        (" Rest here.", "Rest here."),
        ("\u2014", ""),
    ],
)
def test_characters_that_cannot_be_seen(written: str, said: str) -> None:
    assert spoken(written) == said


@pytest.mark.parametrize(
    ("written", "say", "said"),
    [
        ("Raynaud's hurts.", {"Raynaud's": "ray nodes"}, "ray nodes hurts."),
        ("Raynaud\u2019s hurts.", {"Raynaud's": "ray nodes"}, "ray nodes hurts."),
        ("RAYNAUD'S", {"Raynaud's": "ray nodes"}, "ray nodes"),
        ("us and US", {"US": "the States"}, "the States and the States"),
        ("us and US", {"US": "the States", "us": "us two"}, "us two and the States"),
        ("New York, York", {"York": "yawk", "New York": "the city"}, "the city, yawk"),
        ("New  York", {"New York": "the city"}, "the city"),
        ("Yorkshire", {"York": "yawk"}, "Yorkshire"),
        ("a cat, a bobcat", {"cat": "kat"}, "a kat, a bobcat"),
        ("a b", {"a": "b", "b": "a"}, "b a"),
        ("the 4-7-8", {"4-7-8": "box 3"}, "the box three"),
        ("C++ and C", {"C++": "see plus"}, "see plus and C"),
        ("Dr. Xu", {"Xu": "shoo"}, "Doctor shoo"),
        ("ask Anna", {"Anna": "Dr. Ann"}, "ask Doctor Ann"),
        ("say it", {"": "nothing"}, "say it"),
        ("NHS", {"NHS": "the health service"}, "the health service"),
        ("read it", {"read": "<b>red</b>"}, "red it"),
        ("a \U0001f343 falls", {"\U0001f343": "leaf"}, "a leaf falls"),
        ("lie, lead", {"lead": "led"}, "lie, led"),
        ("Zo\u00eb and Zoe\u0308", {"Zo\u00eb": "zoey"}, "zoey and zoey"),
    ],
)
def test_say(written: str, say: dict[str, str], said: str) -> None:
    assert spoken(written, "en", say) == said


def spoken_lines() -> Iterator[str]:
    for entry in entries():
        for step in entry.script.steps:
            yield from (line.text for line in step.lines)


def test_the_words_of_our_scripts_stay_as_they_are() -> None:
    """Only quotation marks and dashes may be missing."""
    lines = [line for line in spoken_lines() if "{" not in line]
    assert len(lines) > 400
    for line in lines:
        assert words(spoken(line)) == words(line)


def words(text: str) -> list[str]:
    return re.findall(r"[\w'-]+", text)
