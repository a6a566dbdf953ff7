"""Choosing with eyes shut: a real terminal whose screen nobody reads, real sound, and the file."""

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
from voice.dialogue import choose_voice
from voice.dialogue.audition import NUMBERS
from voice.speech.catalog import Catalog, open_catalog
from voice.speech.engine import Voice
from voice.speech.variety import a_few

if TYPE_CHECKING:
    import pexpect
else:
    pexpect = pytest.importorskip("pexpect")  # there is none on Windows
pytestmark = pytest.mark.e2e

MINE = "# what I like\nbell = false  # too loud for me\npace = 'gentle'\n"
"""Settings of somebody who has written their own."""

ENTER = "\r"


@pytest.fixture(scope="module")
def catalog(shared_home: Path) -> Iterator[Catalog]:
    """The program's own voices and cache, so that the same sentence is the same samples."""
    with closing(open_catalog(shared_home / "cache")) as found:
        yield found


@pytest.fixture(scope="module")
def voices(catalog: Catalog) -> tuple[Voice, ...]:
    found = a_few(catalog.listed("en"))
    assert len(found) > 3
    return found


@pytest.fixture(scope="module")
def present(catalog: Catalog) -> Callable[[str], Samples]:
    """Sentences in the voice that speaks first."""
    return lambda text: rendered(catalog, catalog.choose(None, "en"), 135, text)


@pytest.fixture
def settings(shared_home: Path) -> Iterator[Path]:
    path = shared_home / "settings.toml"
    path.write_text(MINE)
    yield path
    path.unlink()


@pytest.fixture
def ear(pulse: PulseServer, tmp_path: Path) -> Iterator[Ear]:
    with listening(pulse, tmp_path) as found:
        yield found


def test_a_voice_is_chosen_with_eyes_shut(
    terminal: Callable[..., pexpect.spawn],
    ear: Ear,
    catalog: Catalog,
    voices: tuple[Voice, ...],
    present: Callable[[str], Samples],
    settings: Path,
    ground: Ground,
) -> None:
    """What is said and kept at each step is in tests/dialogue/test_choose_voice.py."""
    number, voice = next(each for each in enumerate(voices, 1) if each[1].engine == "espeak")
    # All of it beforehand: meanwhile the program would go on.
    opening = present(choose_voice.OPENING[0])
    chosen = rendered(catalog, voice, 135, f"{NUMBERS[number - 1]}. {voice.called}.")
    confirmed = rendered(catalog, voice, 135, f"You chose {voice.called}.")
    end = rendered(catalog, voice, 135, choose_voice.KEPT[0])
    program = terminal("choose")
    ear.hear(opening)
    program.send(str(number))
    ear.hear(chosen)
    program.send(ENTER)
    ear.hear(confirmed)
    program.send(ENTER * 3)
    ear.hear(end)
    program.expect(pexpect.EOF)
    program.close()
    assert program.exitstatus == 0
    kept = f'{MINE}voice = "{voice.id}"\nrate = 135\npauses = 1.0\nvolume = 100\n'
    assert settings.read_text() == kept
    assert ground("show", "ice-cube", "--json").json()["voice"]["id"] == voice.id


def test_ctrl_c_leaves_everything_as_it_was(
    terminal: Callable[..., pexpect.spawn],
    ear: Ear,
    present: Callable[[str], Samples],
    settings: Path,
) -> None:
    opening = present(choose_voice.OPENING[0])
    program = terminal("choose")
    ear.hear(opening)
    program.sendintr()
    program.expect(pexpect.EOF)
    program.close()
    assert program.exitstatus == 130
    assert "Traceback" not in program.before
    assert settings.read_text() == MINE


def test_a_terminal_that_goes_away_leaves_everything_as_it_was(
    terminal: Callable[..., pexpect.spawn],
    ear: Ear,
    present: Callable[[str], Samples],
    settings: Path,
) -> None:
    opening = present(choose_voice.OPENING[0])
    program = terminal("choose")
    ear.hear(opening)
    program.close()
    assert not program.isalive()
    assert settings.read_text() == MINE


def test_without_a_terminal_it_is_one_sentence(ground: Ground) -> None:
    ran = ground.apart("choose", **ground.deaf)
    assert (ran.code, ran.out) == (1, "")
    assert ran.err == (
        "Choosing by ear needs a terminal with keys. "
        "Without one, name a voice with: ground play --voice NAME\n"
    )
