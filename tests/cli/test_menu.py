"""The spoken menu: every key on every page, and none."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from tests.cli.listener import Listener, Presses, hum, talking
from voice.cli.conversation import Conversation
from voice.cli.menu import (
    AFTER_SUPPORT,
    GOODBYE,
    SUPPORT_CHOICE,
    choose_exercise,
    offers_of,
    page_at,
    spoken_name,
)
from voice.playback.keys import LEAVE
from voice.script.model import Script

PIECES = ("Call somebody.", "They listen.")


def people(talk: Conversation) -> str | None:
    for piece in PIECES:
        key = talk.ask([piece], patience=1)
        if key in LEAVE:
            return key
    return None


def script(title: str, id_: str = "") -> Script:
    return Script(title, "Look.", 1, "any", (), id=id_ or title.casefold().replace(" ", "-"))


FOUR = tuple(map(script, ("Ants", "Bees", "Cats", "Dogs")))
TEN = (*FOUR, *map(script, ("Elks", "Foxes", "Geese", "Hens", "Ibises", "Jays")))


def chosen(
    presses: Presses, scripts: Sequence[Script] = TEN, last: str | None = None
) -> tuple[str | None, Listener]:
    with talking(hum, presses) as (talk, somebody):
        found = choose_exercise(talk, offers_of(scripts, last), scripts[0], people)
    assert not somebody.left_over
    return (found.title if found else None), somebody


@pytest.mark.parametrize(
    ("presses", "title"),
    [
        ([("For ants", "1")], "Ants"),
        ([("For bees", "3")], "Cats"),
        ([("For people", "2")], "Bees"),
        ([("For bees", "enter")], "Ants"),
        ([("For ants", "space")], "Ants"),
        ([("For ants", "4"), ("For dogs", "1")], "Dogs"),
        ([("For ants", "4"), ("For something", "3")], "Foxes"),
        ([("For ants", "4"), ("For dogs", "enter")], "Dogs"),
        ([("For ants", "x"), ("For dogs", "X"), ("For geese", "2")], "Hens"),
        ([("For ants", "4"), ("For dogs", "4"), ("For geese", "4"), ("For jays", "1")], "Jays"),
        ([("For ants", "4"), ("For dogs", "0"), ("For elks", "1")], "Dogs"),
        ([("For ants", "0"), ("For something", "2")], "Bees"),
        ([("It begins", "3")], "Cats"),
        ([("It begins", "enter")], "Ants"),
        ([("It begins", "0"), ("For cats", "2")], "Bees"),
        ([("For ants", "esc")], None),
        ([("For ants", "q")], None),
        ([("It begins", "Q")], None),
        ([("For ants", "hangup")], None),
    ],
)
def test_each_key_takes_what_was_said_before_it(
    presses: list[tuple[str, str]], title: str | None
) -> None:
    assert chosen(presses)[0] == title


def test_behind_the_last_page_come_the_first_ones_again() -> None:
    presses = [("For ants", "4"), ("For dogs", "4"), ("For geese", "4")]
    title, somebody = chosen([*presses, ("For the first", "2"), ("For bees", "2")])
    assert title == "Bees"
    assert somebody.sentences[-4:-2] == [
        "For jays, press one.",
        "For the first ones again, press two.",
    ]


def test_without_a_key_it_says_what_begins_and_begins() -> None:
    title, somebody = chosen([])
    assert title == "Ants"
    assert somebody.sentences == [
        "For ants, press one.",
        "For bees, press two.",
        "For cats, press three.",
        "For something else, press four.",
        "It begins by itself, with ants.",
        "To hear the choices again, press zero.",
        SUPPORT_CHOICE,
        "To leave, press Escape.",
    ]


@pytest.mark.parametrize("key", ["7", "h", "other", "+", "tab", "é", "²", "5"])
def test_a_key_without_a_meaning_says_the_choices_again(key: str) -> None:
    title, somebody = chosen([("For ants", key), ("For dogs", "2")], FOUR)
    assert title == "Bees"
    choices = [f"For {s.title.lower()}, press" for s in FOUR]
    said = [sentence.rpartition(" ")[0] for sentence in somebody.sentences]
    assert said == [choices[0], *choices]


def test_four_are_offered_at_once_and_more_are_three_and_the_others() -> None:
    assert page_at(offers_of(FOUR), 0).following is None
    assert len(page_at(offers_of(FOUR), 0).choices) == 4
    for start in (0, 3, 6):
        assert len(page_at(offers_of(TEN), start).offers) == 3
        assert page_at(offers_of(TEN), start).following == start + 3
    assert page_at(offers_of(TEN), 9).following == 0


def test_on_a_page_without_more_its_key_is_none() -> None:
    title, _ = chosen([("For ants", "3"), ("For people", "x"), ("For bees", "2")], TEN[:2])
    assert title == "Bees"


def test_the_one_from_last_time_comes_first_and_is_not_what_begins_by_itself() -> None:
    title, somebody = chosen([("For the one from last time", "1")], last="geese")
    assert title == "Geese"
    assert chosen([], last="geese")[0] == "Ants"
    assert [offer.script.title for offer in offers_of(TEN, "geese")].count("Geese") == 1
    assert offers_of(TEN, "gone") == offers_of(TEN)
    assert somebody.sentences == ["For the one from last time, press one."]


@pytest.mark.parametrize("key", ["9", "?"])
def test_people_to_talk_to_are_one_key_away_and_nothing_begins_meanwhile(key: str) -> None:
    title, somebody = chosen([("For ants", key)])
    assert title is None
    assert somebody.sentences[1:] == [*PIECES, *AFTER_SUPPORT, GOODBYE]


def test_after_people_come_the_choices() -> None:
    presses = [("For ants", "9"), ("They", "space"), ("To go on", "0"), ("For cats", "3")]
    assert chosen(presses)[0] == "Cats"
    title, somebody = chosen([("For ants", "9"), ("Call", "space"), ("They", "n"), ("To go", "q")])
    assert title is None
    assert somebody.sentences == [
        "For ants, press one.",
        "Call somebody.",
        "They listen.",
        *AFTER_SUPPORT,
    ]
    assert chosen([("For ants", "9"), ("Call", "esc")])[0] is None
    assert chosen([("For ants", "9"), ("To hear this", "9"), ("Call", "q")])[0] is None


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Ice cube", "ice cube"),
        ("A slow walk.", "a slow walk"),
        ("I am here", "I am here"),
        ("TV and tea", "TV and tea"),
        ("Where I am right now", "where I am right now"),
        ("One two three four five six seven eight", "one two three four five six seven"),
        ("...", "..."),
    ],
)
def test_a_title_is_said_within_a_sentence(title: str, name: str) -> None:
    assert spoken_name(script(title)) == name
