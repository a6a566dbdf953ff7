"""What holds for the wording of any text."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from num2words import CONVERTER_CLASSES

from voice.speech.wording import spoken

LANGUAGES = ("en", "en-US", "de", "es", "fr")

PIECES = (
    *("5", "10", "0", "7", "12", "1999", "2026", "1,000", "0800", "112", "1/2", "½", "3.5", "1st"),
    *(
        "-",
        "\u2013",
        "\u2014",
        "/",
        ":",
        ".",
        ",",
        "...",
        "…",
        "'",
        '"',
        "“",
        "”",
        "(",
        ")",
        "[",
        "]",
        "[[",
        "]]",
    ),
    *(
        "<",
        ">",
        "<b>",
        "&",
        "&amp;",
        "@",
        "#",
        "+",
        "=",
        "%",
        "°C",
        "£",
        "$",
        "€",
        "_",
        "*",
        "~",
        "\\",
    ),
    *(
        "s",
        "m",
        "h",
        "min",
        "km",
        "am",
        "p.m.",
        "Dr.",
        "St.",
        "No.",
        "e.g.",
        "etc.",
        "NHS",
        "II",
        "I",
    ),
    *("May", "Sat.", "Mon", "Dec.", "part", "Elizabeth", "Baker", "the", "call", "code", "breathe"),
    *(
        "www.example.com",
        "a@b.org",
        "#tag",
        "(pause)",
        "🍃",
        "👩‍👧",
        "1️⃣",
        "\u00ad",
        "\u200b",
        "²",
        "ﬁ",
    ),
    *("x", "k", "p", "A", "Shhh", "TV", "GPs", "he/she", "OK", "Uhr", "º", "é", "ß", "\u2019"),
)

TEXTS = st.one_of(
    st.text(max_size=80),
    st.lists(st.sampled_from(PIECES), max_size=12).map(" ".join),
    st.lists(st.sampled_from(PIECES), max_size=8).map("".join),
    st.lists(st.one_of(st.sampled_from(PIECES), st.just(" ")), max_size=16).map("".join),
)

PLAIN = re.compile(r"[^\W\d_]|['\-,.?!;: ]")


@given(TEXTS, st.sampled_from(LANGUAGES))
def test_only_words_and_plain_punctuation_are_left(text: str, language: str) -> None:
    said = spoken(text, language)
    odd = [c for c in said if not (PLAIN.fullmatch(c) or unicodedata.category(c)[0] == "M")]
    assert odd == [], said
    assert not any(unicodedata.category(character) == "Nd" for character in said)
    assert said == said.strip()
    assert "  " not in said


@given(TEXTS, st.sampled_from(LANGUAGES))
def test_saying_it_again_changes_nothing(text: str, language: str) -> None:
    said = spoken(text, language)
    assert spoken(said, language) == said


@given(TEXTS)
def test_hyphens_and_apostrophes_stand_in_or_at_words(text: str) -> None:
    said = spoken(text)
    assert re.search(r"(?<!\w)-|-(?!\w)|(?<!\w)'(?!\w)", said) is None, said


@given(st.text(max_size=60), st.sampled_from(["xx", "", "tlh", "zh", "ar", "ja", "hi"]))
def test_any_language_is_taken(text: str, language: str) -> None:
    assert spoken(spoken(text, language), language) == spoken(text, language)


@pytest.mark.parametrize("language", sorted(CONVERTER_CLASSES))
def test_no_digit_is_left_in_a_language_whose_numbers_are_known(language: str) -> None:
    said = spoken("0, 7, 12, 1999, 2026, 1000000, 7889712, 3.5, 05, 2-3 and -4", language)
    said += spoken("999999999999", language)
    assert not any(character.isdecimal() for character in said), said


def test_digits_stay_where_the_numbers_are_not_known() -> None:
    assert spoken("5 + 7", "tlh") == "5 7"


@given(st.integers(0, 10**20))
def test_every_whole_number_has_words(value: int) -> None:
    assert re.fullmatch(r"[a-z -]+", spoken(f"{value} stones"))


@given(st.dictionaries(st.text(max_size=10), st.text(max_size=10), max_size=4), TEXTS)
def test_any_replacement_is_taken(say: dict[str, str], text: str) -> None:
    said = spoken(text, "en", say)
    assert not any(character.isdecimal() for character in said)
