"""When sound may begin before the rest is there; that it does is heard in `tests/e2e`."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from voice.playback.early import opens, remembered, take_over
from voice.speech.audio import Samples


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["play"],
        ["play", "ice-cube"],
        ["play", "--bed", "--pace=slow"],
        ["play", "--captions"],
    ],
)
def test_an_exercise_and_the_menu_begin_with_the_opening(arguments: list[str]) -> None:
    assert opens(arguments)


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
    ],
)
def test_what_begins_otherwise_or_not_at_all_does_not_sound_early(arguments: list[str]) -> None:
    assert not opens(arguments)


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
        ("volume = true\nbell = false", (1, True)),
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
    assert remembered() == expected
    assert [path.read_text() for path in tmp_path.iterdir()] == ([] if kept is None else [kept])


def test_there_is_nothing_to_take_over_where_nothing_began() -> None:
    asked: list[Samples] = []
    assert take_over(asked.append) is None
    assert not asked
