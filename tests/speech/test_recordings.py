"""A person's recorded voice: what it can say, how fast, and who says the rest."""

from __future__ import annotations

import builtins
import hashlib
import json
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path

import numpy as np
import pytest
import soundfile
from hypothesis import given
from hypothesis import strategies as st

from tests.speech.conftest import LIMIT
from voice.audio import Samples
from voice.errors import NotRecordedError, RecordingError, SpeechError
from voice.frames import SAMPLE_RATE
from voice.speech.catalog import Catalog, open_catalog
from voice.speech.clips import pace_of, read_clip, sample_of, write_clip
from voice.speech.engine import Utterance
from voice.speech.recorded_engine import RecordedEngine
from voice.speech.recordings import (
    MOST_STRETCH,
    Recording,
    line_id,
    read_recording,
    recordings,
    write_about,
)
from voice.speech.versions import voice_version
from voice.speech.worker_engine import PyttsxEngine

TEXTS = {
    "Rest the ice on the cloth, in your palm.": 2.5,
    "Notice what comes first.": 1.5,
    "Look at the farthest wall, as long as you like.": 3.0,
}
"""Recorded texts, and seconds: 23 words in 7 s, 197 a minute."""

OWN_PACE = 60 * 23 / 7


def hum(seconds: float, pitch: float = 140.0) -> Samples:
    """A voice that hums at a steady pitch."""
    time = np.arange(round(seconds * SAMPLE_RATE)) / SAMPLE_RATE
    harmonics = [np.cos(2 * np.pi * pitch * n * time) / n for n in range(1, 12)]
    voice: Samples = (0.1 * np.sum(harmonics, axis=0)).astype(np.float32)
    return voice


