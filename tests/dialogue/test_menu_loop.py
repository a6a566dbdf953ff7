"""The choices after an exercise, until somebody stops; only tones are rendered."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

import numpy as np
import pytest

from tests.dialogue.listener import LATER, Listener, Presses, choir, hum, talking
from voice.dialogue import menu_loop
from voice.dialogue.after_exercise import OVER, longer
from voice.dialogue.announcer import Announcer
from voice.dialogue.conversation import Conversation
from voice.dialogue.exercise_menu import GOODBYE
from voice.dialogue.menu_loop import LEFT, Memory, Turn, Visit
from voice.dialogue.support import support_of
from voice.exercise.choices import NO_CHOICES
from voice.exercise.ending import Ending
from voice.exercise.session import Heard, Session
from voice.playback.keys import FIRST_KEYS, PRESS_FOR_PEOPLE, SHORT_KEYS
from voice.saved_settings import read_settings
from voice.script.library import find
from voice.script.model import Script
from voice.settings import Settings
from voice.sound.bell import bell_cue
from voice.support.question import LETTER

Played = list[tuple[str, float]]

MORE = ("For something else", "x")

CHOOSE = ("For five things you can hear", "1")
"""The first key of most visits."""


def call_somebody(talk: Conversation) -> str | None:
    return talk.ask(["Call somebody."], patience=1)


class Guest:
    """Somebody who visits: the keys for each conversation, and how each exercise ends."""

    def __init__(self, presses: Sequence[Presses], endings: Sequence[Ending] = ()) -> None:
        self.played: Played = []
        self.finished: list[str] = []
        self.bells: list[bool] = []
        self.heard: list[Listener] = []
        self._presses = list(presses)
        self._endings = list(endings)

    @contextmanager
    def talking(self, bell: bool) -> Iterator[Conversation]:
        self.bells.append(bell)
        with talking(hum, self._presses.pop(0)) as (talk, somebody):
            self.heard.append(somebody)
            yield talk
        assert not somebody.left_over

    def play(self, turn: Turn) -> Ending:
        self.played.append((turn.script.id, turn.pauses))
        return self._endings.pop(0)

    def finish(self, script: Script) -> None:
        self.finished.append(script.id)

    def visit(
        self,
        *,
        pauses: float = 1.0,
        bell: bool = True,
        last: str | None = None,
        explained: Callable[[], None] | None = None,
    ) -> None:
        visit = Visit(
            self.talking,
            self.play,
            call_somebody,
            pauses=pauses,
            bell=bell,
            memory=Memory(last, self.finish, explained),
        )
        visit.run()
        assert not self._presses
        assert not self._endings


WHOLE, SWAPPED, STOPPED = Ending.WHOLE, Ending.SWAPPED, Ending.STOPPED


def test_silence_means_stop_with_a_soft_close_and_the_bell() -> None:
    guest = Guest([[CHOOSE], []], [WHOLE])
    guest.visit()
    assert guest.played == [("hear-five", 1.0)]
    assert guest.finished == ["hear-five"]
    assert guest.bells == [True, False]
    assert guest.heard[1].sentences == [
        OVER,
        "To hear it again, press one.",
        "For something else, two.",
        "For the same with longer silences, three.",
        "To stop, four, or wait.",
        PRESS_FOR_PEOPLE,
        GOODBYE,
    ]
    end = guest.heard[1].played
    (sounding,) = np.nonzero(end)
    bell = np.trim_zeros(bell_cue())
    np.testing.assert_array_equal(end[: sounding[-1] + 1][-len(bell) :], bell)


def test_without_bells_there_is_none() -> None:
    guest = Guest([[CHOOSE], [("To stop", "4")]], [WHOLE])
    guest.visit(bell=False)
    assert guest.bells == [False, False]
    assert guest.heard[1].sentences[-1] == GOODBYE
    np.testing.assert_array_equal(
        np.abs(guest.heard[1].played[-24_000:]).max() > 0.01, True
    )  # speech, not the bell's fading


@pytest.mark.parametrize(
    ("key", "then"),
    [("1", ("hear-five", 1.0)), ("3", ("hear-five", 1.5)), ("x", ("see-five", 1.0))],
)
def test_each_key_leads_somewhere(key: str, then: tuple[str, float]) -> None:
    guest = Guest([[CHOOSE], [("To hear it again", key)]], [WHOLE, STOPPED])
    guest.visit()
    assert guest.played == [("hear-five", 1.0), then]


def test_something_else_is_the_menu_without_what_was_heard() -> None:
    guest = Guest([[CHOOSE], [(OVER, "2"), ("For five", "enter")]], [WHOLE, STOPPED])
    guest.visit()
    assert guest.played[1] == ("see-five", 1.0)
    guest = Guest([[CHOOSE], [(OVER, "2")]], [WHOLE, STOPPED])
    guest.visit()
    assert guest.played[1] == ("see-five", 1.0)
    assert not [said for said in guest.heard[1].sentences[1:] if "you can hear" in said]


@pytest.mark.parametrize(("onward", "take"), [("media next", "media play"), ("right", "space")])
def test_what_comes_next_can_be_chosen_by_headset(onward: str, take: str) -> None:
    presses = [(OVER, onward), ("For something", onward), ("For the same", take)]
    guest = Guest([[CHOOSE], presses], [WHOLE, STOPPED])
    guest.visit()
    assert guest.played[1] == ("hear-five", 1.5)
    people = [
        (OVER, onward),
        ("For something", "left"),
        ("To hear", onward),
        ("For something", onward),
    ]
    people += [("For the same", onward), ("To stop", onward), (PRESS_FOR_PEOPLE, take)]
    guest = Guest([[CHOOSE], [*people, ("Call somebody", "esc")]], [WHOLE])
    guest.visit()
    assert guest.heard[1].sentences[-1] == "Call somebody."


@pytest.mark.parametrize("key", ["7", "h", "enter", "space", "5", "0", "media play"])
def test_any_other_key_says_the_choices_again(key: str) -> None:
    guest = Guest([[CHOOSE], [("For something", key), ("To stop", "4")]], [WHOLE])
    guest.visit()
    said = guest.heard[1].sentences
    assert said.count("To hear it again, press one.") == 2
    assert said.count(OVER) == 1


@pytest.mark.parametrize("key", ["esc", "q", "hangup"])
def test_escape_is_silence_at_once(key: str) -> None:
    guest = Guest([[CHOOSE], [(OVER, key)]], [WHOLE])
    guest.visit()
    assert guest.heard[1].sentences == [OVER]


def test_people_to_talk_to_can_be_heard_after_an_exercise_too() -> None:
    guest = Guest([[CHOOSE], [(OVER, "9"), ("To go on", "0"), ("To hear it", "1")]])
    guest._endings = [WHOLE, STOPPED]
    guest.visit()
    assert guest.heard[1].sentences[1] == "Call somebody."
    assert len(guest.played) == 2


def test_longer_is_longer_each_time_and_offered_until_its_end() -> None:
    keys = [[(OVER, "3")]] * 3 + [[(OVER, "3")]]
    guest = Guest([[CHOOSE], *keys], [WHOLE] * 4)
    guest.visit(pauses=1.5)
    assert guest.played == [("hear-five", pauses) for pauses in (1.5, 2.25, 3.375, 4.0)]
    assert guest.heard[-1].sentences == [OVER, GOODBYE]  # now three means stop
    assert longer(5.0) == 5.0


def test_not_this_one_goes_to_its_swap() -> None:
    guest = Guest([[CHOOSE], [], [("Instead", "space")]], [SWAPPED, SWAPPED, STOPPED])
    guest.visit()
    assert [id_ for id_, _ in guest.played] == ["hear-five", "see-five", "hear-five"]
    assert guest.finished == []
    assert guest.heard[1].sentences == ["Instead, five things you can see."]
    assert guest.heard[2].sentences == ["Instead, five things you can hear."]


def test_escape_on_the_way_to_the_swap_is_the_end() -> None:
    guest = Guest([[CHOOSE], [("Instead", "esc")]], [SWAPPED])
    guest.visit()
    assert len(guest.played) == 1


def test_where_there_is_no_swap_something_else_is_offered(ground_home: Path) -> None:
    folder = ground_home / "scripts"
    folder.mkdir()
    text = "---\ntitle: A bench\nabout: Look.\nask: 1\nposition: any\n---\n\n## One\n\nLook.\n"
    (folder / "mine.md").write_text(text)
    guest = Guest(
        [[MORE, ("Or wait", "x"), ("For a bench", "1")], [("For five", "1")]], [SWAPPED, STOPPED]
    )
    guest.visit()
    assert [id_ for id_, _ in guest.played] == ["mine", "hear-five"]


def test_stopping_an_exercise_is_the_end() -> None:
    guest = Guest([[CHOOSE]], [STOPPED])
    guest.visit()
    assert guest.finished == []


def test_leaving_the_menu_is_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    guest = Guest([[("For", "esc")]])
    guest.visit()
    assert guest.played == []
    assert capsys.readouterr().out.splitlines()[1:] == [LEFT]


def test_the_one_from_last_time_is_offered() -> None:
    guest = Guest([[("For the one from last time", "2")]], [STOPPED])
    guest.visit(last="warm-shower")
    assert guest.played == [("warm-shower", 1.0)]


def test_what_was_finished_is_kept_and_what_cannot_be_is_told(
    ground_home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = ground_home / "settings.toml"
    path.write_text("remember = true\n")
    script = Script("Mine", "Look.", 1, "any", (), id="mine")
    menu_loop.keep_last(script)
    assert read_settings(path, pytest.fail).last == "mine"
    path.unlink()
    path.mkdir()
    menu_loop.keep_last(script)
    assert capsys.readouterr().err.count("\n") == 1


def test_people_to_call_are_those_of_ground_support(capsys: pytest.CaptureFixture[str]) -> None:
    support = support_of(Settings(person="Mia", number="0123 456", country="DE"))
    with talking(hum) as (talk, somebody):
        assert support(talk) is None
        first = list(somebody.sentences)
        assert support(talk) is None
    assert first[0] == "In danger, call one one two."
    assert "Or call Mia." in first
    assert not [sentence for sentence in first if "press" in sentence]  # the country is known
    assert somebody.sentences == first * 2
    assert capsys.readouterr().out.count("0123 456") == 1


def test_where_the_country_is_not_known_it_is_asked_once() -> None:
    support = support_of(Settings())
    with talking(hum, [("For numbers in your", "space")]) as (talk, somebody):
        support(talk)
        support(talk)
    assert somebody.sentences.count(LETTER) == 1


def test_the_keys_are_said_before_the_first_exercise_of_every_visit() -> None:
    explained: list[str] = []
    guest = Guest([[CHOOSE], [(OVER, "1")], []], [WHOLE, WHOLE])
    guest.visit(explained=lambda: explained.append("once"))
    assert guest.heard[0].sentences[-1] == FIRST_KEYS
    assert FIRST_KEYS not in [*guest.heard[1].sentences, *guest.heard[2].sentences]
    assert explained == []  # so that the next visit says them too


def test_who_cuts_them_short_knows_them() -> None:
    explained: list[str] = []
    guest = Guest([[CHOOSE, (FIRST_KEYS, LATER), (FIRST_KEYS, "space")]], [STOPPED])
    guest.visit(explained=lambda: explained.append("once"))
    assert guest.played == [("hear-five", 1.0)]
    assert explained == ["once"]


def test_who_presses_a_key_twice_has_not_heard_them() -> None:
    explained: list[str] = []
    guest = Guest([[CHOOSE, (FIRST_KEYS, "1")]], [STOPPED])
    guest.visit(explained=lambda: explained.append("once"))
    assert guest.played == [("hear-five", 1.0)]
    assert explained == []


@pytest.mark.parametrize(
    ("settings", "told"),
    [
        (Settings(), True),
        (Settings(remember=True), True),
        (Settings(remember=True, last="ice-cube"), False),
        (Settings(last="ice-cube"), True),
        (Settings(keys_known=True), False),
    ],
)
def test_who_finished_an_exercise_on_an_earlier_visit_has_heard_them(
    tmp_path: Path, settings: Settings, told: bool
) -> None:
    with closing(choir(tmp_path, ["Ada"])) as catalog:
        session = Session(Listener(Announcer(), ()), catalog, NO_CHOICES, 1.0)
        visit = menu_loop.visit_with(session, settings)
    assert (visit._memory.explained is not None) is told


def test_who_knows_them_does_not_hear_them() -> None:
    guest = Guest([[CHOOSE]], [STOPPED])
    guest.visit(explained=None)
    assert FIRST_KEYS not in guest.heard[0].sentences
    guest = Guest([[]], [STOPPED])
    guest.visit(explained=lambda: None)
    assert guest.heard[0].sentences.count(SHORT_KEYS) == 1
    guest = Guest([[]], [STOPPED])
    guest.visit(explained=None)
    assert SHORT_KEYS not in guest.heard[0].sentences


def test_after_an_exercise_people_to_talk_to_are_named_before_it_ends() -> None:
    guest = Guest([[CHOOSE], [(PRESS_FOR_PEOPLE, "9"), ("To go on", "q")]], [WHOLE])
    guest.visit()
    assert "Call somebody." in guest.heard[1].sentences


def test_who_leaves_while_they_are_explained_hears_no_exercise() -> None:
    guest = Guest([[CHOOSE, (FIRST_KEYS, "esc")]])
    guest.visit(explained=lambda: None)
    assert guest.played == []


def test_what_was_begun_otherwise_goes_on_with_what_it_names_instead() -> None:
    guest = Guest([[]], [STOPPED])
    visit = Visit(guest.talking, guest.play, call_somebody)
    visit.go_on(find("hear-five"), SWAPPED)
    assert guest.heard[0].sentences == ["Instead, five things you can see."]
    assert guest.played == [("see-five", 1.0)]


def test_the_second_exercise_of_a_visit_has_the_short_welcome(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    welcomed: list[bool] = []

    def play(session: Session, _script: Script) -> Heard:
        welcomed.append(session.welcomed)
        return Heard(Ending.WHOLE, session.volume)

    monkeypatch.setattr(Session, "play", play)
    with closing(choir(tmp_path, ["Ada"])) as catalog:
        room = menu_loop._Room(
            Session(Listener(Announcer(), ()), catalog, NO_CHOICES, 1.0), Settings()
        )
        for _ in range(3):
            room.play(Turn(find("hear-five"), 1.0))
    assert welcomed == [False, True, True]
