"""The program is found as it was started: from an environment, a link, a checkout, or frozen."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from voice.errors import GroundError
from voice.shortcut.start import Start, start_here

ROOT = Path(__file__).parents[2]


@pytest.fixture
def script(tmp_path: Path) -> Path:
    path = tmp_path / "my env's" / "bin" / ("ground.exe" if sys.platform == "win32" else "ground")
    path.parent.mkdir(parents=True)
    path.touch()
    return path


@pytest.fixture(autouse=True)
def _no_home(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("GROUND_HOME")


def test_an_installed_command_is_started_again(
    script: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "argv", [str(script), "shortcut"])
    assert start_here() == Start((str(script),))
    monkeypatch.chdir(script.parent)
    monkeypatch.setattr(sys, "argv", ["./ground"])
    assert start_here() == Start((str(script),))


@pytest.mark.skipif(sys.platform == "win32", reason="links need a privilege there")
def test_a_link_to_it_stays_a_link(
    script: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    link = tmp_path / "ground"
    link.symlink_to(script)
    monkeypatch.setattr(sys, "argv", [str(link)])
    assert start_here() == Start((str(link),))


@pytest.mark.parametrize("typed", ["Scripts/ground", "Scripts/ground.exe"])
def test_on_windows_the_command_is_a_program(
    typed: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "platform", "win32")
    program = tmp_path / "Scripts" / "ground.exe"
    program.parent.mkdir()
    program.touch()
    monkeypatch.setattr(sys, "argv", [str(tmp_path / typed)])
    assert start_here() == Start((str(program),))


@pytest.mark.parametrize("typed", ["voice/__main__.py", "-m", "-c", "", "gone/ground", "voice"])
def test_a_checkout_is_started_in_its_folder(typed: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    monkeypatch.setattr(sys, "argv", [typed])
    start = start_here()
    assert start == Start((sys.executable, "-m", "voice"), ROOT)
    assert start.needs == (Path(sys.executable), ROOT / "voice")


def test_a_frozen_program_is_started_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    assert start_here() == Start((sys.executable,))


@pytest.mark.parametrize(("home", "place"), [("my home", "my home"), ("~/x", "~/x"), ("", None)])
def test_its_files_are_found_again(
    home: str, place: str | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GROUND_HOME", home)
    found = start_here().home
    assert found == (None if place is None else tmp_path / Path(place).expanduser())


@pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps a folder that is in use")
def test_a_home_in_a_folder_that_was_deleted_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "gone").mkdir()
    monkeypatch.chdir(tmp_path / "gone")
    (tmp_path / "gone").rmdir()
    monkeypatch.setenv("GROUND_HOME", "home")
    with pytest.raises(GroundError, match="that you are in was deleted"):
        start_here()
