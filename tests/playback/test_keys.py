from __future__ import annotations

import re
from itertools import combinations
from pathlib import Path

import voice
from voice.playback import keys

MEANINGS = {
    "leave": keys.STOP,
    "go on": {keys.SPACE},
    "keep": {keys.KEEP},
    "next": keys.NEXT,
    "previous": keys.PREVIOUS,
    "more": keys.MORE,
    "less": keys.LESS,
    "again": keys.REPEAT,
    "hear the keys": {keys.HEAR_KEYS},
    "something else": {keys.INSTEAD},
    "people": {keys.CALL},
    "silence": {keys.LESS_QUIET, keys.MORE_QUIET},
}


def test_a_key_means_one_thing() -> None:
    for (one, here), (other, there) in combinations(MEANINGS.items(), 2):
        assert not here & there, (one, other)
    assert not keys.TURN_UP & keys.TURN_DOWN


def test_no_other_module_decides_what_a_key_means() -> None:
    package = Path(voice.__file__).parent
    compared = re.compile(r"\bkey (?:==|!=|in|not in) [\[({]?[\"']")
    found = [
        f"{path.name}: {line.strip()}"
        for room in ("dialogue", "exercise", "support")
        for path in (package / room).glob("*.py")
        for line in path.read_text().splitlines()
        if compared.search(line)
    ]
    assert found == []
