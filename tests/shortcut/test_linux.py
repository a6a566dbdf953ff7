"""Desktop entries, read by the programs that desktops read them with."""

from __future__ import annotations

import hashlib
import shutil
import stat
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from tests.shortcut.awkward import AWKWARD
from tests.shortcut.told import Told
from voice.errors import ShortcutError
from voice.shortcut import linux
from voice.shortcut.files import place
from voice.shortcut.start import Start
from voice.shortcut.system import Folders

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="folders have other names there")

NAMES = [
    AWKWARD,
    "plain",
    "a b",
    "100%",
    "%f%%u",
    '"',
    "\\",
    "\\\\n",
    "$HOME",
    "`id`",
    "a\nb",
    "a\tb",
    "a\rb",
    "日本",
]


def tool(name: str) -> str:
    path = shutil.which(name)
    if path is None:
        pytest.skip(f"not installed: {name}")
    return path


@pytest.fixture(params=NAMES)
def made(request: pytest.FixtureRequest, tmp_path: Path, start: Start) -> Folders:
    """A shortcut in a home folder of that name."""
    desktop = tmp_path / "Desktop"
    desktop.mkdir()
    share = tmp_path / str(request.param)
    folders = Folders(share / "ground", share / "applications", desktop)
    place(linux.files(folders, start), folders.shared)
    return folders


@pytest.mark.e2e
def test_it_is_a_valid_entry_in_any_home(made: Folders) -> None:
    done = subprocess.run(
        [tool("desktop-file-validate"), made.menu / linux.FILE_NAME],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


@pytest.mark.e2e
def test_a_desktop_starts_the_script_in_a_terminal(made: Folders, tmp_path: Path) -> None:
    """GLib reads the entry, as GNOME and others do; the terminal is replaced, to see its words."""
    gio = tool("gio")
    programs = tmp_path / "bin"
    programs.mkdir()
    (programs / "xterm").write_text(f"#!/bin/sh\nprintf '%s\\0' \"$@\" >'{tmp_path}/words'\n")
    (programs / "xterm").chmod(0o755)
    for folder in (made.menu, made.desktop):
        assert folder is not None
        with Told(tmp_path / "words") as told:
            subprocess.run(
                [gio, "launch", folder / linux.FILE_NAME],
                env={"PATH": str(programs), "HOME": "/"},
                check=True,
            )
            words = told.wait().split("\0")
        assert words == ["-e", "/bin/sh", str(made.own / "ground.sh"), ""]


def value(entry: Path, key: str) -> str:
    [line] = [row for row in entry.read_text().splitlines() if row.startswith(f"{key}=")]
    return line.partition("=")[2]


def test_menu_and_desktop_have_the_same_entry(folders: Folders, start: Start) -> None:
    place(linux.files(folders, start), folders.shared)
    assert folders.desktop is not None
    menu, desktop = (each / linux.FILE_NAME for each in (folders.menu, folders.desktop))
    assert menu.read_bytes() == desktop.read_bytes()
    assert stat.S_IMODE(desktop.stat().st_mode) & 0o100  # else GNOME shows a text
    icon = Path(value(desktop, "Icon"))
    assert icon.read_bytes().startswith(b"\x89PNG")
    assert value(desktop, "Terminal") == "true"


def test_without_a_desktop_it_is_in_the_menu_only(
    folders: Folders, start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    bare = replace(folders, desktop=None)
    monkeypatch.setattr(linux, "_trust", pytest.fail)
    paths = [file.path for file in linux.files(bare, start)]
    assert [path.parent for path in paths] == [bare.own, bare.own, bare.menu]
    assert linux.told(bare) == ("Ground is in the menu of programs.",)


@pytest.fixture
def programs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str, str], None]:
    """Puts programs where commands are found, and nothing else there."""
    folder = tmp_path / "programs"
    folder.mkdir()
    monkeypatch.setenv("PATH", str(folder))

    def add(name: str, script: str) -> None:
        (folder / name).write_text(f"#!/bin/sh\n{script}\n")
        (folder / name).chmod(0o755)

    return add


def test_without_a_terminal_it_says_so(programs: Callable[[str, str], None]) -> None:
    programs("not-a-terminal", "")
    with pytest.raises(ShortcutError) as caught:
        linux.check()
    assert str(caught.value) == (
        "I find no terminal here for the icon to open. "
        "Install one, for example: sudo apt install xterm"
    )
    programs("konsole", "")
    linux.check()


def test_the_desktop_is_told_to_trust_it(
    folders: Folders, start: Start, programs: Callable[[str, str], None], tmp_path: Path
) -> None:
    place(linux.files(folders, start), folders.shared)
    where = "Ground is in the menu of programs and on the desktop."
    assert linux.told(folders) == (where, linux.UNTRUSTED)
    programs("gio", "exit 1")
    assert linux.told(folders) == (where, linux.UNTRUSTED)
    programs("gio", f"printf '%s\\n' \"$*\" >>'{tmp_path}/asked'")
    assert linux.told(folders) == (where,)
    assert folders.desktop is not None
    entry = folders.desktop / linux.FILE_NAME
    digest = hashlib.sha256(entry.read_bytes()).hexdigest()
    assert (tmp_path / "asked").read_text().splitlines() == [
        f"set -t string {entry} metadata::trusted true",
        f"set -t string {entry} metadata::xfce-exe-checksum {digest}",
    ]


def test_a_desktop_that_does_not_answer_is_not_waited_for(
    folders: Folders,
    start: Start,
    programs: Callable[[str, str], None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    place(linux.files(folders, start), folders.shared)
    monkeypatch.setattr(linux, "_TRUSTING", 0.1)
    programs("gio", "kill -STOP $$")
    assert linux.told(folders)[-1] == linux.UNTRUSTED
