"""`ground` and Enter, with eyes shut: a real terminal whose screen nobody reads, real sound."""

from __future__ import annotations

import io
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

from tests.e2e.conftest import Ground
from tests.e2e.ear import LOOK, Ear, Heard, listening, rendered
from tests.pulse import SAMPLE_RATE, PulseServer
from voice.audio import Samples
from voice.dialogue.after_exercise import OVER
from voice.sound.opening import PARTIALS, opening_noise
from voice.speech.catalog import open_catalog
from voice.support.helplines import known_lines
from voice.support.words import caller_in, danger

if TYPE_CHECKING:
    import pexpect
else:
    pexpect = pytest.importorskip("pexpect")  # there is none on Windows
pytestmark = pytest.mark.e2e

OWN = """---
title: {title}
about: A short one, for tests.
ask: 1
position: any
swap: {swap}
---

## One

{line} [{silence}s]
"""

BEGUN = SAMPLE_RATE // 10
"""Frames that are compared at the beginning: later a busy machine may run dry."""

WINDOW = SAMPLE_RATE // 5


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """Where short scripts take the places of two that ship."""
    folder = tmp_path / "home"
    (folder / "scripts").mkdir(parents=True)
    for id_, swap, title, line, silence in (
        ("hear-five", "ice-cube", "First of all", "Here is the first.", 4),
        ("ice-cube", "hear-five", "Another", "Here is another.", 1),
    ):
        text = OWN.format(title=title, swap=swap, line=line, silence=silence)
        (folder / "scripts" / f"{id_}.md").write_text(text)
    return folder


@pytest.fixture
def said(home: Path) -> Iterator[Callable[[str], Samples]]:
    """Sentences in the usual voice; rendering them here fills the program's cache."""
    with closing(open_catalog(home / "cache")) as catalog:
        voice = catalog.choose(None, "en")
        yield lambda text: rendered(catalog, voice, 135, text)


@pytest.fixture
def ear(pulse: PulseServer, tmp_path: Path) -> Iterator[Ear]:
    with listening(pulse, tmp_path) as found:
        yield found


def test_a_visit_with_eyes_shut(
    home: Path, said: Callable[[str], Samples], ear: Ear, pulse: PulseServer
) -> None:
    """From one word to an exercise, not that one but another, people, and out.

    Each decision is one key, pressed at what is heard; nobody looks at the screen.
    """
    choice, instead = said("For first of all, press one, or wait."), said("Instead, another.")
    line, other = said("Here is the first."), said("Here is another.")
    people = said(danger(caller_in("DE", known_lines()))[0])
    ground = Ground(home, home)
    program = pexpect.spawn(
        sys.executable,
        ["-m", "voice"],
        cwd=str(home),
        env={**ground.environment, **pulse.env, "LC_ALL": "de_DE.UTF-8"},
        encoding="utf-8",
        timeout=60,
    )
    program.delaybeforesend = None
    program.logfile_read = screen = io.StringIO()
    told: list[Heard] = []
    try:
        for heard, key in (
            ((choice,), "1"),
            ((line,), "x"),
            ((instead, other, said(OVER)), "9"),
            ((people,), "\x1b"),
        ):
            told += [ear.hear(clip) for clip in heard]
            program.send(key)
        program.expect(pexpect.EOF)
    finally:
        program.close(force=True)
    assert program.exitstatus == 0
    heard_all = finished(ear)
    (sounding,) = np.nonzero(heard_all)
    np.testing.assert_array_equal(heard_all[sounding[0] :][:BEGUN], opening_noise()[:BEGUN])
    # Before the menu, the first exercise, and the other, and at its end.
    starts = [each.start for each in told]
    assert np.searchsorted(starts, bells_in(heard_all)).tolist() == [0, 1, 3, 4]
    assert plain(screen.getvalue())


def plain(screen: str) -> bool:
    """True if a terminal got nothing but lines of text: no cursor is moved, nothing spins."""
    return all(
        character.isprintable() and not 0x2580 <= ord(character) <= 0x28FF
        for character in screen.replace("\r\n", "")
    )


def test_without_a_terminal_it_begins_at_once(
    home: Path, said: Callable[[str], Samples], ear: Ear, pulse: PulseServer
) -> None:
    """Started from an icon, it asks no question that cannot be answered."""
    text = OWN.format(title="At once", swap="ice-cube", line="Here is the first.", silence=1)
    (home / "scripts" / "hear-five.md").write_text(text)
    line = said("Here is the first.")
    ran = Ground(home, home).apart(**pulse.env)
    assert (ran.code, ran.out, ran.err) == (0, "At once.\nAt once is over.\n", "")
    spoken = ear.hear(line)
    assert np.searchsorted([spoken.start], bells_in(finished(ear))).tolist() == [0, 1]
    assert not ear.heard_at_all(said(OVER))


def finished(ear: Ear) -> Samples:
    """All that was heard, once the last of it has come through."""
    end = len(ear.capture) + SAMPLE_RATE // 2
    while len(ear.capture) < end:
        time.sleep(LOOK)
    return ear.capture


def bells_in(heard: Samples) -> list[int]:
    """Where bells begin, to a fifth of a second: for a second or more their lowest tone is loudest.

    On a busy machine the device may run dry within one, for less than the second between two. Not
    as the ear knows sentences: the tone goes on so evenly that no part of it tells where it is.
    """
    windows = heard[: len(heard) // WINDOW * WINDOW].reshape(-1, WINDOW)
    loudest = np.abs(np.fft.rfft(windows, axis=1)).argmax(axis=1) * SAMPLE_RATE / WINDOW
    (ringing,) = np.nonzero(np.abs(loudest - PARTIALS[0][0]) < 2 * SAMPLE_RATE / WINDOW)
    runs = np.split(ringing, np.flatnonzero(np.diff(ringing) * WINDOW > SAMPLE_RATE) + 1)
    return [int(run[0]) * WINDOW for run in runs if len(run) * WINDOW >= SAMPLE_RATE]
