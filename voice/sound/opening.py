"""Makes the first second of all that plays, without numpy, whose loading would delay it.

Exercises and the menu begin with noise that no ear can tell from silence, and after 0.3 s of it a
bell, or none. Those frames are played while the rest of the program loads. `voice.sound.bed` and
`voice.sound.bell` take the noise and the bell from here: an export sounds as it plays.
"""

from __future__ import annotations

import cmath
import math
import random
from array import array
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import accumulate, chain, islice, repeat
from operator import add, mul

OPENING = 28_800
"""Frames that can be made here: 1.2 s."""

QUIET = 7_200
"""Frames before the bell sounds: the silence that its cue begins with."""

PIECE = 14_400
"""Frames of a piece, 0.6 s: the modules that block the interpreter load within the first one."""

BELL_RISE = 3_840
"""Frames in which the bell rises, 160 ms: a raised cosine takes 0.6 of its length from a tenth to
nine tenths, and 80 ms is the least (scripts/SOURCES.md, Bell)."""

PARTIALS = ((314.0, 1.0, 0.90), (314.6, 0.15, 0.90), (473.0, 0.28, 0.50), (596.0, 0.12, 0.35))
"""The tones of the bell: Hz, amplitude relative to the lowest, seconds to fall to 1/e.

A low tone and its fainter twin, so close that they drift apart only once during the bell and the
decay never swells; a fifth and an octave slightly off pure, as in struck metal, softer and
shorter. They were chosen by ear to be warm, with nothing above 600 Hz."""

BELL_GAIN = 0.0985
"""Gain of the partials' sum: its loudest 400 ms are then at `voice.sound.bell.BELL_LUFS`."""

_RATE = 24_000
_FADE = _RATE * 12 // 1000
_KEPT = 0.9
"""Share of one sample in the next: a slope above 400 Hz, as dull as the bed."""

NOISE_DBFS = -84.0
"""RMS: two steps of 16 bits, so that every device and file keeps it; 65 dB under the voice."""

_GAIN = 10 ** (NOISE_DBFS / 20) / (2.3 * 2**15 / 3**0.5)
"""Gain from the RMS of the noise as made: 16 bits wide, uniform, and raised by smoothing."""


@cache
def opening_noise() -> array[float]:
    """Make the noise before the bed: `OPENING` frames, float32; none is zero."""
    return array("f", _noise())


def opening(*, bell: bool, volume: float = 1.0) -> Iterator[array[float]]:
    """Make the opening in pieces of `PIECE` frames, float32, each when it is asked for.

    Two extra pieces serve while the rest of the program is late: one in which the bell is damped,
    and one of noise alone, which may be repeated.

    Args:
        bell: True if it rings.
        volume: Amplitude, a float32; the frames are computed in float32 arithmetic.
    """
    noise = _noise()
    struck = chain(repeat(0.0, QUIET), ringing()) if bell else repeat(0.0)
    for _ in range(OPENING // PIECE):
        soft = array("f", islice(noise, PIECE))
        yield _at(volume, map(add, soft, array("f", islice(struck, PIECE))))
    damped = (value * (1 - frame / PIECE) for frame, value in enumerate(islice(struck, PIECE)))
    yield _at(volume, map(add, soft, damped))
    yield _at(volume, iter(soft))


def ringing() -> Iterator[float]:
    """Make the bell without end; each of its tones is a pointer that turns and shrinks."""
    tones = [
        accumulate(
            repeat(cmath.exp(complex(-1 / decay, 2 * math.pi * frequency) / _RATE)),
            mul,
            initial=BELL_GAIN * amplitude + 0j,
        )
        for frequency, amplitude, decay in PARTIALS
    ]
    rise = (math.sin(math.pi / 2 * frame / BELL_RISE) ** 2 for frame in range(BELL_RISE))
    return (
        height * (one + two + three + four).imag
        for height, one, two, three, four in zip(chain(rise, repeat(1.0)), *tones, strict=True)
    )


def cut_short(piece: Sequence[float]) -> array[float]:
    """Return a piece cut short where the program ends: 12 ms that fade, then silence."""
    fading = (value * (1 - frame / _FADE) for frame, value in enumerate(islice(piece, _FADE)))
    return array("f", chain(fading, repeat(0.0, len(piece) - _FADE)))


def _at(volume: float, samples: Iterator[float]) -> array[float]:
    piece = array("f", samples)
    return piece if volume == 1 else array("f", (volume * value for value in piece))


def _noise() -> Iterator[float]:
    hiss = array("h", random.Random(3).randbytes(2 * OPENING))  # noqa: S311 - sound, not a secret
    smooth = accumulate(hiss, lambda last, new: _KEPT * last + new)
    return (value * _GAIN for value in smooth)
