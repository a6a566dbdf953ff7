"""Sentences said when something went wrong, and those of `ground help`."""

from __future__ import annotations

import re

import pytest

from voice.cli.app import NOW
from voice.cli.help import HELP
from voice.errors import (
    EngineUnavailableError,
    GroundError,
    Problem,
    ScriptError,
    SpeechError,
    UnknownNameError,
    UnsoundSpeechError,
)
from voice.playback.keys import PLAYING_KEYS
from voice.timeline.phrases import STILL_HERE, STILL_WAITING

ERRORS = [
    ScriptError([Problem("/home/me/a.md", 3, 1, "I don't know [hodl 3s].")]),
    UnknownNameError("exercise", "ice-cub", ["ice-cube"], "See them all with: ground list"),
    UnknownNameError("exercise", "zzz", [], "See them all with: ground list"),
    UnsoundSpeechError("Hold the ice.", "silent"),
    SpeechError("The voice was stopped."),
    EngineUnavailableError("The voice engine natural cannot start."),
]
HARSH = re.compile(r"\b(should|must|have to|need to|just|wrong|invalid|fail|error|illegal)", re.I)


@pytest.mark.parametrize("error", ERRORS, ids=lambda error: str(error)[:20])
def test_an_error_is_said_without_places_and_without_blame(error: GroundError) -> None:
    assert not re.search(r"[/\\\[\]]|\.md|:\d", error.aloud)
    assert not HARSH.search(error.aloud)
    assert all(len(sentence.split()) <= 16 for sentence in re.split(r"(?<=[.?])\s", error.aloud))


def test_the_nearest_name_is_said() -> None:
    assert ERRORS[1].aloud == "There is no exercise of that name. The nearest is ice-cube."
    assert ERRORS[2].aloud == "There is no exercise of that name."


def test_what_the_program_says_is_short_and_kind() -> None:
    said = " ".join((*HELP, NOW, *PLAYING_KEYS, STILL_HERE, STILL_WAITING))
    sentences = re.split(r"(?<=[.?])\s", said)
    lengths = [len(sentence.split()) for sentence in sentences]
    assert max(lengths) <= 16
    assert sum(lengths) / len(lengths) <= 10
    assert not HARSH.search(said)
    for prompt in (HELP, PLAYING_KEYS):
        assert 60 * sum(len(sentence.split()) for sentence in prompt) / 135 < 25
