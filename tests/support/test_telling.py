"""The order in which help is told, and what each key does on the way."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from voice.support.lines import Line, known_lines
from voice.support.question import LETTER, OTHER, asked
from voice.support.telling import Telling
from voice.support.words import CLOSING, KEYS, Caller, Piece, advice, caller_in, danger, numbers

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

    def _keep(self, line: Line) -> Piece:
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
    assert danger(caller_in("FR", LINES)) in said


def test_a_letter_without_a_country_is_told_so() -> None:
    heard = Heard("DE")
    said = heard.listen([("If you are in Germany", "z"), ("No country", "h"), ("If you", "enter")])
    assert ("No country here begins with Z.") in [piece[0] for piece in said]
    assert heard.kept == ["HU"]


@pytest.mark.parametrize("key", ["tab", "other", "5", "?", "0"])
def test_keys_without_a_meaning_ask_again(key: str) -> None:
    said = Heard("DE").listen([("If you are in Germany", key)])
    assert said.count(asked(caller().line)) == 2


def test_a_letter_answers_before_the_question_is_asked_and_no_number_is_lost() -> None:
    """The screen tells of it from the beginning."""
    heard = Heard("DE")
    said = heard.listen([("In danger, call one one two", "f"), ("If you are in France", "space")])
    assert said[1] == asked(caller_in("FR", LINES).line)
    france = caller("FR")
    assert said[2:5] == [*numbers(france, keys=False)]
    heard = Heard("DE")
    said = heard.listen([("In danger, call one one two", "z"), ("No country", "space")])
    assert said[2:5] == [*numbers(caller("DE"), keys=False)]


def test_keys_are_told_once_and_only_where_there_are_any() -> None:
    said = [sentence for piece in Heard(asks=False).listen() for sentence in piece]
    assert said.count(KEYS) == 1
    told = Telling(caller(), LINES, keys=False, asks=False)
    while (piece := told.piece) is not None:
        assert KEYS not in piece
        assert not {LETTER, OTHER} & set(piece)
        told.press(None)
