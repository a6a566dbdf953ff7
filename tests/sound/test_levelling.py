"""A spoken line comes out at one level, under one peak, with its edges in place."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from voice.audio import Audio, Samples
from voice.sound.levelling import EDGE_DBFS, LINE_LUFS, LINE_PEAK_DBTP, prepare_line
from voice.sound.loudness import (
    Floats,
    from_decibels,
    integrated_loudness,
    line_loudness,
    true_peak,
)

FADE = 120
EDGE = 72
"""3 ms: how far an edge may lie from the end of a line."""


def babble(seed: int, seconds: float, *, pitch: float = 100.0, rate: int = 24_000) -> Samples:
    """Something like speech: a buzz in syllables of 60 to 300 ms, peaking at 0 dBFS."""
    random = np.random.default_rng(seed)
    frames = round(seconds * rate)
    time = np.arange(frames) / rate
    drift = np.cumsum(pitch * (1 + 0.1 * np.sin(2 * np.pi * 0.7 * time))) / rate
    harmonics = range(1, int(0.45 * rate / pitch))
    buzz = sum(np.cos(2 * np.pi * n * drift + 0.05 * n * n) / n for n in harmonics)
    loudness = np.zeros(frames)
    start = 0
    while start < frames:
        length = int(random.uniform(0.06, 0.3) * rate)
        part = loudness[start : start + length]
        part[:] = random.uniform(0.3, 1.0) * np.hanning(length)[: len(part)]
        start += length + int(random.uniform(0.0, 0.1) * rate)
    voiced: Floats = buzz * loudness
    voiced /= max(np.abs(voiced).max(), 1e-9)
    return voiced.astype(np.float32)


def said(samples: Floats, rate: int = 24_000) -> Audio:
    return Audio(samples.astype(np.float32), rate)


def assert_safe(line: Samples) -> None:
    """Check the rules that hold for anything an engine may render."""
    assert line.dtype == np.float32
    assert line.ndim == 1
    assert np.isfinite(line).all()
    if not line.size:
        return
    assert true_peak(line) <= LINE_PEAK_DBTP + 0.2
    assert line[0] == line[-1] == 0.0
    over = np.flatnonzero(np.abs(line) > from_decibels(EDGE_DBFS))
    assert over[0] < EDGE
    assert len(line) - 1 - over[-1] < EDGE
    assert len(line) >= 2 * FADE


@settings(deadline=None)
@given(
    seed=st.integers(0, 2**32 - 1),
    seconds=st.floats(0.6, 6.0),
    pitch=st.floats(90.0, 260.0),
    level=st.floats(-15.0, 0.0),
    rate=st.sampled_from([16_000, 22_050, 24_000, 48_000]),
)
def test_any_line_comes_out_at_one_level(
    seed: int, seconds: float, pitch: float, level: float, rate: int
) -> None:
    speech = babble(seed, seconds, pitch=pitch, rate=rate) * np.float32(from_decibels(level))
    line = prepare_line(said(speech, rate))
    assert_safe(line)
    # The gate of BS.1770 opens block by block: one block at the brink moves a short line by 0.5.
    assert line_loudness(line) == pytest.approx(LINE_LUFS, abs=0.9)


@settings(deadline=None)
@given(
    seed=st.integers(0, 2**32 - 1),
    pieces=st.lists(
        st.tuples(st.integers(1, 4_000), st.floats(-90.0, 6.0), st.booleans()), max_size=12
    ),
    offset=st.sampled_from([0.0, 0.001, 0.1, -0.5]),
    rate=st.sampled_from([22_050, 24_000]),
)
def test_no_noise_breaks_it(
    seed: int, pieces: list[tuple[int, float, bool]], offset: float, rate: int
) -> None:
    """Bursts and holes of any length and level, clipped, off centre."""
    random = np.random.default_rng(seed)
    bursts = [
        random.standard_normal(frames) * (from_decibels(level) if heard else 0.0)
        for frames, level, heard in pieces
    ]
    samples = np.clip(np.concatenate([np.empty(0), *bursts]) + offset, -1.0, 1.0)
    assert_safe(prepare_line(said(samples, rate)))


@pytest.mark.parametrize("rate", [22_050, 24_000])
@pytest.mark.parametrize(
    "samples",
    [
        pytest.param(np.empty(0), id="nothing"),
        pytest.param(np.zeros(1), id="one silent sample"),
        pytest.param(np.ones(1), id="one sample"),
        pytest.param(np.zeros(48_000), id="silence"),
        pytest.param(np.full(48_000, 0.25), id="only DC"),
        pytest.param(np.full(24_000, 1e-5), id="under the gate"),
        pytest.param(0.001 * np.sin(np.arange(8_000)), id="faint noise, as hibari says '.'"),
        pytest.param(np.full(24_000, np.nan), id="no numbers"),
        pytest.param(np.eye(1, 24_000, 9_000)[0], id="a click"),
    ],
)
def test_what_cannot_be_heard_comes_out_empty(samples: Floats, rate: int) -> None:
    line = prepare_line(said(samples, rate))
    assert line.shape == (0,)
    assert line.dtype == np.float32


def test_a_sample_that_is_no_number_reaches_no_ear() -> None:
    speech = babble(1, 2.0)
    speech[[5_000, 9_000, 20_000]] = [np.nan, np.inf, -np.inf]
    line = prepare_line(said(speech))
    assert_safe(line)
    assert line_loudness(line) == pytest.approx(LINE_LUFS, abs=0.6)


def test_a_clipped_line_is_brought_down() -> None:
    speech = np.clip(babble(2, 2.0) * 20, -1.0, 1.0)
    assert_safe(prepare_line(said(speech)))


def test_sharp_peaks_are_limited_and_the_line_levelled_again() -> None:
    """A voice whose peaks stand 3 dB too high at -19 LUFS, as eSpeak's highest do."""
    speech = babble(3, 3.0, pitch=75.0)
    gain = from_decibels(LINE_LUFS - line_loudness(speech))
    assert true_peak(speech * np.float32(gain)) > LINE_PEAK_DBTP + 2
    line = prepare_line(said(speech))
    assert true_peak(line) == pytest.approx(LINE_PEAK_DBTP, abs=0.2)
    assert line_loudness(line) == pytest.approx(LINE_LUFS, abs=0.1)


