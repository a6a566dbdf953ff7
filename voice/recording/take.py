"""Judges a take of a line, and makes its clip."""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from voice.audio import Samples
from voice.frames import SAMPLE_RATE, to_seconds
from voice.pace import DEFAULT_PACE, PACES
from voice.recording import remarks
from voice.recording.bands import LOOK
from voice.recording.cleaning import cleaned
from voice.recording.remarks import Remark
from voice.recording.room import Room, hum_of
from voice.recording.spotting import Spotted, spotted
from voice.sound.loudness import from_decibels, line_loudness
from voice.speech.soundness import syllables

SOFTEST_LUFS = -42.0
"""Loudness of a line below which it is said again: 8 LU above the level at which a line is taken
for silence when it is played (`voice.sound.levelling`), and 14 below the softest synthetic voice
at its own level (heart: -25 to -28 LUFS, measured)."""

LEAST_TAKE = SAMPLE_RATE // 5
"""Frames of a take from which exact silence means a muted microphone, not a key pressed early."""

FULL_SCALE = 0.985
MOST_AT_FULL_SCALE = 3
"""Peak from which a sample counts as clipped, and how many may be."""

NEAR_PEAK = 0.95
LEVEL_BEND = 2e-4
MOST_LEVEL = 4
"""A microphone can break up below full scale: samples near the line's own peak are then level, as
their second difference, as a share of the peak, shows. How many there may be: clean lines and lines
that a limiter made even, as phones do, have 2 at most; the same lines cut off 3 dB below their peak
a median of 37 to 158 (measured on eSpeak, heart and joe, 90 lines)."""

LONGEST_TOP = 8
"""Samples in a row within 2 % of the peak from which it is cut off too: a resampler rounds what was
level. Limited lines have 6 at most (measured on the same lines)."""

LEAST_CLICK_DB = 19.0
"""Decibels by which a click within speech stands out of the 20 ms on both sides, in the second
difference. Clean lines have up to 16.5 (measured on the same renders); a softer click is not told
from the pulses of a voice."""

GOOD_DB = 30.0
"""Decibels from the noise to speech below which noise is remarked: with the gate, 18 dB, and a
noise's peaks, 12 dB above it, what is left reaches the level at which played lines are trimmed."""

LEAST_DB = 15.0
"""The same, below which the line is said again."""

HUM_DB = 40.0
"""Decibels from a hum to the line below which the hum is remarked; both are K-weighted."""

SLOWER = 1.6
QUICKER = 0.6
"""Shares of the expected length at which a line is much slower or quicker. Synthetic voices have
0.72 to 1.40 (measured on the same renders); people vary more, so neither is said again."""

FARTHEST = 2.2
"""Factor from the usual length at which a line is remarked on while a person's pace is unknown:
people speak at 90 to 200 words a minute, and two lines in one breath are 2 to 3 times as long."""

USUAL_PACE = PACES[DEFAULT_PACE].words_per_minute

FEWEST_WORDS = 3
"""Words of a line from which its pace is judged."""

# Words of average length to which a line's beginning and end, a syllable, a new sentence and a
# comma come; fitted to the same lines.
_EDGES, _SYLLABLE, _SENTENCE, _COMMA = 1.1, 0.63, 1.2, 1.2

_EDGE = SAMPLE_RATE * 8 // 1000
_EDGE_LOOKS = 2
_EDGE_DB = 26.0

_TICK = SAMPLE_RATE // 1000
_TICKS_AROUND = 20
_TICKS_WITHIN = 2
_SHARP = 0.1

_NEW_SENTENCE = re.compile(r"[.!?\u2026:;]\s")
_NEW_PART = re.compile(r",\s")


@dataclass(frozen=True, slots=True)
class Expectation:
    """Line that a take should be, and its pace.

    Attributes:
        text: The words that are spoken.
        pace: The person's words a minute in other lines; `None` while there are too few.
    """

    text: str
    pace: float | None = None

    @property
    def seconds(self) -> float | None:
        """Length to expect at the person's pace, or the usual one; `None` for one or two words.

        Short ones vary too much: "In." has 0.56 of what would be expected on joe, and "One." has
        1.5 on heart (measured).
        """
        if len(self.text.split()) < FEWEST_WORDS:
            return None
        words = (
            _EDGES
            + _SYLLABLE * sum(syllables(self.text)) / 2
            + _SENTENCE * len(_NEW_SENTENCE.findall(self.text))
            + _COMMA * len(_NEW_PART.findall(self.text))
        )
        return words * 60 / (self.pace or USUAL_PACE)


@dataclass(frozen=True, slots=True, eq=False)
class Take:
    """A judged take.

    Attributes:
        clip: The line, cleaned, for `voice.speech.clips.write_clip`; empty if nobody spoke.
        remarks: What could be better, the worst first; empty for a good take.
    """

    clip: Samples
    remarks: tuple[Remark, ...] = ()

    @property
    def again(self) -> bool:
        """True if the line should rather be said again."""
        return any(remark.again for remark in self.remarks)


