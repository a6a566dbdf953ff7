"""Choosing with eyes shut: a real terminal whose screen nobody reads, real sound, and the file."""

from __future__ import annotations

import math
import signal
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.e2e.conftest import Ground
from tests.e2e.ear import Ear, Heard, listening, rendered
from tests.pulse import PulseServer
from voice.cli import choosing
from voice.cli import listening as voices_aloud
from voice.speech.audio import Samples
from voice.speech.catalog import Catalog, open_catalog
from voice.speech.engine import Voice
from voice.speech.variety import a_few
from voice.timeline.frames import SAMPLE_RATE

if TYPE_CHECKING:
    import pexpect
else:
    pexpect = pytest.importorskip("pexpect")  # there is none on Windows
pytestmark = pytest.mark.e2e

MINE = "# what I like\nbell = false  # too loud for me\npace = 'gentle'\n"
"""Settings of somebody who has written their own."""

ONE_LINE = """---
title: One line
about: One line, for tests.
ask: 1
position: any
---

## First

Hear this line.
"""

ENTER, ESCAPE, CTRL_D = "\r", "\x1b", "\x04"


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
    """What the voice that speaks at first says."""
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


def test_everything_is_chosen_with_eyes_shut(  # noqa: PLR0917 - pytest names them
    terminal: Callable[..., pexpect.spawn],
    ear: Ear,
    catalog: Catalog,
    voices: tuple[Voice, ...],
    present: Callable[[str], Samples],
    settings: Path,
    ground: Ground,
    pulse: PulseServer,
) -> None:
    voice = voices[2]
    (ground.folder / "one.md").write_text(ONE_LINE)

    def said(text: str, rate: int = 145) -> Samples:
        return rendered(catalog, voice, rate, text)

    # All of it beforehand: meanwhile the program would go on.
    opening = [present(sentence) for sentence in choosing.OPENING]
    first = rendered(catalog, voices[0], 135, choosing.SAMPLE[0])
    third = said(f"Three. {voice.name}.", 135)
    confirmed = said(f"You chose {voice.name}.", 135)
    slow = said("Look round, slowly.", 135)
    fast, find = said("Look round, slowly."), said("Find one thing with an edge.")
    listen, look = said("Listen for one sound."), said("Then look at one thing.")
    notice = said("Notice the floor under your feet.")
    ends = [said(sentence) for sentence in choosing.KEPT]
    line = said("Hear this line.")

    program = terminal("choose")
    for clip in [*opening, first]:
        ear.hear(clip)
    program.send("3")
    ear.hear(third)
    program.send(ENTER)

    ear.hear(confirmed)
    ear.hear(slow)
    program.send("+")
    ear.hear(fast)
    ear.hear(find)
    assert len(slow) / len(fast) == pytest.approx(145 / 135, rel=0.04)
    program.send(ENTER)

    assert _seconds_between(ear.hear(listen), ear.hear(look)) == pytest.approx(3, abs=0.1)
    program.send("+")
    assert _seconds_between(ear.hear(listen), ear.hear(look)) == pytest.approx(3.75, abs=0.1)
    program.send(ENTER)

    loud = ear.hear(notice)
    assert loud.level == pytest.approx(1, rel=0.02)
    program.send("-")
    soft = ear.hear(notice)
    assert 20 * math.log10(soft.level / loud.level) == pytest.approx(-3, abs=0.2)
    program.send(ENTER)
    for clip in ends:
        assert ear.hear(clip).level == pytest.approx(soft.level, rel=0.02)
    program.expect(pexpect.EOF)
    program.close()
    assert program.exitstatus == 0
    kept = f'{MINE}voice = "{voice.id}"\nrate = 145\npauses = 1.25\nvolume = 71\n'
    assert settings.read_text() == kept

    shown = ground("show", "ice-cube", "--json").json()
    assert shown["voice"]["id"] == voice.id
    assert shown["pace"] == {"name": "gentle", "words_per_minute": 145, "pause_scale": 1.25}
    assert ground("play", "one.md", **pulse.env).code == 0
    assert ear.hear(line).level == pytest.approx(0.71, rel=0.02)


