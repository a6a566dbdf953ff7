"""What once broke the program, and what its targets begin with, tried again without Atheris."""

from __future__ import annotations

import pytest

from tests.fuzz.target import NAMES, found, load, try_bounded


@pytest.mark.parametrize("name", NAMES)
def test_its_property_holds_for_what_is_known(name: str) -> None:
    target = load(name)
    for path in found(name):
        try_bounded(target, path.read_bytes())
    for seed in target.seeds():
        assert len(seed) <= target.longest
        try_bounded(target, seed)


@pytest.mark.parametrize("name", NAMES)
def test_what_was_found_is_small(name: str) -> None:
    assert all(path.stat().st_size <= 8_000 for path in found(name))
