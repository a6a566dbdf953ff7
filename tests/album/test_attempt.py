"""What becomes of a file that another run puts into its place meanwhile."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from tests.exercises import SHORT
from voice.album.attempt import attempt, unshown
from voice.album.fingerprint import Recipe
from voice.album.order import Order
from voice.exercise.choices import NO_CHOICES
from voice.exercise.performance import voices_here
from voice.export.captions import CaptionFormat
from voice.export.formats import Format
from voice.script import parse

MINE = b"mine"


@pytest.fixture
def order(tmp_path: Path) -> Order:
    recipe = Recipe(script=parse(SHORT, "short.md"), choices=replace(NO_CHOICES, voice="tone/low"))
    captions = (CaptionFormat.LRC,)
    return Order(target=tmp_path / "a.wav", format=Format.WAV, captions=captions, recipe=recipe)


def made_while(order: Order, appear: Callable[[], object]) -> str:
    """Make the files of an order while others appear in their place; return the failure."""

    @contextmanager
    def progress(_title: str, _cues: int) -> Iterator[Callable[[int], None]]:
        appear()
        yield lambda _index: None

    with voices_here() as catalog:
        return attempt(order, catalog, progress).failure


def made_elsewhere(order: Order) -> None:
    with voices_here() as catalog:
        assert not attempt(order, catalog, unshown).failure


def test_the_same_files_made_by_another_run_are_no_failure(order: Order) -> None:
    assert made_while(order, lambda: made_elsewhere(order)) == ""


@pytest.mark.parametrize("name", ["a.wav", "a.lrc"])
def test_a_file_of_somebody_else_is_kept_and_named(order: Order, name: str) -> None:
    path = order.target.with_name(name)
    assert f"{path} is already there" in made_while(order, lambda: path.write_bytes(MINE))
    assert path.read_bytes() == MINE
    assert [each.name for each in path.parent.iterdir()] == [name]


def test_captions_of_somebody_else_beside_the_same_sound_are_kept(order: Order) -> None:
    captions = order.target.with_name("a.lrc")

    def appear() -> None:
        made_elsewhere(order)
        captions.write_bytes(MINE)

    assert "is already there" in made_while(order, appear)
    assert captions.read_bytes() == MINE
