"""The one mixer: turns timeline and speech into frames, for both playing and exporting."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

import numpy as np

from voice.audio import Samples
from voice.frames import Frames, Ruler
from voice.script.model import Phase
from voice.sound.backdrop import Backdrop, Background
from voice.sound.bed import Underlay
from voice.sound.bell import bell_cue
from voice.sound.breath import breath_sound
from voice.sound.ducking import frames_to_word
from voice.sound.noise import NoiseLoop, bed, floor
from voice.timeline.cues import Cue, Kind, Timeline

Lines = Callable[[int], "Samples | None"]
"""Returns the line of a cue by its index, or `None` while it is not ready."""


class Bed(Enum):
    """The noise under everything."""

    SOFT = "soft"
    FLOOR = "floor"
    NONE = "none"

    def loop(self) -> NoiseLoop | None:
        """Return the noise itself."""
        match self:
            case Bed.SOFT:
                return bed()
            case Bed.FLOOR:
                return floor()
            case Bed.NONE:
                return None


@dataclass(frozen=True, slots=True)
class Sounds:
    """The sounds mixed under the cues.

    Attributes:
        bed: Noise under everything.
        breath: True if breaths sound.
        background: Returns the background, or `None` while it is not ready.
    """

    bed: Bed = Bed.SOFT
    breath: bool = True
    background: Callable[[], Background | None] | None = None


class Mixer:
    """Reads a timeline as frames, from any cue on.

    It holds a position in the timeline and one in the bed, which plays on after a jump or a wait.

    Attributes:
        timeline: The timeline being read.
        index: The cue being heard; at the end, one more than the last.
        late: Frames in which a line was due but not ready; the bed filled them.
        late_for: The same for the line that is due now; 0 while none is late.
    """

    def __init__(self, timeline: Timeline, lines: Lines, sounds: Sounds) -> None:
        self.timeline = timeline
        self.index = 0
        self.late = 0
        self.late_for = 0
        self._lines = lines
        self._sounds = sounds
        self._underlay = Underlay(sounds.bed.loop())
        self._backdrop = sounds.background and Backdrop(sounds.background)
        self._bell = bell_cue()
        self._ruler = Ruler()
        self._asking: int | None = None
        self._entered = False
        self._frame = 0
        self._length: int | None = None
        self._sound: Samples | None = None

    def warm(self) -> None:
        """Make the noise of breaths now: 30 ms that the device's thread must not spend.

        The background is started too, in its own thread.
        """
        if self._sounds.background is not None:
            self._sounds.background()
        if self._sounds.breath and any(cue.phase is not None for cue in self.timeline.cues):
            breath_sound(Phase.IN, 1)

    @property
    def cue(self) -> Cue | None:
        """Return the cue being heard, or `None` at the end."""
        cues, index = self.timeline.cues, self.index  # read once: another thread may be mixing
        return cues[index] if index < len(cues) else None

    @property
    def wait(self) -> int | None:
        """Return the index of the wait that a key would end now, if any.

        A key may come while the wait is heard, while the words before it ask for one, and while
        it asks again.
        """
        if self._asking is not None:
            return self._asking
        start = self.index
        near = enumerate(self.timeline.cues[start : start + 2], start)
        return next((index for index, cue in near if cue.until_key), None)

    @property
    def heard(self) -> int:
        """Return the frames of the cue being heard that have been mixed."""
        return self._frame if self._entered else 0

    @property
    def waited(self) -> int:
        """Return the frames it has waited for a key, in a wait that only a key ends."""
        return self._frame if self._entered and self._length is None else 0

    @property
    def is_silent(self) -> bool:
        """True if nothing is said or rung now: a silence, or a line that is late."""
        cue = self.cue
        sounding = {Kind.SPEECH, Kind.BREATH, Kind.BELL}
        return cue is not None and (cue.kind not in sounding or self.late_for > 0)

    def mix(self, out: Samples, *, speak: bool = True) -> int:
        """Fill a block with the next frames.

        Args:
            out: Shape ``(frames,)``, overwritten.
            speak: True if a spoken cue may begin; otherwise the bed continues before it.

        Returns:
            Frames written: fewer than the block only at the end. The rest of `out` is zero.
        """
        out[:] = 0
        filled = 0
        while filled < len(out) and self.cue is not None:
            filled += self._mix_cue(out[filled:], speak=speak)
        return filled

    def jump(self, index: int) -> None:
        """Continue from the start of another cue."""
        self.index = index
        self._asking = None
        self._entered = False
        self._frame = 0
        self.late_for = 0
        self._ruler = Ruler()

    def retime(self, timeline: Timeline) -> None:
        """Take the same cues at another pace; the one being heard keeps its length."""
        self.timeline = timeline

    def _mix_cue(self, out: Samples, *, speak: bool) -> int:
        """Fill up to the end of the current cue, and move on if it ends here."""
        if not self._entered and not self._enter(speak=speak):
            self.late += len(out)
            self.late_for += len(out)
            self._add_beneath(out, fading=False)
            return len(out)
        self.late_for = 0
        left = len(out) if self._length is None else self._length - self._frame
        part = out[: min(left, len(out))]
        if self._sound is not None:
            sound = self._sound[self._frame : self._frame + len(part)]
            part[: len(sound)] += sound
        self._add_beneath(part, fading=self.index == len(self.timeline.cues) - 1)
        self._frame += len(part)
        if self._frame == self._length:
            self._advance()
        return len(part)

    def _enter(self, *, speak: bool) -> bool:
        """Set the cue's length and sound; return false while its line is not ready."""
        cue = self.timeline.cues[self.index]
        if cue.text and not speak:
            return False
        line = self._lines(self.index) if cue.text else None
        if cue.text and line is None:
            return False
        if cue.seconds is None:
            self._length = self._ruler.advance(Frames(0 if line is None else len(line)))
        elif cue.until_key and cue.again_from is None:
            self._length = None
        else:
            self._length = self._ruler.advance(cue.seconds)
        self._sound = self._sounding(cue, line)
        self._entered = True
        return True

    def _sounding(self, cue: Cue, line: Samples | None) -> Samples | None:
        if cue.kind is Kind.BELL:
            return self._bell
        if cue.kind is not Kind.BREATH:
            return line
        length = self._length or 0
        phase = cue.phase or Phase.REST
        sound = breath_sound(phase, length) if self._sounds.breath else np.zeros(length, np.float32)
        if line is not None and len(line) <= length:  # a word too long for its phase is left out
            sound = sound.copy()
            sound[: len(line)] += line
        return sound

    def _advance(self) -> None:
        wait, again_from = self.index, self.timeline.cues[self.index].again_from
        if again_from is not None:
            self.jump(again_from)
            self._asking = wait
            return
        self.index += 1
        self._entered = False
        self._frame = 0

    def _add_beneath(self, out: Samples, *, fading: bool) -> None:
        """Add bed and background under a part; both fade out by the end of the last cue."""
        falling = None
        if fading and self._length:
            falling = _falling(self._frame, len(out), self._length)
        self._underlay.add_to(out, falling)
        if self._backdrop is not None:
            left = None if self._length is None else self._length - self._frame
            to_word = frames_to_word(self.timeline.cues, self.index, left)
            self._backdrop.add_to(out, to_word, falling)


def _falling(start: int, frames: int, length: int) -> Samples:
    time = np.arange(start, start + frames, dtype=np.float32) / length
    return np.cos(time * np.float32(np.pi / 2), dtype=np.float32) ** 2
