"""`ground support` and what of it is remembered: every key, every country, with no sound too."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tests.cli.listener import Listener, Presses, hum, never, talking
from voice.cli import support as command
from voice.cli.app import ground, run
from voice.cli.support import LETTER, ask_country, moved, question_for, say_pieces
from voice.errors import PlaybackError, SpeechError
from voice.places import cache_folder, settings_file
from voice.settings import Settings, read_settings
from voice.support import words
from voice.support.lines import Line, known_lines, line_for
from voice.support.words import LONGEST, Piece, seconds, spoken

LINES = known_lines()

NOWHERE = ("--device", "no such device")
"""Nothing is heard, even where this runs with loudspeakers."""

PIECES: tuple[Piece, ...] = (("One one.", "One two."), ("Two.",), ("Three.",))


def found(country: str) -> Line:
    line = line_for(country, LINES)
    assert line is not None
    return line


def ground_run(*arguments: str, **environment: str) -> Result:
    return CliRunner().invoke(ground, arguments, env={"LC_ALL": "C", **environment})


def said(presses: Presses, *, keys: bool = True) -> list[str]:
    with talking(hum, presses) as (talk, somebody):
        say_pieces(talk, PIECES, keys=keys)
    assert not somebody.left_over
    return somebody.sentences


def asked(presses: Presses, guess: Line | None) -> tuple[Line | None, Listener]:
    with talking(hum, presses) as (talk, somebody):
        line = ask_country(talk, LINES, guess)
    assert not somebody.left_over
    return line, somebody


@pytest.mark.parametrize("keys", [True, False])
def test_without_a_key_all_of_it_is_said(keys: bool) -> None:
    assert said([], keys=keys) == ["One one.", "One two.", "Two.", "Three."]


def test_keys_go_on_or_say_it_again() -> None:
    assert said([("One one", "space"), ("Two", "x"), ("Three", "enter")]) == [
        *("One one.", "Two.", "Three.")
    ]
    assert said([("One one", "r"), ("One two", "0"), ("Three", "r")]) == [
        *("One one.", "One one.", "One two.", "One one.", "One two."),
        *("Two.", "Three.", "Three."),
    ]


@pytest.mark.parametrize("key", ["esc", "q", "Q", "hangup"])
def test_escape_ends_at_once(key: str) -> None:
    assert said([("One one", key)]) == ["One one."]
    assert said([("Two", key)])[-1] == "Two."


def test_what_cannot_be_said_is_an_error() -> None:
    with talking(never) as (talk, _), pytest.raises(SpeechError):
        say_pieces(talk, PIECES, keys=True)


@pytest.mark.parametrize(
    ("presses", "guess", "kept"),
    [
        ([("If you are in Germany", "enter")], "DE", "DE"),
        ([("If you are in Germany", "esc")], "DE", None),
        ([("If you are in Germany", "hangup")], "DE", None),
        ([("If you are in Germany", "f"), ("If you are in France", "enter")], "DE", "FR"),
        ([("To choose", "n"), ("If you are in the Neth", "n"), ("If", "enter")], None, "NZ"),
        ([("To choose", "u"), ("If you are in the United K", "enter")], None, "GB"),
        ([("To choose", "enter"), ("To choose", "x"), ("To choose", "z"), ("To", "q")], None, None),
        ([("If you are in Germany", "space"), ("If you are in Hungary", "enter")], "DE", "HU"),
        ([], "DE", None),
        ([], None, None),
    ],
)
def test_the_country_is_asked_with_few_keys(
    presses: list[tuple[str, str]], guess: str | None, kept: str | None
) -> None:
    line, _ = asked(presses, line_for(guess, LINES))
    assert line == line_for(kept, LINES)


def test_every_country_is_reached_by_its_letter_and_by_going_on() -> None:
    for start in (None, *LINES):
        now, seen = start, set()
        for _ in LINES:
            now = moved(now, "space", LINES)
            assert now is not None
            seen.add(now.country)
        assert len(seen) == len(LINES)
    first, last = LINES[0], LINES[-1]
    assert moved(first, "left", LINES) == last
    assert moved(last, "right", LINES) == first
    for line in LINES:
        letter = line.name.removeprefix("the ")[0].lower()
        now = None
        for _ in range(4):
            now = moved(now, letter, LINES)
            if now == line:
                break
        assert now == line


def test_questions_are_short() -> None:
    for line in (None, *LINES):
        question = question_for(line)
        assert seconds(question) < LONGEST
        assert all(len(sentence.split()) <= 16 for sentence in question)
    assert LETTER in question_for(None)


def test_one_country_is_printed_where_nothing_can_be_heard() -> None:
    ran = ground_run("support", "--country", "de", *NOWHERE)
    assert isinstance(ran.exception, PlaybackError)  # they named a device, and can name another
    lines = ran.stdout.splitlines()
    assert lines[0].startswith("Germany (DE): 0800 111 0 111, TelefonSeelsorge.")
    assert lines[1] == ""
    assert words.MEDICAL[0] in lines[2]
    assert len(lines) == 6
    assert not settings_file().exists()


@pytest.mark.parametrize(
    ("locale", "first", "count"),
    [
        ("en_IE.UTF-8", "Ireland (IE)", 1),
        ("C", "Australia (AU)", len(LINES)),
        ("ja_JP.UTF-8", "Australia (AU)", len(LINES)),
    ],
)
def test_without_a_terminal_the_locale_decides(locale: str, first: str, count: int) -> None:
    ran = ground_run("support", *NOWHERE, LC_ALL=locale)
    assert ran.stdout.startswith(first)
    assert ran.stdout.count("may have changed") == count
    assert (words.ONLINE in ran.stdout) is (count > 1)
    assert not settings_file().exists()


def test_what_was_chosen_counts_more_than_the_locale() -> None:
    ground_run("settings", "--country", "uk", "--person", "Anna", "--number", "030 12 34")
    ran = ground_run("support", *NOWHERE, LC_ALL="fr_FR")
    assert ran.stdout.splitlines()[0] == "Anna: 030 12 34 (your own)"
    assert ran.stdout.splitlines()[1].startswith("United Kingdom (GB): 116 123, Samaritans.")
    other = ground_run("support", "--country", "NZ", *NOWHERE)
    assert other.stdout.splitlines()[1].startswith("New Zealand (NZ): 1737")
    ground_run("settings", "--country", "JP")
    assert ground_run("support", *NOWHERE).stdout.count("may have changed") == len(LINES)


@pytest.mark.parametrize("country", ["JP", "xx", "Germany", ""])
def test_an_unknown_country_names_those_there_are(
    country: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["support", "--country", country]) == 1
    printed = capsys.readouterr()
    assert printed.out == ""
    (sentence,) = printed.err.splitlines()
    assert sentence.endswith(f"{', '.join(sorted(line.country for line in LINES))}.")


def test_json_holds_the_rows_and_makes_no_sound(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(command, "_aloud")
    ran = ground_run("support", "--json")
    assert [row["country"] for row in json.loads(ran.stdout)] == [line.country for line in LINES]
    (row,) = json.loads(ground_run("support", "--json", "--country", "lv").stdout)
    assert row["number"] == "116 123"
    assert row["languages"] == ["Latvian", "Russian", "English"]
    assert row["checked_on"] == "2021-08"
    assert row["source"].startswith("https://")
    assert row["text"] is None


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
        ("--number", "call me", "2 to 15 digits"),
        ("--number", "1", "2 to 15 digits"),
        ("--number", "0" * 16, "2 to 15 digits"),
        ("--person", "x" * 41, "40 characters"),
        ("--person", "Anna\nBob", "one line"),
        ("--country", "Germany", "two capital letters"),
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


def test_the_country_that_was_chosen_is_kept_and_said(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    with talking(hum) as (talk, somebody):
        command._keep(talk, found("LV"))
    assert read_settings(settings_file(), pytest.fail).country == "LV"
    assert not somebody.sentences
    monkeypatch.setenv("GROUND_HOME", str(tmp_path))
    settings_file().mkdir()
    with talking(hum) as (talk, somebody):
        command._keep(talk, found("LV"))
    assert somebody.sentences == [command.NOT_KEPT]


def test_the_first_piece_says_the_keys() -> None:
    assert spoken(None, None, found("DE"), keys=True)[0][-1] == words.KEYS[0]


def test_reset_forgets_a_name_that_was_said_and_a_file_that_was_set_aside() -> None:
    ground_run("settings", "--person", "Bob", "--number", "555 0100")
    said = cache_folder() / "speech" / "ab" / "abcd.speech"
    said.parent.mkdir(parents=True)
    said.write_bytes(b"Bob")
    aside = settings_file().with_suffix(".broken.toml")
    aside.write_text('person = "Bob"')
    assert ground_run("settings", "--reset").exit_code == 0
    assert not any(path.exists() for path in (said, aside, settings_file()))


def test_another_name_forgets_the_one_that_was_said() -> None:
    said = cache_folder() / "speech" / "ab" / "abcd.speech"
    said.parent.mkdir(parents=True)
    said.write_bytes(b"Bob")
    ground_run("settings", "--country", "DE")
    assert said.exists()
    ground_run("settings", "--person", "Ada")
    assert not said.exists()
