"""Covers, looked at through ffmpeg."""

from __future__ import annotations

import subprocess
from itertools import combinations

import numpy as np
import pytest

from voice.export.cover import SIZE, draw_cover

TITLES = (
    ("Five things you can hear", 1),
    ("Three slow breaths by the window", 1),
    ("Ice cube", 2),
    ("Make it smaller", 2),
    ("Warm water", 3),
    ("A slow walk", 3),
    ("Three small questions", 4),
    ("A few minutes without the screen", 4),
)


def seen(png: bytes, size: int) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    """The picture at that size, 0 to 255."""
    scale = f"scale={size}:{size}:flags=area"
    command = ["ffmpeg", "-v", "error", "-i", "-", "-vf", scale, "-pix_fmt", "rgb24"]
    done = subprocess.run(
        [*command, "-f", "rawvideo", "-"], input=png, capture_output=True, check=True
    )
    assert done.stderr == b""
    return np.frombuffer(done.stdout, np.uint8).reshape(size, size, 3).astype(float)


@pytest.mark.e2e
@pytest.mark.parametrize(("title", "ask"), TITLES)
def test_it_is_a_small_square_png(title: str, ask: int) -> None:
    cover = draw_cover(title, ask)
    assert len(cover) < 60_000
    assert seen(cover, SIZE).std() > 10


def test_it_is_the_same_every_time() -> None:
    assert draw_cover("Ice cube", 2) == draw_cover("Ice cube", 2)


@pytest.mark.e2e
def test_covers_are_told_apart_at_a_glance() -> None:
    small = [seen(draw_cover(title, ask), 200) for title, ask in TITLES]
    for one, other in combinations(small, 2):
        assert np.sqrt(np.mean((one - other) ** 2)) > 12  # of 255


@pytest.mark.e2e
@pytest.mark.parametrize("title", ["Ice cube", "Warm water"])
def test_there_are_as_many_stones_as_it_asks(title: str) -> None:
    bare = seen(draw_cover(title, 0), 200)
    heights = [0]
    for ask in (1, 2, 3, 4):
        column = np.abs(seen(draw_cover(title, ask), 200) - bare)[:, 100].max(axis=1)
        heights.append(int(np.count_nonzero(column > 20)))
    assert min(np.diff(heights)) >= 15  # rows a stone, of 200
