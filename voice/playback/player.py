"""What the listener does while an exercise plays, as states between which sound fades.

The device pulls: its callback calls `Player.fill`. The player owns no thread, clock or device.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable
from enum import Enum

import numpy as np

from voice.sound.mixer import Mixer
from voice.speech.audio import Samples
from voice.timeline.cues import Kind, Timeline
from voice.timeline.frames import SAMPLE_RATE

FADE = SAMPLE_RATE * 12 // 1000
"""Frames of every fade: 12 ms, so that with the device's own buffer a stop takes under 50 ms."""

VOLUME_STEP = 10 ** (3 / 20)
"""Louder and softer go by 3 dB (content §5)."""

LOUDEST = 10 ** (3 / 20)
"""3 dB over the exported level: peaks then stay half a dB below full scale."""

SOFTEST = 10 ** (-36 / 20)


class State(Enum):
    """What the player is doing.

    ::

        PLAYING ──pause──▶ PAUSED ──pause──▶ PLAYING
           │  ▲                                 │
         aside └─────── its end ◀── ASIDE       │
           └──────────▶ ASIDE                   │
           └── end of the timeline, or stop ────┴──▶ DONE
    """

    PLAYING = "playing"
    PAUSED = "paused"
    ASIDE = "aside"
    DONE = "done"


