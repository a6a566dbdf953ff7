"""Keeps a sound device open during playback, and finds another when it goes away."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

import click
import numpy as np

from voice.errors import PlaybackError
from voice.playback import startup
from voice.playback.apart import stuck
from voice.playback.attempt import Attempt, hanging
from voice.playback.c_stderr import give_stderr_back
from voice.playback.sinks.devices import open_sink
from voice.playback.sinks.sink import HUNG

if TYPE_CHECKING:
    from voice.audio import Samples
    from voice.playback.keyboard import Keys
    from voice.playback.sinks.sink import Fill, Sink

SWITCH = 0.0005
"""Seconds a thread may run before the one that feeds the device: a tenth of Python's default,
well below the 20 ms that the device buffers."""

AT_ONCE = 0.5
"""Seconds to wait for a device before keys are read again; opening one takes about 0.1."""

OPEN_WITHIN = 5.0
"""Seconds a device may take to open at the start. Bluetooth and HDMI wake slowly."""

REOPEN_WITHIN = 1.5
"""The same limit while a closed device still hangs: most likely the sound system does."""

SEARCHING = 60.0
"""Seconds in which a lost device may come back or another be connected."""

RETRY_EVERY = 0.5
"""Seconds between two attempts to open a device."""

PROVEN = 2.0
"""Seconds for which a new device must play before it counts as found: a suspended one takes only
the first frames."""

FADE_WITHIN = 0.4
"""Seconds after a stop in which the device must pull the fade; it pulls every 30 ms."""

HUSHING = 0.2
"""Seconds to wait for the last fade before the program ends or is suspended."""

DRAIN = 0.1
"""Seconds added to the device's latency, so that the last frames, already silent, are heard."""

_LONGEST_LOOK = 0.5
"""Seconds that one check may count. A suspended program has not searched meanwhile."""

_FADING = 2_400
"""Frames pulled at a time without a device: more than any fade lasts."""

_FADES = 4
"""Blocks of `_FADING` in which playback ends, one command after another."""

WENT = "The sound device went away. I'll look for one for a minute."
BACK = "There is sound again."
GONE = "The sound device went away and did not come back. Connect one and start again."


def open_device(fill: Fill, name: str | None) -> Sink:
    """Open and start a device, or take over the one that plays the opening; may never return.

    Args:
        fill: As in `voice.playback.sinks.devices.open_sink`.
        name: As in `voice.playback.sinks.devices.open_sink`.

    Raises:
        PlaybackError: There is no device, or none of that name.
    """
    running = startup.take_over(fill)
    if running is not None:
        return running
    sink = open_sink(fill, device=name)
    sink.start()
    return sink


@dataclass(frozen=True, slots=True)
class Device:
    """An output device, and the clock for waiting.

    Attributes:
        name: A name, or a part of one; `None` for the default device.
        open: Opens and starts a device of that name; may never return.
        now: A clock, in seconds.
        sleep: Waits for a number of seconds of that clock.
    """

    name: str | None = None
    open: Callable[[Fill, str | None], Sink] = open_device
    now: Callable[[], float] = time.monotonic
    sleep: Callable[[float], object] = time.sleep


USUAL = Device()


class Suspendable(Protocol):
    """A source of sound that can be suspended with the program."""

    @property
    def silent(self) -> bool:
        """True if it is suspended and every fade is over."""

    def suspend(self) -> None:
        """Fade out and wait."""

    def resume(self) -> None:
        """Continue from the start of the line or sentence."""


