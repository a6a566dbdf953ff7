"""The application for macOS: its parts read, and its scripts run with macOS' commands replaced."""

from __future__ import annotations

import plistlib
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.shortcut.awkward import AWKWARD
from tests.shortcut.told import Told
from voice.shortcut import macos
from voice.shortcut.files import place, remove
from voice.shortcut.start import Start
from voice.shortcut.system import Folders

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs a POSIX shell")


@pytest.fixture
def folders(tmp_path: Path) -> Folders:
    home = tmp_path / AWKWARD
    return Folders(home / "Library" / "Application Support" / "ground", home / "Applications", None)


@pytest.fixture
def asked(tmp_path: Path) -> Iterator[Told]:
    with Told(tmp_path / "asked") as told:
        yield told


@pytest.fixture
def path(tmp_path: Path) -> str:
    """Where commands are found: first stand-ins for those of macOS, which tell what is asked."""
    folder = tmp_path / "programs"
    folder.mkdir()
    for name, script in {
        "open": f"printf '%s\\n' \"$@\" >'{tmp_path}/asked'",
        "osascript": f"printf '%s\\n' \"$*\" \"$(cat)\" >'{tmp_path}/asked'",
        "sleep": "",
    }.items():
        (folder / name).write_text(f"#!/bin/sh\n{script}\n")
        (folder / name).chmod(0o755)
    return f"{folder}:/usr/bin:/bin"


@pytest.fixture
def bundle(folders: Folders, start: Start) -> Path:
    place(macos.files(folders, start), folders.shared)
    return folders.menu / "Ground.app"


def test_its_listing_names_what_there_is(bundle: Path) -> None:
    listing = plistlib.loads((bundle / "Contents" / "Info.plist").read_bytes())
    assert listing["CFBundlePackageType"] == "APPL"
    assert listing["CFBundleName"] == "Ground"
    assert listing["LSUIElement"] is True  # nothing for the Dock
    program = bundle / "Contents" / "MacOS" / listing["CFBundleExecutable"]
    icon = bundle / "Contents" / "Resources" / listing["CFBundleIconFile"]
    assert program.stat().st_mode & 0o100
    assert icon.read_bytes().startswith(b"icns")


def test_nothing_else_is_made_and_all_of_it_is_removed(
    folders: Folders, start: Start, bundle: Path
) -> None:
    files = macos.files(folders, start)
    assert all(file.path.is_relative_to(bundle) for file in files)
    assert remove([file.path for file in files], folders.shared)
    assert list(folders.menu.iterdir()) == []


def test_it_opens_terminal(bundle: Path, path: str, asked: Told) -> None:
    subprocess.run([bundle / "Contents" / "MacOS" / "ground"], env={"PATH": path}, check=True)
    *options, command = asked.wait().splitlines()
    assert options == ["-a", "Terminal"]
    opened = Path(command)
    assert opened.samefile(bundle / "Contents" / "Resources" / "ground.command")
    assert opened.stat().st_mode & 0o100  # else Terminal shows an error


def test_at_the_end_its_window_is_closed(
    folders: Folders, path: str, asked: Told, tmp_path: Path
) -> None:
    """Terminal is asked to close the window with this terminal, after the script has ended."""
    pexpect = pytest.importorskip("pexpect")
    [_, command, *_] = macos.files(folders, Start(("/bin/echo", "Over.")))
    script = tmp_path / "ground.command"
    script.write_bytes(command.content)
    window = pexpect.spawn("/bin/sh", [str(script)], env={"PATH": path}, timeout=20)
    window.expect_exact("Over.")
    arguments, *lines = asked.wait().splitlines()
    assert re.fullmatch(r"- /dev/\S+", arguments)
    assert (lines[0], lines[-1]) == ("on run {place}", "end run")
    opening = [line for line in lines if re.match(r"\s*(on run|tell|repeat|try)", line)]
    assert len(opening) == len([line for line in lines if line.strip().startswith("end")])
    window.expect(pexpect.EOF)
    window.close()
    assert window.exitstatus == 0
