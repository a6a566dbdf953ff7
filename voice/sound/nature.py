"""Rain, waves and brown noise: generated, not recorded, and without a seam.

Each consists of one or more noises. A noise repeats every `LOOP_FRAMES`; the swell that raises and
lowers it has another, longer period, so that minutes pass before anything is heard twice.
"""

from __future__ import annotations

import math
import random
from dataclasses import dataclass
from functools import cache

import numpy as np

from voice.audio import Samples
from voice.frames import SAMPLE_RATE
from voice.sound.curves import rise
from voice.sound.loudness import Floats, from_decibels, integrated_loudness
from voice.sound.noise import LOOP_FRAMES, NoiseLoop, band, noise_loop

SWELL_STEP = 512
"""Frames between two points of a swell, 21 ms; between them the gain runs in a straight line."""

DROP_FRAMES = SAMPLE_RATE * 60 // 1000
"""Length of a drop in frames, 60 ms."""

# LUFS of each part: the loudest 400 ms of an hour stay below `backdrop.LOUDEST_LUFS`
# (measured).
_BROWN_LUFS = -44.0
_HISS_LUFS = -45.8
_DROPS_LUFS = -50.5
_SEA_LUFS = -45.8
_FOAM_LUFS = -46.9

_DROPS_A_SECOND = 28
_SOFTEST_DROP_DB = -14.0
_DROP_RISE = SAMPLE_RATE * 4 // 1000
_SHORTEST_FALL, _LONGEST_FALL = SAMPLE_RATE * 4 // 1000, SAMPLE_RATE * 12 // 1000

_ALONG = np.arange(SWELL_STEP, dtype=np.float32) / SWELL_STEP

# 5.3 minutes of waves, one every 8 to 14 s: as slow as the sea on a calm day.
_WAVES = 29
_SHORTEST_WAVE, _LONGEST_WAVE = 8.0, 14.0
_LOWEST_WAVE = 0.5
_TROUGH = 0.3
_RISING_SHARE = 0.45
_FOAM_LATER = 0.8
_GOLDEN = (1 + math.sqrt(5)) / 2

_RAIN_MINUTES = 4.0
_RAIN_TURNS = 16
_RAIN_DEPTH_DB = 1.2


