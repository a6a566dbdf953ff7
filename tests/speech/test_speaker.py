"""Some voice always speaks: which one takes over, and what the listener is told."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import pytest

from voice.audio import Audio
from voice.errors import (
    EngineUnavailableError,
    SpeechError,
    SpeechTimeoutError,
    UnsoundSpeechError,
)
from voice.speech.engine import Utterance, Voice
from voice.speech.speaker import FallbackSpeaker, Speaker
from voice.speech.tone import ToneEngine

NAMES = ("Ann", "Bob", "Cid")


class Stage:
    """Voices that fail on cue, and what was said and told.

    Attributes:
        absent: Names of voices whose engine does not start.
        lost: Names of voices that fail from now on.
        late: Names of voices that do not answer the next time they are asked.
        said: Name and text of what was said.
        told: The sentences for the listener.
    """

    def __init__(self) -> None:
        self.absent: set[str] = set()
        self.lost: set[str] = set()
        self.late: list[str] = []
        self.said: list[tuple[str, str]] = []
        self.told: list[str] = []

    def speaker(self, voice: Voice) -> Speaker:
        if voice.name in self.absent:
            raise EngineUnavailableError(f"{voice.name} is absent.")
        return Speaker(_Engine(self, voice.name), voice, 135)

    def open(self, names: tuple[str, ...] = NAMES) -> FallbackSpeaker:
        voices = (Voice(f"tone/{name}", name, "tone") for name in names)
        return FallbackSpeaker(voices, self.speaker, self.told.append)


class _Engine(ToneEngine):
    def __init__(self, stage: Stage, name: str) -> None:
        self._stage = stage
        self._who = name

    def synthesize(self, utterance: Utterance) -> Audio:
        if self._who in self._stage.lost:
            raise SpeechError(f"{self._who} is lost.")
        if self._who in self._stage.late:
            self._stage.late.remove(self._who)
            raise SpeechTimeoutError(f"{self._who} did not answer.")
        if f"not {self._who}" in utterance.text:
            raise UnsoundSpeechError(utterance.text, "silent")
        self._stage.said.append((self._who, utterance.text))
        return super().synthesize(Utterance("one", "tone/low", 300))


@pytest.fixture
def stage() -> Stage:
    return Stage()


def test_the_first_speaks_and_nobody_else_is_asked(stage: Stage) -> None:
    asked = []

    def speaker(voice: Voice) -> Speaker:
        asked.append(voice.name)
        return stage.speaker(voice)

    voices = (Voice(f"tone/{name}", name, "tone") for name in NAMES)
    narrator = FallbackSpeaker(voices, speaker, stage.told.append)
    assert asked == []
    narrator.say("one")
    narrator.say("two")
    assert narrator.voice.name == "Ann"
    assert asked == ["Ann"]
    assert stage.said == [("Ann", "one"), ("Ann", "two")]
    assert stage.told == []


def test_an_unsound_line_is_said_by_the_next_and_only_that(stage: Stage) -> None:
    narrator = stage.open()
    for text in ("one", "not Ann", "not Ann, not Bob", "two"):
        narrator.say(text)
    assert stage.said == [
        ("Ann", "one"),
        ("Bob", "not Ann"),
        ("Cid", "not Ann, not Bob"),
        ("Ann", "two"),
    ]
    assert narrator.voice.name == "Ann"
    assert stage.told == []


def test_a_lost_voice_is_replaced_for_good_and_told_once(stage: Stage) -> None:
    narrator = stage.open()
    narrator.say("one")
    stage.lost.add("Ann")
    narrator.say("two")
    stage.lost.clear()
    narrator.say("three")
    assert stage.said == [("Ann", "one"), ("Bob", "two"), ("Bob", "three")]
    assert narrator.voice.name == "Bob"
    assert stage.told == ["Ann cannot speak here, so Bob does; ground doctor says why."]


def test_a_late_line_is_said_by_the_next_which_is_told(stage: Stage) -> None:
    narrator = stage.open()
    narrator.say("one")
    stage.late = ["Ann"]
    narrator.say("two")
    narrator.say("three")
    assert stage.said == [("Ann", "one"), ("Bob", "two"), ("Ann", "three")]
    assert stage.told == ["Ann did not answer in time, so Bob says this line."]


def test_several_late_ones(stage: Stage) -> None:
    stage.late = ["Ann", "Bob"]
    stage.open().say("one")
    assert stage.said == [("Cid", "one")]
    assert stage.told == ["Ann did not answer in time, so Cid says this line."]


@pytest.mark.parametrize("names", [("Ann",), ("Ann", "Bob"), ("Ann", "Bob", "Cid")])
def test_a_late_voice_is_asked_once_more_where_no_other_can(
    stage: Stage, names: tuple[str, ...]
) -> None:
    stage.lost = {"Bob"}
    stage.absent = {"Cid"}
    stage.late = ["Ann"]
    narrator = stage.open(names)
    narrator.say("one")
    narrator.say("two")
    assert stage.said == [("Ann", "one"), ("Ann", "two")]


def test_a_voice_that_is_late_twice_ends_in_a_sentence(stage: Stage) -> None:
    stage.late = ["Ann", "Ann"]
    with pytest.raises(SpeechTimeoutError):
        stage.open(("Ann",)).say("one")


def test_absent_ones_are_passed_over_in_one_sentence(stage: Stage) -> None:
    stage.absent = {"Ann", "Bob"}
    narrator = stage.open()
    assert narrator.voice.name == "Cid"
    narrator.say("one")
    assert stage.said == [("Cid", "one")]
    assert stage.told == ["Ann cannot speak here, so Cid does; ground doctor says why."]


@pytest.mark.parametrize(
    ("absent", "lost", "text", "sentence"),
    [
        (set(NAMES), set(), "one", "Cid is absent."),
        (set(), set(NAMES), "one", "Cid is lost."),
        ({"Cid"}, {"Bob"}, "not Ann", "Cid is absent."),
        (set(), set(), "not Ann, not Bob, not Cid", "could not say this line"),
    ],
)
def test_when_there_is_nobody_left(
    stage: Stage, absent: set[str], lost: set[str], text: str, sentence: str
) -> None:
    stage.absent, stage.lost = absent, lost
    narrator = stage.open()
    with pytest.raises(SpeechError, match=sentence.rstrip(".")):
        narrator.say(text)
    if text == "one":
        with pytest.raises(SpeechError):
            narrator.say(text)


def test_a_line_nobody_manages_leaves_the_voice_in_place(stage: Stage) -> None:
    narrator = stage.open()
    with pytest.raises(UnsoundSpeechError):
        narrator.say("not Ann, not Bob, not Cid")
    narrator.say("one")
    assert stage.said == [("Ann", "one")]


def test_no_voice_at_all(stage: Stage) -> None:
    with pytest.raises(SpeechError, match="There is no voice here"):
        _ = stage.open(()).voice


def test_every_order_of_failures_ends_in_a_voice_or_a_sentence(stage: Stage) -> None:
    """Whatever fails, what is said is said by the first that can."""
    for absent, lost in pairwise([set(), {"Ann"}, {"Bob"}, {"Ann", "Bob"}, {"Cid"}, set()]):
        stage.absent, stage.lost = absent, lost
        stage.said.clear()
        expected = next((name for name in NAMES if name not in absent | lost), None)
        say: Callable[[str], Audio] = stage.open().say
        if expected is None:
            with pytest.raises(SpeechError):
                say("one")
        else:
            say("one")
            assert stage.said == [(expected, "one")]


@pytest.mark.parametrize(
    ("engine", "given"), [("espeak", "Uze it."), ("natural", "Uze it."), ("sapi5", "Use it.")]
)
def test_the_engine_is_given_the_spelling_that_it_says_right(
    stage: Stage, engine: str, given: str
) -> None:
    voice = Voice(f"{engine}/Ann", "Ann", engine)
    Speaker(_Engine(stage, "Ann"), voice, 135).say("Use it.")
    assert stage.said == [("Ann", given)]


def test_an_error_has_the_text_as_it_is_written(stage: Stage) -> None:
    speaker = Speaker(_Engine(stage, "Ann"), Voice("espeak/Ann", "Ann", "espeak"), 135)
    with pytest.raises(UnsoundSpeechError) as failure:
        speaker.say("Use 2, not Ann.")
    assert failure.value.text == "Use 2, not Ann."
