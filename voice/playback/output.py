"""Keeps a sound device open while something plays, and finds another when it goes away."""

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
from voice.sound.curves import FADE

if TYPE_CHECKING:
    from voice.audio import Samples
    from voice.playback.keyboard import Keys
    from voice.playback.sinks.sink import Fill, Sink

SWITCH = 0.0005
"""Seconds a thread may run before the one that feeds the device: a tenth of Python's usual,
well below the 20 ms that the device holds."""

AT_ONCE = 0.5
"""Seconds waited for a device before keys are looked at again; opening one takes about 0.1."""

OPENING = 5.0
"""Seconds a device may take to open at the start. Bluetooth and HDMI wake slowly."""

ANOTHER = 1.5
"""The same while a device that was closed still hangs: most likely the sound system does."""

SEARCHING = 60.0
"""Seconds in which a device that went away may come back, or another be connected."""

BETWEEN = 0.5
"""Seconds between two attempts to open a device."""

PROVEN = 2.0
"""Seconds for which a device that was found again must go on playing before it counts as found: a
suspended one takes the first frames, and no more."""

PATIENCE = 0.4
"""Seconds after a stop in which the device must ask for the fade; it asks every 30 ms."""

HUSHING = 0.2
"""Seconds a device may take to ask for the last fade before the program stands still."""

DRAIN = 0.1
"""Seconds on top of the device's latency for the last frames, silent already, to be heard."""

_LONGEST_LOOK = 0.5
"""Seconds that one look may count. A program that was suspended has not searched meanwhile."""

_FADING = 2_400
"""Frames pulled at a time where no device does: more than any fade lasts."""

_FADES = 4
"""Blocks of `_FADING` in which whatever plays has come to its end, one command after another."""

WENT = "The sound device went away. Looking for one for a minute."
BACK = "There is sound again."
GONE = "The sound device went away and did not come back. Connect one and start again."


def open_device(fill: Fill, name: str | None) -> Sink:
    """Open and start a device, or take over the one that plays the opening; may take for ever.

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
    """Where sound goes, and the clock by which that is waited for.

    Attributes:
        name: A name, or a part of one; `None` for the usual device.
        open: Opens and starts a device of that name; may take for ever.
        now: A clock, in seconds.
        sleep: Waits for so many seconds of that clock.
    """

    name: str | None = None
    open: Callable[[Fill, str | None], Sink] = open_device
    now: Callable[[], float] = time.monotonic
    sleep: Callable[[float], object] = time.sleep


USUAL = Device()


class Suspendable(Protocol):
    """Something that plays, and can stand still with the program."""

    @property
    def silent(self) -> bool:
        """True if it stands still and every fade is over."""

    def suspend(self) -> None:
        """Fade, and stand still."""

    def resume(self) -> None:
        """Go on from the start of what was being said."""


class Output:
    """A sound device that is opened off the main thread, looked after, and found again when lost.

    Nothing here waits for the sound system longer than a second, so that keys and signals are seen
    in every state. While there is no device nothing is pulled: what plays stays where it is.
    """

    def __init__(
        self,
        fill: Fill,
        device: Device = USUAL,
        *,
        back: Callable[[], object] = lambda: None,
    ) -> None:
        """Begin to open a device; one that answers is open, and plays, on return.

        Args:
            fill: As in `voice.playback.sinks.devices.open_sink`.
            device: The device to open.
            back: Called before a device that was found again is given its first frames.

        Raises:
            PlaybackError: There is no device, or none of that name; or one that was given up on
                is still being opened.
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
        self._limit = ANOTHER if stuck() else OPENING
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
        """Let what a device still holds be heard."""
        if self._sink is not None and self._sink.alive:
            self._device.sleep(self._sink.latency + DRAIN)

    @contextmanager
    def around_suspension(self, keys: Keys, playing: Suspendable) -> Iterator[None]:
        """Let what plays fade before the program stands still (Ctrl-Z), as far as it can be heard.

        It goes on after that.
        """

        def hush() -> None:
            playing.suspend()
            deadline = self._device.now() + HUSHING
            while not playing.silent and self._device.now() < deadline:
                self._device.sleep(HUSHING / 20)
            self.drain()

        with keys.around_suspension(hush, playing.resume):
            yield

    @property
    def sounding(self) -> bool:
        """True if there is a device."""
        return self._sink is not None

    def look_after(self) -> None:
        """Notice a device that went, and one that came; to be called some times a second.

        Raises:
            PlaybackError: There was none for too long.
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
        """See to it that what plays, and was told to stop, comes to its end; repeat until it has.

        The opening, which cannot fade, is broken off. Where no device asks for the fade, it is
        pulled here and not heard.
        """
        if self._stopped_at is None:
            self._stopped_at = self._device.now()
        if self._sink is not None and self._device.now() - self._stopped_at < PATIENCE:
            startup.silence(self._sink)
            return
        self._give_up()
        self._pull()

    def close(self) -> None:
        """Let go of the device; one that hangs is left behind."""
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
            self._waited += self._proven + self._since_last_look()  # the minute runs on
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
            self._next = self._waited + BETWEEN
            self._attempt = self._begin()

    def _found(self, sink: Sink) -> None:
        self._sink = sink
        if self._lost:
            self._proven = 0.0

    def _prove(self) -> None:
        """Count a device as found once it has gone on playing for a while."""
        if self._proven is None:
            return
        self._proven += self._since_last_look()
        if self._proven >= PROVEN:
            self._proven = None
            click.echo(BACK, err=True)

    def _since_last_look(self) -> float:
        """Seconds; a program that was suspended has not looked meanwhile."""
        now = self._device.now()
        seconds = min(now - self._looked_at, _LONGEST_LOOK)
        self._looked_at = now
        return seconds

    def _give_up(self) -> None:
        """Take the frames away from the device, or from the one being opened, and close it."""
        self._sink = None
        attempt, self._attempt = self._attempt, None
        if attempt is not None:
            attempt.leave()

    def _pull(self) -> None:

        for _ in range(_FADES):
            self._fill(np.empty(_FADING, np.float32))


class _Return:
    """Fills the blocks of a device that was found again.

    What sounded when the device went is told to begin again, and the fade that it begins with,
    the end of half a word, is thrown away.
    """

    def __init__(self, fill: Fill, back: Callable[[], object]) -> None:
        self._fill = fill
        self._back: Callable[[], object] | None = back

    def __call__(self, out: Samples) -> None:
        if self._back is not None:
            back, self._back = self._back, None
            back()
            self._fill(np.empty(FADE, np.float32))
        self._fill(out)
