"""Short versions of ``tests.soak``, which plays for an hour, and for eight in frames."""

from __future__ import annotations

import sys
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest

if not sys.platform.startswith("linux"):
    pytest.skip("what a process holds is read from /proc", allow_module_level=True)

from tests.exercises import WALK
from tests.soak.capturing import Silences
from tests.soak.hours import play, shown
from voice.frames import SAMPLE_RATE
from voice.paths import cache_folder
from voice.script.library import find
from voice.speech.catalog import Catalog
from voice.speech.tone import ToneEngine

pytestmark = pytest.mark.e2e


def test_again_and_again_it_is_the_same_to_the_frame_and_leaves_nothing_open(
    tmp_path: Path,
) -> None:
    file = tmp_path / "walk.md"
    file.write_text(WALK)
    with closing(Catalog([ToneEngine()], cache_folder())) as catalog:
        heard = [play(find(str(file)), catalog) for _ in range(3)]
    assert {each.frames for each in heard} == {round(shown(str(file)) * SAMPLE_RATE)}
    assert {each.silences for each in heard} == {0}
    held = {(each.state.files, each.state.threads, each.state.started) for each in heard}
    assert len(held) == 1


@pytest.mark.parametrize("piece", [1, 700, 1200, 100_000])
def test_silences_are_found_across_pieces(piece: int) -> None:
    sound = np.full(5000, 0.5, np.float32)
    sound[1000:1024] = 0  # 1 ms
    sound[2000:2023] = 0
    sound[3000:4500] = 0
    silences = Silences()
    for start in range(0, len(sound), piece):
        silences.take(sound[start : start + piece])
    assert [(each.start, each.frames) for each in silences.found] == [(1000, 24), (3000, 1500)]
    assert (silences.first, silences.last, silences.frames) == (0, 4999, 5000)
