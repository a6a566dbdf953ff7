"""A mistyped name is reported in print and aloud, with the nearest name."""

from __future__ import annotations

import re
from pathlib import Path

import click
import pytest

from voice.cli.app import COMMANDS, NOW, run
from voice.cli.usage_errors import usage_aloud
from voice.dialogue import say
from voice.script.library import find_words

HARSH = re.compile(
    r"\b(should|must|have to|need to|just|wrong|invalid|fail|error|illegal)",
    re.I,
)

MISTYPED = [
    (["paly"], "There is no command of that name. The nearest is play."),
    (["suport"], "There is no command of that name. The nearest is support."),
    (["xyzzy"], "There is no command of that name."),
    (["xyzzy", "--help"], "There is no command of that name."),
    (["ice", "cube"], "To hear an exercise, type ground play, and its name."),
    (["ice-cube", "--pace", "slow"], "To hear an exercise, type ground play, and its name."),
    (["--pace", "slow"], "There is no option of that name."),
    (["play", "--pac", "slow"], "There is no option of that name. The nearest is pace."),
    (
        ["play", "--breath-sond"],
        "There is no option of that name. The nearest is breath sound.",
    ),
    (["play", "--pace"], "The option pace is not used like that."),
    (["play", "--bed=on"], "The option bed is not used like that."),
    (
        ["play", "--pace", "fast"],
        "The option pace can be slow, gentle or steady.",
    ),
    (["play", "--volume", "200"], "The option volume can be 0 to 140."),
    (["play", "--minutes", "soon"], "The option minutes can be anything above 0, up to 720."),
    (
        ["play", "--pauses", "2", "--minutes", "3"],
        "I do not understand what was typed. The screen says more.",
    ),
    (["choose", "voice"], "I do not understand what was typed. The screen says more."),
    (["choose", "--captoins"], "There is no option of that name. The nearest is captions."),
    (["support", "me"], "I do not understand what was typed. The screen says more."),
    (["support", "--country"], "The option country is not used like that."),
    (["help", "me"], "I do not understand what was typed. The screen says more."),
]


