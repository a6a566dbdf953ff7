"""Changes that a fingerprint shows, and changes that it does not."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from voice.album.fingerprint import Recipe, background_named, fingerprint
from voice.exercise.choices import NO_CHOICES
from voice.export.contents import Track
from voice.export.formats import Format
from voice.script.parser import parse
from voice.speech.engine import Voice

if TYPE_CHECKING:
    from pathlib import Path


TEXT = """---
title: Ice cube
about: Hold something cold, and notice it.
ask: 2
position: seated
---

## In one hand

Rest the ice in your palm. [5s]
"""
HEART = Voice("natural/heart", "Heart", "natural", ("en-us",), "female")
JOE = replace(HEART, id="piper/joe", engine="piper")
RECIPE = Recipe(script=parse(TEXT, "ice-cube.md"), choices=NO_CHOICES)


def chosen(**choices: Any) -> Recipe:
    """The recipe with other choices."""
    return replace(RECIPE, choices=replace(NO_CHOICES, **choices))


FINGERPRINT = fingerprint(RECIPE, Format.MP3, None, HEART)


@pytest.mark.parametrize(
    "recipe",
    [
        replace(RECIPE, script=parse(TEXT.replace("[5s]", "[6s]"), "ice-cube.md")),
        replace(RECIPE, script=parse(TEXT.replace("ask: 2", "ask: 1"), "ice-cube.md")),
        chosen(pace="slow"),
        chosen(rate=136),
        chosen(pauses=2.0),
        chosen(bell=False),
        chosen(breath_sound=False),
        chosen(minutes=5.0),
        chosen(bed=False),
        replace(RECIPE, background="rain"),
    ],
)
def test_whatever_is_asked_for_shows(recipe: Recipe) -> None:
    assert fingerprint(recipe, Format.MP3, None, HEART) != FINGERPRINT


def test_voice_format_and_place_show() -> None:
    others = {
        fingerprint(RECIPE, Format.MP3, None, JOE),
        fingerprint(RECIPE, Format.M4B, None, HEART),
        fingerprint(RECIPE, Format.MP3, Track(1, 2), HEART),
        fingerprint(RECIPE, Format.MP3, Track(1, 3), HEART),
        fingerprint(RECIPE, Format.MP3, Track(2, 3), HEART),
    }
    assert len(others - {FINGERPRINT}) == 5


def test_the_way_a_script_is_written_does_not() -> None:
    spaced = parse(TEXT.replace("[5s]", " [pause 5s]"), "elsewhere.md")
    recipe = replace(RECIPE, script=spaced)
    assert fingerprint(recipe, Format.MP3, None, HEART) == FINGERPRINT


def test_a_voice_file_of_ones_own_shows_when_another_takes_its_place(tmp_path: Path) -> None:
    model = tmp_path / "own.onnx"
    own = replace(HEART, id=f"natural/{model}")
    model.write_bytes(b"one")
    before = fingerprint(RECIPE, Format.MP3, None, own)
    model.write_bytes(b"three")
    assert fingerprint(RECIPE, Format.MP3, None, own) != before


def test_a_background_file_is_told_by_its_content(tmp_path: Path) -> None:
    one, two = tmp_path / "one.flac", tmp_path / "two.flac"
    one.write_bytes(b"music")
    two.write_bytes(b"music")
    assert background_named(str(one)) == background_named(str(two))
    two.write_bytes(b"other")
    assert background_named(str(one)) != background_named(str(two))
    assert background_named("rain") == "rain"
    assert background_named(None) == ""
