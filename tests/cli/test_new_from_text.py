"""`ground new --from-text`: a text becomes a script, whole or not at all, and nothing is hidden."""

from __future__ import annotations

import errno
import io
import os
import sys
from pathlib import Path

import pytest

from voice.check.files import check_script
from voice.cli.app import run
from voice.script.library import load

ROOT = Path(__file__).parents[2]

TEXT = """Near and far

Today
Look at the “nearest” thing… and then at one that\u2019s farther away. (pause)
•\tFind its café-coloured edge. (10 seconds)
"""

WINDOWS = TEXT.replace("\n", "\r\n").encode("cp1252")


@pytest.fixture(autouse=True)
def _in_a_folder_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def told(capsys: pytest.CaptureFixture[str]) -> list[str]:
    return capsys.readouterr().out.splitlines()


def test_what_was_changed_and_what_is_left_is_told_line_by_line(
    capsys: pytest.CaptureFixture[str],
) -> None:
    Path("near.txt").write_text(TEXT, encoding="utf-8")
    assert run(["new", "near.md", "--from-text", "near.txt"]) == 0
    checked = check_script("near.md")
    changed, _, left = capsys.readouterr().out.partition("\n\n")
    assert changed.splitlines() == [
        "Changed, by the lines of near.txt (a paragraph counts as its first line):",
        'line 1: "Near and far" is taken for the head, as title',
        'line 3: "Today" is the heading of a step, which is not spoken',
        'line 4: "…" became [2s]',
        'line 4: "(pause)" became [4s]',
        "line 5: the mark of a list is left out",
        'line 5: "(10 seconds)" became [10s]',
        "everywhere: each sentence stands on a line of its own",
    ]
    assert checked.errors
    assert left.splitlines() == [
        "Left to do, by the lines of near.md:",
        *(f"near.md:{found.line}:{found.column}: {found}" for found in checked.findings),
        "The head was guessed; see whether it is right: about: Near and far., ask: 1, "
        "position: sitting, standing or lying",
        "about is only the title so far. Say in twelve words at most what happens.",
        "",
        "near.md is ready, with 1 step and 3 lines. 2 errors and 1 warning.",
        "When you have changed it: ground check near.md",
    ]


