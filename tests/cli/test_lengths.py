"""The lengths that `ground list` prints without rendering anything."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.exercise.playing import ground
from tests.script.strategies import shipped


def test_they_are_within_five_percent() -> None:
    """With the voice that differs most from the usual one; others: tests/e2e/test_export.py.

    Walks are made of these, and of times that are exact: tests/e2e/test_walks.py.
    """
    ids = {Path(name).stem for name in shipped}
    listed = {entry["id"]: entry["duration"] for entry in json.loads(ground("list", "--json"))}
    told = {id_: listed[id_] for id_ in ids}
    shown = {
        id_: json.loads(ground("show", id_, "--voice", "en-us", "--json"))["duration"]
        for id_ in told
    }
    assert told == pytest.approx(shown, rel=0.05)
