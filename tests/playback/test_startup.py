"""When sound may begin before the rest is there; that it does is heard in `tests/e2e`."""

from __future__ import annotations

from pathlib import Path

import click
import numpy as np
import pytest

from voice.audio import Samples
from voice.cli.app import COMMANDS
from voice.dialogue.announcer import Announcer
from voice.pace import PACES
from voice.playback.startup import _EarlyStart, _pieces, opens, settings_at_start, take_over
from voice.playback.usage import BACKGROUNDS, PLAYING, SHARED, read
from voice.ranges import PACE_NAMES
from voice.sound.backgrounds import MADE_HERE
from voice.sound.opening import PIECE, opening

OWN = """---
title: My own
about: Mine.
ask: 1
position: any
---

## One

Look round.
"""

VALUES = {
    "--pace": ("slow", "Slow", "", "fast"),
    "--rate": ("110", "109", " 150 ", "1_50", "150.0", "0x96", "-1", ""),
    "--pauses": ("1", "0.25", "0.2", "nan", "inf", "1e0", "-1", "x"),
    "--minutes": ("0", "0.1", "720", "721", "nan", "1e-320", ""),
    "--volume": ("0", "140", "141", "-1", "50.5"),
    "--voice": ("", "-x", "--bed"),
}

TYPED = (
    *([name, value] for name, values in VALUES.items() for value in values),
    *([f"{name}={value}"] for name, values in VALUES.items() for value in values),
    *([name] for name in VALUES),
    *(
        ["--bed", "--no-bed"],
        ["--captions"],
        ["--captions=yes"],
        ["--no-captions"],
        ["--no-bell=1"],
    ),
    *(
        ["ice", "--bell", "cube"],
        ["--", "--bell"],
        ["-"],
        ["-b"],
        ["--be"],
        ["-o", "x"],
        ["--from", "2"],
    ),
    *(
        ["--device=hdmi", "a"],
        ["a", "--", "b", "--bed"],
        [""],
        ["--"],
        ["--=x"],
        ["--background", "x"],
    ),
)
"""Command lines that Click takes or does not."""


@pytest.fixture
def own_scripts(ground_home: Path) -> Path:
    """Scripts of the listener's own: one that can be used, and two that cannot."""
    folder = ground_home / "scripts"
    folder.mkdir()
    (folder / "own.md").write_text(OWN)
    (folder / "faulty.md").write_text(OWN.replace("ask: 1", "ask: 7"))
    (folder / "see-five.md").write_text("nothing")
    return folder


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["play"],
        ["play", "ice-cube"],
        ["play", "--bed", "--pace=slow"],
        ["play", "--captions"],
        ["play", "ice", "cube"],
        ["play", "Ice Cube"],
        ["play", "warm", "shower", "--pace", "slow"],
        ["play", "--voice", "natural/heart", "five", "things", "you", "can", "HEAR"],
        ["play", "--rate", "150", "--pauses=2", "--background", "rain", "--no-bell"],
        ["play", "--", "ice-cube"],
        ["play", "own"],
        ["play", "{home}/scripts/own.md"],
    ],
)
def test_an_exercise_and_the_menu_begin_with_the_opening(
    arguments: list[str], own_scripts: Path
) -> None:
    assert opens([each.format(home=own_scripts.parent) for each in arguments])