class Output:
    """A sound device that is opened in another thread, checked, and replaced when lost.

    No method waits for the sound system longer than a second, so that keys and signals are handled
    in every state. Without a device no frames are pulled, so playback stays at its place.
    """

    def __init__(
        self,
        fill: Fill,
        device: Device = USUAL,
        *,
        back: Callable[[], object] = lambda: None,
    ) -> None:
        """Begin to open a device; one that answers in time is open and plays on return.

        Args:
            fill: As in `voice.playback.sinks.devices.open_sink`.
            device: The device to open.
            back: Called in the thread of a new device, after a loss, before its first frames.

        Raises:
            PlaybackError: There is no device, or none of that name; or an abandoned one is still
                being opened.
        """
        if hanging():
            raise PlaybackError(HUNG)
        self._fill = fill
        self._device = device
        self._back = back
        self._sink: Sink | None = None
        self._gone: Sink | None = None
        self._lost = False
        self._proven: float | None = None
        self._stopped_at: float | None = None
        self._waited = self._next = 0.0
        self._limit = REOPEN_WITHIN if stuck() else OPEN_WITHIN
        self._looked_at = device.now()
        self._attempt: Attempt | None = self._begin()
        try:
            self._attempt.wait(AT_ONCE)
            self.look_after()
        except BaseException:
            self.close()
            raise

    def __enter__(self) -> Output:
        return self

    def __exit__(self, *_: object) -> None:
        self.drain()
        self.close()

    def drain(self) -> None:
        """Wait until the device has played its buffer."""
        if self._sink is not None and self._sink.alive:
            self._device.sleep(self._sink.latency + DRAIN)

    def fade(self, over: Callable[[], bool]) -> None:
        """Wait until a fade is over, but not longer than a device that plays needs for it."""
        deadline = self._device.now() + HUSHING
        while not over() and self._device.now() < deadline:
            self._device.sleep(HUSHING / 20)

    @contextmanager
    def around_suspension(self, keys: Keys, playing: Suspendable) -> Iterator[None]:
        """Fade out before the program is suspended (Ctrl-Z), and resume playback after that."""

        def hush() -> None:
            playing.suspend()
            self.fade(lambda: playing.silent)
            self.drain()

        with keys.around_suspension(hush, playing.resume):
            yield

    @property
    def sounding(self) -> bool:
        """True if there is a device."""
        return self._sink is not None

    def look_after(self) -> None:
        """Notice a lost or a new device; call this several times a second.

        Raises:
            PlaybackError: There was no device for too long.
        """
        if self._sink is not None:
            if self._sink.failure:
                raise self._sink.failure
            if self._sink.alive:
                self._prove()
                return
            self._lose(self._sink)
        self._search()

    def silence(self) -> None:
        """Let stopped playback come to its end; call this until it has.

        The opening, which cannot fade, is broken off. If no device pulls the fade, it is pulled
        here and not heard.
        """
        if self._stopped_at is None:
            self._stopped_at = self._device.now()
        if self._sink is not None and self._device.now() - self._stopped_at < FADE_WITHIN:
            startup.silence(self._sink)
            return
        self._give_up()
        self._pull()

    def close(self) -> None:
        """Close the device; leave one that hangs behind."""
        self._give_up()
        if self._gone is not None:
            self._gone.close()

    def _begin(self) -> Attempt:
        gone, self._gone = self._gone, None
        if not self._lost:
            return Attempt(lambda fill: self._device.open(fill, self._device.name), self._fill)

        def found(fill: Fill) -> Sink:
            if gone is not None:
                gone.close()
            try:
                return self._device.open(fill, self._device.name)
            except PlaybackError:
                if self._device.name is None:
                    raise
                return self._device.open(fill, None)

        return Attempt(found, _Return(self._fill, self._back))

    def _lose(self, sink: Sink) -> None:
        self._sink, self._gone = None, sink
        if self._attempt is not None:
            self._attempt.shut()
        self._attempt = None
        if self._proven is not None:
            self._waited += self._proven + self._since_last_look()  # the minute continues
            self._proven = None
            return
        self._lost, self._limit = True, SEARCHING
        self._waited = self._next = 0.0
        self._looked_at = self._device.now()
        click.echo(WENT, err=True)

    def _search(self) -> None:
        self._waited += self._since_last_look()
        attempt = self._attempt
        if attempt is not None and attempt.ended:
            if attempt.sink is not None:
                self._found(attempt.sink)
                return
            self._attempt = None
            if attempt.error and not (self._lost and isinstance(attempt.error, PlaybackError)):
                raise attempt.error
        if self._waited >= self._limit:
            give_stderr_back()
            raise PlaybackError(GONE if self._lost else HUNG)
        if self._attempt is None and self._waited >= self._next:
            self._next = self._waited + RETRY_EVERY
            self._attempt = self._begin()

    def _found(self, sink: Sink) -> None:
        self._sink = sink
        if self._lost:
            self._proven = 0.0

    def _prove(self) -> None:
        """Count a device as found once it has played for a while."""
        if self._proven is None:
            return
        self._proven += self._since_last_look()
        if self._proven >= PROVEN:
            self._proven = None
            click.echo(BACK, err=True)

    def _since_last_look(self) -> float:
        """Return the seconds since the last check, limited because the program may be suspended."""
        now = self._device.now()
        seconds = min(now - self._looked_at, _LONGEST_LOOK)
        self._looked_at = now
        return seconds

    def _give_up(self) -> None:
        """Stop giving frames to the device, open or being opened, and close it."""
        self._sink = None
        attempt, self._attempt = self._attempt, None
        if attempt is not None:
            attempt.leave()

    def _pull(self) -> None:

        for _ in range(_FADES):
            self._fill(np.empty(_FADING, np.float32))


class _Return:
    """Fills the blocks of a new device after a loss, before which the line begins again."""

    def __init__(self, fill: Fill, back: Callable[[], object]) -> None:
        self._fill = fill
        self._back: Callable[[], object] | None = back

    def __call__(self, out: Samples) -> None:
        if self._back is not None:
            back, self._back = self._back, None
            back()
        self._fill(out)
