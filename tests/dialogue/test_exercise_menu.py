"""The spoken menu: every key on every page, and no key at all."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from tests.dialogue.listener import Listener, Presses, hum, talking
from voice.audio import Audio
from voice.dialogue.conversation import Conversation
from voice.dialogue.exercise_menu import (
    AFTER_SUPPORT,
    GOODBYE,
    WAIT,
    Chosen,
    choose_exercise,
    offers_of,
    page_at,
    spoken_name,
)
from voice.frames import SAMPLE_RATE
from voice.playback.keys import FIRST_KEYS, LEAVE, PRESS_FOR_PEOPLE
from voice.script.library import entries
from voice.script.model import Script
from voice.sound.bell import bell_cue
from voice.speech.engine import Utterance
from voice.speech.tone import ToneEngine

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
    return (found.script.title if found else None), somebody


@pytest.mark.parametrize(
    ("presses", "title"),
    [
        ([("For ants", "1")], "Ants"),
        ([("For bees", "2")], "Bees"),
        ([("For people", "2")], "Bees"),
        ([("For bees", "enter")], "Ants"),
        ([("For ants", "space")], "Ants"),
        ([("For ants", "3"), ("For cats", "1")], "Cats"),
        ([("For ants", "3"), ("For something", "3")], "Elks"),
        ([("For ants", "3"), ("Or wait", "3")], "Elks"),
        ([("For ants", "3"), ("For dogs", "enter")], "Cats"),
        ([("For ants", "x"), ("For dogs", "X"), ("For geese", "2")], "Geese"),
        ([("For ants", "3"), ("For dogs", "4"), ("For geese", "4"), ("For jays", "2")], "Jays"),
        ([("For ants", "3"), ("For dogs", "0"), ("For elks", "1")], "Cats"),
        ([("For ants", "0"), ("For something", "2")], "Bees"),
        ([("It begins", "2")], "Bees"),
        ([("Space pauses", "enter")], "Ants"),
        ([("It begins", "0"), ("For bees", "2")], "Bees"),
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
    presses = [("For ants", "3"), ("For dogs", "4"), ("For geese", "4")]
    title, somebody = chosen([*presses, ("For the first", "3"), ("For bees", "2")])
    assert title == "Bees"
    assert somebody.sentences[-5:-2] == [
        "For ibises, press one.",
        "For jays, press two.",
        "For the first ones again, press three.",
    ]


def test_without_a_key_it_says_what_begins_and_begins() -> None:
    title, somebody = chosen([])
    assert title == "Ants"
    assert somebody.sentences == [
        "For ants, press one, or wait.",
        "For bees, press two.",
        "For something else, press three.",
        PRESS_FOR_PEOPLE,
        "It begins by itself now.",
        FIRST_KEYS,
    ]


def test_on_a_later_page_too_the_gentlest_begins_without_a_key_and_is_named() -> None:
    title, somebody = chosen([("For ants", "3")])
    assert title == "Ants"
    assert somebody.sentences[-3:] == [WAIT, "It begins by itself now, with ants.", FIRST_KEYS]


def calm(text: str) -> Audio:
    """Says a text at the usual pace."""
    return ToneEngine().synthesize(Utterance(text, "tone/low", 135))


def test_an_exercise_begins_by_itself_within_half_a_minute() -> None:
    """From the first word to the exercise; the bell before it takes three seconds more."""
    scripts = tuple(entry.script for entry in entries())
    with talking(calm) as (talk, somebody):
        found = choose_exercise(talk, offers_of(scripts), scripts[0], people)
    assert found == Chosen(scripts[0], keys_told=True)
    assert len(somebody.played) / SAMPLE_RATE < 30 - len(bell_cue()) / SAMPLE_RATE


@pytest.mark.parametrize("key", ["7", "h", "other", "+", "tab", "é", "²", "5"])
def test_a_key_without_a_meaning_says_the_choices_again(key: str) -> None:
    title, somebody = chosen([("For ants", key), ("For people", "2")], FOUR[:3])
    assert title == "Bees"
    first = "For ants, press one, or wait."
    others = ["For bees, press two.", "For cats, press three.", PRESS_FOR_PEOPLE]
    assert somebody.sentences == [first, first, *others]


def test_no_page_has_more_than_four_choices() -> None:
    three = page_at(offers_of(TEN[:3]), 0)
    assert (len(three.offers), three.following, three.people) == (3, None, True)
    ways = {0: 2, 2: 5, 5: 8, 8: 0}
    for start, following in ways.items():
        page = page_at(offers_of(TEN), start)
        assert len(page.offers) == (following or len(TEN)) - start
        assert page.following == following
        assert page.people == (start == 0)
        keys = [choice for choice in page.choices(TEN[0]) if "press" in choice]
        assert len(keys) == (3 if start == 8 else 4)


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
    assert "For ants, press two, or wait." in chosen([], last="geese")[1].sentences


@pytest.mark.parametrize("key", ["9", "?"])
def test_people_to_talk_to_are_one_key_away_and_nothing_begins_meanwhile(key: str) -> None:
    title, somebody = chosen([("For ants", key)])
    assert title is None
    assert somebody.sentences[1:] == [*PIECES, *AFTER_SUPPORT, GOODBYE]


def test_after_people_come_the_choices() -> None:
    presses = [("For ants", "9"), ("They", "space"), ("To go on", "0"), ("For bees", "2")]
    assert chosen(presses)[0] == "Bees"
    title, somebody = chosen([("For ants", "9"), ("Call", "space"), ("They", "n"), ("To go", "q")])
    assert title is None
    assert somebody.sentences == [
        "For ants, press one, or wait.",
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
