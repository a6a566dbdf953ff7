"""Command lines that `ground export` refuses before it begins."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.recording.spoken import made
from voice.cli.app import ground, run
from voice.paths import voices_folder
from voice.sound import backgrounds, music


@pytest.fixture(autouse=True)
def _in_a_folder_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize("command", ["play", "export"])
@pytest.mark.parametrize("name", ["", " "])
def test_a_background_without_a_name_is_wrong_usage(command: str, name: str) -> None:
    ran = CliRunner().invoke(ground, [command, "ice-cube", "--background", name])
    assert ran.exit_code == 2
    assert (
        ran.stderr.splitlines()[-1]
        == "Error: --background needs a sound, such as rain, or a file of music."
    )


@pytest.mark.parametrize("kind", ["m4b", "m4a"])
@pytest.mark.parametrize("several", [[], ["ice-cube", "--output", "album/", "--jobs", "1"]])
def test_a_kind_whose_library_is_missing_is_refused_before_it_is_begun(
    kind: str,
    several: list[str],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setitem(sys.modules, "av", None)
    command = ["export", "three-breaths", "--voice", "tone/low", "--format", kind, *several]
    assert run(command) == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert len(err.splitlines()) == 1
    assert "need another package" in err
    assert not list(Path().iterdir())


def test_a_background_that_does_not_answer_is_refused_before_it_is_read_for_the_mark(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("a.mp3").write_bytes(b"sound")

    def no_answer(_path: Path) -> None:
        raise TimeoutError(0, "it does not answer")

    def never(_name: str | None) -> str:
        pytest.fail("it was read")

    monkeypatch.setattr(music, "check", no_answer)
    monkeypatch.setattr("voice.album.order.background_named", never)
    monkeypatch.setattr(backgrounds, "ANSWERS", 60)
    assert run(["export", "three-breaths", "--voice", "tone/low", "--background", "a.mp3"]) == 1
    assert capsys.readouterr().err == (
        "a.mp3 cannot be read: it does not answer. Choose another file for --background.\n"
    )


@pytest.mark.parametrize("names", [["three-breaths"], ["three-breaths", "ice-cube"]])
def test_a_folder_in_one_that_is_not_there_is_told(
    names: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["export", *names, "--voice", "tone/low", "-o", "summer/walk/"]) == 1
    assert capsys.readouterr().err == (
        "I can't make the folder summer/walk: there is no folder summer. "
        "Choose another with --output.\n"
    )


def test_a_name_of_another_format_than_the_one_chosen_is_refused(
    capsys: pytest.CaptureFixture[str],
) -> None:
    command = ["export", "three-breaths", "--voice", "tone/low", "--format", "wav"]
    assert run([*command, "-o", "x.mp3"]) == 1
    assert capsys.readouterr().err == (
        "x.mp3 ends in .mp3, but --format says wav. Leave out --format, or name the file x.wav.\n"
    )
    assert not list(Path().iterdir())
    Path("y.mp3").mkdir()
    assert run([*command, "-o", "y.mp3"]) == 0
    assert [path.suffix for path in Path("y.mp3").iterdir()] == [".wav"]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps a folder that is in use")
@pytest.mark.parametrize(
    "command",
    [
        ["export", "three-breaths", "--voice", "tone/low"],
        ["export", "three-breaths", "--voice", "tone/low", "-o", "x.mp3"],
        ["export", "three-breaths", "--voice", "tone/low", "-o", "album/"],
        ["export", "three-breaths", "ice-cube", "--voice", "tone/low"],
        ["export", "three-breaths", "ice-cube", "--voice", "tone/low", "-o", "album"],
        ["show", "three-breaths", "--voice", "tone/low", "--picture", "x.svg"],
        ["new", "x.md", "--bare"],
        ["record", "Mira", "--pack"],
    ],
    ids=" ".join,
)
def test_a_working_folder_that_was_deleted_is_told(
    command: list[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    made(voices_folder(), "Mira", may_be_passed_on=True)
    (tmp_path / "gone").mkdir()
    monkeypatch.chdir(tmp_path / "gone")
    (tmp_path / "gone").rmdir()
    assert run(command) == 1
    assert capsys.readouterr() == (
        "",
        "The folder that you are in was deleted. Go to another one with cd, and do it again.\n",
    )


@pytest.mark.parametrize(
    ("command", "sentence"),
    [
        (["export"], "Name the exercises, or use --all without names."),
        (["export", "ice-cube", "--all"], "Name the exercises, or use --all without names."),
        (["export", "ice-cube", "-o", ""], "--output needs a name."),
        (["voices", "--add", ""], "--add needs a name."),
        (["record", "Mira", "ice-cube", "--from", ""], "--from needs a name."),
        (["record", "Mira", "ice-cube", "--one", " "], "--one needs a name."),
    ],
)
def test_a_name_that_is_not_given_is_asked_for(command: list[str], sentence: str) -> None:
    ran = CliRunner().invoke(ground, command)
    assert ran.exit_code == 2
    assert ran.stderr.splitlines()[-1] == f"Error: {sentence}"


def test_a_file_in_place_of_a_folder_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    Path("foreign.mp3").touch()
    for place in ("foreign.mp3/x.mp3", "foreign.mp3/"):
        assert run(["export", "three-breaths", "--voice", "tone/low", "-o", place]) == 1
        assert capsys.readouterr().err == (
            "foreign.mp3 is a file, not a folder. Choose another place with --output.\n"
        )
    loop = Path("loop")
    loop.symlink_to(loop)
    for names in (["three-breaths"], ["three-breaths", "ice-cube"]):
        assert run(["export", *names, "--voice", "tone/low", "-o", "loop/"]) == 1
        assert "loop is a broken link, not a folder" in capsys.readouterr().err
    assert run(["export", "three-breaths", "--voice", "tone/low", "-o", "loop", "--format", "wav"])
    assert capsys.readouterr().err == (
        "loop is a link that leads back to itself. "
        "Remove it, or choose another name with --output.\n"
    )
    assert run(["export", "--all", "--voice", "tone/low", "-o", "foreign.mp3"]) == 1
    assert "foreign.mp3 is a file, not a folder" in capsys.readouterr().err
    assert Path("foreign.mp3").read_bytes() == b""
