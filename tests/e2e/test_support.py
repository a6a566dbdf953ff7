"""Who to call, with eyes shut: a real terminal, real sound, and the screen for who can read."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.e2e.conftest import Ground
from tests.e2e.ear import Ear, listening, rendered
from tests.pulse import PulseServer
from voice.speech.audio import Samples
from voice.speech.catalog import open_catalog
from voice.support.lines import known_lines
from voice.support.words import row, spoken

if TYPE_CHECKING:
    import pexpect
else:
    pexpect = pytest.importorskip("pexpect")  # there is none on Windows
pytestmark = pytest.mark.e2e

(GERMANY,) = (line for line in known_lines() if line.country == "DE")


@pytest.fixture
def clip(shared_home: Path) -> Iterator[Callable[[str], Samples]]:
    """A sentence as the program says it."""
    with closing(open_catalog(shared_home / "cache")) as catalog:
        yield lambda text: rendered(catalog, catalog.choose(None, "en"), 135, text)


@pytest.fixture
def ear(pulse: PulseServer, tmp_path: Path) -> Iterator[Ear]:
    with listening(pulse, tmp_path) as found:
        yield found


@pytest.fixture
def program(
    terminal: Callable[..., pexpect.spawn], shared_home: Path
) -> Iterator[Callable[[], pexpect.spawn]]:
    """Starts it for somebody in Germany; what they settle is forgotten afterwards."""
    yield lambda: terminal("support", LC_ALL="de_DE.UTF-8")
    (shared_home / "settings.toml").unlink(missing_ok=True)


def test_one_key_says_where_one_is_and_it_is_asked_once(
    program: Callable[[], pexpect.spawn],
    ear: Ear,
    clip: Callable[[str], Samples],
    shared_home: Path,
) -> None:
    question = clip("If you are in Germany, press Enter.")
    pieces = spoken(None, None, GERMANY, keys=True)
    who, number, about = clip(pieces[0][0]), clip(pieces[0][1]), clip(pieces[1][0])

    first = program()
    ear.hear(question)
    first.send("\r")
    first.expect_exact(row(GERMANY))
    ear.hear(who)
    ear.hear(number)
    first.send(" ")
    ear.hear(about)
    first.send("\x1b")
    first.expect(pexpect.EOF)
    first.close()
    assert first.exitstatus == 0
    assert (shared_home / "settings.toml").read_text() == 'country = "DE"\n'

    second = program()
    second.expect_exact(row(GERMANY))
    ear.hear(who)
    second.send("q")
    second.expect(pexpect.EOF)
    second.close()
    assert second.exitstatus == 0


def test_without_a_sound_device_it_is_printed_all_the_same(ground: Ground, tmp_path: Path) -> None:
    asound = tmp_path / "asound.conf"
    asound.write_text("</usr/share/alsa/alsa.conf>\npcm.!default { type hw card 31 }\n")
    nowhere = {"ALSA_CONFIG_PATH": str(asound), "PULSE_SERVER": f"unix:{tmp_path}/none"}
    ran = ground("support", "--country", "DE", **nowhere)
    assert ran.code == 0
    assert ran.out.splitlines()[0] == row(GERMANY)
    assert "No sound device" in ran.err
    assert len(ran.err.splitlines()) == 1
