"""Rules for every engine: the real one, the tone, and both behind the cache."""

from __future__ import annotations

import contextlib
import functools
import itertools
import random
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.speech.conftest import LIMIT, Traces, loudness
from voice.errors import SpeechError
from voice.speech.cache import CachedEngine
from voice.speech.engine import SpeechEngine, Utterance, Voice
from voice.speech.installed import NEURAL_DRIVERS, SYSTEM_DRIVER
from voice.speech.tone import ToneEngine
from voice.speech.worker_engine import PyttsxEngine

if TYPE_CHECKING:
    from pathlib import Path

LINE = "Rest the ice on the cloth."

JITTER = 0.03
"""eSpeak NG varies the pauses in a line by up to 1.4 % of a short one (measured)."""

ODD = [
    "🙂",
    "\"Quoted,\" she said, 'twice'.",
    "<b>bold</b> & <speak><break time='20s'/>hi</speak>",
    "[[h@l'oU]]",
    "a\0b",
    "\0",
    "\udc80 is half a letter",
    "x" * 300,
    "word " * 60,
    "Привет, мир.",
    "你好",
    "שלום",
    "\u202eturned round",
    "   leading spaces",
    " ",
    "...",
    "-",
    "{}",
    "\x1b[31m",
    "5-4-3-2-1",
    "two\nlines",
]

Opener = Callable[[], SpeechEngine]


QUICK = (SYSTEM_DRIVER, "tone", f"cached {SYSTEM_DRIVER}", "cached tone")
"""Kinds of engine that start in little time, so that tests may start many."""

quick = pytest.mark.parametrize("opener", QUICK, indirect=True)


@pytest.fixture(params=[*QUICK, *NEURAL_DRIVERS])
def opener(request: pytest.FixtureRequest, tmp_path: Path) -> Opener:
    """Opens one kind of engine, each time a new one."""
    cached, _, kind = request.param.rpartition(" ")
    folders = (tmp_path / f"cache-{number}" for number in itertools.count())

    def open_engine() -> SpeechEngine:
        plain = ToneEngine() if kind == "tone" else PyttsxEngine(kind, LIMIT, LIMIT)
        return CachedEngine(plain, next(folders)) if cached else plain

    return open_engine


@pytest.fixture
def own(opener: Opener, traces: Traces) -> Iterator[SpeechEngine]:
    """A new engine, of which nothing may be left when it is closed."""
    opened = opener()
    yield opened
    opened.close()
    assert traces.left() == []


@pytest.fixture(scope="module")
def loaded() -> Iterator[Callable[[str], SpeechEngine]]:
    """Gives the engine of a driver, which takes long to load and is loaded once."""
    with contextlib.ExitStack() as opened:

        @functools.cache
        def engine_of(driver: str) -> SpeechEngine:
            return opened.enter_context(contextlib.closing(PyttsxEngine(driver, LIMIT, LIMIT)))

        yield engine_of


@pytest.fixture
def engine(
    request: pytest.FixtureRequest,
    opener: Opener,  # noqa: ARG001 - its parameter says which
    loaded: Callable[[str], SpeechEngine],
) -> SpeechEngine:
    """Any engine, left as it was found."""
    kind = request.node.callspec.params["opener"]
    if kind in NEURAL_DRIVERS:
        return loaded(kind)
    own: SpeechEngine = request.getfixturevalue("own")
    return own


def english(engine: SpeechEngine) -> list[Voice]:
    return [voice for voice in engine.voices() if voice.speaks("en")]


def test_its_voices_are_named_after_it(engine: SpeechEngine) -> None:
    voices = engine.voices()
    ids = [voice.id for voice in voices]
    assert english(engine)
    assert len(set(ids)) == len(ids)
    for voice in voices:
        assert voice.id.startswith(f"{engine.name}/")
        assert voice.id != f"{engine.name}/"
        assert voice.engine == engine.name
        assert voice.name
        assert all(tag == tag.lower() and "_" not in tag for tag in voice.languages)
        assert voice.gender in {"female", "male", None}
    assert engine.voices() == voices


def test_it_has_a_version(engine: SpeechEngine, opener: Opener) -> None:
    voice = english(engine)[0].id
    assert engine.version(voice)
    assert opener().version(voice) == engine.version(voice)


def test_what_it_says_is_sound_nobody_can_change(engine: SpeechEngine) -> None:
    audio = engine.synthesize(Utterance(LINE, english(engine)[0].id, 120))
    assert audio.samples.ndim == 1
    assert audio.samples.dtype == np.float32
    assert not audio.samples.flags.writeable
    assert np.abs(audio.samples).max() <= 1
    assert loudness(audio) > 0.01
    assert audio.sample_rate >= 8_000
    assert audio.duration > 1
    with pytest.raises(ValueError, match="read-only"):
        audio.samples[0] = 1


def test_a_slower_rate_lasts_longer(engine: SpeechEngine) -> None:
    voice = english(engine)[-1].id
    seconds = [engine.synthesize(Utterance(LINE, voice, rate)).duration for rate in (90, 120, 160)]
    assert seconds[0] > 1.1 * seconds[1] > 1.2 * seconds[2]


def test_a_voice_it_does_not_have_is_a_sentence(engine: SpeechEngine) -> None:
    usual = english(engine)[0].id
    engine.synthesize(Utterance(LINE, usual, 120))
    for voice in (f"{engine.name}/no-such", "no-such", "nobody/low"):
        with pytest.raises(SpeechError, match=r"^The .*(no-such|nobody/low).*\.$"):
            engine.synthesize(Utterance(LINE, voice, 120))
    assert engine.synthesize(Utterance(LINE, usual, 120)).duration > 1


