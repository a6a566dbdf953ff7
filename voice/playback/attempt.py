"""Opens a sound device without waiting for it."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TYPE_CHECKING

from voice.playback.apart import run_apart

if TYPE_CHECKING:
    from voice.audio import Samples
    from voice.playback.sinks.sink import Fill, Sink


THREAD_NAME = "open sound device"


class Tap:
    """Gives a device its frames until it is shut, and silence after that.

    So an abandoned device that wakes up takes no frames from the one that plays now.
    """

    def __init__(self, fill: Fill) -> None:
        self._fill = fill
        self._open = True
        self._filling = threading.Lock()

    def __call__(self, out: Samples) -> None:
        """Fill a block, in the device's thread."""
        with self._filling:
            if self._open:
                self._fill(out)
            else:
                out.fill(0)

    def shut(self) -> None:
        """Cut the device off from frames, once a block in progress is filled."""
        with self._filling:
            self._open = False


_left: list[Attempt] = []


def hanging() -> bool:
    """Return True if an abandoned device is still being opened: no other would open now."""
    return any(not attempt.ended for attempt in _left)


class Attempt:
    """A device being opened in a separate thread, because the sound server may hang.

    Attributes:
        sink: The device, started, once it is open.
        error: Why it could not be opened.
    """

    def __init__(self, open_: Callable[[Fill], Sink], fill: Fill) -> None:
        """Begin to open the device.

        Args:
            open_: Opens and starts a device.
            fill: As in `voice.playback.sinks.devices.open_sink`.
        """
        self.sink: Sink | None = None
        self.error: Exception | None = None
        self._open = open_
        self._tap = Tap(fill)
        self._left = False
        self._deciding = threading.Lock()
        self._ended = threading.Event()
        run_apart(self._run, THREAD_NAME)

    @property
    def ended(self) -> bool:
        """True if the attempt has ended."""
        return self._ended.is_set()

    def wait(self, seconds: float) -> None:
        """Wait until the attempt has ended, but not longer than that."""
        self._ended.wait(seconds)

    def shut(self) -> None:
        """Cut the device off from frames."""
        self._tap.shut()

    def leave(self) -> None:
        """Abandon the device, which is closed now or once it is open."""
        self.shut()
        _left[:] = [attempt for attempt in (*_left, self) if not attempt.ended]
        with self._deciding:
            self._left = True
            sink, self.sink = self.sink, None
        if sink is not None:
            sink.close()

    def _run(self) -> None:
        try:
            sink = self._open(self._tap)
        except Exception as error:  # noqa: BLE001 - raised again by `Output`
            self.error = error
        else:
            with self._deciding:
                late = self._left
                self.sink = None if late else sink
            if late:
                sink.close()
        finally:
            self._ended.set()
