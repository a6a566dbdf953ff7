from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.exercise.playing import ground

SCRIPT = """---
title: Near
about: Look at one thing.
ask: 1
position: any
say: {Siobhan: shi-vawn}
---

## One

Siobhan said: sit for 10s. [2s]
Look round, slowly. [2s]
"""


@pytest.fixture
def file(tmp_path: Path) -> str:
    path = tmp_path / "near.md"
    path.write_text(SCRIPT)
    return str(path)


def test_a_cue_says_how_it_is_spoken_where_that_differs(file: str) -> None:
    cues = json.loads(ground("show", file, "--json", "--voice", "tone/low"))["cues"]
    said = [(cue["text"], cue.get("spoken")) for cue in cues if "text" in cue]
    assert said == [
        ("Siobhan said: sit for 10s.", "shi-vawn said: sit for ten seconds."),
        ("Look round, slowly.", None),
    ]


def test_the_spoken_words_can_be_shown(file: str) -> None:
    written = ground("show", file, "--voice", "tone/low")
    spoken = ground("show", file, "--voice", "tone/low", "--spoken")
    assert "Siobhan said: sit for 10s." in written
    assert "shi-vawn said: sit for ten seconds." in spoken
    assert "10" not in spoken.replace("0:10", "")