@pytest.fixture
def said(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The sentences that are said aloud."""
    sentences: list[str] = []
    monkeypatch.setattr(say, "say_aloud", sentences.extend)
    return sentences


@pytest.mark.parametrize(("typed", "expected"), MISTYPED, ids=str)
def test_it_is_said_and_printed(
    typed: list[str], expected: str, said: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(typed) == 2
    assert said == [expected, NOW]
    assert capsys.readouterr().err.strip()
    assert not HARSH.search(expected)
    assert all(len(sentence.split()) <= 16 for sentence in re.split(r"(?<=[.?])\s", expected))


@pytest.mark.parametrize(
    "typed",
    [
        *(["list", "--josn"], ["show"], ["check"], ["export"], ["export", "--frmat"], ["new"]),
        *(
            ["voices", "all"],
            ["settings", "--person"],
            ["doctor", "now"],
            ["support", "me", "--json"],
        ),
    ],
    ids=" ".join,
)
def test_commands_for_others_stay_silent(typed: list[str], said: list[str]) -> None:
    assert run(typed) == 2
    assert not said


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        (["paly"], "There is no command called paly. Did you mean: ground play? "),
        (["ice", "cube"], "There is no command called ice. Did you mean: ground play ice cube? "),
        (["hear-five", "--bell"], "Did you mean: ground play hear-five? "),
        (["xyzzy"], "There is no command called xyzzy. See: ground --help\n"),
        (["ice", "cbue"], "There is no command called ice. Did you mean: ground play ice-cube? "),
        (["icecube"], "Did you mean: ground play ice-cube? "),
        (["hear"], "Did you mean: ground play hear-five? "),
        (["cube", "--pace", "slow"], "Did you mean: ground play ice-cube? "),
        (["paly", "ice-cube"], "Did you mean: ground play? "),
        (["shwo", "ice-cube"], "Did you mean: ground show? "),
        (["suport"], "Did you mean: ground support? "),
    ],
    ids=str,
)
@pytest.mark.usefixtures("said")
def test_an_unknown_command_names_the_nearest(
    typed: list[str], printed: str, capsys: pytest.CaptureFixture[str]
) -> None:
    run(typed)
    error = capsys.readouterr().err
    assert printed in error
    assert len(error.splitlines()) == 1


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("play --rate 5", "--rate can be 110 to 200."),
        ("play --volume 200", "--volume can be 0 to 140."),
        ("play --volume nan", "--volume can be 0 to 140."),
        ("play --minutes 0", "--minutes can be anything above 0, up to 720."),
        ("show ice-cube --pauses nan", "--pauses can be 0.25 to 4."),
        ("play --pace fast", "--pace can be slow, gentle or steady."),
        ("export ice-cube --jobs 0", "--jobs can be 1 to 64."),
        ("export ice-cube --captions txt", "--captions can be lrc, vtt or srt."),
    ],
)
@pytest.mark.usefixtures("said")
def test_what_an_option_can_be_is_one_sentence(
    typed: str, printed: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(typed.split()) == 2
    assert capsys.readouterr() == ("", f"{printed}\n")


def test_an_option_is_said_by_its_whole_name() -> None:
    export = COMMANDS["export"].load()
    context = click.Context(export)
    output = next(each for each in export.params if each.name == "output")
    unused = click.BadOptionUsage("-o", "Option '-o' requires an argument.", context)
    assert usage_aloud(unused) == "The option output is not used like that."
    wrong = click.BadParameter("It cannot be.", context, output)
    assert usage_aloud(wrong) == "The option output cannot be that."


@pytest.mark.parametrize("typed", ["show ice cube", "show Ice Cube"])
def test_show_takes_the_words_of_a_name(typed: str) -> None:
    command, *words = typed.split()
    context = COMMANDS[command].load().make_context(command, list(words))
    assert find_words(context.params["words"]).id == "ice-cube"


@pytest.mark.parametrize("command", ["export", "check"])
def test_where_names_are_separate_words_it_is_told_how_to_write_one(
    command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run([command, "ice", "cube"]) == 1
    told = "Here each word counts as a separate name. For this exercise, write ice-cube.\n"
    assert capsys.readouterr() == ("", told)
    assert run([command, "ice", "cbue"]) == 1
    assert "There is no exercise called ice. Did you mean ice-cube?" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("typed", "guess"),
    [
        ("ice cbue", "ice-cube"),
        ("icecube", "ice-cube"),
        ("ice", "ice-cube"),
        ("CUBE", "ice-cube"),
        ("hear", "hear-five"),
        ("three breath", "three-breaths"),
        ("things you can haer", "Five things you can hear"),
        ("music", "Swaying to music"),
        *((far, "") for far in ("nothing here", "nothing", "tree", "my feet", "on", "xyzzy")),
    ],
)
def test_an_exercise_is_guessed_only_where_it_is_near(
    typed: str, guess: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["show", *typed.split()]) == 1
    guessed = f" Did you mean {guess}?" if guess else ""
    told = f"There is no exercise called {typed}.{guessed} See them all with: ground list\n"
    assert capsys.readouterr() == ("", told)


@pytest.mark.parametrize("name", ["", ".", " "])
def test_no_name_is_told_as_such(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["show", name]) == 1
    told = "No exercise was named. See them all with: ground list\n"
    assert capsys.readouterr() == ("", told)


@pytest.mark.parametrize(
    ("country", "guess"), [("Nowhere", ""), ("Atlantis", ""), ("Germny", " Did you mean Germany?")]
)
@pytest.mark.usefixtures("said")
def test_a_country_is_guessed_only_where_it_is_near(
    country: str, guess: str, capsys: pytest.CaptureFixture[str]
) -> None:
    run(["support", "--country", country])
    assert f"There is no country called {country}.{guess} Write" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("words", "identifier"),
    [
        (["ice", "cube"], "ice-cube"),
        (["Ice", "Cube"], "ice-cube"),
        (["warm", "shower"], "warm-shower"),
        (["Five", "things", "you", "can", "hear"], "hear-five"),
        (["hear-five"], "hear-five"),
    ],
    ids=str,
)
def test_several_words_are_a_name(words: list[str], identifier: str) -> None:
    assert find_words(words).id == identifier


def test_options_stand_anywhere_among_the_words_of_a_name() -> None:
    play = COMMANDS["play"].load()
    context = play.make_context("play", ["warm", "--pace", "slow", "shower"])
    assert context.params["words"] == ("warm", "shower")
    assert context.params["pace"] == "slow"


def test_one_line_says_that_a_script_to_be_exported_has_errors(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    head = "---\ntitle: Stone\nabout: A stone.\nask: 1\nposition: any\n---\n\n## One\n\n"
    Path("a stone.md").write_text(head + "You must hold it.\n")
    assert run(["export", "a stone.md", "--voice", "tone/low"]) == 0
    [said] = [row for row in capsys.readouterr().err.splitlines() if "ground check" in row]
    assert re.fullmatch(
        r"The script has \d+ errors?\. See them with: ground check 'a stone\.md'", said
    )
    assert run(["export", "ice-cube", "--voice", "tone/low"]) == 0
    assert "ground check" not in capsys.readouterr().err


def test_an_error_of_a_recording_session_is_said_and_nothing_else(
    said: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["record", "Mira", "ice-cub"]) == 1
    assert said == ["There is no exercise of that name. The nearest is ice-cube."]
    said.clear()
    assert run(["record", "Mira", "ice-cub", "--missing"]) == 1  # nobody listens
    assert said == []
    assert capsys.readouterr().err
