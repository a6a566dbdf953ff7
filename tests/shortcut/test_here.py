"""The folders of the desktop are found where the desktop has them."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from voice.shortcut.here import folders_here

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="other systems have other names")


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("HOME", str(tmp_path))
    for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_DESKTOP_DIR"):
        monkeypatch.delenv(name, raising=False)
    (tmp_path / "Desktop").mkdir()
    return tmp_path


def call_the_desktop(home: Path, place: str) -> None:
    (home / ".config").mkdir(mode=0o700, exist_ok=True)
    names = home / ".config" / "user-dirs.dirs"
    names.write_text(f'# written by xdg-user-dirs-update\nXDG_DESKTOP_DIR="{place}"\n')
    names.chmod(0o600)


def test_they_are_the_usual_ones_whatever_the_home_of_ground_is(home: Path) -> None:
    found = folders_here()
    assert found.menu == home / ".local" / "share" / "applications"
    assert found.own == home / ".local" / "share" / "ground" / "shortcut"
    assert found.desktop == home / "Desktop"


def test_the_desktop_has_a_name_in_every_language(home: Path) -> None:
    call_the_desktop(home, "$HOME/Schreib tisch")
    (home / "Schreib tisch").mkdir()
    assert folders_here().desktop == home / "Schreib tisch"


@pytest.mark.parametrize("place", ["$HOME/", "$HOME", "$HOME/gone"])
def test_a_desktop_that_is_switched_off_gets_no_icon(home: Path, place: str) -> None:
    call_the_desktop(home, place)
    assert folders_here().desktop is None


def test_the_menu_may_be_elsewhere(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    found = folders_here()
    assert found.menu == tmp_path / "data" / "applications"
    assert found.data == tmp_path / "data" / "ground"
    assert found.desktop == home / "Desktop"