@dataclass(frozen=True, slots=True, eq=False)
class Layer:
    """Noise with a swell.

    Attributes:
        noise: The noise at its loudest.
        swell: Amplitude at every `SWELL_STEP` frames, shape ``(points,)``; it repeats.
    """

    noise: NoiseLoop
    swell: Samples

    def add_to(self, out: Samples, position: int, gain: float | Samples) -> None:
        """See `NoiseLoop.add_to`."""
        self.noise.add_to(out, position, gain * self._swell_at(position, len(out)))

    def _swell_at(self, position: int, frames: int) -> Samples:
        first, skipped = divmod(position, SWELL_STEP)
        steps = -(-(skipped + frames) // SWELL_STEP)
        points = self.swell.take(np.arange(first, first + steps + 1), mode="wrap")
        curve = points[:-1, np.newaxis] + np.outer(np.diff(points), _ALONG).astype(np.float32)
        return curve.reshape(-1)[skipped : skipped + frames]


@dataclass(frozen=True, slots=True, eq=False)
class Layers:
    """Several layers that are heard as one sound."""

    layers: tuple[Layer | NoiseLoop, ...]

    def add_to(self, out: Samples, position: int, gain: float | Samples = 1.0) -> None:
        """See `NoiseLoop.add_to`."""
        for layer in self.layers:
            layer.add_to(out, position, gain)


@cache
def brown() -> NoiseLoop:
    """Make a deep even rush."""
    return noise_loop(_deep, _BROWN_LUFS, seed=11)


@cache
def rain() -> Layers:
    """Make a soft shower: a hiss that wanders a little, and drops close by."""
    return Layers((Layer(noise_loop(_hissing, _HISS_LUFS, seed=12), _wandering(seed=13)), _drops()))


@cache
def waves() -> Layers:
    """Make a calm sea: each wave swells for seconds, breaks softly, and is unlike the next."""
    swell = _swells()
    foam = np.roll(np.square(swell), round(_FOAM_LATER * SAMPLE_RATE / SWELL_STEP))
    return Layers(
        (
            Layer(noise_loop(_rolling, _SEA_LUFS, seed=17), swell),
            Layer(noise_loop(_foaming, _FOAM_LUFS, seed=18), foam),
        )
    )


def _deep(frequencies: Floats) -> Floats:
    """Fall 6 dB an octave as brown noise does, but only above 250 Hz.

    True brown noise would be nearly all below 100 Hz, which a phone cannot play.
    """
    within = band(frequencies, low=(20.0, 250.0), high=(4_000.0, 9_000.0))
    deep: Floats = within / np.maximum(frequencies, 1.0)
    return deep


def _hissing(frequencies: Floats) -> Floats:
    """Fall 3 dB an octave, broadly: a shower heard through a window."""
    within = band(frequencies, low=(150.0, 700.0), high=(6_000.0, 11_000.0))
    hissing: Floats = within / np.sqrt(np.maximum(frequencies, 1.0))
    return hissing


def _pattering(frequencies: Floats) -> Floats:
    """Shape a drop on a leaf: broad, so that it never rings."""
    return band(frequencies, low=(400.0, 1_200.0), high=(2_000.0, 6_000.0))


def _rolling(frequencies: Floats) -> Floats:
    """Shape the body of a wave."""
    within = band(frequencies, low=(60.0, 250.0), high=(500.0, 4_000.0))
    rolling: Floats = within / np.maximum(frequencies, 100.0)
    return rolling


def _foaming(frequencies: Floats) -> Floats:
    """Shape the foam of a wave."""
    within = band(frequencies, low=(300.0, 1_200.0), high=(3_000.0, 9_000.0))
    foaming: Floats = within / np.sqrt(np.maximum(frequencies, 1.0))
    return foaming


def _drops() -> NoiseLoop:
    """Make drops at random, each a short piece of noise; none stands out and is recognised later.

    Their loop is a quarter longer than the others, so that they meet a new hiss each time.
    """
    chance = random.Random(14)  # noqa: S311 - sound, not a secret
    colour = noise_loop(_pattering, _DROPS_LUFS, seed=15).samples
    frames = LOOP_FRAMES * 5 // 4
    falls = np.arange(DROP_FRAMES - _DROP_RISE, dtype=np.float32)
    closing = rise(len(falls))[::-1]
    pool = np.zeros(frames + DROP_FRAMES, np.float32)
    for _ in range(_DROPS_A_SECOND * frames // SAMPLE_RATE):
        place = chance.randrange(frames)
        piece = chance.randrange(LOOP_FRAMES - DROP_FRAMES)
        fall = chance.uniform(_SHORTEST_FALL, _LONGEST_FALL)
        height = np.float32(from_decibels(chance.uniform(_SOFTEST_DROP_DB, 0)))
        drop = height * colour[piece : piece + DROP_FRAMES]
        drop[:_DROP_RISE] *= rise(_DROP_RISE)
        drop[_DROP_RISE:] *= np.exp(-falls / np.float32(fall)) * closing
        pool[place : place + DROP_FRAMES] += drop
    pool[:DROP_FRAMES] += pool[frames:]
    pool = pool[:frames]
    return NoiseLoop(pool * np.float32(from_decibels(_DROPS_LUFS - integrated_loudness(pool))))


def _wandering(seed: int) -> Samples:
    """Return the rain's amplitude: slow cycles of different length that never add up alike."""
    chance = random.Random(seed)  # noqa: S311 - sound, not a secret
    points = round(_RAIN_MINUTES * 60 * SAMPLE_RATE / SWELL_STEP)
    turns = np.arange(points) * (2 * math.pi / points)
    level = np.zeros(points)
    for turn in range(1, _RAIN_TURNS + 1):
        level += np.sin(turn * turns + chance.uniform(0, 2 * math.pi))
    level *= _RAIN_DEPTH_DB / np.abs(level).max()
    return np.power(10, (level - _RAIN_DEPTH_DB) / 20).astype(np.float32)


def _swells() -> Samples:
    """Return the sea's amplitude: waves of different length and height over a soft trough.

    Two irrational steps spread lengths and heights: at random, two waves would soon be alike.
    """
    waves = []
    for number in range(_WAVES):
        longer, higher = number * _GOLDEN % 1, number * math.sqrt(2) % 1
        wave = _wave(_SHORTEST_WAVE + longer * (_LONGEST_WAVE - _SHORTEST_WAVE))
        waves.append((_LOWEST_WAVE + higher * (1 - _LOWEST_WAVE)) * wave)
    swell: Samples = _TROUGH + (1 - _TROUGH) * np.concatenate(waves, dtype=np.float32)
    return swell


def _wave(seconds: float) -> Samples:
    """Return a swell from 0 to 1 and, a little more slowly, back to 0."""
    points = round(seconds * SAMPLE_RATE / SWELL_STEP)
    rising = round(_RISING_SHARE * points)
    return np.concatenate([rise(rising), rise(points - rising)[::-1]])
