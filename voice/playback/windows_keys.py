"""Reads keys from the Windows console as events.

``msvcrt.getwch`` returns the letter U+00E0, a normal key in France and Italy, also as the mark
before an arrow key, so that the program waits for a second half that never comes
(pallets/click#1108). `ReadConsoleInputW` distinguishes keys and letters:
https://learn.microsoft.com/windows/console/readconsoleinput and ``key-event-record-str``.

It was written from that documentation and tested only with a stand-in for kernel32.
"""

from __future__ import annotations

import ctypes
import time
from ctypes import wintypes
from typing import TYPE_CHECKING, Protocol

from voice.playback.key_decoder import KeyDecoder
from voice.playback.keys import HANGUP, OTHER

if TYPE_CHECKING:
    from collections.abc import Callable

STEP = 0.05
"""Seconds between two checks; Ctrl-C is handled in between."""

_STANDARD_INPUT = -10
_SIGNALED, _TIMEOUT = 0, 0x102
_KEY_EVENT = 1
_ALT_KEY = 0x12
"""Virtual-key code; its release ends a letter typed by its number."""

_ALT, _CTRL = 0x0003, 0x000C
"""Bits of the control key state, for either key. AltGr sets both, and makes letters."""

_NAMES = {
    0x21: "page up",
    0x22: "page down",
    0x23: "end",
    0x24: "home",
    0x25: "left",
    0x26: "up",
    0x27: "right",
    0x28: "down",
    0x2D: OTHER,  # Insert
    0x2E: "delete",
    **dict.fromkeys(range(0x70, 0x88), OTHER),  # F1 to F24
}
"""Keys without a letter, by virtual-key code. Any other, such as Shift alone, is ignored."""


class KeyEvent(ctypes.Structure):
    """``KEY_EVENT_RECORD``."""

    _fields_ = (
        ("down", ctypes.c_int32),
        ("repeats", ctypes.c_uint16),
        ("code", ctypes.c_uint16),
        ("scan_code", ctypes.c_uint16),
        ("letter", ctypes.c_uint16),
        ("state", ctypes.c_uint32),
    )


class InputRecord(ctypes.Structure):
    """``INPUT_RECORD``; its other events are not longer than a key's."""

    _fields_ = (("kind", ctypes.c_uint16), ("key", KeyEvent))


class Kernel(Protocol):
    """Functions of kernel32 that are used here."""

    def GetStdHandle(self, number: int) -> int | None: ...  # noqa: N802, D102

    def GetConsoleMode(self, handle: wintypes.HANDLE, mode: object) -> int: ...  # noqa: N802, D102

    def WaitForSingleObject(self, handle: wintypes.HANDLE, limit: int) -> int: ...  # noqa: N802, D102

    def ReadConsoleInputW(  # noqa: N802, D102
        self, handle: wintypes.HANDLE, record: object, count: int, found: object
    ) -> int: ...


class WindowsConsole:
    """The console of this program, whose mode is not changed: Ctrl-C sends its signal."""

    def __init__(self, kernel: Kernel) -> None:
        """Find the console, without reading.

        Raises:
            OSError: Standard input is not a console.
        """
        self._kernel = kernel
        self._handle = wintypes.HANDLE(kernel.GetStdHandle(_STANDARD_INPUT))
        if not kernel.GetConsoleMode(self._handle, ctypes.byref(ctypes.c_uint32())):
            raise OSError("standard input is not a console")  # such as NUL, though isatty() is true
        self._letters = Letters()

    def enter(self) -> None:
        """Do nothing: events neither wait for Enter nor are shown."""

    def leave(self) -> None:
        """Do nothing: `enter` changed nothing."""

    def when_suspended(self, before: Callable[[], object], after: Callable[[], object]) -> None:
        """Do nothing: Windows has no key that suspends a program."""

    def read(self, timeout: float) -> str | None:
        """See `voice.playback.keyboard.Keyboard.read`."""
        deadline = time.monotonic() + timeout
        while True:
            left = max(deadline - time.monotonic(), 0.0)
            limit = round(1000 * min(left, STEP))
            waited = self._kernel.WaitForSingleObject(self._handle, limit)
            key = self._next_key() if waited == _SIGNALED else None
            if waited not in (_SIGNALED, _TIMEOUT):
                return HANGUP
            if key is not None:
                return key
            if waited == _TIMEOUT and left <= 0:
                return None

    def _next_key(self) -> str | None:
        record, found = InputRecord(), ctypes.c_uint32()
        if not self._kernel.ReadConsoleInputW(
            self._handle, ctypes.byref(record), 1, ctypes.byref(found)
        ):
            return HANGUP
        if not found.value or record.kind != _KEY_EVENT:
            return None
        return self._letters.key_of(record.key)


class Letters:
    """Turns events into keys; some letters come as two events."""

    def __init__(self) -> None:
        self._decoder = KeyDecoder()
        self._half = ""

    def key_of(self, event: KeyEvent) -> str | None:
        """Return the key of an event, as `Keyboard.read` names it; `None` if it is not complete."""
        if not event.down and not (event.code == _ALT_KEY and event.letter):
            return None
        if not event.letter:
            return _NAMES.get(event.code)
        if event.down and event.state & _ALT and not event.state & _CTRL:
            return OTHER  # Alt with a letter
        letter = chr(event.letter)
        if letter == "\x03":  # Ctrl-C, if the console sends no signal for it
            raise KeyboardInterrupt
        if "\ud800" <= letter <= "\udbff":
            self._half = letter
            return None
        pair = (self._half + letter).encode("utf-16-le", "surrogatepass")
        self._half = ""
        self._decoder.feed(pair.decode("utf-16-le", "replace").encode())
        return self._decoder.next_key(complete=True)
