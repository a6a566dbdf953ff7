"""`ground new` leaves a whole script, or nothing."""

from __future__ import annotations

import errno
import os
import shlex
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from voice.check.files import check_script
from voice.cli.app import run
from voice.script.library import load


def full(_descriptor: int) -> None:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def test_a_full_disk_leaves_nothing_and_the_next_try_works(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "a.md"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "fsync", full)
        assert run(["new", str(path), "--bare"]) == 1
    told = f"I can't write {path}: No space left on device. Choose another place.\n"
    assert capsys.readouterr().err == told
    assert list(tmp_path.iterdir()) == []
    assert run(["new", str(path), "--bare"]) == 0
    assert load(str(path)).title == "A"
    assert [each.name for each in tmp_path.iterdir()] == ["a.md"]


def test_a_folder_that_is_not_there_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(["new", "my texts/sea.md", "--bare"]) == 1
    assert capsys.readouterr().err == (
        "I can't write my texts/sea.md: there is no folder my texts. Choose another place.\n"
    )


def test_what_a_run_left_that_was_killed_with_the_script_in_place_goes(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    assert run(["new", str(path), "--bare"]) == 0
    (tmp_path / ".a.md.part-0123abcd").hardlink_to(path)
    assert run(["new", str(path), "--bare"]) == 1
    assert [each.name for each in tmp_path.iterdir()] == ["a.md"]


@pytest.mark.parametrize("name", ["n" * 300 + ".md", "no/such/folder.md"])
def test_a_name_that_cannot_be_is_one_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    assert run(["new", f"{tmp_path}/{name}", "--bare"]) == 1
    assert capsys.readouterr().err.count("\n") == 1
    assert list(tmp_path.iterdir()) == []


ROOT = Path(__file__).parents[2]


@pytest.fixture
def in_a_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def answering(monkeypatch: pytest.MonkeyPatch, *answers: str) -> Iterator[str]:
    """Answer the questions in a terminal, one by one."""
    left = iter(answers)
    monkeypatch.setattr("sys.stdin.isatty", lambda: True)
    monkeypatch.setattr("click.termui.visible_prompt_func", lambda _question: next(left))
    return left


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        ("\x1b[D", "There is an invisible character here (U+001B). Remove it."),
        ("Ne\u200bar", "There is an invisible character here (U+200B). Remove it."),
        ("caf\udcc3\udca9", "There is an invisible character here (U+DCC3). Remove it."),
        ("caf\ufffd\ufffd", "One letter could not be read."),
        ("...", "The title has no word that a voice can say."),
        ("x" * 3_000, "This has 3000 characters. Write 300 at most."),
        ("You must heal", '"must" demands something.'),
        ("  ", "Please type at least one word."),
    ],
    ids=ascii,
)
def test_a_title_that_check_would_refuse_is_refused_at_the_question(
    answer: str,
    reason: str,
    in_a_folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    left = answering(monkeypatch, answer, "Near: a #1 'thing'", "", "", "")
    assert run(["new", "near.md"]) == 0
    assert f"Error: {reason}" in capsys.readouterr().out
    assert not list(left)
    checked = check_script(str(in_a_folder / "near.md"))
    assert (checked.title, checked.errors) == ("Near: a #1 'thing'", 0)


@pytest.mark.parametrize(
    ("about", "reason"),
    [
        ("\x1b[A", "There is an invisible character here (U+001B). Remove it."),
        ("one two three four five six seven eight nine ten eleven twelve more", "about has 13"),
    ],
    ids=ascii,
)
@pytest.mark.usefixtures("in_a_folder")
def test_so_is_what_happens_and_the_position(
    about: str, reason: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    left = answering(monkeypatch, "", about, "", "4", "\x1b[B", "lying")
    assert run(["new", "near.md"]) == 0
    assert capsys.readouterr().out.count(reason if "U+" in reason else "Error: ") == 2
    assert not list(left)
    assert check_script("near.md").errors == 0


@pytest.mark.parametrize("ask", ["1", "2", "3", "4"])
@pytest.mark.usefixtures("in_a_folder")
def test_what_is_begun_is_kind_whatever_it_asks(ask: str, monkeypatch: pytest.MonkeyPatch) -> None:
    answering(monkeypatch, "", "", ask, "")
    assert run(["new", "near.md"]) == 0
    assert check_script("near.md").findings == ()


@pytest.mark.usefixtures("in_a_folder")
def test_what_is_begun_shows_the_welcome_a_minute_and_time_for_the_body() -> None:
    assert run(["new", "near.md", "--bare"]) == 0
    text = Path("near.md").read_text(encoding="utf-8")
    assert "\n[welcome]\n" in text
    assert "[do 8s]" in text
    marked = [line.endswith("(short)") for line in text.splitlines() if line.startswith("## ")]
    assert any(marked)
    assert not all(marked)


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("my morning.md", "'my morning.md'"),
        ("$HOME.md", "'$HOME.md'"),
        ("it's.md", shlex.quote("it's.md")),
        ("-x.md", "./-x.md"),
        ("you-must-heal.md", "you-must-heal.md"),
        ("....md", "....md"),
    ],
)
@pytest.mark.usefixtures("in_a_folder")
def test_the_next_command_can_be_typed(
    name: str, typed: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["new", "--bare", "--", name]) == 0
    out = capsys.readouterr().out
    assert out == f"{name} is ready. Change its words, then: ground check {typed}\n"
    assert check_script(shlex.split(typed)[0]).errors == 0


