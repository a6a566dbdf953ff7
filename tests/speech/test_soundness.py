"""Speech that cannot be the line is noticed; speech that can be is left alone."""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable

import numpy as np
import pytest

from voice.audio import Audio, Samples
from voice.errors import UnsoundSpeechError
from voice.script.library import entries
from voice.speech.engine import SpeechEngine, Utterance
from voice.speech.installed import drivers_here
from voice.speech.soundness import QUICKLY, CheckedEngine, fault_of
from voice.speech.tone import ToneEngine
from voice.timeline.phrases import BREATH_WORDS

SHORT = (
    "In.", "No.", "One.", "Hold.", "Rhythm.", "Strengths.", "NHS.", "OK.", "Idea.",
    "Stop! Wait.", "Look. Listen. Touch.", "1, 2, 3.", "Call 116 123.", "The year is 2026.",
)  # fmt: skip
LINE = "Notice what comes first. Cold, wet, hard."

Change = Callable[[Samples, int], Samples]


def noise(frames: int, level: float) -> Samples:
    return (level * np.random.default_rng(1).standard_normal(frames)).astype(np.float32)


def hum(frames: int, level: float) -> Samples:
    return (level * np.sin(np.arange(frames) / 30)).astype(np.float32)


def then(more: Callable[[int, float], Samples], seconds: float, level: float) -> Change:
    return lambda speech, rate: np.concatenate([speech, more(round(seconds * rate), level)])


BROKEN: dict[str, tuple[str, Change]] = {
    "silence": ("silent", lambda speech, _: np.zeros_like(speech)),
    "nothing at all": ("silent", lambda speech, _: speech[:0]),
    "faint noise": ("silent", lambda speech, _: noise(len(speech), 0.003)),
    "clipped": ("clipped", lambda speech, _: np.clip(20 * speech, -1, 1)),
    "cut after a quarter": (
        "too short",
        lambda speech, _: speech[: np.flatnonzero(np.abs(speech) > 0.03)[0] + len(speech) // 6],
    ),
    "said three times": ("too long", lambda speech, _: np.tile(speech, 3)),
    "runs on into noise": ("a hum or a noise", then(noise, 1.5, 0.1)),
    "runs on into faint noise": ("a hum or a noise", then(noise, 1.5, 0.02)),
    "runs on into a hum": ("a hum or a noise", then(hum, 1.5, 0.1)),
    "noise alone": ("a hum or a noise", lambda speech, _: noise(len(speech), 0.1)),
    "a hum alone": ("a hum or a noise", lambda speech, _: hum(len(speech), 0.3)),
}


EACH = {"espeak": 8, "natural": 48, "piper": 160}
"""Each engine says every nth line of the exercises: the slower it is, the fewer."""


@pytest.fixture(scope="module", params=drivers_here())
def engine(request: pytest.FixtureRequest, lasting: Callable[[str], SpeechEngine]) -> SpeechEngine:
    return lasting(request.param)


@pytest.fixture(scope="module")
def voice(engine: SpeechEngine) -> str:
    return next(voice.id for voice in engine.voices() if voice.speaks("en"))


@pytest.mark.parametrize("broken", BROKEN)
def test_broken_audio_is_noticed(engine: SpeechEngine, voice: str, broken: str) -> None:
    utterance = Utterance(LINE, voice, 135)
    audio = engine.synthesize(utterance)
    fault, change = BROKEN[broken]
    changed = Audio(change(audio.samples, audio.sample_rate), audio.sample_rate)
    assert fault_of(audio, utterance) == ""
    assert fault_of(changed, utterance) == fault


def test_a_short_line_said_twice_is_noticed(engine: SpeechEngine, voice: str) -> None:
    twice = engine.synthesize(Utterance("Hold the ice. Hold the ice. Hold the ice.", voice, 135))
    assert fault_of(twice, Utterance("Hold the ice.", voice, 135)) == "too long"


def test_sound_lines_pass(engine: SpeechEngine, voice: str) -> None:
    """A part of all that the exercises say, and short lines that are hard to say."""
    steps = itertools.chain.from_iterable(entry.script.steps for entry in entries())
    texts = {line.text for step in steps for line in step.lines if line.text}
    chosen = [*sorted(texts)[:: EACH[engine.name]], *BREATH_WORDS.values(), *SHORT]
    for rate, text in zip(itertools.cycle((105, 135, 160)), chosen, strict=False):
        utterance = Utterance(text, voice, rate)
        assert fault_of(engine.synthesize(utterance), utterance) == "", utterance


@pytest.mark.parametrize("language", ["de", "fr", "ru", "el", "he", "hi", "ko", "cmn", "ja"])
def test_so_do_other_scripts(language: str, lasting: Callable[[str], SpeechEngine]) -> None:
    text = {
        "de": "Nimm dir Zeit. Fünfundzwanzig Schritte.",
        "fr": "Écoute les oiseaux, un peu plus loin.",
        "ru": "Слушай звуки вокруг.",
        "el": "Άκου τους ήχους γύρω σου.",  # noqa: RUF001 - they are Greek letters
        "he": "להקשיב לקולות",
        "hi": "आवाज़ें सुनो",
        "ko": "소리를 들어요",
        "cmn": "听周围的声音",
        "ja": "まわりのおと",
    }[language]
    engine = lasting("espeak")
    voice = next(voice for voice in engine.voices() if voice.speaks(language))
    utterance = Utterance(text, voice.id, 120)
    assert fault_of(engine.synthesize(utterance), utterance) == ""


class Failing(ToneEngine):
    """A tone whose first answers are silent."""

    def __init__(self, failures: int) -> None:
        self.left = failures

    def synthesize(self, utterance: Utterance) -> Audio:
        audio = super().synthesize(utterance)
        self.left -= 1
        return Audio(audio.samples * np.float32(self.left < 0), audio.sample_rate)


def test_it_is_rendered_once_more() -> None:
    utterance = Utterance("one two three", "tone/low", 135)
    audio = CheckedEngine(Failing(1), QUICKLY).synthesize(utterance)
    np.testing.assert_array_equal(audio.samples, ToneEngine().synthesize(utterance).samples)


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch) -> None:
    """A clock by which every line takes long."""
    clock = itertools.count(step=QUICKLY)
    monkeypatch.setattr("voice.speech.soundness.time.monotonic", lambda: next(clock))


@pytest.mark.usefixtures("slow")
def test_a_slow_one_is_not_rendered_again_for_a_listener() -> None:
    """Both renders together would keep the next voice from speaking for too long."""
    engine = Failing(1)
    with pytest.raises(UnsoundSpeechError):
        CheckedEngine(engine, QUICKLY).synthesize(Utterance("one two three", "tone/low", 135))
    assert engine.left == 0


@pytest.mark.usefixtures("slow")
def test_a_slow_one_is_rendered_again_where_nobody_waits() -> None:
    engine = Failing(1)
    CheckedEngine(engine, math.inf).synthesize(Utterance("one two three", "tone/low", 135))
    assert engine.left == -1


def test_and_not_a_third_time() -> None:
    engine = Failing(2)
    with pytest.raises(UnsoundSpeechError, match=r"is silent\): one two three") as failure:
        CheckedEngine(engine, QUICKLY).synthesize(Utterance("one two three", "tone/low", 135))
    assert (failure.value.text, failure.value.fault) == ("one two three", "silent")
    assert engine.left == 0
