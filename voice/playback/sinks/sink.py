"""Sinks, which play frames on a device: their protocol and shared parts.

A sink pulls: it calls `fill` in its own thread, and `fill` must write every frame of the block.
All sinks use a `Pump`, which treats errors of `fill` alike and notices a device that stopped.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Protocol

from voice.errors import PlaybackError
from voice.playback.apart import run_apart

if TYPE_CHECKING:
    from voice.audio import Samples

    Fill = Callable[[Samples], object]

LOST_AFTER = 1.0
"""Seconds without a call after which a device counts as gone. A working one calls every 5 to
20 ms; the longest wait measured with two busy processes on two cores was 0.23 s."""

WAKING = 5.0
"""Seconds a device may take until its first call: Bluetooth and HDMI wake slowly."""

_LONGEST_LOOK = 0.5
"""Seconds without a call that one check of `alive` may count. After a suspension (Ctrl-Z, a
closed lid) the device must get time to call again."""

_CLOSING = 0.5
"""Seconds a device may take to close (about 1 ms if it works) before it is left behind."""

NO_DEVICE = (
    "No sound device could be opened. Connect or switch on headphones or speakers and try again; "
    "ground export saves an exercise as an audio file instead."
)

HUNG = (
    "The sound system does not answer. Restart it, or the computer, and try again; "
    "ground export saves an exercise as an audio file instead."
)


class Sink(Protocol):
    """An open sound device, or a stand-in for one.

    `start` is called once, `close` any number of times; neither from within `fill`.
    """

    @property
    def name(self) -> str:
        """The library and the device, for `ground doctor`."""

    @property
    def latency(self) -> float:
        """Seconds between `fill` and the ear, as far as the sink knows."""

    @property
    def underruns(self) -> int:
        """Number of times the device ran dry, as far as the sink knows."""

    @property
    def failure(self) -> Exception | None:
        """The first error of `fill`; after it zeros are played and `fill` is not called again."""

    @property
    def alive(self) -> bool:
        """True if the device still pulls frames; False from `close` on.

        It becomes False within about `LOST_AFTER` seconds after the device vanished, if it is read
        at least twice a second.
        """

    def start(self) -> None:
        """Let the device pull frames.

        Raises:
            PlaybackError: The device vanished after it was opened; it is then closed.
        """

    def close(self) -> None:
        """Close at once; discard frames the device has not played yet. Never hangs."""


class Pump:
    """Calls `fill` for a device, and records errors and signs of life.

    It is called in the device's thread; its attributes are read in others.

    Attributes:
        failure: As in `Sink`.
    """

    def __init__(self, fill: Fill) -> None:
        self.failure: Exception | None = None
        self._fill = fill
        self._beats = 0
        self._beats_seen = 0
        self._silent_for = 0.0
        self._looked_at = 0.0

    def __call__(self, out: Samples) -> None:
        """Fill `out`, float32 of shape (frames,); with zeros after a failure."""
        self.beat()
        out.fill(0)
        if self.failure is not None:
            return
        try:
            self._fill(out)
        except Exception as error:  # noqa: BLE001 - the C code that calls us would only print it
            self.failure = error
            out.fill(0)

    def beat(self) -> None:
        """Note that the device took frames."""
        self._beats += 1

    def watch(self) -> None:
        """Begin to measure the time without calls, because the device was started."""
        self._looked_at = time.monotonic()

    @property
    def beating(self) -> bool:
        """True if the device has called recently."""
        now = time.monotonic()
        if self._beats != self._beats_seen:
            self._beats_seen = self._beats
            self._silent_for = 0.0
        else:
            self._silent_for += min(now - self._looked_at, _LONGEST_LOOK)
        self._looked_at = now
        return self._silent_for < (LOST_AFTER if self._beats_seen else WAKING)


def find_device(wanted: str, names: Sequence[str]) -> int:
    """Return the index of the device of that name, or the first that contains it, in any case.

    Raises:
        PlaybackError: There is none; lists the devices.
    """
    folded = [name.casefold() for name in names]
    word = wanted.casefold()
    matches = [index for index, name in enumerate(folded) if word in name]
    if word in folded:
        return folded.index(word)
    if matches:
        return matches[0]
    if not names:
        raise PlaybackError(NO_DEVICE)
    raise PlaybackError(
        f"There is no sound device called {wanted}. Choose one of these: {'; '.join(names)}."
    )


def close_or_leave(close: Callable[[], object]) -> None:
    """Close a device in a separate thread, which is left behind if the sound server hangs."""
    run_apart(close, "close sound device").join(_CLOSING)