def judged(samples: Samples, room: Room, expected: Expectation) -> Take:
    """Judge a take, and clean it.

    Args:
        samples: The take, shape ``(frames,)`` at `SAMPLE_RATE`.
        room: The room it was recorded in.
        expected: The line it should be.
    """
    centred = samples - (samples.mean(dtype=np.float64) if len(samples) else 0)
    take = centred.astype(np.float32)
    found = spotted(take, room)
    if not len(found.sounds):
        muted = len(samples) > LEAST_TAKE and float(np.ptp(samples)) == 0
        return Take(np.empty(0, dtype=np.float32), (remarks.MUTED if muted else remarks.SILENCE,))
    line = slice(int(found.sounds[0, 0]) * LOOK, int(found.sounds[-1, 1]) * LOOK)
    loudness = line_loudness(take[line])
    noise = found.loudness - found.noise
    length = _length(found, expected)
    before, after = found.voice[0], len(found.levels) - found.voice[1]
    cut_start = before <= _EDGE_LOOKS and _speaks(take[:_EDGE], take[line])
    cut_end = after <= _EDGE_LOOKS and _speaks(take[-_EDGE:], take[line])
    judgements = (
        (cut_start, remarks.CUT_START),
        (cut_end, remarks.CUT_END),
        (_clipped(samples[line], take[line]), remarks.CLIPPED),
        (loudness < SOFTEST_LUFS, remarks.SOFT),
        (noise < LEAST_DB, remarks.MUCH_NOISE),
        (LEAST_DB <= noise < GOOD_DB, remarks.NOISE),
        (_hum_level(take, line, room) > loudness - HUM_DB, remarks.HUM),
        (_clicks(take, found), remarks.CLICK),
        *(() if cut_start or cut_end else _paced(length, expected)),
    )
    return Take(cleaned(take, found), tuple(remark for true, remark in judgements if true))


def _speaks(edge: Samples, line: Samples) -> bool:
    """True if speech, and not its very beginning or end, is at the edge of a take."""
    return _peak(edge) > _peak(line) * from_decibels(-_EDGE_DB)


def _peak(samples: Samples) -> float:
    return float(np.abs(samples).max(initial=0.0))


def _clipped(line: Samples, centred: Samples) -> bool:
    full = int((np.abs(line) >= FULL_SCALE).sum())
    peak = _peak(centred)
    near = np.abs(centred[1:-1]) >= NEAR_PEAK * peak
    level = int((near & (np.abs(np.diff(centred, n=2)) < LEVEL_BEND * peak)).sum())
    return full > MOST_AT_FULL_SCALE or level > MOST_LEVEL or _longest_top(centred) >= LONGEST_TOP


def _longest_top(line: Samples) -> int:
    """Return the most samples in a row within 2 % of the peak."""
    top = np.abs(line) >= 0.98 * _peak(line)
    edges = np.flatnonzero(np.diff(np.pad(top.astype(np.int8), 1)))
    return int((edges[1::2] - edges[::2]).max(initial=0))


def _hum_level(take: Samples, line: slice, room: Room) -> float:
    """Return the K-weighted level of the hum, in the room or around the line, in dBFS."""
    return max(room.hum_level, hum_of(take[: line.start])[1], hum_of(take[line.stop :])[1])


def _clicks(take: Samples, found: Spotted) -> bool:
    """True if a click of the mouth, the table or the cable stands within speech."""
    bends = np.abs(np.diff(take, n=2, prepend=np.zeros(2, dtype=np.float32)))
    ticks = bends[: len(bends) // _TICK * _TICK].reshape(-1, _TICK).max(axis=1)
    around = sliding_window_view(np.pad(ticks, _TICKS_AROUND), 2 * _TICKS_AROUND + 1)
    before = around[:, : _TICKS_AROUND - _TICKS_WITHIN].max(axis=1)
    after = around[:, _TICKS_AROUND + _TICKS_WITHIN + 1 :].max(axis=1)
    speaking = np.zeros(len(ticks), dtype=bool)
    per_look = LOOK // _TICK
    for start, end in found.sounds:
        speaking[start * per_look : end * per_look] = True
    sharp = speaking & (ticks > _SHARP * ticks[speaking].max(initial=0.0))
    others = np.maximum(before, after) * from_decibels(LEAST_CLICK_DB)
    return bool((sharp & (ticks > others)).any())


def _paced(length: float, expected: Expectation) -> tuple[tuple[bool, Remark], ...]:
    """Judge a length as a share of the expected one, strictly if the person's pace is known."""
    if expected.pace is None:
        return (length > FARTHEST, remarks.LONG), (length < 1 / FARTHEST, remarks.SHORT)
    return (length > SLOWER, remarks.SLOW), (length < QUICKER, remarks.QUICK)


def _length(found: Spotted, expected: Expectation) -> float:
    """Return the length of the voice as a share of the expected one; 1 if that is unknown."""
    start, end = found.voice
    return to_seconds((end - start) * LOOK) / expected.seconds if expected.seconds else 1.0
