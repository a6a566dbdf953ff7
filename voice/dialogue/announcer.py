"""Mixes spoken sentences over the bed when no exercise plays.

As with the `Player`, the device pulls: its thread calls `Announcer.fill`. The announcer owns no
thread, clock or device. The caller keeps the `Announcement` that `begin` returns::

    saying = announcer.begin()      # what was being said fades out, in 12 ms
    saying.add(clip)                # one clip after the other, as they are rendered
    saying.finished                 # all of it has been played
    saying.quiet                    # frames since then
"""

from __future__ import annotations

import threading
from collections import deque

import numpy as np

from voice.audio import Samples
from voice.sound.bed import Underlay
from voice.sound.bell import bell_cue
from voice.sound.curves import FADE, rise
from voice.sound.mixer import Bed

_FALL = rise(FADE)[::-1]

_SILENCE = np.zeros(0, np.float32)


class Announcement:
    """Clips that are said one after the other; more may be added at any time.

    Clips are added on one thread and played on another. Only one of them writes each attribute,
    so that neither waits.

    Attributes:
        frames: Length of all clips added.
        heard: Frames of them that were played.
        quiet: Frames played since their end, 0 before it.
    """

    def __init__(self) -> None:
        self.frames = 0
        self.heard = 0
        self.quiet = 0
        self._clips: deque[Samples] = deque()
        self._clip = _SILENCE
        self._begun: list[Samples] = []

    @property
    def finished(self) -> bool:
        """True if all clips have been played."""
        return self.heard == self.frames

    def add(self, clip: Samples) -> None:
        """Add a clip at the end.

        Args:
            clip: Shape ``(frames,)``, from `prepare_line` in voice/sound/levelling, or zeros.
        """
        self.frames += len(clip)  # first, so that it does not look finished in between
        self._clips.append(clip)

    def begin_again(self) -> None:
        """Return to the start of the current or last sentence, in the device's thread."""
        self.heard -= sum(map(len, self._begun)) - len(self._clip)
        self.quiet = 0
        self._clips.extendleft(reversed(self._begun))
        self._clip, self._begun = _SILENCE, []

    def read(self, out: Samples) -> None:
        """Write the next frames, on the device's thread.

        Args:
            out: Shape ``(frames,)``, overwritten as far as clips last, left alone after them.
        """
        filled = 0
        while filled < len(out) and self._next_clip():
            part = self._clip[: len(out) - filled]
            out[filled : filled + len(part)] = part
            self._clip = self._clip[len(part) :]
            filled += len(part)
        self.quiet = self.quiet + len(out) if filled == 0 else len(out) - filled
        self.heard += filled

    def _next_clip(self) -> bool:
        while not len(self._clip) and self._clips:
            self._clip = self._clips.popleft()
            if self._clip.any():  # not a pause
                self._begun.clear()
            self._begun.append(self._clip)
        return bool(len(self._clip))


class Announcer:
    """Plays sayings over the bed.

    Commands come from one thread and take effect in the next block.

    Attributes:
        done: Set when nothing more will sound.
    """

    def __init__(self, volume: float = 1.0, bed: Bed = Bed.SOFT, *, bell: bool = False) -> None:
        """Begin with the bed, as an exercise does.

        Args:
            volume: Amplitude of everything.
            bed: The bed under the voice.
            bell: Whether the bell comes first.
        """
        self.done = threading.Event()
        self._underlay = Underlay(bed.loop())
        self._bell = bell_cue() if bell else _SILENCE
        self._saying = self._wanted = Announcement()
        self._cut = _SILENCE
        self._volume = self._wanted_volume = volume
        self._turning = _SILENCE
        self._again = False
        self._suspended = False
        self._stopping = False
        self._ending: Samples | None = None

    def begin(self) -> Announcement:
        """Start another saying; the current one fades out."""
        self._wanted = Announcement()
        return self._wanted

    def begin_again(self) -> None:
        """Say the current or last sentence from its start.

        It is called by the thread of a new device, before the first block: what was fading on the
        old one is not heard.
        """
        self._cut = self._turning = _SILENCE
        if self._ending is not None:
            self._ending = _SILENCE
            return
        self._saying = self._wanted
        self._from_start()

    def _from_start(self) -> None:
        self._saying.begin_again()
        self._volume = 0.0  # from which it rises

    @property
    def silent(self) -> bool:
        """True if it is suspended or has ended, and the fade is over."""
        return self._ending is not None and not len(self._ending)

    def suspend(self) -> None:
        """Fall silent before the program is suspended; `resume` continues."""
        self._suspended = True

    def resume(self) -> None:
        """Continue after the suspension, from the start of the sentence."""
        self._suspended = False
        self._again = True

    def turn_to(self, volume: float) -> None:
        """Play everything at this amplitude."""
        self._wanted_volume = volume

    def stop(self) -> None:
        """Fall silent and end."""
        self._stopping = True

    def fill(self, out: Samples) -> None:
        """Fill a block for the device.

        Args:
            out: Shape ``(frames,)``, float32, overwritten whole.
        """
        still = self._stopping or self._suspended
        if still and self._ending is None:
            self._ending = np.empty(FADE, np.float32)
            self._mix(self._ending)
            self._ending *= _FALL
        elif not still and self.silent:
            self._ending = None
            self._again = False
            self._from_start()
        if self._ending is None:
            self._mix(out)
        else:
            self._end(self._ending, out)

    def _end(self, ending: Samples, out: Samples) -> None:
        part = ending[: len(out)]
        out[: len(part)] = part
        out[len(part) :] = 0
        self._ending = ending[len(part) :]
        if self._stopping and not len(self._ending):
            self.done.set()

    def _mix(self, out: Samples) -> None:
        out[:] = 0
        self._speak(out[self._ring(out) :])
        self._underlay.add_to(out)
        self._apply_volume(out)

    def _ring(self, out: Samples) -> int:
        """Write the bell while it lasts; return its frames."""
        bell = self._bell[: len(out)]
        out[: len(bell)] = bell
        self._bell = self._bell[len(bell) :]
        return len(bell)

    def _speak(self, out: Samples) -> None:
        """Write the end of a cut saying first, so that voices do not overlap; then the new one."""
        wanted = self._wanted
        if wanted is not self._saying:
            # During a cut nothing of the second saying has been heard, so the first cut goes on.
            if not len(self._cut):
                self._cut = self._rest()
            self._saying = wanted
        if self._again:
            self._again = False
            if not len(self._cut):
                self._cut = self._rest()
            self._saying.begin_again()
        cut = self._cut[: len(out)]
        out[: len(cut)] = cut
        self._cut = self._cut[len(cut) :]
        self._saying.read(out[len(cut) :])

    def _rest(self) -> Samples:
        """Return the rest of the current saying, at most `FADE` frames, fading out."""
        saying, rest = self._saying, np.zeros(FADE, np.float32)
        before = saying.heard
        saying.read(rest)
        rest *= _FALL
        return rest[: saying.heard - before]

    def _apply_volume(self, out: Samples) -> None:
        wanted = self._wanted_volume
        if wanted != self._volume:
            now = float(self._turning[0]) if len(self._turning) else self._volume
            self._turning = rise(FADE) * np.float32(wanted - now) + np.float32(now)
            self._volume = wanted
        turning = self._turning[: len(out)]
        out[: len(turning)] *= turning
        out[len(turning) :] *= np.float32(self._volume)
        self._turning = self._turning[len(turning) :]
