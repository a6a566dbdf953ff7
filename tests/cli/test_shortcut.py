"""`ground shortcut` on every system, as far as files go; none of the real folders is touched."""

from __future__ import annotations

import errno
import os
import sys
from pathlib import Path
from types import ModuleType

import pytest

from voice.cli import doctor
from voice.cli.app import run
from voice.cli.doctor import Check
from voice.errors import ShortcutError
from voice.shortcut import here, linux, macos, windows
from voice.shortcut.here import MOVED, STARTED
from voice.shortcut.system import Folders

SYSTEMS = [linux, macos, windows]


@pytest.fixture(params=SYSTEMS, ids=lambda system: system.__name__.rpartition(".")[2], autouse=True)
def system(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    found: ModuleType = request.param
    monkeypatch.setattr(here, "_system", lambda: found)
    monkeypatch.setattr(linux, "check", lambda: None)
    return found


@pytest.fixture(autouse=True)
def folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Folders:
    found = Folders(tmp_path / "data" / "ground", tmp_path / "menu", tmp_path / "Desktop")
    for folder in found.shared:
        folder.mkdir()
    monkeypatch.setattr(here, "folders_here", lambda: found)
    return found


def files(tmp_path: Path) -> set[Path]:
    return {path for path in tmp_path.rglob("*") if path.is_file()}


def test_it_is_made_and_removed_and_either_twice_is_harmless(
    folders: Folders, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["shortcut"]) == 0
    made = files(tmp_path)
    assert made
    told = capsys.readouterr().out
    assert told.startswith("Ground is in ")
    assert told.splitlines()[-2:] == [STARTED, MOVED]
    assert run(["shortcut"]) == 0
    assert files(tmp_path) == made
    assert capsys.readouterr().out == told
    for sentence in ("The shortcut is removed.\n", "There is no shortcut here.\n"):
        assert run(["shortcut", "--remove"]) == 0
        assert capsys.readouterr() == (sentence, "")
        assert set(tmp_path.rglob("*")) == set(folders.shared)


def test_nothing_is_made_where_it_could_not_work(
    system: ModuleType,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    def refuse() -> None:
        raise ShortcutError("I find no terminal here.")

    monkeypatch.setattr(system, "check", refuse)
    assert run(["shortcut"]) == 1
    assert "I find no terminal here." in capsys.readouterr().err
    assert files(tmp_path) == set()


def test_another_programs_file_is_left_alone(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run(["shortcut"])
    *_, last = sorted(files(tmp_path), key=os.path.getmtime)
    run(["shortcut", "--remove"])
    last.parent.mkdir(parents=True, exist_ok=True)
    last.write_bytes(b"of another program")
    capsys.readouterr()
    assert run(["shortcut"]) == 1
    told = f"{last} is in the way, and ground did not make it. Move it away, then: ground shortcut"
    assert capsys.readouterr() == ("", f"{told}\n")
    assert run(["shortcut", "--remove"]) == 0
    assert capsys.readouterr().out == (
        f"There is no shortcut here.\nI leave {last} alone: ground did not make it.\n"
    )
    assert files(tmp_path) == {last}
    assert last.read_bytes() == b"of another program"


def test_a_full_disk_is_one_sentence_and_leaves_nothing(
    folders: Folders,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    def full(_descriptor: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", full)
    assert run(["shortcut"]) == 1
    out, err = capsys.readouterr()
    assert (out, err.count("\n")) == ("", 1)
    assert err.endswith(": No space left on device. Nothing was changed.\n")
    assert set(tmp_path.rglob("*")) == set(folders.shared)


def test_settings_that_are_reset_leave_it_whole(tmp_path: Path) -> None:
    run(["shortcut"])
    made = {path: path.read_bytes() for path in files(tmp_path)}
    assert run(["settings", "--reset"]) == 0
    assert {path: path.read_bytes() for path in files(tmp_path)} == made


@pytest.fixture
def examined(monkeypatch: pytest.MonkeyPatch) -> None:
    """`doctor`, as if all else worked."""
    for part in ("_sound", "_portaudio", "_microphone", "_files"):
        monkeypatch.setattr(doctor, part, lambda: Check("It", True, "one"))
    monkeypatch.setattr(doctor, "_voices", lambda: [Check("Speech", True, "one")])


@pytest.mark.usefixtures("examined")
def test_doctor_says_what_it_starts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def told() -> list[str]:
        assert run(["doctor"]) == 0
        lines = capsys.readouterr().out.splitlines()
        return [line for line in lines if line.startswith("The shortcut")]

    assert told() == []
    run(["shortcut"])
    capsys.readouterr()
    assert told() == ["The shortcut works: it starts this copy of ground."]
    other = (
        "The shortcut starts another copy of ground, or is not whole. "
        "To have it start this one: ground shortcut"
    )
    with monkeypatch.context() as patch:
        patch.setattr(sys, "executable", str(tmp_path / "other" / "python"))
        assert told() == [other]
    for path in files(tmp_path):
        content = path.read_bytes()
        path.unlink()
        assert told() == [other]
        path.write_bytes(content)
    assert told() == ["The shortcut works: it starts this copy of ground."]
