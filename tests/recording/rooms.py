"""Rooms, and takes of spoken lines in them."""

from __future__ import annotations

import numpy as np

from voice.audio import Samples
from voice.frames import SAMPLE_RATE

LINE = "Feel your feet, and both of your hands."
SHORT = "No."
HISSES = "Shush, and listen: is there a hiss, a cough, a laugh?"
TEXTS = (LINE, SHORT, HISSES)

BEFORE, AFTER = 0.8, 1.5
"""Seconds of the room before a line and after it."""


def frames(seconds: float) -> int:
    return round(seconds * SAMPLE_RATE)


def amplitude(decibels: float) -> float:
    return float(10 ** (decibels / 20))


def scaled(sound: Samples, rms: float) -> Samples:
    """A sound at an RMS in dBFS."""
    result: Samples = (sound * (amplitude(rms) / sound.std())).astype(np.float32)
    return result


def hiss(seconds: float, rms: float, seed: int = 1) -> Samples:
    """White noise."""
    noise = np.random.default_rng(seed).standard_normal(frames(seconds))
    return (amplitude(rms) * noise).astype(np.float32)


def hum(seconds: float, rms: float, mains: int) -> Samples:
    """A hum with the overtones of a charger."""
    time = np.arange(frames(seconds)) / SAMPLE_RATE
    lines = [np.sin(2 * np.pi * mains * n * time + n) / n for n in range(1, 7)]
    return scaled(np.sum(lines, axis=0), rms)


def click(peak: float) -> Samples:
    """A click of the mouth: 3 ms, peak in dBFS."""
    time = np.arange(frames(0.003)) / SAMPLE_RATE
    wave = np.sin(2 * np.pi * 3_000 * time) * np.exp(-time / 0.0007)
    result: Samples = (amplitude(peak) * wave / np.abs(wave).max()).astype(np.float32)
    return result


def breath(seconds: float, rms: float) -> Samples:
    """A breath: noise that swells and fades."""
    noise = hiss(seconds, rms, seed=5)
    return (noise * np.hanning(len(noise)) * 1.6).astype(np.float32)


def trimmed(line: Samples) -> Samples:
    """A line without the silence before and after it."""
    loud = np.flatnonzero(np.abs(line) > 0.01 * np.abs(line).max())
    return line[loud[0] : loud[-1] + 1]


def speech_level(line: Samples) -> float:
    """RMS in dBFS of a line without the silence around it."""
    return float(20 * np.log10(trimmed(line).std()))


def taken(line: Samples, noise: float, before: float = BEFORE, after: float = AFTER) -> Samples:
    """A take of a line in a room with noise at an RMS in dBFS."""
    room = hiss(before + len(line) / SAMPLE_RATE + after, noise, seed=3)
    room[frames(before) : frames(before) + len(line)] += line
    return room


def put(sound: Samples, into: Samples, second: float) -> Samples:
    """A take with a sound more in it."""
    result = into.copy()
    result[frames(second) : frames(second) + len(sound)] += sound
    return result
