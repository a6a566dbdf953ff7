"""The words about getting help: the emergency number first, each number twice, short and kind."""

from __future__ import annotations

import re
from itertools import chain

import pytest

from voice.playback import keys
from voice.support import words
from voice.support.helplines import Helpline, known_lines
from voice.support.question import NO_SUCH_BEGINNING, asked, kept_words
from voice.support.words import (
    CLOSING,
    LONGEST_PIECE,
    MOST_WORDS,
    Caller,
    Piece,
    advice,
    caller_in,
    danger,
    in_short,
    numbers,
    seconds,
    spelled,
    year_aloud,
)

LINES = known_lines()
COUNTRIES = [*(line.country for line in LINES), "JP", "ZA", "IT", None]

PEOPLE = [
    (None, None),
    ("Anna", None),
    ("Anna", "112"),
    ("My sister Anna-Lena", "+49 (151) 2345-6789"),
    (None, "0049 151 23456789"),
    ("Doctor Maria Lopez de la Torre", "+123 456 789 012 345"),
]


CALLERS = [
    caller_in(country, LINES, person, number) for country in COUNTRIES for person, number in PEOPLE
]


def everything() -> list[Piece]:
    pieces = [CLOSING, *(asked(line) for line in (None, *LINES)), *map(kept_words, LINES)]
    for caller in CALLERS:
        pieces += [*numbers(caller, keys=True), *numbers(caller, keys=False), *advice(caller)]
    return pieces


def found(country: str | None, person: str | None = None, number: str | None = None) -> Caller:
    return caller_in(country, LINES, person, number)


def dialled(caller: Caller) -> list[str]:
    """Every number that a caller may be told."""
    line: Helpline | None = caller.line
    told = [caller.emergency, caller.number]
    if line is not None:
        told += [line.number, line.text, line.english]
    return [number for number in told if number]


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
    sentences += chain.from_iterable(in_short(caller) for caller in CALLERS)
    sentences += [*words.without_line("JP"), *words.without_line("ZA"), NO_SUCH_BEGINNING]
    lengths = [len(sentence.split()) for sentence in set(sentences)]
    assert max(lengths) <= MOST_WORDS
    assert sum(lengths) / len(lengths) <= 10
    for sentence in sentences:
        assert not re.search(
            r"\b(should|must|have to|need|just|please|relax|calm|safe|good|well done|wrong|sorry"
            r"|trauma|heal\w*|symptom|cure|nobody|no one|ends for now)\b",
            sentence.replace("to keep safe", "").replace("called Need to talk", ""),
            re.IGNORECASE,
        )
        assert not re.search(r"\d|\.\.", sentence)


def test_no_piece_lasts_twenty_seconds() -> None:
    for piece in everything():
        assert seconds(piece) < LONGEST_PIECE, piece


def test_the_emergency_number_is_the_first_thing_said_and_is_over_within_eight_seconds() -> None:
    for caller in CALLERS:
        digits = spelled(caller.emergency or words.MOBILE_EMERGENCY)
        for first in (numbers(caller, keys=True)[0], in_short(caller, ("Where are you?",))):
            assert first[0].startswith(f"In danger, call {digits}"), caller
            assert first[1] == f"Again, {digits}.", caller
            assert seconds(first[:1], words.SLOW) < 6, caller  # two more until the voice is ready


def test_each_number_is_said_twice() -> None:
    for caller in CALLERS:
        said = " ".join(chain.from_iterable((*numbers(caller, keys=True), *advice(caller)))).lower()
        for number in dialled(caller):
            assert said.count(spelled(number)) >= 2, (caller, number)


@pytest.mark.parametrize("country", COUNTRIES)
def test_the_number_of_the_country_comes_right_after_the_own_person(country: str | None) -> None:
    _, person, line, *_ = numbers(found(country, "Anna", "030 12"), keys=True)
    assert person == (
        "Or call Anna.",
        "Zero three zero, one two.",
        "Again, zero three zero, one two.",
    )
    row = found(country).line
    assert (spelled(row.number) in " ".join(line).lower()) if row else words.ONLINE in line