@pytest.mark.parametrize(
    "content",
    [
        TEXT.encode(),
        TEXT.encode("utf-8-sig"),
        TEXT.replace("\n", "\r\n").encode("utf-16"),
        TEXT.encode("utf-16-be"),
        TEXT.replace("\n", "\r").encode("utf-32"),
        WINDOWS,
        TEXT.replace("\n", "\u2028").replace(" ", "\xa0").encode(),
        TEXT.replace("nearest", "near\u00adest\u200b").encode(),
    ],
    ids=["plain", "marked", "Notepad", "wide", "widest", "Windows", "separators", "invisible"],
)
def test_a_text_is_read_however_it_was_saved(
    content: bytes, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("text.txt").write_bytes(content)
    assert run(["new", "near.md", "--from-text", "text.txt"]) == 0
    body = Path("near.md").read_text(encoding="utf-8").partition("## Today\n")[2]
    assert " ".join(body.split()) == (
        "Look at the “nearest” thing [2s] and then at one that\u2019s farther away. [4s] "
        "Find its café-coloured edge. [10s]"
    )
    doubt = "text.txt is not UTF-8, so it was read as Windows text (cp1252)."
    assert (doubt in capsys.readouterr().out) == (content == WINDOWS)


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("gone.txt", None, "There is no file gone.txt. Check its name and folder."),
        (".", None, ". is a folder. Name a text in it."),
        ("", None, "No text was named. Name a file, or - to paste one."),
        ("a\0b", None, "No file can have this name. Check it."),
        ("a.txt", b"", "a.txt has no words."),
        ("a.txt", b"---\n...\n\xe2\x80\xa2\n", "a.txt has no words."),
        ("a.txt", b"# Only a heading\n", "The text has no words to speak"),
        ("a.txt", b"Look.\0\0\0", "a.txt is not a text."),
        ("a.txt", "Посмотрите вокруг.".encode("cp1251"), "Some letters of a.txt cannot be read."),
        ("a.txt", b"\xff\xfeLoo", "Some letters of a.txt cannot be read."),
        ("a.txt", b"x" * 2_000_001, "a.txt is too large for one exercise."),
        ("a.txt", b"Look. " * 10_001, "The text has over 10000 sentences."),
        ("a.pdf", b"%PDF-1.7\n", "a.pdf is a PDF. Open it, choose Save As"),
        ("a.doc", b"\xd0\xcf\x11\xe0\xa1", "a.doc is an old Word document, or one"),
        ("a.rtf", b"{\\rtf1 Look}", "a.rtf is an RTF document."),
        ("a.odt", b"PK\x03\x04mimetype", "a.odt is not a Word document"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_one_sentence_and_nothing_is_written(
    name: str, content: bytes | None, sentence: str, capsys: pytest.CaptureFixture[str]
) -> None:
    if content is not None:
        Path(name).write_bytes(content)
    before = sorted(Path().iterdir())
    assert run(["new", "near.md", "--from-text", name]) == 1
    out, err = capsys.readouterr()
    assert (out, err.count("\n")) == ("", 1)
    assert err.startswith(sentence)
    assert sorted(Path().iterdir()) == before


@pytest.mark.parametrize("name", ["one.md", "/dev/null"])
@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such devices")
def test_a_pipe_or_a_device_is_not_waited_for(
    name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    if name == "one.md":
        os.mkfifo(name)
    assert run(["new", "near.md", "--from-text", name]) == 1
    assert "it is not an ordinary file" in capsys.readouterr().err


def test_a_script_is_not_made_into_another(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["new", "near.md", "--bare"]) == 0
    assert run(["new", "far.md", "--from-text", "near.md"]) == 1
    assert capsys.readouterr().err.startswith("near.md is a script already.")
    assert not Path("far.md").exists()


def test_a_script_that_is_there_stays(capsys: pytest.CaptureFixture[str]) -> None:
    Path("near.md").write_text("mine", encoding="utf-8")
    assert run(["new", "near.md", "--from-text", "gone.txt"]) == 1
    assert capsys.readouterr().err == "near.md is already there. Choose another name.\n"
    assert Path("near.md").read_text(encoding="utf-8") == "mine"


def test_a_full_disk_leaves_nothing(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def full(_descriptor: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    Path("near.txt").write_text(TEXT, encoding="utf-8")
    monkeypatch.setattr(os, "fsync", full)
    assert run(["new", "near.md", "--from-text", "near.txt"]) == 1
    assert capsys.readouterr().out == ""
    assert [each.name for each in Path().iterdir()] == ["near.txt"]


def test_a_text_can_be_piped(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(TEXT.encode())))
    assert run(["new", "near.md", "--from-text", "-"]) == 0
    assert load("near.md").title == "Near and far"
    assert told(capsys)[0].startswith("Changed, by the lines of the pasted text")


def test_a_line_too_long_to_read_is_left_whole_and_told(capsys: pytest.CaptureFixture[str]) -> None:
    long = "Look " + "and look " * 50 + "round."
    Path("near.txt").write_text(f"{long} You must look.", encoding="utf-8")
    assert run(["new", "near.md", "--from-text", "near.txt"]) == 0
    assert f"\n{long}\n" in Path("near.md").read_text(encoding="utf-8")
    rows = [row for row in told(capsys) if row.startswith("near.md:")]
    assert any("characters, too many to follow by ear" in row for row in rows)
    assert any('error [demand] "must"' in row for row in rows)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Schauen Sie sich um und suchen Sie drei Dinge, die rund sind. Das war es.", "de"),
        ("Regardez autour de vous et choisissez un objet que vous aimez. C\u2019est la fin.", "fr"),
        ("Look round the room and find a thing that you like. That is all of it.", "en"),
        ("Посмотрите вокруг себя и найдите три круглых предмета.", "?"),
        ("Bla bla bla.", "?"),
        ("5... 4... 3...", "?"),
        ("Stein, Berg und Tal, Feld, Wald, Fluss, Meer, Wind, Sand, Laub, Moos, Farn.", "?"),
        ("Du er i et rum med en stol. Det er en god stol, og den er din.", "?"),
    ],
)
def test_the_language_is_guessed_only_if_it_is_sure(
    text: str, language: str, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("near.txt").write_text(text, encoding="utf-8")
    assert run(["new", "near.md", "--from-text", "near.txt"]) == 0
    assert load("near.md").language == ("en" if language == "?" else language)
    assert ("I can't tell the language." in capsys.readouterr().out) == (language == "?")


@pytest.mark.parametrize(
    ("text", "ask", "position"),
    [
        ("Look round the room.", 1, "sitting, standing or lying"),
        ("Sit down, and look round the room.", 1, "sitting"),
        ("Fetch a cup. Lie down on your back.", 2, "lying"),
        ("Stand up. Walk round the block.", 3, "standing"),
    ],
)
def test_the_rest_of_the_head_is_guessed_from_the_words(text: str, ask: int, position: str) -> None:
    Path("near.txt").write_text(text, encoding="utf-8")
    assert run(["new", "near.md", "--bare", "--from-text", "near.txt"]) == 0
    script = load("near.md")
    assert (script.title, script.ask, script.position) == ("Near", ask, position)


def answering(monkeypatch: pytest.MonkeyPatch, *answers: str) -> None:
    left = iter(answers)
    monkeypatch.setattr("sys.stdin.isatty", lambda: True)
    monkeypatch.setattr("click.termui.visible_prompt_func", lambda _question: next(left))


def test_in_a_terminal_the_text_proposes_and_the_author_decides(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("near.txt").write_text("Relax by the sea\n\nSit by the sea.\n", encoding="utf-8")
    answering(monkeypatch, "You must relax", "By the sea", "", "2", "")
    assert run(["new", "near.md", "--from-text", "near.txt"]) == 0
    script = load("near.md")
    assert (script.title, script.about, script.ask) == ("By the sea", "By the sea.", 2)
    assert script.position == "sitting"
    assert "<!-- title: Relax by the sea -->" in Path("near.md").read_text(encoding="utf-8")
    out = capsys.readouterr().out
    assert 'Error: "must"' in out
    assert "guessed" not in out


def test_a_title_of_the_text_is_taken_though_check_will_speak_of_it(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("near.txt").write_text("Relax by the sea\n\nLook at the sea.\n", encoding="utf-8")
    answering(monkeypatch, "", "", "", "")
    assert run(["new", "near.md", "--from-text", "near.txt"]) == 0
    assert load("near.md").title == "Relax by the sea"
    assert 'near.md:2:8: error [relax] "Relax"' in capsys.readouterr().out


pexpect_only = pytest.mark.skipif(sys.platform == "win32", reason="needs a POSIX terminal")


@pytest.mark.e2e
@pexpect_only
def test_a_text_can_be_pasted_into_a_terminal(tmp_path: Path) -> None:
    import pexpect

    program = pexpect.spawn(
        sys.executable,
        ["-m", "voice", "new", "near.md", "--from-text", "-"],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        encoding="utf-8",
    )
    program.expect_exact("Paste the text, then press Enter and Ctrl-D.")
    for row in ("By the sea", "", "Look at the sea. (pause)", "Then look at the sand."):
        program.sendline(row)
    program.sendeof()
    program.expect_exact("What is it called [By the sea]: ")
    for _ in range(4):
        program.sendline("")
    program.expect_exact("near.md is ready, with 1 step and 2 lines.")
    program.expect(pexpect.EOF)
    program.close()
    assert (program.exitstatus, load(str(tmp_path / "near.md")).title) == (0, "By the sea")


@pytest.mark.e2e
@pexpect_only
@pytest.mark.parametrize(
    ("typed", "key", "sentence", "code"),
    [
        ("Look.", "c", "Stopped. Nothing was written.", 130),
        ("Look. " * 1_000, "d", "A line is so long that the terminal cut it.", 1),
    ],
)
def test_a_text_that_is_not_whole_is_not_taken(
    typed: str, key: str, sentence: str, code: int, tmp_path: Path
) -> None:
    import pexpect

    program = pexpect.spawn(
        sys.executable,
        ["-m", "voice", "new", "near.md", "--from-text", "-"],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        encoding="utf-8",
        echo=False,
    )
    program.expect_exact("Ctrl-D.")
    program.sendline(typed)
    program.sendcontrol(key)
    program.expect_exact(sentence)
    program.expect(pexpect.EOF)
    program.close()
    assert program.exitstatus == code
    assert list(tmp_path.iterdir()) == []
