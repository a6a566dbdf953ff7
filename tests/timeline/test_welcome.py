from __future__ import annotations

from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voice.check import judge_sentence
from voice.script.library import entries
from voice.timeline.welcome import FULL, SHORT, in_words, welcome

LENGTHS = {
    "half a minute": 30,
    "a minute": 60,
    "a minute and a quarter": 75,
    "a minute and a half": 90,
    "two minutes": 120,
    "two and a half minutes": 150,
    "five minutes": 300,
    "nineteen minutes": 1140,
    "thirty-five minutes": 2100,
    "an hour": 3600,
    "an hour and three quarters": 6300,
    "two and a half hours": 9000,
    "twelve hours": 43_200,
}


@pytest.mark.parametrize(("words", "seconds"), LENGTHS.items())
def test_a_length_is_said_as_people_do(words: str, seconds: int) -> None:
    assert in_words(Fraction(seconds)) == words


NUMBERS = (
    *("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven"),
    *("twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen"),
    *("nineteen", "twenty"),
)
TENS = {"thirty": 30, "forty": 40, "fifty": 50, "twenty": 20}


def understood(words: str) -> float:
    """Seconds that somebody understands by a length in words."""
    if words in LENGTHS:
        return LENGTHS[words]
    if words.startswith("an hour"):
        return {"quarter": 4500, "half": 5400}[words.rpartition(" ")[2]]
    number, unit = words.replace(" and a half", "").split()
    tens, _, five = number.partition("-")
    count = TENS[tens] + (5 if five else 0) if tens in TENS else NUMBERS.index(number) + 1
    return (count + (0.5 if "half" in words else 0)) * (3600 if unit == "hours" else 60)


@given(st.integers(50, 12 * 3600))
def test_what_is_said_is_within_fifteen_percent(seconds: int) -> None:
    assert understood(in_words(Fraction(seconds))) == pytest.approx(seconds, rel=0.15, abs=15)


@pytest.mark.parametrize("form", FULL)
def test_every_wording_says_all_four(form: tuple[str, ...]) -> None:
    said = " ".join(form).lower()
    assert "about {length}" in said
    assert all(word in said for word in ("eyes", "open", "skip", "stop"))


@pytest.mark.parametrize("form", SHORT)
def test_the_short_ones_are_short(form: tuple[str, ...]) -> None:
    said = " ".join(form).lower()
    assert "about {length}" in said
    assert all(word in said for word in ("skip", "stop"))
    assert len(said.split()) <= 12


@pytest.mark.parametrize("sentence", [sentence for form in (*FULL, *SHORT) for sentence in form])
def test_every_sentence_is_one_that_a_script_might_say(sentence: str) -> None:
    assert not judge_sentence(sentence.format(length="three minutes"))


@pytest.mark.parametrize("order", ["by ask", "by name"])
def test_neighbours_in_the_library_are_welcomed_in_other_words(order: str) -> None:
    ids = [entry.script.id for entry in entries()]
    forms = [welcome(id_, Fraction(180), short=False) for id_ in sorted(ids)]
    if order == "by ask":
        forms = [welcome(id_, Fraction(180), short=False) for id_ in ids]
    assert all(one != other for one, other in pairwise(forms))


def test_an_exercise_is_always_welcomed_alike() -> None:
    assert welcome("Mine", Fraction(60), short=True) == welcome("mine", Fraction(60), short=True)
