"""Where frames go while playing: the contract of a sink, and what all sinks share.

A sink is pulled: it asks for frames on a thread of its own, and each time `fill` must write every
frame it is handed. All sinks here go through a `Pump`, so that they agree on what happens
when `fill` raises, and on how a device that has fallen silent is noticed.
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

PATIENCE = 1.0
"""Seconds without being asked after which a device counts as gone. A working one calls every 5 to
20 ms; the longest wait measured with two busy processes on two cores was 0.23 s."""

WAKING = 5.0
"""Seconds a device may take until it first asks: Bluetooth and HDMI wake slowly."""

_LONGEST_LOOK = 0.5
"""Seconds of silence one look at `alive` may count. A program that was suspended (Ctrl-Z, a
closed lid) finds its device long silent, and must give it time to call again."""

_CLOSING = 0.5
"""Seconds a device may take to close (about 1 ms when it works) before it is left alone."""

NO_DEVICE = (
    "No sound device could be opened. Connect or switch on headphones or speakers and try again; "
    "ground export saves an exercise as an audio file instead."
)

HUNG = (
    "The sound system does not answer. Restart it, or the computer, and try again; "
    "ground export saves an exercise as an audio file instead."
)


class Sink(Protocol):
    """An open sound device, or what stands in for one.

    `start` is called once, `close` any number of times; neither from within `fill`.
    """

    @property
    def name(self) -> str:
        """The library and the device, for `ground doctor`."""

    @property
    def latency(self) -> float:
        """Seconds between `fill` and the ear that the sink knows of."""

    @property
    def underruns(self) -> int:
        """How often the device ran dry, as far as the sink was told."""

    @property
    def failure(self) -> Exception | None:
        """The first thing `fill` raised; from then on zeros are played and `fill` is left alone."""

    @property
    def alive(self) -> bool:
        """True if the device still asks for frames; False from `close` on.

        Turns False within about `PATIENCE` seconds after a device vanished, if looked at at
        least twice a second.
        """

    def start(self) -> None:
        """Let the device ask for frames.

        Raises:
            PlaybackError: The device vanished since it was opened; it is closed then.
        """

    def close(self) -> None:
        """Silence at once: frames the device has not played yet are thrown away. Never hangs."""


class Pump:
    """Calls `fill` for a device, and keeps what the device cannot: errors and a pulse.

    Called on the device's thread; its attributes are read on others.

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
        """Have `out`, float32 of shape (frames,), filled; with zeros after a failure."""
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
        """The device took frames."""
        self._beats += 1

    def watch(self) -> None:
        """The device was started: its silence counts from now."""
        self._looked_at = time.monotonic()

    @property
    def beating(self) -> bool:
        """True if the device called lately."""
        now = time.monotonic()
        if self._beats != self._beats_seen:
            self._beats_seen = self._beats
            self._silent_for = 0.0
        else:
            self._silent_for += min(now - self._looked_at, _LONGEST_LOOK)
        self._looked_at = now
        return self._silent_for < (PATIENCE if self._beats_seen else WAKING)


def find_device(wanted: str, names: Sequence[str]) -> int:
    """Index of the device meant: its name, or the first that holds the words, in any case.

    Raises:
        PlaybackError: There is none; lists those there are.
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
    """Close a device; one whose server is stuck would hang, and is left to a thread to wait for."""
    run_apart(close, "close sound device").join(_CLOSING)
