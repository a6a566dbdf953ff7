"""The soft bell that opens an exercise, closes it and ends a quiet."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache

import numpy as np

from voice.sound.curves import rise
from voice.sound.loudness import Floats, from_decibels, momentary_loudness
from voice.speech.audio import Samples
from voice.timeline.frames import SAMPLE_RATE

BELL_LUFS = -26.0
"""Its loudest 400 ms: 7 dB under the voice. Sudden tones startle most after trauma."""

CUE_FRAMES = 3 * SAMPLE_RATE
"""Length of the whole cue."""

# No speech within 300 ms of a bell, a rise of at least 80 ms, decay over 2-3 s:
# evidence/content.md, 3.6. A raised cosine takes 0.6 of its length from a tenth to nine tenths.
_SILENCE_FRAMES = SAMPLE_RATE * 3 // 10
_SOUND_FRAMES = CUE_FRAMES - 2 * _SILENCE_FRAMES
_RISE_FRAMES = SAMPLE_RATE * 16 // 100
_FALL_FRAMES = SAMPLE_RATE * 12 // 10


@dataclass(frozen=True, slots=True)
class _Partial:
    """One tone of the bell.

    Attributes:
        frequency: Hz.
        amplitude: Against the lowest tone.
        decay: Seconds to fall to 1/e.
    """

    frequency: float
    amplitude: float
    decay: float


# A low tone and its fainter twin, so close that they drift apart only once in the life of the
# bell and the decay never swells; a fifth and an octave a little off pure, as struck metal is,
# softer and sooner gone. Our own taste: chosen to be warm, with nothing above 600 Hz.
_PARTIALS = (
    _Partial(314.0, 1.0, 0.90),
    _Partial(314.6, 0.15, 0.90),
    _Partial(473.0, 0.28, 0.50),
    _Partial(596.0, 0.12, 0.35),
)


@cache
def bell_cue() -> Samples:
    """The bell between its two silences.

    Returns:
        Shape ``(CUE_FRAMES,)``, not writeable: 0.3 s of zeros, 2.4 s that rise from 0 and end
        in 0, 0.3 s of zeros.
    """
    sound = _ringing()
    sound[:_RISE_FRAMES] *= rise(_RISE_FRAMES)
    sound[-_FALL_FRAMES:] *= rise(_FALL_FRAMES)[::-1]
    gain = from_decibels(BELL_LUFS - float(momentary_loudness(sound).max()))
    cue = np.pad(sound * np.float32(gain), _SILENCE_FRAMES)
    cue.flags.writeable = False
    return cue


def _ringing() -> Samples:
    """The partials, each in its own decay, shape ``(_SOUND_FRAMES,)``."""
    seconds = np.arange(_SOUND_FRAMES) / SAMPLE_RATE
    tones: list[Floats] = [
        tone.amplitude
        * np.exp(-seconds / tone.decay)
        * np.sin(2 * math.pi * tone.frequency * seconds)
        for tone in _PARTIALS
    ]
    return sum(tones, np.zeros(_SOUND_FRAMES)).astype(np.float32)