def test_limiting_bends_the_gain_and_never_the_wave() -> None:
    """Away from its edges, the line is the speech times a gain without steps."""
    speech = babble(3, 3.0, pitch=75.0)
    line = prepare_line(said(speech))
    middle = slice(2 * FADE, len(line) - 2 * FADE)
    offset = int(np.argmax(np.correlate(speech, line[middle], "valid")))
    original = speech[offset : offset + len(line[middle])]
    sounding = np.flatnonzero(np.abs(original) > 0.05)
    gains = line[middle][sounding] / original[sounding]
    assert np.ptp(gains) > 0.2
    # 12 dB at the very most over the two bends of 5 ms; here 3 dB: far under 1 % a sample.
    steps = np.abs(np.diff(gains)) / np.diff(sounding)
    assert steps.max() < 0.01 * gains.max()


def test_a_click_is_not_blown_up_to_a_voice() -> None:
    click = np.zeros(24_000)
    click[9_000:9_200] = np.random.default_rng(0).standard_normal(200) * np.hanning(200)
    line = prepare_line(said(click / 10))
    assert_safe(line)
    assert line_loudness(line) < LINE_LUFS - 1


@pytest.mark.parametrize(("before", "after"), [(0.0, 0.0), (0.0003, 0.431), (0.5, 1.2)])
def test_silence_around_a_line_goes(before: float, after: float) -> None:
    """eSpeak adds 0.3 ms before and 431 ms after every line."""
    speech = babble(4, 2.0)
    bare = prepare_line(said(speech))
    padded = np.pad(speech, (round(before * 24_000), round(after * 24_000)))
    line = prepare_line(said(padded))
    assert abs(len(line) - len(bare)) <= 2
    assert len(bare) < 2.0 * 24_000 + 2 * EDGE


def test_an_offset_goes_before_the_edges_are_sought() -> None:
    """At -26 dBFS an offset would count as sound, and the silence around would stay."""
    speech = np.pad(babble(5, 2.0) * 0.5, 24_000)
    line = prepare_line(said(speech + 0.05))
    assert abs(len(line) - len(prepare_line(said(speech)))) < EDGE
    assert abs(float(line.mean())) < 1e-3


def test_silence_inside_a_line_stays() -> None:
    pause = np.zeros(24_000, dtype=np.float32)
    line = prepare_line(said(np.concatenate([babble(6, 1.0), pause, babble(7, 1.0)])))
    assert len(line) > 2.8 * 24_000


def test_a_faint_first_sound_does_not_move_the_edge() -> None:
    """Just over the edge before the fade, under it after: 0.2 s of it must not be kept."""
    faint = np.full(4_800, from_decibels(-55.0)) * np.cos(np.arange(4_800))
    speech = np.concatenate([faint, babble(8, 2.0) * 0.4, faint])
    for level in np.linspace(-12.0, 12.0, 25):
        assert_safe(prepare_line(said(speech * from_decibels(float(level)))))


def test_the_same_line_comes_out_the_same_and_its_source_stays() -> None:
    audio = said(babble(9, 1.5), 22_050)
    before = audio.samples.copy()
    assert np.array_equal(prepare_line(audio), prepare_line(audio))
    assert np.array_equal(audio.samples, before)


def test_a_whole_exercise_comes_out_as_loud_as_promised() -> None:
    """Long and short lines, 1 to 12 s apart."""
    random = np.random.default_rng(10)
    whole: list[Samples] = []
    for seed, seconds in enumerate([0.3, 4.0, 0.4, 2.0, 7.0, 0.5, 3.0, 1.0, 0.35, 5.0]):
        whole.append(prepare_line(said(babble(seed, seconds, pitch=80 + 10 * seed))))
        whole.append(np.zeros(int(random.uniform(1.0, 12.0) * 24_000), dtype=np.float32))
    assert integrated_loudness(np.concatenate(whole)) == pytest.approx(-19, abs=0.5)
