"""What the listener does while an exercise plays, as states between which sound fades.

The device pulls: its thread calls `Player.fill`. The player owns no thread, clock or device.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Sequence
from enum import Enum

import numpy as np

from voice.sound.curves import rise
from voice.sound.mixer import Mixer
from voice.speech.audio import Samples
from voice.timeline.cues import Cue, Kind, Timeline
from voice.timeline.frames import SAMPLE_RATE

FADE = SAMPLE_RATE * 12 // 1000
"""Frames of every fade: 12 ms, so that with the device's own buffer a stop takes under 50 ms."""

_FADE = np.append(rise(FADE), np.float32(1))

VOLUME_STEP = 10 ** (3 / 20)
"""Louder and softer go by 3 dB (content §5)."""

LOUDEST = 10 ** (3 / 20)
"""3 dB over the exported level: lines, at most -4.5 dBTP, then still peak below full scale."""

SOFTEST = 10 ** (-36 / 20)


class State(Enum):
    """What the player is doing.

    Where each command leads from each state; a move is next, back, again, or leaving a wait::

                   pause     move      aside    stop     its own end
        PLAYING    PAUSED    PLAYING   ASIDE    DONE     DONE
        PAUSED     PLAYING   PLAYING   ASIDE    DONE
        ASIDE      PAUSED    PLAYING   ASIDE    DONE     where it came from
    """

    PLAYING = "playing"
    PAUSED = "paused"
    ASIDE = "aside"
    DONE = "done"


_SOUNDING = (State.PLAYING, State.ASIDE)