def test_germany_as_a_whole() -> None:
    assert numbers(found("DE"), keys=True) == (
        (
            "In danger, call one one two.",
            "Again, one one two.",
            "That is the emergency number in Germany.",
        ),
        (
            "To talk with somebody, call zero eight zero zero, one one one, zero, one one one.",
            "Again, zero eight zero zero, one one one, zero, one one one.",
            "That is the Telefon Seelsorge, in Germany.",
        ),
        (keys.PEOPLE_KEYS,),
    )


def test_a_text_can_be_sent_where_one_is_taken() -> None:
    assert numbers(found("US"), keys=False)[1][0].startswith(
        "To talk with somebody, call or text nine eight eight."
    )
    assert advice(found("AU"))[0] == (
        "You can also text zero four seven seven, one three, one one, one four.",
        "Again, zero four seven seven, one three, one one, one four.",
    )


def test_the_hours_of_a_number_in_english_are_told_with_it() -> None:
    about, english, *_ = advice(found("CH"))
    assert about[0] == "The line is free, and open day and night."
    assert english[0].startswith("In English, call zero eight zero zero")
    assert english[-1] == "It is open evenings, six to eleven."


@pytest.mark.parametrize(
    ("country", "called", "none"),
    [
        (None, "In danger, call one one two on a mobile phone.", words.UNKNOWN_COUNTRY),
        ("JP", "In danger, call one one nine.", "I have no number for Japan."),
        (
            "ZA",
            "In danger, call one one two on a mobile phone.",
            "I have no number for South Africa.",
        ),
        ("IT", "In danger, call one one two.", "I have no number for Italy."),
        ("ZZ", "In danger, call one one two on a mobile phone.", words.UNKNOWN_COUNTRY),
    ],
)
def test_where_there_is_no_row_findahelpline_is_said(
    country: str | None, called: str, none: str
) -> None:
    first, second = numbers(found(country), keys=False)
    assert first[0] == called
    assert second[0] == none
    assert "findahelpline dot com" in second[1]


def test_a_country_without_an_emergency_number_has_that_of_mobile_phones() -> None:
    (line,) = (line for line in LINES if line.country == "KR")
    assert danger(found("KR"))[0] == "In danger, call one one nine."
    assert danger(Caller(country="JP", line=line))[0] == "In danger, call one one nine."
    assert danger(Caller(country="ZA"))[1] == "Again, one one two."


@pytest.mark.parametrize("question", [(), ("For another country, press its first letter.",)])
def test_in_short_it_lasts_about_twenty_seconds_and_goes_on_with_space(question: Piece) -> None:
    for caller in CALLERS:
        piece = in_short(caller, question)
        assert seconds(piece) <= 1.1 * LONGEST_PIECE, piece
        assert piece[len(piece) - 1 - len(question) :] == (*question, "Space goes on."), caller
        said = " ".join(piece).lower()
        assert caller.number is None or spelled(caller.number) in said, caller
        short_own = caller.number is None or len(spelled(caller.number).split()) < 12
        if caller.line is not None and short_own:
            assert spelled(caller.line.number) in said, caller


def test_in_short_numbers_are_said_twice_where_there_is_time() -> None:
    for country in COUNTRIES:
        caller = found(country)
        said = " ".join(in_short(caller)).lower()
        for number in dialled(caller)[: 2 if caller.line else 1]:
            assert said.count(spelled(number)) == 2, (country, number)


def test_it_always_says_what_this_is_and_when_it_is_an_emergency() -> None:
    for caller in CALLERS:
        for piece in (words.MEDICAL, words.NOW, words.ANY_DAY, words.WHAT_THIS_IS):
            assert piece in advice(caller)
