"""Speech gets longer or shorter, and everything else stays."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from tests.cost import tenths
from voice.audio import Samples
from voice.script.library import find
from voice.speech.drivers._stretching import stretched
from voice.speech.engine import SpeechEngine, Utterance

RATE = 24_000
CLOSE = 0.0125
"""Seconds by which a length may be wrong: one period of the deepest voice that counts."""

PACES = (110, 120, 135, 150, 160)

factors = pytest.mark.parametrize("factor", [0.72, 0.9, 0.95, 1.05, 1.1, 1.35])


def vowel(seconds: float, pitch: float = 190.0, glide: float = 1.0) -> Samples:
    """A voice that hums, louder and softer; its pitch ends at `glide` times the first."""
    frames = round(seconds * RATE)
    phase = 2 * np.pi * np.cumsum(np.geomspace(pitch, pitch * glide, frames)) / RATE
    harmonics = sum(np.cos(number * phase) / number for number in range(1, 20))
    loud = 0.2 + 0.1 * np.sin(2 * np.pi * 3 * np.arange(frames) / RATE)
    return (0.3 * loud * harmonics).astype(np.float32)


def noise(seconds: float) -> Samples:
    """A hiss, as of an s."""
    drawn = np.random.default_rng(5).normal(size=round(seconds * RATE))
    return (0.05 * drawn).astype(np.float32)


def pitches(samples: Samples) -> NDArray[np.float64]:
    """The pitch at each hundredth of a second that is clearly voiced, in Hz, and its energy."""
    width, shortest, longest = RATE // 20, RATE // 400, RATE // 100
    starts = range(0, len(samples) - width - longest, RATE // 100)
    found = []
    for start in starts:
        frame = samples[start : start + width + longest].astype(np.float64)
        energies = np.convolve(frame**2, np.ones(width), "valid")
        alike = np.correlate(frame, frame[:width], "valid")
        alike /= np.sqrt(energies * energies[0]) + 1e-12
        best = alike[shortest:longest].max()
        if best > 0.85:
            lag = shortest + int(np.argmax(alike[shortest:longest] > 0.95 * best))
            while alike[lag + 1] > alike[lag]:
                lag += 1
            before, peak, after = alike[lag - 1 : lag + 2]
            period = lag + (before - after) / 2 / (before - 2 * peak + after)
            found.append((RATE / period, energies[0]))
    return np.transpose(found)


def usual_pitch(samples: Samples) -> float:
    """The mean of a line's pitches, weighted by energy.

    A median jumps by up to 4 % where few frames lie in the middle, as between the two halves of a
    sentence, and a plain mean where a little more or less is loud enough to count (measured).
    """
    found, energies = pitches(samples)
    return float(np.exp(np.average(np.log(found), weights=energies)))


def power(samples: Samples) -> float:
    return float(10 * np.log10(np.mean(np.square(samples, dtype=np.float64))))


class TestAnySound:
    @factors
    @pytest.mark.parametrize("pitch", [85.0, 120.0, 190.0, 330.0])
    def test_the_pitch_stays(self, factor: float, pitch: float) -> None:
        line = vowel(3, pitch)
        result = stretched(line, RATE, factor)
        assert len(result) / RATE == pytest.approx(3 * factor, abs=1.5 * CLOSE)
        # Every period counts, so that not one may be cut in two.
        steps = np.diff(np.flatnonzero((result[:-1] < 0) & (result[1:] >= 0)))
        before = np.diff(np.flatnonzero((line[:-1] < 0) & (line[1:] >= 0)))
        assert np.mean(steps) == pytest.approx(np.mean(before), rel=0.005)
        assert np.max(steps) <= 1.05 * np.max(before)

    @factors
    def test_a_melody_stays(self, factor: float) -> None:
        line = vowel(3, glide=1.5)
        before, _ = pitches(line)
        after, _ = pitches(stretched(line, RATE, factor))
        for share in (0.1, 0.5, 0.9):
            assert np.quantile(after, share) == pytest.approx(np.quantile(before, share), rel=0.01)

    @factors
    @pytest.mark.parametrize("make", [vowel, noise])
    def test_level_and_edges_stay(self, factor: float, make: Callable[[float], Samples]) -> None:
        line = make(3)
        result = stretched(line, RATE, factor)
        assert power(result) == pytest.approx(power(line), abs=0.25)
        assert np.abs(result).max() <= 1.05 * np.abs(line).max()
        edge = round(0.004 * RATE)
        np.testing.assert_array_equal(result[:edge], line[:edge])
        np.testing.assert_array_equal(result[-edge:], line[-edge:])

    @factors
    def test_nothing_clicks(self, factor: float) -> None:
        line = vowel(3, glide=1.5)
        result = stretched(line, RATE, factor)
        assert np.abs(np.diff(result)).max() < 1.4 * np.abs(np.diff(line)).max()

    @factors
    def test_silence_stays_silent(self, factor: float) -> None:
        line = np.concatenate([vowel(1), np.zeros(RATE, np.float32), vowel(1)])
        (sounding,) = np.nonzero(stretched(line, RATE, factor))
        assert np.diff(sounding).max() / RATE == pytest.approx(factor, abs=2 * CLOSE)

    def test_nothing_changes_at_its_own_pace(self) -> None:
        line = vowel(1)
        np.testing.assert_array_equal(stretched(line, RATE, 1.0), line)

    @given(
        frames=st.integers(0, 60_000),
        factor=st.floats(0.7, 1.4),
        rate=st.sampled_from([8000, 11_025, 16_000, 22_050, 24_000, 44_100]),
    )
    def test_any_length(self, frames: int, factor: float, rate: int) -> None:
        line = np.random.default_rng(frames).normal(size=frames).astype(np.float32)
        result = stretched(line, rate, factor)
        assert result.dtype == np.float32
        assert len(result) / rate == pytest.approx(frames / rate * factor, abs=CLOSE)


@pytest.fixture(scope="module")
def renders(lasting: Callable[[str], SpeechEngine]) -> list[list[Samples]]:
    """Lines of an exercise by heart, each at every one of `PACES`."""
    engine = lasting("natural")
    steps = find("ice-cube").steps
    texts = [line.text for step in steps for line in step.lines if len(line.text) > 30][:8]
    return [
        [engine.synthesize(Utterance(text, "natural/heart", pace)).samples for pace in PACES]
        for text in texts
    ]


class TestTheNaturalVoice:
    """It has few paces of its own."""

    def test_one_pitch_at_every_pace(self, renders: list[list[Samples]]) -> None:
        found = np.log([[usual_pitch(line) for line in lines] for lines in renders])
        off = found - found[:, [PACES.index(135)]]
        assert np.abs(off.mean(axis=0)).max() < 0.005
        assert np.abs(off).max() < 0.015

    def test_one_level_at_every_pace(self, renders: list[list[Samples]]) -> None:
        for lines in renders:
            found = [power(line) for line in lines]
            assert found == pytest.approx([found[2]] * len(PACES), abs=0.3)

    def test_the_same_edges_at_every_pace(self, renders: list[list[Samples]]) -> None:
        edge = round(0.004 * RATE)
        for first, *others in renders:
            for line in others:
                np.testing.assert_array_equal(line[:edge], first[:edge])
                np.testing.assert_array_equal(line[-edge:], first[-edge:])

    def test_it_costs_a_line_a_few_milliseconds(self, renders: list[list[Samples]]) -> None:
        """Less than 10 ms where nothing else runs."""
        line = max((lines[2] for lines in renders), key=len)
        assert tenths(lambda: stretched(line, RATE, 1.28)) < 0.4