def test_every_line_is_the_one_asked_for(engine: SpeechEngine, opener: Opener) -> None:
    """No first line lost, none stale, no change of voice or rate lost, in any order."""
    voices = dict.fromkeys([english(engine)[0].id, engine.voices()[-1].id])
    expected = {}
    quickly = engine.name not in NEURAL_DRIVERS
    rates = (90, 125, 170) if quickly else (90, 170)
    texts = ("Now.", "Hold the ice in your hand.", "Breathe out.", f"{LINE} {LINE}")
    for text in texts if quickly else texts[:2]:
        with contextlib.closing(opener()) if quickly else contextlib.nullcontext(engine) as fresh:
            for voice in voices:
                for rate in rates:
                    utterance = Utterance(text, voice, rate)
                    expected[utterance] = fresh.synthesize(utterance).duration
    asked = random.Random(1).choices(list(expected), k=150 if quickly else 8)
    for utterance in asked:
        heard = engine.synthesize(utterance).duration
        assert heard == pytest.approx(expected[utterance], rel=JITTER), utterance


@pytest.mark.parametrize("driver", NEURAL_DRIVERS)
def test_a_cold_start_says_the_same_prints_nothing_and_leaves_nothing(
    driver: str,
    loaded: Callable[[str], SpeechEngine],
    traces: Traces,
    capfd: pytest.CaptureFixture[str],
) -> None:
    """In a process of its own, where other lines were said before."""
    engine = PyttsxEngine(driver, LIMIT, LIMIT)
    voice = english(engine)[0].id
    for text in ODD[:7]:
        with contextlib.suppress(SpeechError):
            engine.synthesize(Utterance(text, voice, 150))
    with pytest.raises(SpeechError):
        engine.synthesize(Utterance(LINE, f"{driver}/no-such", 150))
    cold = engine.synthesize(Utterance(LINE, voice, 135))
    close_for_good(engine, Utterance(LINE, voice, 135), traces)
    assert capfd.readouterr() == ("", "")
    warm = loaded(driver).synthesize(Utterance(LINE, voice, 135))
    assert cold.sample_rate == warm.sample_rate
    np.testing.assert_array_equal(cold.samples, warm.samples)


def test_nothing_odd_breaks_it(engine: SpeechEngine) -> None:
    usual = Utterance(LINE, english(engine)[0].id, 120)
    expected = engine.synthesize(usual).duration
    sentences = []
    for text in ODD[::3] if engine.name in NEURAL_DRIVERS else ODD:
        try:
            audio = engine.synthesize(Utterance(text, usual.voice, 120))
        except SpeechError as error:
            sentences.append(str(error))
        else:
            assert 0 < audio.duration < 60
        after = engine.synthesize(Utterance(LINE, usual.voice, 121)).duration
        assert after == pytest.approx(expected, rel=0.05), text
    assert all(sentence.endswith(".") for sentence in sentences)


@pytest.fixture(scope="module")
def system_engine(loaded: Callable[[str], SpeechEngine]) -> SpeechEngine:
    return loaded(SYSTEM_DRIVER)


@given(text=st.text(min_size=1, max_size=40))
def test_no_text_disturbs_the_line_after_it(system_engine: SpeechEngine, text: str) -> None:
    voice = english(system_engine)[0].id
    with contextlib.suppress(SpeechError):
        system_engine.synthesize(Utterance(text, voice, 150))
    after = system_engine.synthesize(Utterance("Breathe out.", voice, 150)).duration
    alone = system_engine.synthesize(Utterance("Breathe out.", voice, 150)).duration
    assert after == pytest.approx(alone, rel=JITTER)


@quick
def test_it_can_be_closed_twice_and_starts_nothing_after(own: SpeechEngine, traces: Traces) -> None:
    said = Utterance(LINE, english(own)[0].id, 120)
    own.synthesize(said)
    close_for_good(own, said, traces)


def close_for_good(engine: SpeechEngine, said: Utterance, traces: Traces) -> None:
    """Close an engine; whatever is asked of it then, it starts nothing and leaves nothing."""
    engine.close()
    engine.close()
    assert traces.left() == []
    for call in (
        engine.voices,
        lambda: engine.synthesize(said),
        lambda: engine.synthesize(Utterance("Never said before.", said.voice, 120)),
    ):
        with contextlib.suppress(SpeechError):
            call()
        assert traces.left() == []


def test_one_that_never_spoke_can_be_closed(opener: Opener, traces: Traces) -> None:
    opener().close()
    assert traces.left() == []


@quick
def test_it_prints_nothing(own: SpeechEngine, capfd: pytest.CaptureFixture[str]) -> None:
    voice = english(own)[0].id
    for text in (LINE, *ODD):
        with contextlib.suppress(SpeechError):
            own.synthesize(Utterance(text, voice, 150))
    with pytest.raises(SpeechError):
        own.synthesize(Utterance(LINE, f"{own.name}/no-such", 150))
    own.close()
    assert capfd.readouterr() == ("", "")


def test_the_tone_fails_when_asked_to() -> None:
    with pytest.raises(SpeechError, match="asked to fail"):
        ToneEngine().synthesize(Utterance("Be dumb.", "tone/low", 120))


def test_the_tone_says_a_word_in_exactly_its_time() -> None:
    audio = ToneEngine().synthesize(Utterance("one two three", "tone/low", 120))
    assert audio.duration == pytest.approx(0.05 + 3 * 0.5 + 0.3)
