from __future__ import annotations

import random
import sys
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest

from tests.recording.spoken import LINES, quiet, said, write_file
from voice.audio import Samples
from voice.errors import RecordingError
from voice.frames import SAMPLE_RATE
from voice.recording import hearing
from voice.recording.cutting import Cut, clip_of, cut, read_reading
from voice.recording.envelope import speech
from voice.recording.hearing import likeness, recogniser

Span = tuple[int, int]


def reading(
    *parts: Samples, pauses: tuple[float, float] = (1.0, 3.0)
) -> tuple[Samples, list[Span]]:
    """Sounds with pauses around them, and the frames of each."""
    dice = random.Random(7)
    joined, spans, at = [], [], 0
    for part in parts:
        pause = quiet(dice.uniform(*pauses))
        spans.append((at + len(pause), at + len(pause) + len(part)))
        joined += [pause, part]
        at = spans[-1][1]
    return np.concatenate([*joined, quiet(1)]), spans


def with_breath(samples: Samples, seconds: float) -> Samples:
    """A line with a silence at its softest moment."""
    hops = np.square(samples[: len(samples) // 480 * 480]).reshape(-1, 480).sum(axis=1)
    inner = slice(len(hops) // 4, len(hops) * 3 // 4)
    at = (int(np.argmin(hops[inner])) + inner.start) * 480
    return np.concatenate([samples[:at], quiet(seconds), samples[at:]])


def is_at(found: Cut, span: Span) -> bool:
    """True if a cut holds a span, and less than 0.3 s around it."""
    before, after = span[0] - found.start, found.end - span[1]
    return all(-0.05 < frames / SAMPLE_RATE < 0.3 for frames in (before, after))


def test_lines_with_breaths_are_cut_between_the_lines() -> None:
    parts = [with_breath(each, 0.5 + 0.1 * (index % 5)) for index, each in enumerate(said())]
    samples, spans = reading(*parts)
    cuts = cut(samples, LINES)
    assert [each.line for each in cuts] == list(LINES)
    assert all(map(is_at, cuts, spans))
    assert sum(each.sure for each in cuts) >= 6
    for each in cuts:
        clip = clip_of(samples, each)
        assert len(clip) == each.end - each.start
        assert clip[0] == clip[-1] == 0


def test_a_line_that_is_said_again_counts_the_last_time() -> None:
    mistake = said()[4][: len(said()[4]) // 2]
    samples, spans = reading(*said()[:4], mistake, *said()[4:6], said()[5], *said()[6:])
    del spans[5 + 1], spans[4]
    cuts = cut(samples, LINES)
    assert is_at(cuts[4], spans[4])
    assert is_at(cuts[5], spans[5])
    assert cuts[5].doubt.startswith("It seems to be said more than once")
    assert all(is_at(each, span) or not each.sure for each, span in zip(cuts, spans, strict=True))
    assert cuts[0].sure
    assert cuts[7].sure


def test_a_line_that_is_missing_is_told_and_shifts_no_other() -> None:
    samples, spans = reading(*said()[:4], *said()[5:])
    cuts = cut(samples, LINES)
    assert not cuts[4].found
    assert not cuts[4].sure
    assert cuts[4].doubt == "It is not in the recording."
    assert all(map(is_at, [*cuts[:4], *cuts[5:]], spans))


def test_coughs_and_clicks_are_no_lines() -> None:
    dice = np.random.default_rng(2)
    cough = (dice.standard_normal(6000) * np.hanning(6000) / 8).astype(np.float32)
    click = np.zeros(6000, np.float32)
    click[3000:3020] = 0.5
    parts: list[Samples] = []
    for index, each in enumerate(said()):
        parts += [each, cough if index % 3 == 1 else click]
    samples, spans = reading(*parts)
    cuts = cut(samples, LINES)
    right = [is_at(each, span) for each, span in zip(cuts, spans[::2], strict=True)]
    assert sum(right) >= 6
    assert all(right[index] for index, each in enumerate(cuts) if each.sure)


@pytest.mark.parametrize("factor", [0.01, 1.0])
def test_level_and_hum_do_not_matter(factor: float) -> None:
    samples, spans = reading(*said())
    hum = 0.02 * np.sin(np.arange(len(samples)) * (2 * np.pi * 50 / SAMPLE_RATE))
    whole = ((samples + hum.astype(np.float32)) * np.float32(factor)).astype(np.float32)
    floor = np.random.default_rng(1).standard_normal(len(whole)).astype(np.float32) * 1e-5
    assert all(map(is_at, cut(whole + floor, LINES), spans))


@pytest.mark.parametrize("seconds", [0.0, 0.004, 2.0])
def test_where_nobody_speaks_nothing_is_found(seconds: float) -> None:
    for samples in (quiet(seconds), np.zeros(round(seconds * SAMPLE_RATE), np.float32)):
        assert speech(samples) == ()
        assert not any(each.found for each in cut(samples, LINES))
    assert cut(quiet(2), ()) == ()


def test_a_reading_comes_from_a_phone(tmp_path: Path) -> None:
    samples, spans = reading(*said()[:3])
    write_file(tmp_path / "all.m4a", samples, "-ar", "44100", "-c:a", "aac")
    cuts = cut(read_reading(tmp_path / "all.m4a"), LINES[:3])
    assert all(map(is_at, cuts, spans))
    with pytest.raises(RecordingError, match=r"There is no file .*none.m4a"):
        read_reading(tmp_path / "none.m4a")


def test_what_is_heard_decides_where_lengths_do_not() -> None:
    """A recogniser that hears which line sounds, told apart by its length."""
    samples, spans = reading(said()[1], said()[3], said()[3], said()[6])
    texts = {spans[index]: LINES[line].spoken for index, line in ((0, 1), (1, 3), (2, 3), (3, 6))}

    def hear(clip: Samples) -> str:
        first, at = (each.__array_interface__["data"][0] for each in (samples, clip))
        at = (at - first) // samples.itemsize
        inside = [text for span, text in texts.items() if at < span[1] and at + len(clip) > span[0]]
        return " ".join(inside)

    lines = (LINES[1], LINES[3], LINES[2], LINES[6])
    cuts = cut(samples, lines, hear)
    assert [each.sure for each in cuts] == [True, True, False, True]
    assert cuts[2].doubt in {"It is not in the recording.", f"It sounds like: {LINES[3].spoken}"}
    assert is_at(cuts[0], spans[0])
    assert is_at(cuts[3], spans[3])


@pytest.mark.skipif(not find_spec("moonshine_voice"), reason="no recogniser for this machine")
def test_the_recogniser_hears_what_is_said() -> None:
    hear = recogniser("en")
    assert hear is not None
    heard = hear(np.concatenate([quiet(0.1), said()[6], quiet(0.1)]))
    assert likeness(LINES[6].spoken, heard) > likeness(LINES[0].spoken, heard)


def test_without_weights_or_for_other_languages_there_is_no_recogniser(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delitem(sys.modules, "moonshine_voice", raising=False)
    assert recogniser("de") is None
    monkeypatch.setattr(hearing, "_WEIGHTS", Path("elsewhere"))  # as in versions that fetch them
    assert recogniser("en") is None
    monkeypatch.setattr(hearing, "find_spec", lambda _: None)
    assert recogniser("en") is None
    assert "moonshine_voice" not in sys.modules


@pytest.mark.parametrize(
    ("said_words", "heard", "least"),
    [
        ("If you get light-headed, sit.", "If you get lightheaded sit", 1.0),
        ("Under forty-five seconds.", "under 45 seconds", 1.0),
        ("Look at the farthest wall.", "", 0.0),
    ],
)
def test_likeness_is_of_the_sound(said_words: str, heard: str, least: float) -> None:
    assert likeness(said_words, heard) == least


@pytest.mark.parametrize("first", [True, False])
def test_a_cough_beside_a_line_is_told(first: bool) -> None:
    dice = np.random.default_rng(2)
    cough = (dice.standard_normal(4000) * np.hanning(4000) / 8).astype(np.float32)
    parts = (cough, quiet(0.58), said()[4]) if first else (said()[4], quiet(0.58), cough)
    samples, _ = reading(*said()[:4], np.concatenate(parts), *said()[5:], pauses=(2.5, 3))
    doubts = [each.doubt for each in cut(samples, LINES)]
    assert doubts[4] == "Something short is heard before or after it."


@pytest.mark.parametrize(("at", "length", "word"), [(1, 2.0, "long"), (4, 0.34, "short")])
def test_a_line_too_long_or_short_for_its_words_is_doubted(
    at: int, length: float, word: str
) -> None:
    parts = list(said())
    parts[at] = np.resize(parts[at], round(length * len(parts[at])))
    samples, _ = reading(*parts)
    assert cut(samples, LINES)[at].doubt == f"It is {word} for its words."
