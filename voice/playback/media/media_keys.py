"""Adds the media keys of the desktop to the keys of the terminal."""

from __future__ import annotations

import os
import threading
from collections import deque
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING

from voice.playback.media.shown import Look, Shown

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager
    from types import ModuleType

    from voice.playback.keyboard import Keyboard
    from voice.playback.media.bus import Bus

START_AFTER = 0.5
"""Seconds before the bus is spoken to: importing what speaks to it takes 15 ms, in which the first
sounds are prepared."""

LOOK = 0.01
"""Seconds between two looks for a media key; one of the terminal comes at once."""

CLOSING = 0.5
"""Seconds to wait at the end for the thread, which ends at once unless it is importing."""

NOT_INSTALLED = "the extra media-keys is not installed"
NO_BUS = "no session bus answers, as one does in a desktop"


class MediaKeys:
    """Keys of a terminal and of the desktop, and a place to show what plays.

    Without the extra ``media-keys`` or a session bus, there are only the terminal's keys.

    Attributes:
        available: As `Keyboard.available`: sentences that name keys mean those of a terminal.
    """

    def __init__(self, keyboard: Keyboard) -> None:
        self.available = keyboard.available
        self._keyboard = keyboard
        self._pressed: deque[str] = deque()
        self._look: Look = Shown
        self._bus: Bus | None = None
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._serve, name="media keys", daemon=True)
        self._thread.start()

    def read(self, timeout: float) -> str | None:
        """Wait for the next key, as `Keyboard.read` does."""
        while not self._pressed:
            part = timeout if self._bus is None else min(timeout, LOOK)
            key = self._keyboard.read(part)
            timeout -= part
            if key is not None or (timeout <= 0 and not self._pressed):
                return key
        return self._pressed.popleft()

    def around_suspension(
        self, before: Callable[[], object], after: Callable[[], object]
    ) -> AbstractContextManager[None]:
        """See `Keyboard.around_suspension`."""
        return self._keyboard.around_suspension(before, after)

    @contextmanager
    def showing(self, look: Look) -> Iterator[None]:
        """Show what plays during the block."""
        self._look = look
        try:
            yield
        finally:
            self._look = Shown

    def close(self) -> None:
        """Leave the bus."""
        self._ended.set()
        if self._bus is not None:
            self._bus.hang_up()
        self._thread.join(CLOSING)

    def _shown(self) -> Shown:
        return self._look()

    def _serve(self) -> None:
        if self._ended.wait(START_AFTER):
            return
        service = _service()
        if service is None:
            return
        try:
            self._bus = service.Bus(os.environ)
            if not self._ended.is_set():  # set before `close` looks for the bus
                service.serve(self._bus, self._shown, self._pressed.append, self._ended)
        except service.BusError:  # the keys of the terminal are enough
            pass
        finally:
            if self._bus is not None:
                self._bus.close()


@contextmanager
def media_keys(terminal: AbstractContextManager[Keyboard]) -> Iterator[MediaKeys]:
    """Add the media keys to the keys of a terminal, for a block.

    Args:
        terminal: The keyboard, not entered yet.
    """
    with terminal as keyboard:
        keys = MediaKeys(keyboard)
        try:
            yield keys
        finally:
            keys.close()


def obstacle() -> str | None:
    """Return why no media keys are heard here; `None` if they are, as far as a program can tell."""
    service = _service()
    if service is None:
        return NOT_INSTALLED
    try:
        with closing(service.Bus(os.environ)) as bus:
            bus.log_in()
    except service.BusError:
        return NO_BUS
    return None


def _service() -> ModuleType | None:
    """Import what speaks to the bus; `None` without the extra."""
    try:
        from voice.playback.media import service
    except ModuleNotFoundError:
        return None
    return service
