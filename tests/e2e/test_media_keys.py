"""A headset on a real session bus, with `playerctl` for its buttons and its display."""

from __future__ import annotations

import shutil
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.e2e.conftest import Ground
from tests.pulse import PulseServer

pytest.importorskip("jeepney", reason="needs the extra media-keys, which is for Linux")
pytestmark = pytest.mark.e2e

WALK = """---
title: A turn
about: Two steps, for tests.
ask: 1
position: any
---

## Out

Go. [30s]

## Back

Come. [1s]
And go.
"""

QUICK = ("--no-bell", "--voice", "en-us", "--rate", "180")

CONFIGURATION = """<busconfig>
  <type>session</type>
  <listen>unix:path={socket}</listen>
  <auth>EXTERNAL</auth>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
"""

LINE = "{{status}}, {{title}}, {{artist}}"


class Desktop:
    """A session bus of our own.

    Attributes:
        env: What a program needs to be on it.
        daemon: The bus.
    """

    def __init__(self, folder: Path) -> None:
        configuration = folder / "bus.conf"
        configuration.write_text(CONFIGURATION.format(socket=folder / "bus"))
        command = ["dbus-daemon", f"--config-file={configuration}", "--nofork", "--print-address"]
        self.daemon = subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
        )
        assert self.daemon.stdout is not None
        self.env = {"DBUS_SESSION_BUS_ADDRESS": self.daemon.stdout.readline().strip()}

    def press(self, *button: str) -> str:
        """Run `playerctl`, and return what it prints."""
        ran = subprocess.run(
            ["playerctl", *button], env=self.env, capture_output=True, text=True, check=True
        )
        return ran.stdout.strip()

    @contextmanager
    def display(self) -> Iterator[Iterator[str]]:
        """Give what is displayed, line by line, as it changes."""
        command = ["timeout", "60", "playerctl", "--follow", "metadata", "--format", LINE]
        with subprocess.Popen(command, env=self.env, stdout=subprocess.PIPE, text=True) as player:
            assert player.stdout is not None
            yield (line.strip() for line in player.stdout if line.strip())
            player.terminate()


@pytest.fixture
def desktop(tmp_path: Path, ground: Ground) -> Iterator[Desktop]:
    (ground.folder / "turn.md").write_text(WALK)
    missing = [tool for tool in ("dbus-daemon", "playerctl") if not shutil.which(tool)]
    if missing:
        pytest.skip(f"not installed: {', '.join(missing)}")
    desktop = Desktop(tmp_path)
    yield desktop
    desktop.daemon.kill()
    desktop.daemon.communicate()


def test_an_exercise_is_shown_and_played_by_headset(
    ground: Ground, pulse: PulseServer, desktop: Desktop
) -> None:
    with desktop.display() as display:
        program = ground.start("play", "turn.md", *QUICK, **pulse.env, **desktop.env)
        assert "Playing, A turn, Out" in display
        assert desktop.press("--list-all") == "ground"
        desktop.press("pause")
        assert "Paused, A turn, Out" in display
        desktop.press("pause")
        desktop.press("next")
        assert "Playing, A turn, Back" in display
        desktop.press("previous")
        desktop.press("previous")
        assert "Playing, A turn, Out" in display
        desktop.press("play-pause")
        assert "Paused, A turn, Out" in display
        assert 0 <= float(desktop.press("position")) < 20
        desktop.press("stop")
        assert program.communicate(timeout=60) == ("A turn.\nA turn stopped.\n", "")
    assert program.returncode == 0


def test_a_bus_that_dies_is_not_noticed(
    ground: Ground, pulse: PulseServer, desktop: Desktop
) -> None:
    options = (*QUICK, "--captions", "--from", "Back")
    with desktop.display() as display:
        program = ground.start("play", "turn.md", *options, **pulse.env, **desktop.env)
        assert "Playing, A turn, Back" in display
        desktop.daemon.kill()
        desktop.daemon.wait()
    assert program.stdout is not None
    assert "And go.\n" in program.stdout
    program.terminate()
    assert program.communicate(timeout=60)[1] == ""
    assert program.returncode == 128 + signal.SIGTERM
