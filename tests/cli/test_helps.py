"""The help of each command, as somebody reads it in a terminal of 80 columns."""

from __future__ import annotations

import re

import pytest

from voice.cli.app import COMMANDS, run

NAMES = ["", *COMMANDS]


def help_of(name: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setenv("COLUMNS", "80")
    assert run([*filter(None, [name]), "--help"]) == 0
    return capsys.readouterr().out


@pytest.mark.parametrize("name", NAMES)
def test_nothing_is_cut_off_or_written_in_signs(
    name: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    text = help_of(name, capsys, monkeypatch)
    assert max(map(len, text.splitlines())) <= 80
    assert not re.search(r"<=|>=|<x|\.\.\.$|\bmend\b", text.partition("\n")[2], re.MULTILINE)


@pytest.mark.parametrize("name", ["list", "show", "check", "voices"])
def test_json_is_named(
    name: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    text = help_of(name, capsys, monkeypatch)
    assert "Print JSON, for other programs." in " ".join(text.split())


@pytest.mark.parametrize("name", ["play", "export", "show"])
def test_numbers_are_said_in_words(
    name: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    text = " ".join(help_of(name, capsys, monkeypatch).split())
    assert "Words a minute, 110 to 200." in text
    assert "From 0.25 to 4." in text
    assert "How long it should last, in minutes: pauses stretch, and parts repeat." in text


def test_support_is_one_whole_line(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "support   Say and print who to call.\n" in help_of("", capsys, monkeypatch)
