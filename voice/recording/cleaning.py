"""Makes a clip of a take: the line alone, with the room lowered where nobody speaks.

Speech itself is not touched: the gate is fully open from 20 ms before each sound to 60 ms after it,
so that it changes neither consonants nor breaths, nor the way a word dies away.
"""

from __future__ import annotations

import numpy as np

from voice.audio import Samples
from voice.frames import SAMPLE_RATE
from voice.recording.bands import LOOK, LOOKS_PER_SECOND
from voice.recording.spotting import Spotted
from voice.sound.curves import rise
from voice.sound.loudness import Floats, from_decibels

HIGHEST_PEAK_DBFS = -1.0
"""Highest sample of a clip."""

ROOM_DB = -18.0
"""Gain of the room between the sounds: enough for a noise 40 dB below speech to end below the level
at which `voice.sound.levelling` trims lines, and not so much that the room seems to vanish."""

CLICK_DB = -60.0
"""Gain of a click between the sounds, which leaves nothing to hear."""

MARGIN = SAMPLE_RATE * 6 // 1000
"""Frames before the first sound and after the last one. A sound seems 5 to 15 ms longer at either
end than it is, because looks overlap, so that the whole margin is below 20 ms."""

_FADE = MARGIN + SAMPLE_RATE * 5 // 1000

_OPENING = 20 * LOOKS_PER_SECOND // 1000
_HOLDING = 60 * LOOKS_PER_SECOND // 1000
_CLOSING = 100 * LOOKS_PER_SECOND // 1000
_CLICK_RAMP = 10 * LOOKS_PER_SECOND // 1000


def cleaned(samples: Samples, found: Spotted) -> Samples:
    """Cut the line out of a take and clean it.

    Args:
        samples: The take without DC, shape ``(frames,)`` at `SAMPLE_RATE`.
        found: The speech in it.

    Returns:
        Shape ``(frames,)``, beginning and ending in 0; empty if nobody spoke.
    """
    if not len(found.sounds):
        return np.empty(0, dtype=np.float32)
    start = max(int(found.sounds[0, 0]) * LOOK - MARGIN, 0)
    end = min(int(found.sounds[-1, 1]) * LOOK + MARGIN, len(samples))
    clip = samples[start:end] * _along(_gains(found), start, end)
    fade = rise(min(_FADE, len(clip) // 2))
    clip[: len(fade)] *= fade
    clip[len(clip) - len(fade) :] *= fade[::-1]
    highest = float(np.abs(clip).max(initial=0.0))
    return clip * np.float32(min(1.0, from_decibels(HIGHEST_PEAK_DBFS) / max(highest, 1e-9)))


def _gains(found: Spotted) -> Floats:
    """Return the gain of each look, in dB: straight lines from open to closed."""
    looks = np.arange(len(found.levels))
    gains = np.full(len(looks), ROOM_DB)
    for start, end in found.sounds:
        before = np.clip((start - looks - _OPENING) / _OPENING, 0, 1)
        after = np.clip((looks - end + 1 - _HOLDING) / _CLOSING, 0, 1)
        gains = np.maximum(gains, ROOM_DB * np.maximum(before, after))
    for start, end in found.clicks:
        away = np.maximum(start - looks, looks - end + 1)
        gains = np.minimum(gains, CLICK_DB * np.clip(1 - away / _CLICK_RAMP, 0, 1))
    return gains


def _along(gains: Floats, start: int, end: int) -> Samples:
    """Return the amplitude of each frame from `start` to `end`."""
    middles = np.arange(len(gains)) * LOOK + LOOK / 2
    return np.power(10, np.interp(np.arange(start, end), middles, gains) / 20).astype(np.float32)
