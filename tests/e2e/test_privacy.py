"""What commands speak to and start, as strace sees it; all of them by hand: ``tests.privacy``."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

pytest.importorskip("pexpect")  # there is none on Windows
if not shutil.which("strace"):
    pytest.skip("not installed: strace", allow_module_level=True)

from tests.privacy.commands import QUICK, Command
from tests.privacy.house import House, house, seen

pytestmark = pytest.mark.e2e

BRIEF = "---\ntitle: Brief one\nabout: One line.\nask: 1\nposition: any\n---\n\n## One\n\nLook.\n"


@pytest.mark.parametrize("bus", [False, True])
def test_playing_speaks_to_the_sound_server_and_the_bus_alone(tmp_path: Path, bus: bool) -> None:
    with house(tmp_path, bus=bus) as here:
        (here.here / "brief.md").write_text(BRIEF)
        found = here.watch(Command(("play", "brief.md", *QUICK)), 60)
        assert here.faults(found) == []
        assert ("session bus" in map(here.servers.get, found.sockets)) == bus
        assert "sound server" in map(here.servers.get, found.sockets)
        assert "python -m voice.speech.worker" in found.programs


def test_what_should_not_be_is_seen() -> None:
    found = seen(
        (
            "7 socket(AF_INET, SOCK_STREAM, 0) = 3",
            '7 connect(3, {sa_family=AF_UNIX, sun_path="/tmp/other"}, 20) = -1 ENOENT',
            '8 execve("/usr/bin/curl", ["curl", "example.org"], 0x7f /* 9 vars */) = 0',
            '8 execve("/bin/gone", ["gone"], 0x7f /* 9 vars */) = -1 ENOENT',
        )
    )
    here = House(Path(), {}, {})
    assert here.faults(found) == [
        "spoke to /tmp/other",
        "spoke to AF_INET",
        "started curl example.org",
    ]
