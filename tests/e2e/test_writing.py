"""Somebody writes an exercise: begun, checked, heard from the step they are at."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from tests.e2e.conftest import Ground
from voice.script.library import load

if TYPE_CHECKING:
    import pexpect
else:
    pexpect = pytest.importorskip("pexpect")  # there is none on Windows
pytestmark = pytest.mark.e2e

QUESTIONS = ("called", "one line", "ask", "for it")


def test_four_answers_make_a_script_that_is_whole(
    ground: Ground, terminal: Callable[..., pexpect.spawn]
) -> None:
    program = terminal("new", "tea.md")
    answers = ("Tea: by the window", "Hold a warm cup, and look out.", "2", "")
    for question, answer in zip(QUESTIONS, answers, strict=True):
        program.expect(question)
        program.sendline(answer)
    program.expect(pexpect.EOF)
    script = load(str(ground.folder / "tea.md"))
    assert (script.title, script.about, script.ask) == (answers[0], answers[1], 2)
    assert script.position == "sitting, standing or lying"
    assert ground("check", "tea.md").code == 0


def test_an_answer_that_cannot_be_is_asked_for_again(
    ground: Ground, terminal: Callable[..., pexpect.spawn]
) -> None:
    program = terminal("new", "tea.md")
    program.expect(QUESTIONS[0])
    program.sendline("")
    program.expect(QUESTIONS[1])
    program.sendline("a " * 13)
    program.expect("so keep it to 12")
    program.sendline("Hold a cup.")
    program.expect(QUESTIONS[2])
    program.sendline("5")
    program.expect("1, 2, 3 or 4")
    program.sendcontrol("c")
    program.expect(pexpect.EOF)
    program.close()
    assert (program.exitstatus, ground.files()) == (130, [])


@pytest.mark.parametrize("ask", range(1, 5))
def test_what_it_begins_with_is_kind_whatever_it_asks(
    ask: int, ground: Ground, terminal: Callable[..., pexpect.spawn]
) -> None:
    program = terminal("new", "mine.md")
    for question, answer in zip(QUESTIONS, ("", "", str(ask), ""), strict=True):
        program.expect(question)
        program.sendline(answer)
    program.expect(pexpect.EOF)
    ran = ground("check", "mine.md")
    assert ran.code == 0, ran.out
    assert ran.out.startswith("mine.md: well formed, and no known fault was found.\n\n")


def test_bare_asks_nothing(ground: Ground, terminal: Callable[..., pexpect.spawn]) -> None:
    terminal("new", "my-own.md", "--bare").expect("my-own.md is ready")
    assert load(str(ground.folder / "my-own.md")).title == "My own"
    taken = ground("new", "my-own.md")
    assert (taken.code, taken.err.count("\n")) == (1, 1)
    assert "already there" in taken.err


def test_it_begins_where_one_is_working_and_captions_are_plain_lines(
    short: str, terminal: Callable[..., pexpect.spawn]
) -> None:
    program = terminal(
        "play", short, "--from", "sec", "--captions", "--rate", "200", "--pauses", "0.25"
    )
    program.expect("Press any key when you are ready.")
    program.send(" ")
    screen = str(program.before) + str(program.after) + program.read()
    assert screen.split("\r\n") == [
        "Short one. Space pauses, q stops, h says the other keys.",
        "Wait.",
        "Press any key when you are ready.",
        "Hold on.",
        "Quiet.",
        "Done.",
        "Short one is over.",
        "",
    ]


def test_a_step_that_is_not_there_is_one_sentence(ground: Ground, short: str) -> None:
    ran = ground("play", short, "--from", "Thrid")
    assert (ran.code, ran.out) == (1, "")
    assert ran.err.splitlines()[0].endswith("Its steps: 1 First, 2 Second.")
