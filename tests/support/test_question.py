"""Which country it is: every letter answers, and one without a country is told so."""

from __future__ import annotations

import string

import pytest

from voice.support.lines import Line, known_lines, line_for, sorting_name
from voice.support.question import LETTER, CountryQuestion, asked
from voice.support.words import ONLINE, SPACE, seconds

LINES = known_lines()


def question(guess: str | None = None) -> CountryQuestion:
    return CountryQuestion(LINES, line_for(guess, LINES))


def pressed(keys: str | list[str], guess: str | None = None) -> CountryQuestion:
    it = question(guess)
    for key in keys:
        assert it.takes(key)
        it.press(key)
    return it


def code(line: Line | None) -> str | None:
    return line.country if line else None


@pytest.mark.parametrize(
    ("keys", "guess", "now"),
    [
        ("f", None, "FR"),
        ("nn", None, "NZ"),
        ("u", None, "GB"),
        ("u", "US", "GB"),
        ("uu", None, "US"),
        ("eee", None, "GB"),  # after Éire and España comes England
        ("d", None, "DE"),  # Deutschland
        ("fg", None, "DE"),
        (["right"], "DE", "HU"),
        (["right"], None, "AU"),
        (["left"], None, "US"),
        (["left"], "DE", "FR"),
        (["backspace"], "AU", "US"),
        (["down"], "US", "AU"),
    ],
)
def test_a_key_names_a_country(keys: str, guess: str | None, now: str) -> None:
    it = pressed(keys, guess)
    assert code(it.now) == now
    assert it.words == asked(it.now)
    assert not it.kept


def test_every_country_is_reached_by_its_letter() -> None:
    for line in LINES:
        it, letter = question(), sorting_name(line)[0].lower()
        for _ in range(len(LINES)):
            it.press(letter)
            if it.now == line:
                break
        assert it.now == line


@pytest.mark.parametrize("letter", string.ascii_lowercase.replace("q", "") + "\u0431\u00f8")
def test_a_letter_is_never_answered_with_the_same_question(letter: str) -> None:
    """Here or there: a country, or that there is none, or no other, and what to do then."""
    it, said = question(), [asked(None)]
    for _ in range(6):
        it.press(letter)
        assert it.words != said[-1]
        said.append(it.words)
        if it.now is None:
            assert it.words[0] in {
                f"No country here begins with {letter.upper()}.",
                "No country here begins with that letter.",
            }
            return
    assert any(words[0].startswith("No other country here") for words in said)


def test_what_is_said_where_there_is_none_goes_on_kindly() -> None:
    it = pressed("z", "DE")
    assert it.words == (
        "No country here begins with Z.",
        ONLINE,
        "You can press another letter.",
        SPACE,
    )
    assert code(it.now) == "DE"


def test_a_second_press_does_not_name_the_same_one_again() -> None:
    it = pressed("ff")  # somebody in Finland
    assert it.words[0] == "No other country here begins with F."
    assert ONLINE in it.words
    assert pressed("f", "FR").words[0] == "No other country here begins with F."
    it.press("f")
    assert it.words == asked(line_for("FR", LINES))


def test_enter_keeps_what_was_named() -> None:
    assert not question().takes("enter")
    it = pressed(["f", "enter"])
    assert it.kept
    assert code(it.now) == "FR"
    assert pressed(["enter"], "DE").kept


@pytest.mark.parametrize("key", ["space", "q", "Q", "esc", "hangup", "1", "?", "tab", "other"])
def test_other_keys_are_not_meant_for_it(key: str) -> None:
    assert not question("DE").takes(key.lower())


def test_questions_are_short() -> None:
    for line in (None, *LINES):
        assert seconds(asked(line)) < 10
        assert all(len(sentence.split()) <= 16 for sentence in asked(line))
    assert LETTER in asked(None)