class Player:
    """Plays a mixer's frames. Commands may come from any thread and act at the next block.

    Attributes:
        done: Set when nothing more will sound.
    """

    def __init__(self, mixer: Mixer, volume: float = 1.0) -> None:
        self.done = threading.Event()
        self._mixer = mixer
        self._commands: deque[Callable[[], None]] = deque()
        self._state = State.PLAYING
        self._gain = 1.0
        self._faded: Callable[[], None] | None = None
        self._aside: Samples = np.zeros(0, np.float32)
        self._after_aside = State.PLAYING
        self._volume = self._wanted_volume = volume

    @property
    def state(self) -> State:
        """What it is doing now."""
        return self._state

    @property
    def index(self) -> int:
        """The cue being heard."""
        return self._mixer.index

    @property
    def waiting(self) -> bool:
        """Whether the exercise waits for a key."""
        return self._state is State.PLAYING and self._mixer.waiting

    def fill(self, out: Samples) -> None:
        """Fill a block for the device.

        Args:
            out: Shape ``(frames,)``, float32, overwritten whole.
        """
        while self._commands:
            self._commands.popleft()()
        filled = 0
        while filled < len(out) and self._state not in (State.PAUSED, State.DONE):
            filled += self._fill_part(out[filled:])
        out[filled:] = 0
        self._apply_volume(out)

    def toggle_pause(self) -> None:
        """Pause, or go on."""
        self._commands.append(self._toggle)

    def stop(self) -> None:
        """Fall silent and end."""
        self._commands.append(lambda: self._fade_then(self._end))

    def leave_wait(self) -> None:
        """A key came during a wait."""
        self._commands.append(self._mixer.leave_wait)

    def say_again(self) -> None:
        """Go back to the line being said, or said last."""
        self._commands.append(lambda: self._move_to(self._last_spoken()))

    def next_step(self) -> None:
        """Go on with the next step; from the last one, with the close."""
        self._commands.append(lambda: self._move_to(self._step_start(+1)))

    def previous_step(self) -> None:
        """Go back to the start of the step, or of the one before."""
        self._commands.append(lambda: self._move_to(self._step_start(-1)))

    def change_volume(self, factor: float) -> None:
        """Play louder or softer, within safe limits."""

        def change() -> None:
            self._wanted_volume = min(max(self._wanted_volume * factor, SOFTEST), LOUDEST)

        self._commands.append(change)

    def retime(self, timeline: Timeline) -> None:
        """Go on with the same cues at another pace."""
        self._commands.append(lambda: self._mixer.retime(timeline))

    def interject(self, aside: Samples) -> None:
        """Fade the exercise out, say something, and go on where it was."""

        def say() -> None:
            if self._state is not State.ASIDE:
                self._after_aside = self._state
            self._fade_then(lambda: self._start_aside(aside))

        self._commands.append(say)

    def _fill_part(self, out: Samples) -> int:
        """Fill one stretch over which the gain moves one way; returns its frames."""
        if self._faded is not None:
            out = out[: max(1, round(self._gain * FADE))]
        elif self._gain < 1:
            out = out[: max(1, round((1 - self._gain) * FADE))]
        length = self._read(out)
        part = out[:length]
        if self._faded is not None:
            self._ramp(part, 0.0)
            if self._gain <= 0:
                faded, self._faded = self._faded, None
                faded()
        elif self._gain < 1:
            self._ramp(part, 1.0)
        if length < len(out):
            self._ran_out()
        return length

    def _read(self, out: Samples) -> int:
        if self._state is not State.ASIDE:
            return self._mixer.mix(out)
        length = min(len(out), len(self._aside))
        out[:length], self._aside = self._aside[:length], self._aside[length:]
        return length

    def _ran_out(self) -> None:
        if self._state is State.ASIDE:
            self._state, self._gain = self._after_aside, 0.0
        else:
            self._end()

    def _ramp(self, part: Samples, target: float) -> None:
        step = len(part) / FADE
        end = max(self._gain - step, 0.0) if target == 0 else min(self._gain + step, 1.0)
        if abs(end - target) < 0.5 / FADE:
            end = target
        part *= np.linspace(self._gain, end, len(part), endpoint=False, dtype=np.float32)
        self._gain = end

    def _apply_volume(self, out: Samples) -> None:
        if self._wanted_volume != self._volume:
            out *= np.linspace(self._volume, self._wanted_volume, len(out), dtype=np.float32)
            self._volume = self._wanted_volume
        elif self._volume != 1:
            out *= np.float32(self._volume)

    def _toggle(self) -> None:
        if self._state is State.PAUSED:
            self._state = State.PLAYING
        elif self._state is State.PLAYING:
            self._fade_then(self._pause)

    def _pause(self) -> None:
        self._state = State.PAUSED

    def _end(self) -> None:
        self._state = State.DONE
        self.done.set()

    def _start_aside(self, aside: Samples) -> None:
        self._state, self._aside, self._gain = State.ASIDE, aside, 1.0

    def _move_to(self, index: int) -> None:
        def move() -> None:
            self._mixer.jump(index)
            if self._state is State.ASIDE:
                self._state = State.PLAYING

        self._fade_then(move)
        if self._state is State.PAUSED:
            self._state = State.PLAYING

    def _fade_then(self, act: Callable[[], None]) -> None:
        """Do something once it is silent: now, or when the fade is through."""
        if self._state is State.DONE:
            return
        if self._state is State.PAUSED or self._gain <= 0:
            self._faded = None
            self._gain = 0.0
            act()
        else:
            self._faded = act

    def _last_spoken(self) -> int:
        cues = self._mixer.timeline.cues
        spoken = (i for i in range(self._here(), -1, -1) if cues[i].kind is Kind.SPEECH)
        return next(spoken, 0)

    def _step_start(self, direction: int) -> int:
        cues = self._mixer.timeline.cues
        here = self._here()
        start = _first_of_step(cues[here].step, self._mixer.timeline)
        if direction > 0:
            following = (i for i in range(here, len(cues)) if cues[i].step > cues[here].step)
            return next(following, len(cues) - 1)
        if self._spoken_between(start, here) > 1 or cues[here].step == 0:
            return start
        return _first_of_step(cues[here].step - 1, self._mixer.timeline)

    def _spoken_between(self, start: int, end: int) -> int:
        cues = self._mixer.timeline.cues
        return sum(cues[i].kind is Kind.SPEECH for i in range(start, end + 1))

    def _here(self) -> int:
        return min(self._mixer.index, len(self._mixer.timeline.cues) - 1)


def _first_of_step(step: int, timeline: Timeline) -> int:
    return next(i for i, cue in enumerate(timeline.cues) if cue.step == step)
