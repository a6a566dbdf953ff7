"""The spoken menu: every key on every page, and no key at all."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from tests.dialogue.listener import Listener, Presses, hum, talking
from voice.audio import Audio
from voice.dialogue.conversation import Conversation
from voice.dialogue.exercise_menu import (
    AFTER_SUPPORT,
    FIRST_AGAIN,
    GOODBYE,
    MOST,
    WAIT,
    Chosen,
    Page,
    choose_exercise,
    first_page,
    spoken_name,
)
from voice.frames import SAMPLE_RATE
from voice.playback.keys import FOR_PEOPLE, LEAVE, SHORT_KEYS
from voice.script.library import entries
from voice.script.model import Script
from voice.script.ways import Way, ways
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


SLEEP = Way("If you cannot sleep", (TEN[3], TEN[4], TEN[5]))
GOING = Way("Before going out", (TEN[8], TEN[1]))


def chosen(
    presses: Presses,
    scripts: Sequence[Script] = TEN,
    last: str | None = None,
    by_way: Sequence[Way] = (),
) -> tuple[str | None, Listener]:
    page = first_page(scripts, by_way, last)
    with talking(hum, presses) as (talk, somebody):
        found = choose_exercise(talk, page, people, keys=[SHORT_KEYS])
    assert not somebody.left_over
    return (found.script.title if found else None), somebody


MORE = ("For something", "2")


@pytest.mark.parametrize(
    ("presses", "title"),
    [
        ([("For ants", "1")], "Ants"),
        ([("For something", "enter")], "Ants"),
        ([("For ants", "space")], "Ants"),
        ([MORE, ("For bees", "1")], "Bees"),
        ([MORE, ("Or wait", "3")], "Dogs"),
        ([MORE, ("For dogs", "enter")], "Bees"),
        ([("For ants", "x"), ("For dogs", "X"), ("For geese", "2")], "Foxes"),
        ([MORE, ("For dogs", "4"), ("For geese", "4"), ("For jays", "3")], "Jays"),
        ([MORE, ("For dogs", "0"), ("For bees", "1")], "Bees"),
        ([("For ants", "0"), ("For something", "1")], "Ants"),
        ([("Space pauses", "enter")], "Ants"),
        ([("For ants", "esc")], None),
        ([("For ants", "q")], None),
        ([("Space pauses", "Q")], None),
        ([("For ants", "hangup")], None),
    ],
)
def test_each_key_takes_what_was_said_before_it(
    presses: list[tuple[str, str]], title: str | None
) -> None:
    assert chosen(presses)[0] == title


NEXT, BACK, PLAY = ("media next", "media previous", "media play and pause")


@pytest.mark.parametrize(
    ("presses", "title"),
    [
        ([("For ants", PLAY)], "Ants"),
        (
            [("For ants", NEXT), ("For something", PLAY), ("For bees", NEXT), ("For cats", PLAY)],
            "Cats",
        ),
        (
            [("Space", NEXT), ("For something", NEXT), ("For people", NEXT), ("For ants", PLAY)],
            "Ants",
        ),
        ([("For ants", NEXT), ("For something", BACK), ("For ants", PLAY)], "Ants"),
        (
            [
                ("For ants", "right"),
                ("For something", "space"),
                ("For bees", "down"),
                ("For cats", "enter"),
            ],
            "Cats",
        ),
        ([("For ants", "n"), ("For something", "1")], "Ants"),
        (
            [("For ants", NEXT), ("For something", PLAY), ("For bees", BACK), ("For ants", PLAY)],
            "Ants",
        ),
        ([("For ants", NEXT), ("For something", "media stop")], None),
        ([("For ants", NEXT)], "Ants"),
    ],
)
def test_next_names_one_choice_after_the_other_and_play_takes_it(
    presses: list[tuple[str, str]], title: str | None
) -> None:
    assert chosen(presses)[0] == title


def test_people_to_talk_to_can_be_reached_by_headset() -> None:
    title, somebody = chosen([("For ants", NEXT), ("For something", NEXT), ("For people", PLAY)])
    assert title is None
    assert somebody.sentences == [
        "For ants, press one, or wait.",
        "For something else, two.",
        FOR_PEOPLE,
        *PIECES,
        *AFTER_SUPPORT,
        GOODBYE,
    ]


@pytest.mark.parametrize(
    ("presses", "title"),
    [
        ([MORE, ("If you cannot", "1"), ("For elks", "2")], "Elks"),
        ([MORE, ("If you cannot", "1")], "Dogs"),
        ([MORE, ("Before going", "2"), ("For ibises", "enter")], "Ibises"),
        (
            [MORE, ("Before", "2"), ("For something", "3"), ("For bees", "1")],
            "Bees",
        ),
        ([MORE, ("Before", "enter"), ("For something", "2")], "Elks"),
        (
            [MORE, ("Before", "2"), ("For something", "b"), ("Before", "1"), ("For elks", "2")],
            "Elks",
        ),
        ([MORE, ("Before", "backspace"), ("For something", "1")], "Ants"),
        ([MORE], "Ants"),
        ([MORE, ("Before", "esc")], None),
        ([("For something", "x"), ("Before", "x"), ("For cats", "2")], "Cats"),
    ],
)
def test_by_how_it_is_now(presses: list[tuple[str, str]], title: str | None) -> None:
    assert chosen(presses, by_way=[SLEEP, GOING])[0] == title


def test_the_ways_are_said_with_their_exercises() -> None:
    presses = [MORE, ("If you cannot", "1")]
    _, somebody = chosen(presses, by_way=[SLEEP, GOING])
    assert somebody.sentences[2:] == [
        "If you cannot sleep, press one.",
        "For dogs, press one, or wait.",
        "For elks, two.",
        "For foxes, three.",
        "For something else, four.",
    ]


def test_behind_the_last_page_come_the_first_ones_again() -> None:
    presses = [MORE, ("For dogs", "4"), ("For geese", "4")]
    title, somebody = chosen([*presses, (FIRST_AGAIN, "4"), ("For something", "1")])
    assert title == "Ants"
    assert somebody.sentences[-6:-2] == [
        "For hens, press one.",
        "For ibises, two.",
        "For jays, three.",
        f"{FIRST_AGAIN}, four.",
    ]


def test_without_a_key_it_says_what_begins_and_begins() -> None:
    title, somebody = chosen([], by_way=[SLEEP])
    assert title == "Ants"
    assert somebody.sentences == [
        "For ants, press one, or wait.",
        "For something else, two.",
        FOR_PEOPLE,
        SHORT_KEYS,
    ]


def test_on_a_later_page_too_the_gentlest_begins_without_a_key() -> None:
    title, somebody = chosen([MORE])
    assert title == "Ants"
    assert somebody.sentences[-1] == "Or wait."


def calm(text: str) -> Audio:
    """Says a text at the usual pace."""
    return ToneEngine().synthesize(Utterance(text, "tone/low", 135))


@pytest.mark.parametrize("last", [None, "ice-cube"])
def test_an_exercise_speaks_within_twenty_five_seconds_of_its_own_accord(last: str | None) -> None:
    """The bell before the menu, and the one before the exercise, take three seconds each.

    The keys are not said where the exercise from last time is offered.
    """
    scripts = tuple(entry.script for entry in entries())
    page = first_page(scripts, ways(scripts), last)
    keys = [] if last else [SHORT_KEYS]
    with talking(calm) as (talk, somebody):
        found = choose_exercise(talk, page, people, keys=keys)
    assert found == Chosen(scripts[0], keys_told=last is None)
    assert len(somebody.played) / SAMPLE_RATE < 25 - 2 * len(bell_cue()) / SAMPLE_RATE


@pytest.mark.parametrize("key", ["7", "h", "other", "+", "tab", "é", "²", "5"])
def test_a_key_without_a_meaning_says_the_choices_again(key: str) -> None:
    title, somebody = chosen([("For ants", key), ("For people", "2")], FOUR[:2])
    assert title == "Bees"
    first = "For ants, press one, or wait."
    assert somebody.sentences == [first, first, "For bees, two.", FOR_PEOPLE]


def every_page(page: Page) -> list[Page]:
    """A page, and those behind it, each once."""
    found = [page]
    for each in found:
        found += [
            further
            for further in each.further
            if further.sentences not in [known.sentences for known in found]
        ]
    return found


def test_no_page_has_more_than_four_choices_and_every_exercise_is_on_one() -> None:
    scripts = tuple(entry.script for entry in entries())
    for by_way in ((), ways(scripts)):
        pages = every_page(first_page(scripts, by_way))
        for page in pages:
            assert sum(sentence != WAIT for sentence in page.sentences) <= MOST
        offered = {choice.leads for page in pages for choice in page.choices}
        assert offered >= set(scripts)


def test_on_a_page_without_more_its_key_is_none() -> None:
    title, _ = chosen([("For people", "x"), ("For bees", "2")], TEN[:2])
    assert title == "Bees"
    assert chosen([("For people", "x")], TEN[:1])[0] == "Ants"


def test_the_one_from_last_time_is_on_the_first_page() -> None:
    title, somebody = chosen([("For the one from last time", "2")], last="geese")
    assert title == "Geese"
    assert chosen([], last="geese")[0] == "Ants"
    assert first_page(TEN, last="gone").sentences == first_page(TEN).sentences
    assert somebody.sentences[-1] == "For the one from last time, two."


@pytest.mark.parametrize("key", ["9", "?"])
def test_people_to_talk_to_are_one_key_away_and_nothing_begins_meanwhile(key: str) -> None:
    title, somebody = chosen([("For ants", key)])
    assert title is None
    assert somebody.sentences[1:] == [*PIECES, *AFTER_SUPPORT, GOODBYE]


def test_after_people_come_the_choices() -> None:
    presses = [("For ants", "9"), ("They", "space"), ("To go on", "0"), MORE, ("For bees", "1")]
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
