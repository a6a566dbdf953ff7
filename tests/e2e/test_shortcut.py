"""The icon, started as a desktop starts it: a real terminal in a window, real sound, no keys."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.e2e.conftest import Ground
from tests.e2e.ear import LIMIT, listening, rendered
from tests.e2e.test_menu import OWN, bells_in
from tests.pulse import PulseServer
from tests.shortcut.awkward import AWKWARD
from voice.shortcut.linux import FILE_NAME
from voice.speech.catalog import open_catalog

pytestmark = [
    pytest.mark.e2e,
    pytest.mark.skipif(
        not all(map(shutil.which, ("Xvfb", "xterm", "gio"))),
        reason="needs a display, a terminal and a program that starts desktop entries",
    ),
]


@pytest.fixture
def home(tmp_path: Path) -> Path:
    folder = tmp_path / AWKWARD
    (folder / "Desktop").mkdir(parents=True)
    (folder / "ground" / "scripts").mkdir(parents=True)
    for id_, swap in (("hear-five", "ice-cube"), ("ice-cube", "hear-five")):
        text = OWN.format(title="First of all", swap=swap, line="Here it is.", silence=1)
        (folder / "ground" / "scripts" / f"{id_}.md").write_text(text)
    return folder


@pytest.fixture
def environment(home: Path, tmp_path: Path, pulse: PulseServer) -> dict[str, str]:
    """Environment of a desktop with one terminal: what a shell sets is missing."""
    programs = tmp_path / "bin"
    programs.mkdir()
    (programs / "xterm").symlink_to(shutil.which("xterm") or "")
    folders = {
        "HOME": home,
        "PATH": programs,
        "XDG_CONFIG_HOME": home / ".config",
        "XDG_DATA_HOME": home / ".local" / "share",
        "XDG_DESKTOP_DIR": home / "Desktop",
    }
    return {**{name: str(path) for name, path in folders.items()}, "LC_ALL": "C.UTF-8", **pulse.env}


@pytest.fixture
def display(environment: dict[str, str]) -> Iterator[subprocess.Popen[bytes]]:
    """A display without a screen, which ends with its last window."""
    read, write = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(write), "-terminate", "-nolisten", "tcp"],
        pass_fds=[write],
        stderr=subprocess.DEVNULL,
    )
    os.close(write)
    try:
        with os.fdopen(read, "rb") as number:
            environment["DISPLAY"] = f":{number.readline().decode().strip()}"
        yield server
    finally:
        server.kill()
        server.wait()


def test_it_speaks_from_an_icon_and_its_window_closes_by_itself(
    home: Path,
    environment: dict[str, str],
    display: subprocess.Popen[bytes],
    pulse: PulseServer,
    tmp_path: Path,
) -> None:
    with closing(open_catalog(home / "ground" / "cache")) as catalog:
        voice = catalog.choose(None, "en")
        choice = rendered(catalog, voice, 135, "For first of all, press one, or wait.")
    ground = Ground(tmp_path, home / "ground")
    made = ground.apart("shortcut", **environment)
    assert (made.code, made.err) == (0, "")
    entry = home / "Desktop" / FILE_NAME
    with listening(pulse, tmp_path) as ear:
        gio = shutil.which("gio") or ""
        subprocess.run([gio, "launch", entry], env=environment, check=True, timeout=LIMIT)
        heard = ear.hear(choice)
        assert bells_in(ear.capture[: heard.start])
        assert display.poll() is None
        os.kill(playing(pulse), signal.SIGINT)  # as Ctrl-C would; the menu waits for long
        assert display.wait(LIMIT) == 0


def playing(pulse: PulseServer) -> int:
    """The id of the program that plays."""
    [program] = re.findall(r'application.process.id = "(\d+)"', pulse.pactl("list", "sink-inputs"))
    return int(program)
