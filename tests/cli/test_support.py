"""`ground support`: every key, every country, what is remembered, and no sound device."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner, Result

from tests.dialogue.listener import Presses, hum, never, talking
from voice.cli import support as command
from voice.cli.app import ground, run
from voice.dialogue.support import tell, telling_of
from voice.errors import PlaybackError, SpeechError
from voice.exercise.support_aside import SupportAside
from voice.paths import cache_folder, settings_file
from voice.playback.keys import PEOPLE_KEYS, SPACE_GOES_ON
from voice.saved_settings import read_settings
from voice.settings import Settings
from voice.support import caller
from voice.support.caller import NOT_KEPT, caller_of, keep_country
from voice.support.helplines import Helpline, known_lines, line_for
from voice.support.question import asked
from voice.support.screen import INDENT, in_table, numbers
from voice.support.telling import Telling
from voice.support.words import (
    CLOSING,
    LONGEST_PIECE,
    ONLINE,
    WHAT_THIS_IS,
    Caller,
    caller_in,
    danger,
    seconds,
    spelled,
)

LINES = known_lines()

NOWHERE = ("--device", "no such device")
"""Nothing is heard, even where this runs with loudspeakers."""


def found(country: str) -> Helpline:
    line = line_for(country, LINES)
    assert line is not None
    return line


def ground_run(*arguments: str, **environment: str) -> Result:
    return CliRunner().invoke(ground, arguments, env={"LC_ALL": "C", **environment})


def heard_by(monkeypatch: pytest.MonkeyPatch) -> list[Telling]:
    """The sentences that the command would say."""
    tellings: list[Telling] = []
    monkeypatch.setattr(command, "_talk", lambda _settings, telling, *_: tellings.append(telling))
    return tellings


def told(presses: Presses, country: str | None = "DE", *, asks: bool = True) -> list[str]:
    telling = Telling(caller_in(country, LINES), LINES, keys=True, asks=asks, keep=keep_country)
    with talking(hum, presses) as (talk, somebody):
        tell(talk, telling)
    assert not somebody.left_over
    return somebody.sentences


def test_without_a_key_all_of_it_is_said_and_no_silence_is_left_at_the_end() -> None:
    said = told([], asks=False)
    assert said[0] == "In danger, call one one two."
    assert said[-len(CLOSING) :] == list(CLOSING)
    with talking(hum) as (talk, somebody):
        telling = Telling(caller_in("DE", LINES), LINES, keys=True, asks=False)
        assert tell(talk, telling) is None
        (heard,) = somebody.played.nonzero()
        assert len(somebody.played) - heard[-1] < 1.5 * 24_000


def test_keys_go_on_or_say_it_again() -> None:
    said = told([("In danger", "r"), ("Again", "space"), ("To talk", "esc")], asks=False)
    first, again, _ = danger(caller_in("DE", LINES))
    assert said == [
        *(first, first, again),
        "To talk with somebody, call zero eight zero zero, one one one, zero, one one one.",
    ]


@pytest.mark.parametrize("key", ["esc", "q", "Q", "hangup"])
def test_escape_ends_at_once_also_where_the_country_is_asked(key: str) -> None:
    assert told([("In danger", key)]) == ["In danger, call one one two."]
    assert told([("If you are in", key)])[-1] == "If you are in Germany, press Enter."


def test_what_cannot_be_said_is_an_error() -> None:
    telling = Telling(Caller(), LINES, keys=True, asks=False)
    with talking(never) as (talk, _), pytest.raises(SpeechError):
        tell(talk, telling)


def test_the_country_that_was_chosen_is_kept_and_said() -> None:
    said = told([("If you are in Germany", "l"), ("If you are in Latvia", "enter")])
    assert "Latvia is kept for next time." in said
    assert read_settings(settings_file(), pytest.fail).country == "LV"


def test_a_country_that_cannot_be_kept_is_told_and_the_numbers_go_on(
    capsys: pytest.CaptureFixture[str],
) -> None:
    settings_file().mkdir(parents=True)
    said = told([("If you are in Germany", "enter")])
    assert NOT_KEPT in said
    assert said[-1] == CLOSING[-1]
    assert "I can't save this" in capsys.readouterr().err


def test_the_numbers_are_printed_before_anything_is_said(
    capsys: pytest.CaptureFixture[str],
) -> None:
    caller = caller_in("US", LINES)
    telling = telling_of(caller, LINES, keys=True, asks=True, closing=CLOSING)
    printed = capsys.readouterr().out.splitlines()
    assert printed[-len(numbers(caller)) :] == list(numbers(caller))
    assert telling.piece == danger(caller)
    telling.press("f")
    assert capsys.readouterr().out.splitlines() == list(numbers(caller_in("FR", LINES)))


def test_one_country_is_printed_where_nothing_can_be_heard() -> None:
    for named in ("de", "Germany", "deutschland"):
        ran = ground_run("support", "--country", named, *NOWHERE)
        assert isinstance(ran.exception, PlaybackError)  # they can name another device
        lines = ran.stdout.splitlines()
        assert lines[-1] == f"{INDENT}0800 111 0 111"
        assert f"{INDENT}112" in lines
        assert "http" not in ran.stdout
        assert max(map(len, lines)) < 80
        assert not settings_file().exists()


@pytest.mark.parametrize(
    ("locale", "emergency", "number", "whole"),
    [
        ("en_IE.UTF-8", "112", "116 123", False),
        ("en_CA.UTF-8", "911", "988", False),
        ("it_IT.UTF-8", "112", "findahelpline.com", True),
        ("ja_JP.UTF-8", "119", "findahelpline.com", True),
        ("en_ZA.UTF-8", "112", "findahelpline.com", True),
        ("C", "112", "findahelpline.com", True),
        ("en_XX.UTF-8", "112", "findahelpline.com", True),
    ],
)
def test_without_a_terminal_the_locale_decides(
    locale: str, emergency: str, number: str, whole: bool
) -> None:
    ran = ground_run("support", *NOWHERE, LC_ALL=locale)
    lines = ran.stdout.splitlines()
    alone = [line.strip() for line in lines if line.startswith(INDENT)]
    assert alone == [emergency, number]
    assert set(map(in_table, LINES)) <= set(lines) if whole else in_table(LINES[0]) not in lines
    assert not settings_file().exists()


def test_what_was_chosen_counts_more_than_the_locale() -> None:
    ground_run("settings", "--country", "uk", "--person", "Anna", "--number", "030 12 34")
    ran = ground_run("support", *NOWHERE, LC_ALL="fr_FR")
    alone = [line.strip() for line in ran.stdout.splitlines() if line.startswith(INDENT)]
    assert alone == ["999", "030 12 34", "116 123"]
    other = ground_run("support", "--country", "NZ", *NOWHERE).stdout.splitlines()
    assert other[-1] == f"{INDENT}1737"
    ground_run("settings", "--country", "JP")
    assert in_table(LINES[0]) in ground_run("support", *NOWHERE).stdout


@pytest.mark.parametrize(
    ("country", "emergency"),
    [("JP", "119"), ("SE", "112"), ("south africa", "112"), ("MX", "911"), ("NO", "113")],
)
def test_a_country_without_a_row_is_told_like_a_guessed_one(
    country: str,
    emergency: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    telling = heard_by(monkeypatch)
    assert run(["support", "--country", country]) == 0
    printed = capsys.readouterr()
    assert printed.err == ""
    rows = printed.out.splitlines()
    assert [row.strip() for row in rows if row.startswith(INDENT)] == [
        emergency,
        "findahelpline.com",
    ]
    assert set(map(in_table, LINES)) <= set(rows)
    assert telling[0].piece == danger(caller_in(country, LINES))
    assert run(["support", "--country", country, "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == []


@pytest.mark.parametrize(
    ("country", "said"),
    [
        ("Atlantis", "There is no country called Atlantis."),
        ("xx", "There is no country called xx."),
        ("Germny", "Did you mean Germany?"),
        ("", "There is no country called (nothing)."),
    ],
)
def test_an_unknown_country_is_an_error_that_leaves_numbers(
    country: str, said: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    telling = heard_by(monkeypatch)
    monkeypatch.setattr(caller, "guessed_country", lambda: "DE")
    monkeypatch.setattr("voice.dialogue.say.say_aloud", pytest.fail)
    assert run(["support", "--country", country]) == 1
    printed = capsys.readouterr()
    (sentence,) = printed.err.splitlines()
    assert said in sentence
    germany = caller_in("DE", LINES)
    assert printed.out.splitlines()[-len(numbers(germany)) :] == list(numbers(germany))
    (it,) = telling
    assert it.piece is not None
    assert it.piece[0].startswith("There is no country of that name.")
    it.press(None)
    assert it.piece == danger(germany)
    assert run(["support", "--country", country, "--json"]) == 1
    printed = capsys.readouterr()
    assert printed.out == ""
    assert said in printed.err


def test_an_unknown_country_is_an_error_too_where_nothing_can_be_heard(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(*_: object) -> None:
        raise PlaybackError("No sound device can be used.")

    monkeypatch.setattr(command, "_talk", fail)
    assert run(["support", "--country", "Atlantis"]) == 1
    printed = capsys.readouterr()
    assert [row.split(".")[0] for row in printed.err.splitlines()] == [
        "There is no country called Atlantis",
        "No sound device can be used",
    ]
    assert "findahelpline.com" in printed.out


def test_json_holds_the_rows_and_makes_no_sound(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(command, "_aloud")
    ran = ground_run("support", "--json")
    assert [row["country"] for row in json.loads(ran.stdout)] == [line.country for line in LINES]
    (row,) = json.loads(ground_run("support", "--json", "--country", "Latvia").stdout)
    assert row["number"] == "116 123"
    assert row["languages"] == ["Latvian", "Russian", "English"]
    assert row["checked_on"] == "2021-08"
    assert row["source"].startswith("https://")
    assert row["text"] is None


@pytest.mark.parametrize(
    ("keys", "guess", "said"),
    [
        (["f"], "DE", "If you are in France, press Enter."),
        (["f", "f"], "DE", "No other country here begins with F."),
        (["z"], "DE", "No country here begins with Z."),
        (["enter"], "DE", "Germany is kept for next time."),
        (["l", "enter"], None, "Latvia is kept for next time."),
    ],
)
def test_within_an_exercise_keys_answer_the_question(
    keys: list[str], guess: str | None, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(caller, "guessed_country", lambda: guess)
    within = SupportAside()
    within.begin()
    for key in keys:
        piece = within.press(key, ())
    assert piece is not None
    assert piece[0] == said
    assert piece[-1] == SPACE_GOES_ON
    assert seconds(piece) <= 1.1 * LONGEST_PIECE
    kept = read_settings(settings_file(), pytest.fail).country
    assert (kept is not None) is (keys[-1] == "enter")


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("canada", "CA"),
        ("germany", "DE"),
        ("france", "FR"),
        ("ireland", "IE"),
        ("switzerland", "CH"),
        ("india", "IN"),
        ("south korea", "KR"),
        ("mexico", None),
        ("japan", None),
        ("south africa", None),
        ("y", None),
    ],
)
@pytest.mark.parametrize("guess", [None, "GB", "US"])
def test_within_an_exercise_a_name_can_be_typed_before_anything_is_heard(
    name: str, kept: str | None, guess: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(caller, "guessed_country", lambda: guess)
    within = SupportAside()
    within.begin()
    for letter in name:
        piece = within.press("space" if letter == " " else letter, ())
        assert piece is not None
        assert piece[-1] == SPACE_GOES_ON
        assert seconds(piece) <= 1.1 * LONGEST_PIECE
    assert within.press("enter", ()) is not None
    assert read_settings(settings_file(), pytest.fail).country == kept
    if kept is None and len(name) > 1:  # what can be called there is printed
        assert within.printed()[2:] == numbers(caller_in(name, LINES))


def test_within_an_exercise_r_and_h_keep_their_meaning_and_may_begin_a_name(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(caller, "guessed_country", lambda: "DE")
    within = SupportAside()
    first = within.begin()
    for heard in (first[:2], first):
        assert within.press("r", heard) is None
        assert within.press("h", heard) == (PEOPLE_KEYS, *first)
    assert within.press("u", (PEOPLE_KEYS,)) == asked(found("HU"))
    within.begin()
    assert within.press("h", first) == (PEOPLE_KEYS, *first)
    assert within.press("u", (PEOPLE_KEYS, *first[:1])) == asked(found("GB"))  # it was forgotten


def test_within_an_exercise_space_goes_on_once_that_was_said(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(caller, "guessed_country", lambda: "DE")
    for name in ("united", "new", "south"):
        within = SupportAside()
        within.begin()
        for letter in name:
            words = within.press(letter, ())
        assert words is not None
        assert within.press("space", words) is None
        assert within.press("space", words[:-1]) is not None


def test_space_goes_on_in_a_telling_once_that_was_said() -> None:
    keys = [("In danger", key) for key in "n"] + [("If you", "e"), ("If you", "w")]
    said = told([*keys, (SPACE_GOES_ON, "space")], None)
    assert said[said.index(SPACE_GOES_ON) + 1] == "In New Zealand."


def test_within_an_exercise_it_is_asked_once_and_the_numbers_follow(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(caller, "guessed_country", lambda: "US")
    within = SupportAside()
    first = within.begin()
    assert first[:2] == ("In danger, call nine one one.", "Again, nine one one.")
    assert first[-2:] == ("For another country, press its first letter.", SPACE_GOES_ON)
    assert within.printed()[-1] == f"{INDENT}988"
    within.press("l", ())
    assert within.printed()[-1] == f"{INDENT}116 123"
    kept = within.press("enter", ())
    assert kept is not None
    text = " ".join(kept)
    assert text.count(f"{spelled('112')}.") == 2
    assert text.lower().count(spelled("116 123")) == 2
    assert within.press("f", ()) is None  # no question is open any more
    again = within.begin()  # settings are read anew
    assert again[0] == "In danger, call one one two."
    assert again[-2] != "For another country, press its first letter."
    assert within.press("f", ()) is None


@pytest.mark.parametrize("key", ["space", "q", "esc", "hangup", "+", "-", "?", "1", "other"])
def test_within_an_exercise_other_keys_are_left_to_it(
    key: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(caller, "guessed_country", lambda: "US")
    within = SupportAside()
    within.begin()
    assert within.press(key, ()) is None
    assert within.press("f", ()) == asked(found("FR"))


def test_within_an_exercise_enter_needs_a_country_that_was_named(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(caller, "guessed_country", lambda: None)
    within = SupportAside()
    first = within.begin()
    assert ONLINE in first
    assert "findahelpline.com" in within.printed()[-1]
    assert within.press("enter", ()) is None


def test_within_an_exercise_what_is_printed_is_narrow_and_ends_with_numbers(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for country in (*(line.country for line in LINES), None, "JP", "ZA"):
        monkeypatch.setattr(caller, "guessed_country", lambda country=country: country)
        within = SupportAside()
        within.begin()
        rows = within.printed()
        assert rows[0] == SPACE_GOES_ON
        assert "Q stops." in rows[1]  # so that no name with a Q is typed
        assert rows[-1].startswith(INDENT)
        assert max(map(len, rows)) < 80
        assert len(rows) < 15


def test_the_listener_comes_from_settings_or_the_locale(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(caller, "guessed_country", lambda: "FR")
    assert caller_of(Settings(), LINES).country == "FR"
    assert caller_of(Settings(country="DE"), LINES).country == "DE"
    assert caller_of(Settings(country="DE"), LINES, "GB").country == "GB"
    assert caller_of(Settings(country="ZZ"), LINES).country is None


def test_words_that_comfort_by_ear() -> None:
    assert "It cannot hear you, but a person can." in WHAT_THIS_IS
    assert not [sentence for sentence in WHAT_THIS_IS if "nobody" in sentence.lower()]


def test_settings_keep_and_forget_a_person() -> None:
    shown = ground_run("settings", "--person", "Anna", "--number", "+49 30/12", "--country", "ch")
    assert shown.stdout.splitlines()[:3] == ["person: Anna", "number: +49 30/12", "country: CH"]
    assert read_settings(settings_file(), pytest.fail) == Settings(
        person="Anna", number="+49 30/12", country="CH"
    )
    shown = ground_run("settings", "--number", "")
    assert "number" not in shown.stdout
    assert read_settings(settings_file(), pytest.fail) == Settings(person="Anna", country="CH")
    ground_run("settings", "--person", "", "--country", " ")
    assert read_settings(settings_file(), pytest.fail) == Settings()


def test_settings_remember_the_last_exercise_or_not() -> None:
    assert "remember: on" in ground_run("settings", "--remember").stdout
    with settings_file().open("a", encoding="utf-8") as file:
        file.write('last = "ice-cube"\n')
    assert "last: ice-cube" in ground_run("settings").stdout
    shown = ground_run("settings", "--no-remember").stdout
    assert "remember: off" in shown
    assert "last" not in shown.partition("Settings:")[0]
    assert read_settings(settings_file(), pytest.fail) == Settings(remember=False)


@pytest.mark.parametrize(
    ("option", "value", "reason"),
    [
        ("--number", "call me", "can only have digits"),
        ("--number", "1", "2 to 15 digits"),
        ("--number", "0" * 16, "2 to 15 digits"),
        ("--person", "x" * 41, "40 characters"),
        ("--person", "Anna\nBob", "one line"),
        ("--country", "XX", "There is no country called XX."),
        ("--country", "Germny", "Did you mean Germany?"),
    ],
)
def test_what_cannot_be_kept_is_wrong_usage(option: str, value: str, reason: str) -> None:
    ran = ground_run("settings", option, value)
    assert ran.exit_code == 2
    assert reason in ran.stderr
    assert not settings_file().exists()


def test_reset_is_alone() -> None:
    ground_run("settings", "--person", "Anna")
    assert ground_run("settings", "--reset", "--person", "Bob").exit_code == 2
    assert "person: Anna" in ground_run("settings").stdout
    assert ground_run("settings", "--reset").exit_code == 0
    assert "Nothing is remembered." in ground_run("settings").stdout


@pytest.mark.parametrize(
    ("named", "code"),
    [("Germany", "DE"), ("united kingdom", "GB"), ("UK", "GB"), ("England", "GB"), ("usa", "US")],
)
def test_settings_keep_a_country_by_its_code(named: str, code: str) -> None:
    shown = ground_run("settings", "--country", named)
    assert shown.stdout.splitlines()[0] == f"country: {code}"
    assert read_settings(settings_file(), pytest.fail).country == code


def test_settings_tell_where_a_country_has_no_number() -> None:
    shown = ground_run("settings", "--country", "Japan").stdout.splitlines()
    assert shown[0] == "There is no number here for Japan."
    assert "findahelpline.com" in shown[1]
    assert "country: JP" in shown
    assert "no number" not in ground_run("settings", "--country", "DE").stdout


def test_reset_forgets_a_name_that_was_said_and_a_file_that_was_set_aside() -> None:
    ground_run("settings", "--person", "Bob", "--number", "555 0100")
    said = cache_folder() / "speech" / "ab" / f"{'ab' * 20}.speech"
    said.parent.mkdir(parents=True)
    said.write_bytes(b"Bob")
    aside = settings_file().with_suffix(".broken.toml")
    aside.write_text('person = "Bob"')
    assert ground_run("settings", "--reset").exit_code == 0
    assert not any(path.exists() for path in (said, aside, settings_file()))


def test_another_name_forgets_the_one_that_was_said() -> None:
    said = cache_folder() / "speech" / "ab" / f"{'ab' * 20}.speech"
    said.parent.mkdir(parents=True)
    said.write_bytes(b"Bob")
    ground_run("settings", "--country", "DE")
    assert said.exists()
    ground_run("settings", "--person", "Ada")
    assert not said.exists()