@pytest.mark.parametrize(
    ("name", "tried"),
    [
        ("", "morning.md"),
        (".md", "morning.md"),
        (".", "morning.md"),
        ("sub/.txt", "sub/morning.md"),
        ("sub/", "sub/morning.md"),
        ("my morning", "'my morning.md'"),
        ("-x", "./-x.md"),
        ("x.", "x.md"),
    ],
)
@pytest.mark.usefixtures("in_a_folder")
def test_a_name_is_proposed_that_can_be_typed(
    name: str, tried: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["new", "--bare", "--", name]) == 1
    err = capsys.readouterr().err
    assert err.endswith(f" Try: ground new {tried}\n")
    assert err.startswith(("The script needs a name.", "The name of a script ends in .md or .txt."))
    assert err.count("\n") == 1


@pytest.mark.e2e
@pytest.mark.skipif(sys.platform == "win32", reason="needs a POSIX terminal")
def test_bytes_that_are_no_letter_are_refused_at_the_question(in_a_folder: Path) -> None:
    import pexpect

    plain = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    program = pexpect.spawn(
        sys.executable,
        ["-m", "voice", "new", "near.md"],
        env={**os.environ, "PYTHONPATH": str(ROOT), **plain},
    )
    program.expect_exact(b"What is it called [Near]: ")
    program.send(b"caf\xc3\xa9\r")
    program.expect_exact(b"Error: One letter could not be read.")
    program.expect_exact(b"What is it called [Near]: ")
    program.sendcontrol("c")
    program.expect(pexpect.EOF)
    program.close()
    assert list(in_a_folder.iterdir()) == []


@pytest.mark.e2e
@pytest.mark.skipif(sys.platform == "win32", reason="needs a POSIX terminal")
@pytest.mark.parametrize("key", ["c", "d"])
def test_who_leaves_at_a_question_is_told_that_nothing_was_written(
    key: str, in_a_folder: Path
) -> None:
    import pexpect

    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    program = pexpect.spawn(
        sys.executable, ["-m", "voice", "new", "near.md"], env=environment, encoding="utf-8"
    )
    program.expect_exact("What is it called [Near]: ")
    program.sendcontrol(key)
    program.expect_exact("\r\nStopped. Nothing was written.\r\n")
    program.expect(pexpect.EOF)
    program.close()
    assert program.exitstatus == 130
    assert list(in_a_folder.iterdir()) == []
