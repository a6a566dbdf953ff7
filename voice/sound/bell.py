"""The soft bell that opens an exercise, closes it and ends a quiet."""

from __future__ import annotations

from functools import cache

import numpy as np

from voice.audio import Samples
from voice.frames import SAMPLE_RATE
from voice.sound.curves import rise
from voice.sound.opening import QUIET, ringing

BELL_LUFS = -26.0
"""Loudness of its loudest 400 ms: 7 dB under the voice. After trauma, sudden tones startle most."""

CUE_FRAMES = 3 * SAMPLE_RATE
"""Length of the whole cue."""

# No speech within 300 ms of a bell, decay over 2-3 s (scripts/SOURCES.md, Bell).
_SOUND_FRAMES = CUE_FRAMES - 2 * QUIET
_FALL_FRAMES = SAMPLE_RATE * 12 // 10


@cache
def bell_cue() -> Samples:
    """Make the bell between its two silences.

    Returns:
        Shape ``(CUE_FRAMES,)``, not writeable: 0.3 s of zeros, 2.4 s that rise from 0 and fall
        to 0, 0.3 s of zeros.
    """
    sound = np.fromiter(ringing(), np.float32, _SOUND_FRAMES)
    sound[-_FALL_FRAMES:] *= rise(_FALL_FRAMES)[::-1]
    cue = np.pad(sound, QUIET)
    cue.flags.writeable = False
    return cue
