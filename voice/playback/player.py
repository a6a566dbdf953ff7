"""Plays an exercise, with the listener's commands as states between which sound fades.

The device pulls: its thread calls `Player.fill`. The player owns no thread, clock or device.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Sequence

import numpy as np

from voice.audio import Samples
from voice.frames import SAMPLE_RATE
from voice.playback.beside import After, Aside, Remarks
from voice.playback.moves import last_spoken, line_start, next_step, previous_step
from voice.playback.states import BESIDE, SOUNDING, STILL, State
from voice.playback.volume import Volume
from voice.sound.curves import FADE, rise
from voice.sound.mixer import Mixer
from voice.timeline.cues import Cue, Timeline

_FADE = np.append(rise(FADE), np.float32(1))

LONG_PAUSE = 2 * SAMPLE_RATE
"""Frames of a pause after which the line begins again, because its first half is forgotten."""


class Player:
    """Plays a mixer's frames.

    Commands may come from any thread. Each takes effect in the next block, in order: during a fade
    it waits for the end, at most `FADE` frames, so that none is lost.

    Attributes:
        done: Set when nothing more will sound.
    """

    def __init__(self, mixer: Mixer, volume: float = 1.0) -> None:
        self.done = threading.Event()
        self._mixer = mixer
        self._commands: deque[Callable[[], None]] = deque()
        self._state = self._after_aside = State.PLAYING
        self._level = FADE
        self._faded: Callable[[], None] | None = None
        self._aside = Aside(())
        self._coming: Aside | None = None
        self._remarks = Remarks()
        self._still = 0
        self._suspended = self._begins_again = False
        self._volume = Volume(volume)

    @property
    def state(self) -> State:
        """The current state."""
        return self._state

    @property
    def volume(self) -> float:
        """The amplitude last requested."""
        return self._volume.wanted

    @property
    def index(self) -> int:
        """The cue being heard; at the end, one more than the last."""
        return self._mixer.index

    @property
    def waiting(self) -> bool:
        """True if the exercise waits for a key, or asks for one, and is not paused."""
        return self._state in SOUNDING and not self.stays_still and self._mixer.wait is not None

    @property
    def at_rest(self) -> bool:
        """True if nothing goes on, or will in a moment, until the listener acts."""
        return self._state in STILL or (self._state is State.PLAYING and self.waiting)

    @property
    def waited(self) -> int:
        """Frames for which the exercise has waited for a key."""
        return self._mixer.waited

    @property
    def still(self) -> int:
        """Frames of silence since the listener paused; 0 while sound plays."""
        return self._still if self._state in STILL else 0

    @property
    def stays_still(self) -> bool:
        """True if the exercise waits for the listener to go on, even during an aside."""
        return (self._after_aside if self._state in BESIDE else self._state) in STILL

    @property
    def sentences_begun(self) -> int:
        """Number of sentences begun of the current aside, or else of the last one."""
        return 0 if self._coming is not None else self._aside.begun

    @property
    def beside(self) -> bool:
        """True during an aside, shortly before it, and while it holds the exercise."""
        return self._coming is not None or self._state in (*BESIDE, State.HELD)

    @property
    def late(self) -> int:
        """Frames for which the voice is late with the line that is due."""
        return self._mixer.late_for

    @property
    def silent(self) -> bool:
        """True if the player is still and every fade is over."""
        return not (self._state in SOUNDING or self._commands or self._remarks.sounding)

    def fill(self, out: Samples) -> None:
        """Fill a block for the device: shape ``(frames,)``, float32, overwritten whole."""
        filled = 0
        self._obey()
        room = self._has_room()
        while filled < len(out) and self._state in SOUNDING:
            filled += self._fill_part(out[filled:])
            self._obey()
        out[filled:] = 0
        if self._state in STILL:
            self._still += len(out) - filled
        self._remarks.add_to(out, begin=room and self._has_room())
        if self._state is State.DONE and not self._remarks.sounding:
            self.done.set()
        self._volume.apply(out)

    def toggle_pause(self, among: Sequence[State] = (*SOUNDING, *STILL)) -> None:
        """Pause or resume, if in one of these states; after a long pause, begin the line again."""
        self._commands.append(lambda: self._space(among))

    def suspend(self) -> None:
        """Fall silent before the program is suspended; `resume` continues."""
        self._commands.append(self._suspend)

    def resume(self) -> None:
        """Continue after the suspension, from the start of the line."""
        self._commands.append(self._resume)

    def begin_line_again(self) -> None:
        """Return to the start of the line or sentence, without a fade, in a new device's thread."""
        self._level = 0
        self._remarks.forget()
        self._fill_part(np.empty(0, np.float32))  # the end of a fade, if there was one
        self._obey()
        self._return_to_start()

    def stop(self) -> None:
        """Fall silent and end."""
        self._commands.append(lambda: self._fade_then(self._end))

    def leave_wait(self) -> None:
        """Go on after the wait; do nothing outside a wait."""
        self._commands.append(self._leave_wait)

    def say_again(self) -> None:
        """Say the current or last line again, or the whole aside during one."""
        self._commands.append(self._again)

    def next_step(self) -> None:
        """Go on with the next step; from the last one, with the close."""
        self._commands.append(self._next_step)

    def previous_step(self) -> None:
        """Go back to the start of the step, or of the one before."""
        self._commands.append(lambda: self._move_to(previous_step(*self._place())))

    def change_volume(self, factor: float) -> None:
        """Play louder or softer, within safe limits."""
        self._commands.append(lambda: self._volume.turn(factor))

    def retime(self, timeline: Timeline) -> None:
        """Go on with the same cues at another pace."""
        self._commands.append(lambda: self._mixer.retime(timeline))

    def interject(self, aside: Aside) -> None:
        """Fade the exercise out and say an aside; then go on as `Aside.after` says."""
        self._coming = aside
        self._commands.append(lambda: self._say(aside))

    def remark(self, clip: Samples) -> None:
        """Say a clip with soft edges in the next silence, while the bed goes on.

        A line that is due waits for its end. The listener's next command cuts it short.
        """
        self._commands.append(lambda: self._remarks.say(clip))

    def withdraw_remark(self) -> None:
        """Fade out or cancel a remark that is no longer true."""
        self._commands.append(self._remarks.cut)

    def remind(self, clip: Samples) -> None:
        """Make a remark about a silence, unless the silence is over."""
        self._commands.append(lambda: self._remind(clip))

    def _obey(self) -> None:
        while self._commands and self._faded is None:
            self._commands.popleft()()

    def _fill_part(self, out: Samples) -> int:
        """Fill one part in which the level moves in one direction; return its frames."""
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
        if self._state is State.ASIDE:
            return self._aside.read(out)
        return self._mixer.mix(out, speak=not self._remarks.speaking)

    def _ran_out(self) -> None:
        """Handle the end of the aside or exercise, which is silent and ends any fade."""
        self._level = 0
        if self._state is State.ASIDE:
            self._leave_aside()
        elif self._faded is None:
            self._end()

    def _leave_aside(self) -> None:
        self._stand_still(self._after_aside)
        self._return_to_start()

    def _fade(self, part: Samples, wanted: int) -> None:
        start, frames = self._level, len(part)
        if wanted > start:
            part *= _FADE[start : start + frames]
            self._level += frames
        elif wanted < start:
            part *= _FADE[start : start - frames : -1]
            self._level -= frames

    def _space(self, among: Sequence[State]) -> None:
        if self._state is State.ASIDE and self._aside.last_goes_on and self._aside.at_last:
            self._move_to(line_start(*self._place()))
        elif self._state in among:
            self._toggle()

    def _toggle(self) -> None:
        self._remarks.cut()
        match self._state:
            case State.PLAYING:
                self._fade_then(lambda: self._stand_still(State.PAUSED))
            case State.ASIDE:
                self._fade_then(lambda: self._stand_still(State.ASIDE_PAUSED))
            case State.PAUSED | State.HELD | State.ASIDE_PAUSED as still:
                self._state = State.ASIDE if still is State.ASIDE_PAUSED else State.PLAYING
                if self._begins_again or self._still > LONG_PAUSE:
                    self._return_to_start()

    def _stand_still(self, state: State) -> None:
        self._state, self._still, self._begins_again = state, 0, False

    def _suspend(self) -> None:
        self._remarks.cut()
        if self._state in SOUNDING:
            self._suspended = True
            self._toggle()

    def _resume(self) -> None:
        self._fade_then(self._return_to_start)
        if self._suspended and self._state in STILL:
            self._toggle()
        self._suspended = False

    def _return_to_start(self) -> None:
        match self._state:
            case State.PLAYING:
                self._mixer.jump(line_start(*self._place()))
            case State.ASIDE:
                self._aside.begin_sentence_again()
            case _:
                self._begins_again = True

    def _end(self) -> None:
        self._remarks.cut()
        self._state = State.DONE

    def _remind(self, clip: Samples) -> None:
        if self.still or (self._state is State.PLAYING and (self.waited or self.late)):
            self._remarks.say(clip)

    def _has_room(self) -> bool:
        """Return True if nothing is being said, so that a remark fits."""
        return self._state in STILL or (self._state is State.PLAYING and self._mixer.is_silent)

    def _say(self, aside: Aside) -> None:
        if aside.after is After.HOLD:
            self._after_aside = State.HELD
        elif self._state not in BESIDE:
            self._after_aside = self._state
        self._fade_then(lambda: self._start_aside(aside))

    def _start_aside(self, aside: Aside) -> None:
        if self._coming is aside:
            self._coming = None
        aside.begin_again()
        self._state, self._aside = State.ASIDE, aside

    def _again(self) -> None:
        if self._state in (*BESIDE, State.HELD):
            self._say(self._aside)
        else:
            self._move_to(last_spoken(*self._place()))

    def _next_step(self) -> None:
        cues, here = self._place()
        if here < len(cues) - 1 or self._state is not State.PLAYING:  # the close is not repeated
            self._move_to(next_step(cues, here))

    def _leave_wait(self) -> None:
        if (wait := self._mixer.wait) is None or not self.waiting:
            return
        self._remarks.cut()
        if self._state is State.PLAYING and self._mixer.index == wait:
            self._mixer.jump(wait + 1)  # no fade: only the bed is heard, and it continues
        else:
            self._move_to(wait + 1)

    def _move_to(self, index: int) -> None:
        def move() -> None:
            self._mixer.jump(index)
            self._state = State.PLAYING

        self._fade_then(move)

    def _fade_then(self, act: Callable[[], None]) -> None:
        """Call a function in silence: now, or at the end of the fade."""
        if self._state is State.DONE:
            return
        self._remarks.cut()
        if self._level == 0:
            act()
        else:
            self._faded = act

    def _place(self) -> tuple[Sequence[Cue], int]:
        cues = self._mixer.timeline.cues
        return cues, min(self._mixer.index, len(cues) - 1)
