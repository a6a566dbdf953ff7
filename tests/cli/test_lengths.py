"""The lengths that `ground list` prints without rendering anything."""

from __future__ import annotations

import json

import pytest

from tests.exercise.playing import ground


def test_they_are_within_five_percent() -> None:
    """With the voice that differs most from the usual one; others: tests/e2e/test_export.py."""
    told = {entry["id"]: entry["duration"] for entry in json.loads(ground("list", "--json"))}
    shown = {
        id_: json.loads(ground("show", id_, "--voice", "en-us", "--json"))["duration"]
        for id_ in told
    }
    assert told == pytest.approx(shown, rel=0.05)