class Player:
    """Plays a mixer's frames.

    Commands may come from any thread. Each acts in the next block, in turn: one that comes during
    a fade waits for its end, at most `FADE` frames, so that none is lost.

    Attributes:
        done: Set when nothing more will sound.
    """

    def __init__(self, mixer: Mixer, volume: float = 1.0) -> None:
        self.done = threading.Event()
        self._mixer = mixer
        self._commands: deque[Callable[[], None]] = deque()
        self._state = State.PLAYING
        self._level = FADE
        self._faded: Callable[[], None] | None = None
        self._aside: Samples = np.zeros(0, np.float32)
        self._after_aside = State.PLAYING
        self._volume = self._wanted_volume = volume
        self._turning = 0

    @property
    def state(self) -> State:
        """What it is doing now."""
        return self._state

    @property
    def volume(self) -> float:
        """Amplitude, as wanted last."""
        return self._wanted_volume

    @property
    def index(self) -> int:
        """The cue being heard; at the end, one more than the last."""
        return self._mixer.index

    @property
    def waiting(self) -> bool:
        """Whether the exercise waits for a key, or asks for one."""
        return self._state in _SOUNDING and self._mixer.wait is not None

    @property
    def waited(self) -> int:
        """Frames that the exercise has waited for a key, if it does."""
        return self._mixer.waited

    def fill(self, out: Samples) -> None:
        """Fill a block for the device.

        Args:
            out: Shape ``(frames,)``, float32, overwritten whole.
        """
        filled = 0
        self._obey()
        while filled < len(out) and self._state in _SOUNDING:
            filled += self._fill_part(out[filled:])
            self._obey()
        out[filled:] = 0
        self._apply_volume(out)

    def toggle_pause(self) -> None:
        """Pause, or go on."""
        self._commands.append(self._toggle)

    def stop(self) -> None:
        """Fall silent and end."""
        self._commands.append(lambda: self._fade_then(self._end))

    def leave_wait(self) -> None:
        """Go on behind the wait; outside of one, nothing."""
        self._commands.append(self._leave_wait)

    def say_again(self) -> None:
        """Go back to the line being said, or said last."""
        self._commands.append(lambda: self._move_to(self._last_spoken()))

    def begin_line_again(self) -> None:
        """Go back to the start of the line being said, or said last; not while it is paused."""
        self._commands.append(self._begin_line_again)

    def next_step(self) -> None:
        """Go on with the next step; from the last one, with the close."""
        self._commands.append(lambda: self._move_to(self._next_start()))

    def previous_step(self) -> None:
        """Go back to the start of the step, or of the one before."""
        self._commands.append(lambda: self._move_to(self._previous_start()))

    def change_volume(self, factor: float) -> None:
        """Play louder or softer, within safe limits."""
        self._commands.append(lambda: self._turn(factor))

    def retime(self, timeline: Timeline) -> None:
        """Go on with the same cues at another pace."""
        self._commands.append(lambda: self._mixer.retime(timeline))

    def interject(self, aside: Samples) -> None:
        """Fade the exercise out, say something, and go on where it was."""
        self._commands.append(lambda: self._say(aside))

    def _obey(self) -> None:
        while self._commands and self._faded is None:
            self._commands.popleft()()

    def _fill_part(self, out: Samples) -> int:
        """Fill one stretch over which the level moves one way; returns its frames."""
        wanted = FADE if self._faded is None else 0
        if self._level != wanted:
            out = out[: abs(wanted - self._level)]
        part = out[: self._read(out)]
        self._fade(part, wanted)
        if len(part) < len(out):
            self._ran_out()
        if self._level == 0 and self._faded is not None:
            faded, self._faded = self._faded, None
            faded()
        return len(part)

    def _read(self, out: Samples) -> int:
        if self._state is not State.ASIDE:
            return self._mixer.mix(out)
        length = min(len(out), len(self._aside))
        out[:length], self._aside = self._aside[:length], self._aside[length:]
        return length

    def _ran_out(self) -> None:
        """What was read is over, and silent; so is any fade."""
        self._level = 0
        if self._state is State.ASIDE:
            self._state = self._after_aside
        elif self._faded is None:
            self._end()

    def _fade(self, part: Samples, wanted: int) -> None:
        start, frames = self._level, len(part)
        if wanted > start:
            part *= _FADE[start : start + frames]
            self._level += frames
        elif wanted < start:
            part *= _FADE[start : start - frames : -1]
            self._level -= frames

    def _apply_volume(self, out: Samples) -> None:
        turning = out[: self._turning]
        if len(turning):
            share = len(turning) / self._turning
            end = self._volume + share * (self._wanted_volume - self._volume)
            turning *= np.linspace(self._volume, end, len(turning), dtype=np.float32)
            self._turning -= len(turning)
            self._volume = end if self._turning else self._wanted_volume
        if self._volume != 1:
            out[len(turning) :] *= np.float32(self._volume)

    def _turn(self, factor: float) -> None:
        wanted = min(max(self._wanted_volume * factor, SOFTEST), LOUDEST)
        if (wanted > self._wanted_volume) == (factor > 1):  # from beyond a limit, not back to it
            self._wanted_volume = wanted
            self._turning = FADE

    def _toggle(self) -> None:
        if self._state is State.PAUSED:
            self._state = State.PLAYING
        else:
            self._fade_then(self._pause)

    def _pause(self) -> None:
        self._state = State.PAUSED

    def _end(self) -> None:
        self._state = State.DONE
        self.done.set()

    def _say(self, aside: Samples) -> None:
        if self._state is not State.ASIDE:
            self._after_aside = self._state
        self._fade_then(lambda: self._start_aside(aside))

    def _start_aside(self, aside: Samples) -> None:
        self._state, self._aside = State.ASIDE, aside

    def _begin_line_again(self) -> None:
        if self._state is not State.PAUSED:
            self._move_to(self._last_spoken())

    def _leave_wait(self) -> None:
        wait = self._mixer.wait
        if wait is None or not self.waiting:
            return
        if self._state is State.PLAYING and self._mixer.index == wait:
            self._mixer.jump(wait + 1)  # only the bed is heard, and goes on
        else:
            self._move_to(wait + 1)

    def _move_to(self, index: int) -> None:
        def move() -> None:
            self._mixer.jump(index)
            self._state = State.PLAYING

        self._fade_then(move)

    def _fade_then(self, act: Callable[[], None]) -> None:
        """Do something once it is silent: now, or when the fade is through."""
        if self._state is State.DONE:
            return
        if self._level == 0:
            act()
        else:
            self._faded = act

    def _last_spoken(self) -> int:
        cues = self._mixer.timeline.cues
        return next((i for i in range(self._here(), -1, -1) if _is_line(i, cues)), 0)

    def _next_start(self) -> int:
        cues, here = self._mixer.timeline.cues, self._here()
        following = (i for i in range(here, len(cues)) if cues[i].saying != cues[here].saying)
        return next(following, len(cues) - 1)

    def _previous_start(self) -> int:
        cues, here = self._mixer.timeline.cues, self._here()
        start = _step_start(here, cues)
        begun = sum(_is_line(i, cues) for i in range(start, here + 1)) > 1
        return start if begun or start == 0 else _step_start(start - 1, cues)

    def _here(self) -> int:
        return min(self._mixer.index, len(self._mixer.timeline.cues) - 1)


def _step_start(index: int, cues: Sequence[Cue]) -> int:
    """The first cue of the step that a cue belongs to; one that is said again begins again."""
    while index > 0 and cues[index - 1].saying == cues[index].saying:
        index -= 1
    return index


def _is_line(index: int, cues: Sequence[Cue]) -> bool:
    """Whether a cue says more than that a key is wanted, which is said before every wait."""
    waits = index + 1 < len(cues) and cues[index + 1].until_key
    return cues[index].kind is Kind.SPEECH and not waits
