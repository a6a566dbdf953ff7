"""What is said about getting help: short, kind, in digits one by one, and who is nearest first."""

from __future__ import annotations

import re
from itertools import chain

import pytest

from voice.support import words
from voice.support.lines import Line, known_lines, line_for
from voice.support.words import (
    LONGEST,
    Piece,
    printed,
    row,
    seconds,
    spelled,
    spoken,
    support_lines,
    year_aloud,
)

LINES = known_lines()

PEOPLE = [
    (None, None),
    ("Anna", None),
    ("Anna", "112"),
    ("My sister Anna-Lena", "+49 (151) 2345-6789"),
    (None, "0049 151 23456789"),
    ("Doctor Maria Lopez de la Torre", "+123 456 789 012 345"),
]


def all_lines() -> list[Line | None]:
    return [*LINES, None]


def everything() -> list[Piece]:
    return [
        piece
        for line in all_lines()
        for person, number in PEOPLE
        for keys in (True, False)
        for piece in spoken(person, number, line, keys=keys)
    ]


def found(country: str) -> Line:
    line = line_for(country, LINES)
    assert line is not None
    return line


@pytest.mark.parametrize(
    ("number", "said"),
    [
        ("116 123", "one one six, one two three"),
        ("988", "nine eight eight"),
        ("0800-0113", "zero eight zero zero, zero one one three"),
        ("+49 (30) 7", "plus four nine, three zero, seven"),
    ],
)
def test_numbers_are_said_digit_by_digit(number: str, said: str) -> None:
    assert spelled(number) == said


@pytest.mark.parametrize(
    ("year", "said"),
    [
        (2010, "twenty ten"),
        (2018, "twenty eighteen"),
        (2020, "twenty twenty"),
        (2022, "twenty twenty-two"),
        (2031, "twenty thirty-one"),
    ],
)
def test_years_are_said_in_words(year: int, said: str) -> None:
    assert year_aloud(year) == said


def test_every_sentence_is_short_and_kind() -> None:
    sentences = list(chain.from_iterable(everything()))
    sentences += [text for line in all_lines() for text in support_lines("Anna", "0301234", line)]
    lengths = [len(sentence.split()) for sentence in set(sentences)]
    assert max(lengths) <= 16
    assert sum(lengths) / len(lengths) <= 10
    for sentence in sentences:
        assert not re.search(
            r"\b(should|must|have to|need|just|please|relax|calm|safe|good|well done|wrong|sorry"
            r"|trauma|heal\w*|symptom|cure)\b",
            sentence.replace("to keep safe", "").replace("called Need to talk", ""),
            re.IGNORECASE,
        )
        assert not re.search(r"\d|\.\.", sentence)


def test_no_piece_lasts_twenty_seconds() -> None:
    for piece in everything():
        assert seconds(piece) < LONGEST, piece


@pytest.mark.parametrize("line", all_lines(), ids=str)
@pytest.mark.parametrize(("person", "number"), PEOPLE)
@pytest.mark.parametrize("waits", [True, False])
def test_an_aside_lasts_twenty_seconds_at_most(
    person: str | None, number: str | None, line: Line | None, waits: bool
) -> None:
    aside = support_lines(person, number, line, waits=waits)
    assert seconds(aside) <= LONGEST, aside
    assert max(len(sentence.split()) for sentence in aside) <= 16
    assert (aside[-1] == words.WAITS) is waits
    text = " ".join(aside).lower()
    if number:
        assert spelled(number) in " ".join(aside[:2]).lower()
    if line is not None:
        assert f"of {year_aloud(line.year)}: {spelled(line.number)}." in text
    assert spelled(line.emergency) in text if line and line.emergency else words.PHONE in aside


def test_the_own_person_comes_first_everywhere() -> None:
    line = found("DE")
    aside = support_lines("Anna", "030 12", line)
    assert aside == (
        "First, Anna.",
        "Zero three zero, one two.",
        "Germany, as of twenty twenty-two: zero eight zero zero, one one one, zero, one one one.",
        "In danger: one one two.",
        "The exercise waits.",
    )
    pieces = spoken("Anna", "030 12", line, keys=False)
    assert pieces[0] == ("First, your own person: Anna.", "Zero three zero, one two.")
    assert printed("Anna", "030 12", [line], chosen=True)[0] == "Anna: 030 12 (your own)"


def test_without_an_own_person_the_country_comes_first() -> None:
    pieces = spoken(None, None, found("GB"), keys=True)
    assert pieces[0] == (
        "In the United Kingdom, you can call Samaritans.",
        "The number is one one six, one two three.",
        *words.KEYS,
    )
    assert "I have this from a page of twenty twenty-one." in pieces[1]
    assert pieces[2][-1] == "In the United Kingdom, it is nine nine nine."


def test_a_text_can_be_sent_where_one_is_taken() -> None:
    assert "you can call or text" in spoken(None, None, found("US"), keys=False)[0][0]
    assert (
        "Or text zero four seven seven, one three, one one, one four."
        in (spoken(None, None, found("AU"), keys=False)[0])
    )


def test_where_there_is_no_row_the_emergency_is_said_and_the_screen_holds_all() -> None:
    pieces = spoken(None, None, None, keys=True)
    assert pieces[0] == (*words.SAY_WHERE, *words.KEYS)
    assert pieces[1] == (words.EMERGENCY, words.OWN_EMERGENCY)
    text = printed(None, None, LINES, chosen=False)
    assert len([line for line in text if "may have changed" in line]) == len(LINES)
    assert words.ONLINE in text


@pytest.mark.parametrize("keys", [True, False])
def test_it_always_says_what_this_is_and_when_it_is_an_emergency(keys: bool) -> None:
    for line in all_lines():
        said = spoken(None, None, line, keys=keys)
        for piece in (words.MEDICAL, words.NOW, words.ANY_DAY, words.WHAT_THIS_IS):
            assert piece in said
        text = "\n".join(printed(None, None, [line] if line else LINES, chosen=line is not None))
        for sentence in (*words.MEDICAL, *words.NOW, *words.ANY_DAY, *words.WHAT_THIS_IS):
            assert sentence in text


@pytest.mark.parametrize("line", LINES, ids=str)
def test_a_printed_row_holds_number_year_and_source(line: Line) -> None:
    text = row(line)
    assert f": {line.number}, {line.service}." in text
    assert f"From a page of {line.year}," in text
    assert text.endswith(line.source)
    assert "\n" not in text