@pytest.mark.parametrize(
    ("keys", "leave"),
    [("", ESCAPE), (ENTER, "q"), (ENTER + "+", ESCAPE), ("", CTRL_D)],
    ids=["voice", "speed", "turned", "nobody there"],
)
def test_escape_leaves_everything_as_it_was(
    terminal: Callable[..., pexpect.spawn],
    ear: Ear,
    present: Callable[[str], Samples],
    settings: Path,
    keys: str,
    leave: str,
) -> None:
    before = settings.read_bytes(), settings.stat().st_mtime_ns
    opening, sample = present(choosing.OPENING[0]), present("Look round, slowly.")
    left = present(choosing.LEFT)
    program = terminal("choose")
    ear.hear(opening)
    for key in keys:
        program.send(key)
        if key == ENTER:
            ear.hear(sample)
    program.send(leave)
    ear.hear(left)
    program.expect(pexpect.EOF)
    program.close()
    assert program.exitstatus == 0
    assert (settings.read_bytes(), settings.stat().st_mtime_ns) == before


def test_four_times_enter_keeps_what_there_was(
    terminal: Callable[..., pexpect.spawn],
    ear: Ear,
    catalog: Catalog,
    present: Callable[[str], Samples],
    settings: Path,
) -> None:
    opening, end = present(choosing.OPENING[0]), present(choosing.KEPT[0])
    program = terminal("choose")
    ear.hear(opening)
    program.send(ENTER * 4)
    ear.hear(end)
    program.expect(pexpect.EOF)
    usual = catalog.choose(None, "en").id
    assert settings.read_text() == (
        f'{MINE}voice = "{usual}"\nrate = 135\npauses = 1.0\nvolume = 100\n'
    )


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_signal_leaves_everything_as_it_was(
    terminal: Callable[..., pexpect.spawn],
    ear: Ear,
    present: Callable[[str], Samples],
    settings: Path,
    number: signal.Signals,
    code: int,
) -> None:
    opening = present(choosing.OPENING[0])
    program = terminal("choose")
    ear.hear(opening)
    program.kill(number)
    program.expect(pexpect.EOF)
    program.close()
    assert program.exitstatus == code
    assert "Traceback" not in program.before
    assert settings.read_text() == MINE


def test_a_terminal_that_goes_away_leaves_everything_as_it_was(
    terminal: Callable[..., pexpect.spawn],
    ear: Ear,
    present: Callable[[str], Samples],
    settings: Path,
) -> None:
    opening = present(choosing.OPENING[0])
    program = terminal("choose")
    ear.hear(opening)
    program.close()
    assert not program.isalive()
    assert settings.read_text() == MINE


def test_without_a_terminal_it_is_one_sentence(ground: Ground, pulse: PulseServer) -> None:
    ran = ground("choose", **pulse.env)
    assert (ran.code, ran.out) == (1, "")
    assert ran.err == (
        "Choosing by ear needs a terminal with keys. "
        "Without one, name a voice with: ground play --voice NAME\n"
    )


def test_listening_keeps_the_voice_of_a_number(
    terminal: Callable[..., pexpect.spawn],
    ear: Ear,
    catalog: Catalog,
    voices: tuple[Voice, ...],
    settings: Path,
) -> None:
    first, second = voices[:2]
    spoken = [(first, f"One. {first.name}."), (second, f"Two. {second.name}.")]
    clips = [rendered(catalog, voice, 135, text) for voice, text in spoken]
    end = rendered(catalog, first, 135, f"You chose {first.name}.")
    program = terminal("voices", "--listen")
    for clip in clips:
        ear.hear(clip)
    program.send("1")
    ear.hear(end)
    program.expect(pexpect.EOF)
    assert settings.read_text() == f'{MINE}voice = "{voices[0].id}"\n'


def test_listening_without_a_terminal_plays_them_all(
    ground: Ground,
    pulse: PulseServer,
    ear: Ear,
    catalog: Catalog,
    voices: tuple[Voice, ...],
    settings: Path,
    present: Callable[[str], Samples],
) -> None:
    ran = ground("voices", "--listen", **pulse.env)
    assert (ran.code, ran.err) == (0, "")
    numbers = ["One. ", "Two. ", "Three. ", *[""] * len(voices)]
    for number, voice in list(zip(numbers, voices, strict=False))[:3]:
        ear.hear(rendered(catalog, voice, 135, f"{number}{voice.name}."))
    last = voices[-1]
    assert last.name in ran.out.splitlines()[-1]
    assert settings.read_text() == MINE
    assert not ear.heard_at_all(present(voices_aloud.UNCHANGED))


def _seconds_between(first: Heard, second: Heard) -> float:
    return (second.start - first.end) / SAMPLE_RATE