@pytest.fixture
def mira(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Recording:
    monkeypatch.setenv("GROUND_HOME", str(tmp_path))
    recording = Recording(tmp_path / "voices" / "mira", "Mira", made_on=date(2026, 11, 28))
    write_about(recording)
    for text, seconds in TEXTS.items():
        write_clip(recording.place(line_id("en", text)), hum(seconds), text)
    return recording


@pytest.fixture
def engine(mira: Recording) -> Iterator[RecordedEngine]:  # noqa: ARG001 - it must be there
    with closing(RecordedEngine(PyttsxEngine("recorded", LIMIT, LIMIT))) as opened:
        yield opened


@pytest.fixture
def catalog(mira: Recording, tmp_path: Path) -> Iterator[tuple[Catalog, list[str]]]:  # noqa: ARG001
    told: list[str] = []
    with closing(open_catalog(tmp_path / "cache", notice=told.append)) as opened:
        yield opened, told


def test_a_clip_is_named_by_its_language_and_its_text() -> None:
    folded = hashlib.sha256("de\nHör zu, Zoë.".encode()).hexdigest()[:16]
    assert line_id("de", "  Hör\tzu,\n Zoë. ") == folded
    assert line_id("en", "Hör zu, Zoë.") != folded


def test_what_is_written_about_a_person_is_read_again(tmp_path: Path) -> None:
    folder = tmp_path / "o"
    about = Recording(folder, 'Oma "Änne" \\ B.', ("de", "en-GB"), date(2025, 1, 2), True)
    write_about(about)
    assert read_recording(folder) == about
    assert about.speaking("fr").languages == ("de", "en-GB", "fr")
    assert about.speaking("de") is about


@given(name=st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z")), min_size=1))
def test_any_name_is_read_again(name: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    about = Recording(tmp_path_factory.mktemp("any") / "voice", name)
    write_about(about)
    assert read_recording(about.folder).name == name


@pytest.mark.parametrize(
    "content",
    [
        "name = 3",
        'name = " "',
        "name = 'x'\nlanguages = 'en'",
        "name = 'x'\nlanguages = []",
        "name = 'x'\nmade_on = 'yesterday'",
        "name = 'x'\nmay_be_passed_on = 'yes'",
        "name =",
        "\x00",
        "name = 'x'\nlanguages = [" + "[" * 2000,
    ],
)
def test_a_broken_description_is_no_recording(
    content: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GROUND_HOME", str(tmp_path))
    folder = tmp_path / "voices" / "x"
    folder.mkdir(parents=True)
    (folder / "voice.toml").write_text(content)
    with pytest.raises(RecordingError, match=r"voice\.toml"):
        read_recording(folder)
    assert list(recordings()) == []


def test_a_folder_that_somebody_copied_needs_a_name_alone(
    mira: Recording, engine: RecordedEngine
) -> None:
    (mira.folder / "voice.toml").write_text('name = "Mira"\n')
    text = "It may be different here."
    soundfile.write(mira.place(line_id("en", text)), hum(1.5), SAMPLE_RATE)
    assert engine.synthesize(Utterance(text, "recorded/mira", 120)).duration > 1


def test_a_recorded_line_is_said_as_it_was_recorded(engine: RecordedEngine) -> None:
    (voice,) = engine.voices()
    assert (voice.id, voice.called, voice.languages) == ("recorded/mira", "Mira", ("en",))
    for text, seconds in TEXTS.items():
        said = engine.synthesize(Utterance(text, voice.id, 120))  # too far from 197
        assert said.sample_rate == SAMPLE_RATE
        np.testing.assert_allclose(said.samples, hum(seconds), atol=1.1 / 32768)


@pytest.mark.parametrize("rate", [190, 205, 215])
def test_a_recording_follows_the_pace_nearby(engine: RecordedEngine, rate: int) -> None:
    said = [engine.synthesize(Utterance(text, "recorded/mira", rate)) for text in TEXTS]
    words_a_minute = 60 * 23 / sum(audio.duration for audio in said)
    assert words_a_minute == pytest.approx(rate, rel=0.01)


@pytest.mark.parametrize("rate", [120, 170, 225])
def test_a_recording_is_not_stretched_further(engine: RecordedEngine, rate: int) -> None:
    assert not 1 / MOST_STRETCH < OWN_PACE / rate < MOST_STRETCH
    said = [engine.synthesize(Utterance(text, "recorded/mira", rate)) for text in TEXTS]
    assert sum(audio.duration for audio in said) == pytest.approx(7, abs=1e-3)


def test_what_is_not_recorded_is_an_error_of_its_own(engine: RecordedEngine) -> None:
    with pytest.raises(NotRecordedError, match="Breathe in"):
        engine.synthesize(Utterance("Breathe in.", "recorded/mira", 135))


def test_a_damaged_clip_does_not_end_the_voice(mira: Recording, engine: RecordedEngine) -> None:
    first, second, _ = TEXTS
    mira.place(line_id("en", first)).write_bytes(b"fLaC and nothing more")
    with pytest.raises(SpeechError, match="cannot be read"):
        engine.synthesize(Utterance(first, "recorded/mira", 135))
    assert engine.synthesize(Utterance(second, "recorded/mira", 135)).duration > 1


def test_a_recording_that_went_away_is_an_error(mira: Recording, engine: RecordedEngine) -> None:
    (mira.folder / "voice.toml").unlink()
    with pytest.raises(SpeechError, match="no recording"):
        engine.synthesize(Utterance(next(iter(TEXTS)), "recorded/mira", 135))


def test_the_pace_is_that_of_all_its_lines(mira: Recording) -> None:
    assert pace_of(mira) == pytest.approx(OWN_PACE, rel=1e-3)
    write_clip(mira.place("0" * 16), hum(9.0), "In.")  # one word tells no pace
    assert pace_of(mira) == pytest.approx(OWN_PACE, rel=1e-3)
    assert sample_of(mira) in TEXTS
    assert pace_of(Recording(mira.folder / "none", "None")) is None


def test_the_version_changes_with_a_line(mira: Recording) -> None:
    before = voice_version("recorded", "mira")
    assert voice_version("recorded", "mira") == before
    write_clip(mira.place(line_id("en", next(iter(TEXTS)))), hum(2.6), next(iter(TEXTS)))
    assert voice_version("recorded", "mira") != before


def test_nobody_is_chosen_for_the_listener(catalog: tuple[Catalog, list[str]]) -> None:
    opened, _ = catalog
    assert opened.listed("en")[0].id == "recorded/mira"
    assert opened.choose(None, "en").engine != "recorded"
    assert opened.choose("Mira", "en").id == "recorded/mira"


def test_another_voice_says_what_is_missing_and_it_is_told_once(
    catalog: tuple[Catalog, list[str]],
) -> None:
    opened, told = catalog
    narrator = opened.narrator("mira", "en", 200)
    recorded, other, again = next(iter(TEXTS)), "Breathe in.", "Breathe out."
    for text in (recorded, other, recorded, again):
        assert narrator.say(text).duration > 0.2
    assert set(narrator.instead) == {other, again}
    assert narrator.instead[other].engine != "recorded"
    (sentence,) = told
    assert sentence.startswith("Mira has not recorded every line, so ")
    assert sentence.endswith(" says the others.")
    assert narrator.voice.called == "Mira"


def test_one_damaged_clip_costs_one_line(
    mira: Recording, catalog: tuple[Catalog, list[str]]
) -> None:
    opened, _ = catalog
    first, second, _third = TEXTS
    mira.place(line_id("en", first)).write_bytes(b"fLaC and nothing more")
    narrator = opened.narrator("mira", "en", 200)
    for text in (first, second):
        assert narrator.say(text).duration > 1
    assert set(narrator.instead) == {first}
    assert narrator.voice.called == "Mira"


@pytest.mark.parametrize("error", [ImportError("no soundfile"), OSError("no libsndfile")])
def test_without_libsndfile_the_next_voice_speaks(
    catalog: tuple[Catalog, list[str]], error: Exception, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = builtins.__import__

    def importing(name: str, *rest: object) -> object:
        if name == "voice.speech" and rest[2] == ("clips",):
            raise error
        return real(name, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(builtins, "__import__", importing)
    opened, told = catalog
    narrator = opened.narrator("mira", "en", 200)
    assert narrator.say(next(iter(TEXTS))).duration > 1
    assert narrator.voice.called != "Mira"
    assert told[0].startswith("Mira cannot speak here, so ")


def test_a_pace_out_of_reach_is_told_once(catalog: tuple[Catalog, list[str]]) -> None:
    opened, told = catalog
    for _ in range(2):
        opened.narrator("mira", "en", 120).say(next(iter(TEXTS)))
    assert told == [
        "Mira speaks about 197 words a minute, and stays as recorded; the pauses keep the pace."
    ]


def test_clips_are_never_copied_into_the_cache(
    catalog: tuple[Catalog, list[str]], tmp_path: Path
) -> None:
    opened, _ = catalog
    for text in TEXTS:
        opened.narrator("mira", "en", 197).say(text)
    assert not list((tmp_path / "cache").rglob("*.*"))


@pytest.mark.parametrize("rate", [8_000, 16_000, 44_100, 48_000])
def test_a_clip_may_have_any_rate_and_channels(tmp_path: Path, rate: int) -> None:
    stereo = np.stack([np.full(rate, 0.25, np.float32), np.full(rate, 0.75, np.float32)], axis=1)
    soundfile.write(tmp_path / "x.flac", stereo, rate)
    audio = read_clip(tmp_path / "x.flac")
    assert audio.sample_rate == rate
    assert audio.samples == pytest.approx(np.full(rate, 0.5), abs=1e-3)


def test_a_clip_tells_its_text_to_any_reader(mira: Recording) -> None:
    for text in TEXTS:
        with soundfile.SoundFile(mira.place(line_id("en", text))) as file:
            assert (file.title, file.samplerate, file.channels) == (text, SAMPLE_RATE, 1)
    assert json.dumps(mira.languages) == '["en"]'
