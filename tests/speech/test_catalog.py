"""Which voice is meant, and which are offered."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.speech.conftest import LIMIT, Traces
from voice.audio import Audio
from voice.errors import EngineUnavailableError, SpeechError, UnknownNameError
from voice.installing import install_command
from voice.speech.catalog import USUAL_VOICES, Catalog, open_catalog
from voice.speech.engine import Utterance, Voice
from voice.speech.tone import ToneEngine
from voice.speech.worker_engine import PyttsxEngine


class Choir(ToneEngine):
    """An engine with voices of many languages, some of which are dumb or broken."""

    name = "choir"

    def __init__(self) -> None:
        self.closed = 0
        self.said: list[str] = []

    def voices(self) -> tuple[Voice, ...]:
        return (
            Voice("choir/x/mute", "Mute", "choir", ("de",)),
            Voice("choir/x/broken", "Broken", "choir", ("de-at",)),
            Voice("choir/x/anna", "Anna", "choir", ("de-de",), "female"),
            Voice("choir/x/resi", "Resi Österreich", "choir", ("de-at", "en")),
            Voice("choir/x/jim", "Jim", "choir", ("en-gb",), "male"),
        )

    def synthesize(self, utterance: Utterance) -> Audio:
        self.said.append(utterance.voice)
        if utterance.voice.endswith("broken"):
            raise SpeechError("The voice broke.")
        audio = ToneEngine().synthesize(Utterance(utterance.text, "tone/low", utterance.rate))
        return Audio(audio.samples * (not utterance.voice.endswith("mute")), audio.sample_rate)

    def close(self) -> None:
        self.closed += 1


class Broken(ToneEngine):
    """An engine whose voice is known, and never speaks."""

    name = "broken"

    def voices(self) -> tuple[Voice, ...]:
        return (Voice("broken/hans", "Hans", "broken", ("en", "de")),)

    def synthesize(self, utterance: Utterance) -> Audio:
        raise SpeechError(f"Hans is broken: {utterance.text}")


class Absent(ToneEngine):
    name = "absent"

    def voices(self) -> tuple[Voice, ...]:
        raise EngineUnavailableError("The voice engine absent cannot start.")


@pytest.fixture
def choir() -> Choir:
    return Choir()


@pytest.fixture
def catalog(choir: Choir, tmp_path: Path) -> Iterator[Catalog]:
    with closing(Catalog((choir, ToneEngine()), tmp_path)) as opened:
        yield opened


@pytest.mark.parametrize(
    "name", ["choir/x/anna", "x/anna", "anna", "Anna", "ANNA", "Choir/X/Anna", "X/ANNA"]
)
def test_by_any_of_its_names(catalog: Catalog, name: str) -> None:
    assert catalog.choose(name, "en").id == "choir/x/anna"


def test_letters_beyond_ascii_have_cases_too(catalog: Catalog) -> None:
    assert catalog.choose("RESI ÖSTERREICH", "en").id == "choir/x/resi"


def test_the_tone_by_its_name(catalog: Catalog) -> None:
    assert catalog.choose("tone/high", "de").id == "tone/high"


@pytest.mark.parametrize(
    ("name", "suggestion"),
    [("Ana", "Anna"), ("x/ana", "x/anna"), ("choir/anna", "choir/x/anna"), ("JIIM", "Jim")],
)
def test_a_name_nobody_has_gets_the_nearest(catalog: Catalog, name: str, suggestion: str) -> None:
    with pytest.raises(UnknownNameError) as failure:
        catalog.choose(name, "en")
    assert failure.value.suggestions == (suggestion,)
    assert str(failure.value) == (
        f"There is no voice called {name}. Did you mean {suggestion}? "
        "See the voices here with: ground voices"
    )


@pytest.mark.parametrize("name", ["bob", "jin", "toni", "lon"])
def test_a_name_that_is_not_near_gets_none(catalog: Catalog, name: str) -> None:
    with pytest.raises(UnknownNameError) as failure:
        catalog.choose(name, "en")
    assert failure.value.suggestions == ()


def test_a_name_like_no_other(catalog: Catalog) -> None:
    with pytest.raises(UnknownNameError) as failure:
        catalog.choose("qqqqqqqq", "en")
    assert failure.value.suggestions == ()
    assert "Did you mean" not in str(failure.value)


@pytest.mark.parametrize(
    ("language", "chosen"),
    [
        ("de", "choir/x/anna"),  # the first that can be heard
        ("de-DE", "choir/x/anna"),
        ("de-at", "choir/x/resi"),  # the same region first
        ("DE-AT", "choir/x/resi"),
        ("de-ch", "choir/x/anna"),  # any region is better than none
        ("en", "choir/x/resi"),
        ("en-gb", "choir/x/jim"),
    ],
)
def test_by_language(catalog: Catalog, language: str, chosen: str) -> None:
    assert catalog.choose(None, language).id == chosen


def test_a_language_nobody_speaks(catalog: Catalog) -> None:
    with pytest.raises(UnknownNameError, match="no voice for a language called tlh"):
        catalog.choose(None, "tlh")


def test_the_tone_is_never_taken_for_a_voice(tmp_path: Path) -> None:
    with closing(Catalog((ToneEngine(),), tmp_path)) as catalog:
        assert catalog.voices(None) == ()
        with pytest.raises(UnknownNameError):
            catalog.choose(None, "en")


def test_only_voices_that_are_heard_are_offered(catalog: Catalog, choir: Choir) -> None:
    assert [voice.name for voice in catalog.voices("de")] == ["Anna", "Resi Österreich"]
    assert [voice.name for voice in catalog.voices("en")] == ["Resi Österreich", "Jim"]
    assert [voice.name for voice in catalog.voices(None)] == ["Anna", "Resi Österreich", "Jim"]
    assert {choir.said.count(voice.id) for voice in choir.voices() if "broken" not in voice.id} <= {
        1,
        2,
    }


def test_listing_renders_nothing(catalog: Catalog, choir: Choir) -> None:
    names = [voice.name for voice in catalog.listed("de")]
    assert names == ["Mute", "Broken", "Anna", "Resi Österreich"]
    assert choir.said == []


def test_an_engine_that_cannot_start_says_so(tmp_path: Path) -> None:
    with closing(Catalog((Absent(),), tmp_path)) as catalog:
        with pytest.raises(EngineUnavailableError):
            catalog.choose(None, "en")
        with pytest.raises(EngineUnavailableError):
            catalog.voices()


def test_a_speaker_says_it_at_the_pace(catalog: Catalog, choir: Choir) -> None:
    speaker = catalog.speaker(catalog.choose("anna", "de"), 120)
    first = speaker.say("one two three")
    assert first.duration == pytest.approx(0.35 + 3 * 0.5, rel=0.02)
    asked = len(choir.said)
    assert (speaker.say("one two three").samples == first.samples).all()
    assert len(choir.said) == asked


def test_a_mute_voice_cannot_be_a_speaker(catalog: Catalog) -> None:
    with pytest.raises(SpeechError, match="Mute makes no sound here"):
        catalog.speaker(catalog.choose("mute", "de"), 120)


def test_measuring_goes_past_the_cache(catalog: Catalog, tmp_path: Path) -> None:
    speaker = catalog.speaker(catalog.choose("anna", "de"), 120)
    assert list(tmp_path.rglob("*.speech")) == []
    speaker.say("one")
    assert len(list(tmp_path.rglob("*.speech"))) == 1


class TestThePreferredVoice:
    """The voice that the listener chose."""

    def test_it_speaks_its_language(self, choir: Choir, tmp_path: Path) -> None:
        with closing(Catalog((choir,), tmp_path, "jim")) as catalog:
            assert catalog.choose(None, "en").id == "choir/x/jim"
            assert catalog.choose(None, "de").id == "choir/x/anna"
            assert catalog.choose("resi österreich", "en").id == "choir/x/resi"

    def test_one_that_is_gone_is_told_of_once(self, choir: Choir, tmp_path: Path) -> None:
        told: list[str] = []
        with closing(Catalog((choir,), tmp_path, "piper/gone", told.append)) as catalog:
            for _ in range(2):
                assert catalog.choose(None, "en").id == "choir/x/resi"
        [sentence] = told
        assert "piper/gone" in sentence
        assert sentence.endswith("ground choose picks a new one.")


class TestTakingOver:
    def test_the_next_engine_speaks_the_same_language(self, choir: Choir, tmp_path: Path) -> None:
        told: list[str] = []
        with closing(Catalog((Broken(), choir), tmp_path, None, told.append)) as catalog:
            narrator = catalog.narrator("hans", "en", 120)
            assert narrator.say("one two").duration > 0
            assert narrator.voice.id == "choir/x/resi"
            assert told == [
                "Hans cannot speak here, so Resi Österreich does; ground doctor says why."
            ]
            assert catalog.narrator("hans", "de", 120).voice.id == "choir/x/anna"

    def test_a_speaker_does_not_give_way(self, choir: Choir, tmp_path: Path) -> None:
        with closing(Catalog((Broken(), choir), tmp_path)) as catalog:
            voice = catalog.choose("hans", "en")
            with pytest.raises(SpeechError, match="Hans is broken"):
                catalog.speaker(voice, 120)

    def test_an_absent_engine_hides_no_other(self, choir: Choir, tmp_path: Path) -> None:
        told: list[str] = []
        with closing(Catalog((Absent(), choir), tmp_path, None, told.append)) as catalog:
            assert catalog.choose(None, "en").id == "choir/x/resi"
            assert {voice.engine for voice in catalog.voices()} == {"choir"}
        assert set(told) == {"The voice engine absent cannot start."}

    def test_a_name_is_looked_for_in_the_engines_that_work(
        self, choir: Choir, tmp_path: Path
    ) -> None:
        with closing(Catalog((Absent(), choir), tmp_path)) as catalog:
            assert catalog.choose("anna", "de").id == "choir/x/anna"
            with pytest.raises(EngineUnavailableError):
                catalog.choose("somebody in absent", "de")

    def test_an_engine_lost_while_it_is_listed_hides_no_other(
        self, choir: Choir, tmp_path: Path
    ) -> None:
        class Lost(Choir):
            name = "lost"

            def synthesize(self, utterance: Utterance) -> Audio:
                raise EngineUnavailableError(f"It did not answer: {utterance.text}")

        with closing(Catalog((Lost(), choir), tmp_path)) as catalog:
            assert {voice.name for voice in catalog.voices("en")} == {"Resi Österreich", "Jim"}

    def test_nobody_takes_over_from_a_catalog_that_closes(
        self, choir: Choir, tmp_path: Path
    ) -> None:
        told: list[str] = []
        catalog = Catalog((Broken(), choir), tmp_path, None, told.append)
        narrator = catalog.narrator("hans", "en", 120)
        catalog.close()
        with pytest.raises(SpeechError):
            narrator.say("one")
        assert (told, choir.said) == ([], [])


@pytest.mark.parametrize("beside_sound", [True, False])
def test_a_slow_voice_speaks_only_where_nobody_waits(
    driver: Callable[..., str],
    traces: Traces,
    monkeypatch: pytest.MonkeyPatch,
    beside_sound: bool,
) -> None:
    """An export on a busy machine keeps its voice."""
    monkeypatch.setattr("voice.speech.catalog.FIRST_LIMIT", 0.5)
    monkeypatch.setattr("voice.speech.catalog.LINE_LIMIT", 0.5)
    name = driver("import time; time.sleep(1.5)")
    monkeypatch.setattr("voice.speech.catalog.drivers_here", lambda: (name,))
    slow = Voice(f"{name}/ann", "Ann", name, ("en",))
    with closing(open_catalog(traces.folder.parent, beside_sound=beside_sound)) as catalog:
        assert catalog.is_heard(slow) is not beside_sound


class TestVoiceFiles:
    def test_by_what_lies_beside_them(self, catalog: Catalog, tmp_path: Path) -> None:
        file = tmp_path / "ann.onnx"
        file.touch()
        found = catalog.choose(str(file), "en")
        assert (found.id, found.name, found.engine) == (f"natural/{file}", "ann", "natural")
        (tmp_path / "ann.onnx.json").touch()
        assert catalog.choose(str(file), "en").id == f"piper/{file}"

    def test_one_that_is_not_there(self, catalog: Catalog) -> None:
        with pytest.raises(UnknownNameError, match=r"There is no voice called no/such\.onnx"):
            catalog.choose("no/such.onnx", "en")

    @pytest.mark.parametrize("driver", ["natural", "piper"])
    def test_voices_that_are_not_installed_name_what_brings_them(
        self, catalog: Catalog, driver: str
    ) -> None:
        with pytest.raises(EngineUnavailableError, match=f"{re.escape(install_command(driver))}$"):
            catalog.choose(f"{driver}/heart", "en")


def test_closing_closes_every_engine(choir: Choir, tmp_path: Path) -> None:
    Catalog((choir, ToneEngine()), tmp_path).close()
    assert choir.closed == 1


def test_the_real_ones(tmp_path: Path, traces: Traces) -> None:
    with closing(open_catalog(tmp_path / "cache")) as catalog:
        assert traces.left() == []  # nothing starts before it is asked
        usual = catalog.choose(None, "en")
        assert usual.speaks("en")
        assert catalog.choose(usual.id, "en") == usual
        assert catalog.speaker(usual, 135).say("Hello.").duration > 0.3
    assert traces.left() == []


@pytest.mark.parametrize("driver", sorted(USUAL_VOICES))
class TestUsualVoices:
    def test_the_usual_voice_is_what_the_engine_says_it_is(self, driver: str) -> None:
        with closing(PyttsxEngine(driver, LIMIT)) as engine:
            assert USUAL_VOICES[driver] in engine.voices()

    def test_the_usual_voice_is_known_without_starting(
        self, tmp_path: Path, traces: Traces, driver: str
    ) -> None:
        with closing(Catalog((PyttsxEngine(driver, LIMIT),), tmp_path / "cache")) as catalog:
            for choice in (
                catalog.choose(None, "en"),
                catalog.choose(None, "en-US"),
                catalog.choose(USUAL_VOICES[driver].id, "de"),
            ):
                assert choice == USUAL_VOICES[driver]
            assert traces.left() == []


@pytest.mark.skipif(sys.platform != "linux", reason="these are eSpeak NG's voices")
class TestEspeak:
    @pytest.mark.parametrize(
        ("name", "language", "chosen"),
        [
            ("en-us", "de", "gmw/en-us"),
            ("gmw/en-us", "de", "gmw/en-us"),
            ("english (america)", "de", "gmw/en-us"),
            (None, "de", "gmw/de"),
            (None, "pt-br", "roa/pt-br"),
            (None, "pt", "roa/pt"),
        ],
    )
    def test_choosing(self, tmp_path: Path, name: str | None, language: str, chosen: str) -> None:
        with closing(open_catalog(tmp_path)) as catalog:
            assert catalog.choose(name, language).id == f"espeak/{chosen}"

    @pytest.mark.parametrize(
        ("name", "suggestion"),
        [
            ("bob", ()),  # not Lojban, jbo
            ("ben", ()),  # not en
            ("jon", ()),  # not Ido, io
            ("en_us", ("en-us",)),
            ("scotland", ("en-gb-scotland",)),
        ],
    )
    def test_languages_are_not_suggested_for_names(
        self, tmp_path: Path, name: str, suggestion: tuple[str, ...]
    ) -> None:
        with closing(Catalog([PyttsxEngine("espeak", LIMIT)], tmp_path)) as catalog:
            with pytest.raises(UnknownNameError) as failure:
                catalog.choose(name, "en")
            assert failure.value.suggestions == suggestion

    def test_a_voice_for_another_alphabet_is_no_accent(self, tmp_path: Path) -> None:
        with closing(Catalog([PyttsxEngine("espeak", LIMIT)], tmp_path)) as catalog:
            for language, voice in (
                ("en", "en-shaw"),
                ("fa", "fa-latn"),
                ("cmn", "cmn-latn-pinyin"),
            ):
                listed = [each.id.rpartition("/")[2] for each in catalog.listed(language)]
                assert listed
                assert voice not in listed
                assert catalog.choose(voice, language).id.endswith(voice)

    @pytest.mark.parametrize("language", ["fo", "kaa"])
    def test_a_language_whose_only_voice_is_silent(self, tmp_path: Path, language: str) -> None:
        with closing(open_catalog(tmp_path)) as catalog:
            assert catalog.voices(language) == ()
            with pytest.raises(UnknownNameError):
                catalog.choose(None, language)


class Hanging(ToneEngine):
    """An engine that dies whenever it is asked for its voices."""

    name = "hanging"

    def voices(self) -> tuple[Voice, ...]:
        raise SpeechError("The voice hanging did not answer.")


def test_an_engine_that_dies_at_once_leaves_the_word_to_the_others(tmp_path: Path) -> None:
    told: list[str] = []
    with closing(Catalog((Hanging(), Choir()), tmp_path, "hanging/x", told.append)) as catalog:
        assert catalog.choose(None, "de").id == "choir/x/anna"
        assert {voice.engine for voice in catalog.voices("de")} == {"choir"}
        catalog.narrator(None, "de", 400).say("Hallo.")
    assert any("hanging" in sentence for sentence in told)


def test_where_it_is_the_only_one_that_is_told(tmp_path: Path) -> None:
    with closing(Catalog((Hanging(),), tmp_path)) as catalog, pytest.raises(SpeechError):
        catalog.voices("en")


@pytest.mark.parametrize(("name", "extra"), [("joe", "piper"), ("Heart", "natural")])
def test_a_voice_of_an_extra_that_is_missing_names_the_extra(
    name: str, extra: str, tmp_path: Path
) -> None:
    with (
        closing(Catalog((ToneEngine(),), tmp_path)) as catalog,
        pytest.raises(EngineUnavailableError, match=rf"extra '\.\[{extra}\]' contains them\. "),
    ):
        catalog.choose(name, "en")
