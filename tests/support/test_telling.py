"""The order in which help is told, and what each key does on the way."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from voice.playback.keys import PEOPLE_KEYS
from voice.support.helplines import Helpline, known_lines, line_for
from voice.support.question import LETTER, OTHER, asked
from voice.support.telling import Telling
from voice.support.words import (
    ALL_PRINTED,
    CLOSING,
    Caller,
    Piece,
    advice,
    caller_in,
    danger,
    in_place,
    numbers,
)

LINES = known_lines()


def caller(country: str | None = "DE") -> Caller:
    return caller_in(country, LINES, "Anna", "030 12")


class Heard:
    """Somebody who is told: what was said, kept and shown."""

    def __init__(self, country: str | None = "DE", *, asks: bool = True) -> None:
        self.said: list[Piece] = []
        self.kept: list[str] = []
        self.shown: list[str | None] = []
        self.telling = Telling(
            caller(country),
            LINES,
            keys=True,
            asks=asks,
            keep=self._keep,
            show=lambda who: self.shown.append(who.country),
        )

    def _keep(self, line: Helpline) -> Piece:
        self.kept.append(line.country)
        return ("Kept.",)

    def listen(self, presses: Sequence[tuple[str, str]] = ()) -> list[Piece]:
        """Hear it to its end; each key is pressed at the first piece that begins so."""
        left = list(presses)
        while (piece := self.telling.piece) is not None:
            self.said.append(piece)
            key = None
            if left and piece[0].startswith(left[0][0]):
                key = left.pop(0)[1]
            self.telling.press(key)
        assert not left
        return self.said


def test_without_a_key_all_is_told_and_closed() -> None:
    for country in ("DE", None):
        who = caller(country)
        question = asked(who.line)
        said = Heard(country).listen()
        assert said == [*numbers(who, keys=True), question, *advice(who), CLOSING]
    assert Heard(asks=False).listen() == [
        *numbers(caller(), keys=True),
        *advice(caller()),
        CLOSING,
    ]


def test_before_anything_is_asked_all_numbers_were_told() -> None:
    said = Heard("US").listen()
    before = said[: said.index(asked(caller("US").line))]
    text = " ".join(sentence for piece in before for sentence in piece)
    assert text.count("nine one one") == text.count("nine eight eight") == 2


@pytest.mark.parametrize("key", ["r", "0"])
def test_a_piece_is_said_again(key: str) -> None:
    said = Heard(asks=False).listen([("In danger", key), ("In danger", "space")])
    assert said[:2] == [danger(caller())] * 2
    assert said[2] != said[1]


def test_left_goes_back_a_piece_as_far_as_the_first() -> None:
    first, second, *_ = numbers(caller(), keys=True)
    somebody = Heard()
    assert somebody.telling.piece == first
    for key, piece in [("left", first), ("right", second), ("up", first), ("down", second)]:
        somebody.telling.press(key)
        assert somebody.telling.piece == piece


def test_enter_keeps_the_country_and_goes_on() -> None:
    heard = Heard("DE")
    said = heard.listen([("If you are in Germany", "enter")])
    assert heard.kept == ["DE"]
    after = said[said.index(("Kept.",)) + 1 :]
    assert after == [*advice(caller()), CLOSING]
    assert heard.telling.answered


def test_another_country_is_told_with_its_numbers_and_shown_at_once() -> None:
    heard = Heard("DE")
    keys = [("If you are in Germany", "f"), ("If you are in France", "enter")]
    said = heard.listen(keys)
    assert heard.shown == ["FR"]
    assert heard.kept == ["FR"]
    assert heard.telling.caller.country == "FR"
    after = said[said.index(("Kept.",)) + 1 :]
    france = caller_in("FR", LINES)
    assert after == [*numbers(france, keys=False), *advice(france), CLOSING]


@pytest.mark.parametrize("end", [[], [("If you are in France", "space")]])
def test_what_was_named_and_not_kept_is_told_too(end: list[tuple[str, str]]) -> None:
    heard = Heard(None)
    said = heard.listen([("For numbers in your", "f"), *end])
    assert not heard.kept
    at = said.index(("In France.",))
    assert said[at + 1] == danger(caller_in("FR", LINES))


def test_a_letter_without_a_country_is_told_so() -> None:
    heard = Heard("DE")
    said = heard.listen([("If you are in Germany", "x"), ("No country", "l"), ("If you", "enter")])
    assert ("No country here begins with X.") in [piece[0] for piece in said]
    assert heard.kept == ["LV"]


@pytest.mark.parametrize("key", ["tab", "other", "5", "0"])
def test_keys_without_a_meaning_ask_again(key: str) -> None:
    said = Heard("DE").listen([("If you are in Germany", key)])
    assert said.count(asked(caller().line)) == 2


BEGINS = "In danger, call one one two"
"""The first sentences in Germany."""


def named(country: str, *, person: bool = True) -> tuple[Piece, ...]:
    """The numbers of a country that was named and not kept."""
    who = caller(country) if person else caller_in(country, LINES)
    return in_place(who, numbers(who, keys=False))


def test_a_letter_answers_before_the_question_is_asked_and_no_number_is_lost() -> None:
    """The screen says so from the beginning. Both countries follow, each with its name."""
    who = caller("FR")
    said = Heard("DE").listen([(BEGINS, "f"), ("If you are in France", "space")])
    assert said == [
        danger(caller("DE")),
        asked(who.line),
        *named("FR"),
        *named("DE", person=False),  # their own person was told
        *advice(who),
        CLOSING,
    ]
    said = Heard("DE").listen([(BEGINS, "f"), ("If you are in France", "enter")])
    assert said[2:] == [("Kept.",), *numbers(who, keys=False), *advice(who), CLOSING]
    said = Heard("DE").listen([(BEGINS, "z"), ("No country", "space")])
    assert said[2:5] == [*numbers(caller("DE"), keys=False)]


def test_what_was_cut_short_follows_also_where_there_is_no_row() -> None:
    said = Heard("NO").listen([("In danger, call one one three", "f"), ("If you", "space")])
    assert [*named("FR"), *named("NO", person=False)] == said[2:9]
    said = Heard(None).listen([("In danger", "f"), ("If you", "space")])
    assert said[2:] == [*named("FR"), *advice(caller("FR")), CLOSING]


def test_the_numbers_of_a_country_that_was_named_begin_with_its_name() -> None:
    who = caller_in("FR", LINES)
    said = Heard("DE").listen([("If you are in Germany", "f"), ("If you are in France", "space")])
    before = [*numbers(caller("DE"), keys=True), asked(caller("DE").line), asked(who.line)]
    assert said == [*before, *named("FR", person=False), *advice(who), CLOSING]
    assert said[len(before)] == ("In France.",)


@pytest.mark.parametrize("key", ["?", "9"])
def test_all_numbers_can_be_heard_from_the_start(key: str) -> None:
    germany = [*numbers(caller("DE"), keys=True)]
    said = Heard("DE").listen([("To talk", key)])
    assert said[: 3 + len(germany)] == [*germany[:3], *germany]
    question = asked(caller("DE").line)
    said = Heard("DE").listen([("If you are in Germany", key)])
    assert said[: 2 * len(germany) + 2] == [*germany, question] * 2


@pytest.mark.parametrize("key", ["?", "9"])
def test_all_numbers_can_be_heard_again_when_the_question_is_over(key: str) -> None:
    about = advice(caller("DE"))[0][0]
    said = Heard("DE").listen([("If you are in Germany", "enter"), (about, key)])
    at = [piece[0] for piece in said].index(about)
    germany = numbers(caller("DE"), keys=False)
    assert said[at + 1 :] == [*germany, *advice(caller("DE")), CLOSING]
    france = advice(caller("FR"))[0][0]
    said = Heard("DE").listen([("If you", "f"), ("If you", "space"), (france, key)])
    at = [piece[0] for piece in said].index(france)
    both = (*named("FR"), *named("DE", person=False))
    assert said[at + 1 :] == [*both, *advice(caller("FR")), CLOSING]


def test_h_says_the_keys_and_what_it_cut_short_again() -> None:
    first = danger(caller("DE"))
    said = Heard("DE").listen([(BEGINS, "h")])
    assert said[:3] == [first, (PEOPLE_KEYS,), first]
    assert asked(line_for("HU", LINES)) not in said


@pytest.mark.parametrize("begins", [BEGINS, "If you are in Germany"])
@pytest.mark.parametrize(("name", "country"), [("russia", "RU"), ("hungary", "HU")])
def test_r_and_h_say_it_again_also_while_the_country_is_asked(
    begins: str, name: str, country: str
) -> None:
    key = name[0]
    heard = Heard("DE")
    said = heard.listen([(begins, key)])
    assert not heard.shown
    at = next(n for n, piece in enumerate(said) if piece[0].startswith(begins))
    between = [(PEOPLE_KEYS,)] if key == "h" else []
    assert said[at : at + 2 + len(between)] == [said[at], *between, said[at]]
    heard = Heard("DE")
    for letter in name:
        heard.telling.press(letter)
    assert heard.telling.caller.country == country
    assert heard.telling.asking


def test_what_was_typed_is_forgotten_when_the_keys_were_said() -> None:
    heard = Heard("DE")
    heard.listen([("If you are in Germany", "h"), ("If you are in Germany", "u")])
    assert heard.shown == ["GB"]


def test_space_goes_on_once_that_was_said() -> None:
    heard = Heard("DE")
    for key in "united":
        heard.telling.press(key)
    words = heard.telling.piece
    assert words is not None
    heard.telling.press("space", words)
    assert heard.telling.answered


def test_only_what_is_printed_is_said_to_be_on_the_screen() -> None:
    heard = typed("Japan", "DE")
    assert all(ALL_PRINTED not in piece for piece in heard.said)
    assert any(ALL_PRINTED in piece for piece in Heard("JP").listen())


def typed(name: str, country: str | None) -> Heard:
    """Somebody who types a name from the first word on, and Enter, and then waits."""
    heard = Heard(country)
    for letter in name.lower():
        heard.telling.press("space" if letter == " " else letter)
    heard.telling.press("enter")
    heard.listen()
    return heard


@pytest.mark.parametrize("guess", ["DE", "US", "NO", None])
def test_a_name_typed_from_the_first_word_on_is_kept(guess: str | None) -> None:
    for line in LINES:
        assert typed(line.name.removeprefix("the "), guess).kept == [line.country]


@pytest.mark.parametrize("guess", ["DE", None])
@pytest.mark.parametrize("name", ["Japan", "Mexico", "South Africa", "Romania", "Haiti", "Y"])
def test_a_name_without_a_row_keeps_nothing_and_is_shown(name: str, guess: str | None) -> None:
    heard = typed(name, guess)
    assert not heard.kept
    if len(name) > 1:
        who = caller(name)
        assert heard.shown[-1] == who.country
        assert any(piece[0] == f"I have no number for {name}." for piece in heard.said)
        at = heard.said.index((f"In {name}.",))
        assert heard.said[at + 1] == danger(who)


def test_a_letter_counts_no_more_for_a_name_when_time_has_passed() -> None:
    heard = Heard("DE")
    keys = [(BEGINS, "h"), (PEOPLE_KEYS, " "), ("To talk", "i"), ("If you are in India", "enter")]
    heard.listen(keys)
    assert heard.kept == ["IN"]


def test_something_can_be_said_before_the_first_number() -> None:
    telling = Telling(caller(), LINES, keys=True, asks=False)
    telling.say_first(("There is no country of that name.",))
    assert telling.piece == ("There is no country of that name.",)
    assert telling.following == danger(caller())
    telling.press(None)
    assert telling.piece == danger(caller())


def test_keys_are_told_once_and_only_where_there_are_any() -> None:
    said = [sentence for piece in Heard(asks=False).listen() for sentence in piece]
    assert said.count(PEOPLE_KEYS) == 1
    told = Telling(caller(), LINES, keys=False, asks=False)
    while (piece := told.piece) is not None:
        assert PEOPLE_KEYS not in piece
        assert not {LETTER, OTHER} & set(piece)
        told.press(None)
