"""Every kind of wording, said by each voice and heard by a recogniser that knows none of it.

The rows of ``heard.txt`` are texts and the words expected. As a rule every third is heard, from one
voice after the other. All rows by all voices take two minutes:

    GROUND_HEAR_ALL=1 pytest -n0 tests/speech/test_heard.py

The recogniser was trained on people, and mistakes some sounds of the plainer voices wherever they
stand (eSpeak NG's "nine" for "time", its "four" for "far"), so the sentences are ones in which it
makes out each voice. It writes some numbers in figures: 999 may have been heard as three nines, or
as hundreds. Rows with a zero, and all those it wrote in words, tell the two apart; for the others
``wording`` has its own tests.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import pytest

from tests.recogniser import words, words_heard
from voice.speech.engine import SpeechEngine
from voice.speech.speaker import Speaker
from voice.speech.wording import spoken

ROWS = Path(__file__).with_name("heard.txt")

SLOW = {"natural/heart": 120, "piper/en_US-joe-medium": 110, "espeak/gmw/en-us": 97}
"""Voices, and their engines' rates for the slow pace (by the program's own calibration)."""

TRIES = (0, 2, -2, 4)
"""Words a minute added in turn until a row is heard right. eSpeak NG says no line twice alike, and
the recogniser mistakes about one in twenty of its lines; a wrong word is wrong at each pace."""

EVERY = 3
"""One row of so many is heard as a rule."""

UNLESS = " unless said by "
"""Stands in a heading before the driver whose voice the recogniser does not make out there."""


@dataclass(frozen=True, slots=True)
class Row:
    """A line of ``heard.txt``.

    Attributes:
        written: The text.
        expected: The words expected.
        voices: Ids of the voices that the recogniser makes out there.
    """

    written: str
    expected: str
    voices: tuple[str, ...]


def rows() -> list[Row]:
    found = []
    voices = tuple(SLOW)
    for line in ROWS.read_text(encoding="utf-8").splitlines():
        if line.startswith("== "):
            unless = line.partition(UNLESS)[2]
            voices = tuple(voice for voice in SLOW if voice.partition("/")[0] != unless)
        elif line:
            written, expected = line.split(" -> ")
            found.append(Row(written, expected, voices))
    return found


def said_by(voice: str) -> list[Row]:
    """Return the rows whose turn it is to be said by a voice, or all it may say."""
    if os.environ.get("GROUND_HEAR_ALL"):
        return [row for row in rows() if voice in row.voices]
    turns = enumerate(rows()[::EVERY])
    return [row for turn, row in turns if row.voices[turn % len(row.voices)] == voice]


def sound(text: str) -> str:
    """Return a text's letters as they sound; "NHS", "N. H. S." and "to-day" differ only in gaps."""
    return "".join(words(spoken(text))).replace("metre", "meter")


@pytest.mark.skipif(not find_spec("moonshine_voice"), reason="no recogniser for this machine")
@pytest.mark.parametrize("voice_id", SLOW)
def test_every_kind_is_heard_right(voice_id: str, lasting: Callable[[str], SpeechEngine]) -> None:
    engine = lasting(voice_id.partition("/")[0])
    voice = next(voice for voice in engine.voices() if voice.id == voice_id)
    speakers = [Speaker(engine, voice, SLOW[voice_id] + more) for more in TRIES]
    wrong = []
    for row in said_by(voice_id):
        heard = []
        for speaker in speakers:
            audio = speaker.say(row.written)
            heard.append(words_heard(audio.samples, audio.sample_rate))
            if sound(heard[-1]) == sound(row.expected):
                break
        else:
            wrong.append((row.written, row.expected, heard))
    assert wrong == []


def test_there_are_many_rows_for_every_voice() -> None:
    assert sum(len(row.voices) == len(SLOW) for row in rows()) >= 60


@pytest.mark.parametrize(
    ("expected", "heard"),
    [
        ("Call zero eight zero eight, five five five.", "Call 0808-555."),
        ("Call nine eight eight.", "Call nine, eight, eight."),
        ("It is two thousand and five.", "It is 2005."),
        ("It cost two pounds fifty.", "it cost £2.50"),
        ("The N H S can help today.", "The Nhs can help to-day"),
        ("at seven thirty PM.", "At 7:30 p.m."),
        ("two kilometres", "Two kilometers."),
    ],
)
def test_what_sounds_the_same_is_right(expected: str, heard: str) -> None:
    assert sound(heard) == sound(expected)


@pytest.mark.parametrize(
    ("expected", "heard"),
    [
        ("Call zero eight zero eight.", "Call 88."),
        ("Call nine eight eight.", "Call nine hundred and eighty eight."),
        ("five, four, three", "five dash four dash three"),
        ("for twenty seconds", "for twenty z"),
        ("part four", "part I V"),
        ("she or he", "she slash he"),
        ("the third of April", "the fourth of March"),
        ("Good morning.", "Good morning, sun."),
    ],
)
def test_what_sounds_otherwise_is_wrong(expected: str, heard: str) -> None:
    assert sound(heard) != sound(expected)
