"""The sound of a breath: noise that opens on the in-breath and closes on the out-breath."""

from __future__ import annotations

import math
from functools import cache, lru_cache

import numpy as np

from voice.audio import Samples
from voice.frames import SAMPLE_RATE
from voice.script.model import Phase
from voice.sound.curves import rise
from voice.sound.loudness import Floats
from voice.sound.noise import NoiseLoop, band, noise_loop

BREATH_LUFS = -41.0
"""Loudness at its loudest. Up to -40, with the bed, it stays under the voice's relative gate."""

# Share of the turn from opening to closing: short, but not so short that it startles.
_TURN_SHARE = 0.15
_LONGEST_TURN_FRAMES = SAMPLE_RATE * 7 // 10

# Pieces that fit a processor's cache: a minute of sound takes 11 ms instead of 15.
_FRAMES_AT_ONCE = 1 << 13


@lru_cache(maxsize=4)
def breath_sound(phase: Phase, frames: int) -> Samples:
    """Make the sound of one phase of a breath.

    An in-breath grows louder and brighter for most of its length, then closes quickly; an
    out-breath is its mirror image. At the turn between them there is silence, as in a breath.

    Args:
        phase: Hold and rest are silent.
        frames: Length of the phase.

    Returns:
        Shape ``(frames,)``, not writeable, beginning and ending in exactly 0. The rounds of a
        breath are alike, so the phases of the last one are cached.
    """
    sound = np.zeros(frames, dtype=np.float32)
    if phase in {Phase.IN, Phase.OUT}:
        openness = _openness(frames)
        if phase == Phase.OUT:
            openness = openness[::-1]
        for start in range(0, frames, _FRAMES_AT_ONCE):
            part = slice(start, start + _FRAMES_AT_ONCE)
            _add_mouth(sound[part], start, openness[part])
    sound.flags.writeable = False
    return sound


def _add_mouth(out: Samples, position: int, openness: Samples) -> None:
    """Add the noise of a mouth that opens frame by frame, louder and brighter together."""
    # The loops' powers add up, so cos² + sin² = 1 keeps the loudness while the colour changes.
    angle = openness * np.float32(math.pi / 2)
    weight = np.cos(angle)
    weight *= openness
    _dark().add_to(out, position, weight)
    np.sin(angle, out=weight)
    weight *= openness
    _bright().add_to(out, position, weight)


def _openness(frames: int) -> Samples:
    """Return how open an in-breath is, from 0 to nearly 1 and back to 0, shape ``(frames,)``."""
    turn = min(math.ceil(frames * _TURN_SHARE), _LONGEST_TURN_FRAMES)
    return np.concatenate([rise(frames - turn), rise(turn)[::-1]])


@cache
def _dark() -> NoiseLoop:
    """Make the noise of a mouth nearly closed."""
    return noise_loop(_dark_shape, BREATH_LUFS, seed=2)


@cache
def _bright() -> NoiseLoop:
    """Make the noise of an open mouth, still without hiss."""
    return noise_loop(_bright_shape, BREATH_LUFS, seed=3)


def _dark_shape(frequencies: Floats) -> Floats:
    """Peak around 250 Hz."""
    return band(frequencies, low=(80.0, 220.0), high=(260.0, 900.0))


def _bright_shape(frequencies: Floats) -> Floats:
    """Peak around 700 Hz, with a long soft shoulder."""
    within = band(frequencies, low=(150.0, 600.0), high=(1_000.0, 4_500.0))
    soft: Floats = within / (1 + np.square(frequencies / 900))
    return soft
