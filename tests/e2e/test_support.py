"""`ground support` with eyes shut: a real terminal, real sound, and a screen to read."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.e2e.conftest import Ground
from tests.e2e.ear import Ear, listening, rendered
from tests.pulse import PulseServer
from voice.audio import Samples
from voice.speech.catalog import open_catalog
from voice.support.helplines import known_lines
from voice.support.screen import numbers
from voice.support.words import caller_in
from voice.support.words import numbers as said

if TYPE_CHECKING:
    import pexpect
else:
    pexpect = pytest.importorskip("pexpect")  # there is none on Windows
pytestmark = pytest.mark.e2e

SPEECH = 0.03
"""Amplitude that speech exceeds and the bed does not."""

GERMANY = caller_in("DE", known_lines())


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
    emergency, line, _ = said(GERMANY, keys=True)
    danger, number = clip(emergency[0]), clip(line[0])

    first = program()
    first.expect_exact(numbers(GERMANY)[-1])  # before a word is said
    before = ear.capture[: ear.hear(danger).start]
    assert abs(before).max() < SPEECH  # nothing is said before it
    first.send(" ")
    ear.hear(number)
    first.send(" ")
    ear.hear(question)
    first.send("\r\x1b")
    first.expect(pexpect.EOF)
    first.close()
    assert first.exitstatus == 0
    assert (shared_home / "settings.toml").read_text() == 'country = "DE"\n'


def test_without_a_sound_device_it_is_printed_all_the_same(ground: Ground) -> None:
    ran = ground.apart("support", "--country", "DE", **ground.deaf)
    assert ran.code == 0
    assert ran.out.splitlines()[-len(numbers(GERMANY)) :] == list(numbers(GERMANY))
    assert "No sound device" in ran.err
    assert len(ran.err.splitlines()) == 1
