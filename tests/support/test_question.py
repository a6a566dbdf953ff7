"""The question for the country: every letter answers, also one without a country."""

from __future__ import annotations

import string
import tomllib

import pytest

from voice.playback.keys import SPACE_GOES_ON
from voice.support.countries import COUNTRIES, country_name
from voice.support.helplines import Helpline, known_lines, line_for, sorting_name
from voice.support.question import ELSEWHERE, LETTER, NO_SUCH_BEGINNING, CountryQuestion, asked
from voice.support.words import LONGEST_PIECE, MOST_WORDS, ONLINE, ONLINE_THERE, seconds

LINES = known_lines()

NAMES: dict[str, list[str]] = tomllib.loads(COUNTRIES.read_text(encoding="utf-8"))


def question(guess: str | None = None) -> CountryQuestion:
    return CountryQuestion(LINES, line_for(guess, LINES))


def pressed(keys: str | list[str], guess: str | None = None) -> CountryQuestion:
    it = question(guess)
    for key in keys:
        assert it.takes(key)
        it.press(key)
    return it


def typed(name: str, guess: str | None = None) -> CountryQuestion | None:
    """A name typed at one go, and Enter; `None` where one of its letters means something else."""
    it = question(guess)
    for letter in name.lower():
        key = "space" if letter == " " else letter
        if it.takes(key):
            it.press(key)
        elif key in ELSEWHERE:
            it.note(key)
        else:
            return None
    if it.takes("enter"):
        it.press("enter")
    return it


def code(line: Helpline | None) -> str | None:
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
        if it.words[0].startswith("No country"):
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
        SPACE_GOES_ON,
    )
    assert it.now is None


@pytest.mark.parametrize("guess", [None, "US", "GB", "DE", "FR"])
def test_a_country_is_kept_by_its_name_whatever_was_supposed(guess: str | None) -> None:
    for line in LINES:
        names = {line.name, sorting_name(line), *NAMES[line.country]}
        for name in names:
            it = typed(name, guess)
            assert it is not None, name
            assert it.kept, name
            assert it.now == line, name


@pytest.mark.parametrize("guess", [None, "US", "GB"])
def test_no_name_of_any_country_keeps_another_one(guess: str | None) -> None:
    rows = {line.country for line in LINES}
    whole = 0
    for country in NAMES.keys() - rows:
        for name in {country_name(country).removeprefix("the "), *NAMES[country]}:
            it = typed(name, guess)
            if it is not None:
                whole += 1
                assert not it.kept, name
                assert it.now is None, name
                assert it.country in {country, "CG"}, name  # two are called Congo
    assert len(NAMES) == 249
    assert whole > 300  # a few have a Q, which stops everything


def test_where_there_is_no_number_what_can_be_called_is_said() -> None:
    japan = pressed("japan")
    assert japan.words == (
        "I have no number for Japan.",
        "In danger, call one one nine.",
        "Again, one one nine.",
        ONLINE_THERE,
        "You can press another letter.",
        SPACE_GOES_ON,
    )
    africa = pressed([*"south", "space", "a"])
    assert africa.words[:2] == (
        "I have no number for South Africa.",
        "In danger, call one one two on a mobile phone.",
    )
    assert pressed("ja").words[0] == NO_SUCH_BEGINNING  # Jamaica or Japan
    assert pressed("ja", "DE").now is None


def test_what_is_said_of_every_country_is_short() -> None:
    for names in NAMES.values():
        it = typed(names[0])
        if it is not None:
            assert seconds(it.words) < 1.1 * LONGEST_PIECE
            assert all(len(sentence.split()) <= MOST_WORDS for sentence in it.words)


@pytest.mark.parametrize("keys", ["y", "z", "jam", "ff"])
@pytest.mark.parametrize("guess", [None, "DE"])
def test_enter_keeps_nothing_where_none_was_named(keys: str, guess: str | None) -> None:
    it = pressed(keys, guess)
    words = it.words
    it.press("enter")
    assert not it.kept
    assert it.words == words


def test_space_is_part_of_a_name_only_where_one_goes_on() -> None:
    assert pressed("south").takes("space")
    assert pressed("new").takes("space")
    for keys in ("", "f", "france", "korea", "u", "la", "i"):
        assert not pressed(keys).takes("space"), keys
    assert not pressed([*"south", "space"]).takes("space")


def test_space_is_in_no_name_once_it_was_offered() -> None:
    for name in ("united", "new", "south"):
        it = pressed(name)
        it.hear(it.words[:-1])
        assert it.takes("space")
        it.hear(it.words)
        assert not it.takes("space")


@pytest.mark.parametrize(
    ("name", "country"), [("russia", "RU"), ("hungary", "HU"), ("hrvatska", "HR")]
)
def test_a_letter_that_says_it_again_may_begin_a_name(name: str, country: str) -> None:
    assert not question("DE").takes(name[0])
    it = typed(name, "DE")
    assert it is not None
    assert it.country == country
    assert pressed("f").takes("r")  # France
    assert not pressed("france").takes("r")


def test_a_letter_that_goes_on_with_no_name_is_a_first_letter() -> None:
    assert code(pressed("germanyi").now) == "IN"
    assert code(pressed("fg").now) == "DE"
    assert pressed("xy").words[0] == "No country here begins with Y."


def test_the_same_letter_again_may_yet_be_a_name() -> None:
    assert code(pressed("ee").now) == "ES"
    assert pressed("eesti").country == "EE"


def test_what_was_typed_can_be_forgotten() -> None:
    it = pressed("g")
    it.forget_typed()
    it.press("h")  # not Ghana
    assert code(it.now) == "HU"
    it = question()
    it.note("h")  # said the keys
    assert it.now is None
    it.press("u")
    assert code(it.now) == "HU"


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
