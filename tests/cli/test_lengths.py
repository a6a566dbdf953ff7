"""The lengths that `ground list` tells without rendering anything."""

from __future__ import annotations

import json

import pytest

from tests.cli.playing import ground
from voice.script.library import entries


@pytest.fixture(scope="module")
def told() -> dict[str, float]:
    return {entry["id"]: entry["duration"] for entry in json.loads(ground("list", "--json"))}


@pytest.mark.parametrize("exercise", [entry.script.id for entry in entries()])
def test_they_are_within_five_percent(exercise: str, told: dict[str, float]) -> None:
    """With the voice that differs most from the usual one; others: tests/e2e/test_export.py."""
    shown = json.loads(ground("show", exercise, "--voice", "en-us", "--json"))
    assert told[exercise] == pytest.approx(shown["duration"], rel=0.05)