@pytest.mark.parametrize(
    "arguments",
    [
        ["--help"],
        ["--version"],
        ["list"],
        ["export", "play"],
        ["play", "--help"],
        ["play", "-h"],
        ["play", "ice-cube", "--no-bed"],
        ["play", "--device", "hdmi"],
        ["play", "--device=hdmi"],
        ["play", "--volume=50"],
        ["play", "ice-cube", "--from", "2"],
        ["play", "ice-cube", "--minutes", "3"],
        ["play", "ice-cub"],
        ["play", "ice-cube", "hear-five"],
        ["play", "./ice-cube"],
        ["play", "no.md"],
        ["play", "--pase", "slow"],
        ["play", "--pace"],
        ["play", "--pace", "fast"],
        ["play", "--bed=on"],
        ["play", "--rate", "20"],
        ["play", "--rate", "fast"],
        ["play", "--pauses", "nan"],
        ["play", "-x"],
        ["play", "--background", "rainn"],
        ["play", "--background", "no.mp3"],
        ["play", "faulty"],
        ["play", "{home}/scripts/faulty.md"],
        ["play", "see-five"],
        ["paly"],
        ["ice-cube"],
    ],
)
def test_what_begins_otherwise_or_not_at_all_does_not_sound_early(
    arguments: list[str], own_scripts: Path
) -> None:
    assert not opens([each.format(home=own_scripts.parent) for each in arguments])


@pytest.mark.parametrize("typed", list(TYPED), ids=" ".join)
def test_what_is_sure_to_play_is_what_the_command_line_takes(typed: list[str]) -> None:
    try:
        with COMMANDS["play"].load().make_context("play", list(typed)) as context:
            taken = tuple(context.params["words"])
    except click.UsageError:
        assert read(typed, (*SHARED, *PLAYING)) is None
    else:
        found = read(typed, (*SHARED, *PLAYING))
        assert found is not None
        assert found.words == taken


def test_the_names_that_are_listed_are_those_there_are() -> None:
    assert tuple(MADE_HERE) == BACKGROUNDS
    assert tuple(PACES) == PACE_NAMES


@pytest.mark.parametrize(
    ("kept", "choices"),
    [
        (None, (1, True)),
        ("", (1, True)),
        ("bed = true\nvolume = 80\n", (0.8, True)),
        ("bell = false", (1, False)),
        ("volume = 140", (1.4, True)),
        ("volume = 0", None),
        ("bed = false\nvolume = 80\n", None),
        ("volume = 1000", (1, True)),
        ("volume = true\nbell = false", (1, False)),
        ("not toml", (1, True)),
    ],
)
def test_what_is_remembered_counts(
    kept: str | None,
    choices: tuple[float, bool] | None,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("GROUND_HOME", str(tmp_path))
    if kept is not None:
        (tmp_path / "settings.toml").write_text(kept)
    expected = choices and (float(np.float32(choices[0])), choices[1])
    assert settings_at_start() == expected
    assert [path.read_text() for path in tmp_path.iterdir()] == ([] if kept is None else [kept])


@pytest.mark.parametrize("kept", [True, False])
@pytest.mark.parametrize(
    ("typed", "bell"),
    [([], None), (["--bell"], True), (["--no-bell"], False), (["--bell", "--no-bell"], False)],
)
def test_the_bell_rings_early_where_it_was_asked_for_last_or_is_remembered(
    kept: bool, typed: list[str], bell: bool | None, ground_home: Path
) -> None:
    (ground_home / "settings.toml").write_text(f"bell = {str(kept).lower()}\n")
    pieces = _pieces(["play", *typed])
    assert pieces is not None
    assert next(pieces) == next(opening(bell=kept if bell is None else bell))


@pytest.mark.parametrize("played", [1, 2])
def test_who_takes_over_goes_on_behind_what_was_heard(played: int) -> None:
    start = _EarlyStart()
    for piece in opening(bell=True):
        start._ahead.put(piece)
    before = start._before()
    heard = [np.array(next(before)) for _ in range(played)]
    start._fill = Announcer(bell=True).fill
    assert list(before) == []
    going_on = np.empty(PIECE, np.float32)
    start._go_on(going_on)
    wanted = np.empty((played + 1) * PIECE, np.float32)
    Announcer(bell=True).fill(wanted)
    np.testing.assert_array_equal(np.concatenate([*heard, going_on]), wanted)


def test_there_is_nothing_to_take_over_where_nothing_began() -> None:
    asked: list[Samples] = []
    assert take_over(asked.append) is None
    assert not asked
