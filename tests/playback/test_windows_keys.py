"""Keys of the Windows console, with a stand-in for kernel32: no test here ran on Windows."""

from __future__ import annotations

import ctypes
from collections import deque
from collections.abc import Iterable
from ctypes import wintypes
from typing import Any

import pytest

from voice.playback.keys import HANGUP
from voice.playback.windows_keys import InputRecord, KeyEvent, WindowsConsole

SHIFT, CONTROL, ALT = 0x10, 0x0008, 0x0002
RIGHT_ALT = 0x0001

KEYS = {
    "a letter": ([(0x51, "q", 0)], ["q"]),
    "a with a grave accent": ([(0xDE, "à", 0), (0x51, "q", 0)], ["à", "q"]),
    "arrows": ([(code, "", 0x100) for code in (0x25, 0x26, 0x27, 0x28)], "left up right down"),
    "around them": ([(code, "", 0x100) for code in (0x21, 0x22)], ["page up", "page down"]),
    "more around them": ([(code, "", 0x100) for code in (0x23, 0x24, 0x2E)], "end home delete"),
    "named": ([(0x0D, "\r", 0), (0x20, " ", 0), (0x1B, "\x1b", 0)], "enter space esc"),
    "tab and backspace": ([(0x09, "\t", 0), (0x08, "\b", 0)], "tab backspace"),
    "shift alone is none": ([(SHIFT, "", 0x10), (0xBF, "?", 0x10)], ["?"]),
    "AltGr makes letters": ([(0x51, "@", RIGHT_ALT | CONTROL)], ["@"]),
    "Alt does not": ([(0x51, "q", ALT)], ["other"]),
    "function keys": ([(0x70, "", 0), (0x2D, "", 0)], ["other", "other"]),
    "two halves": ([(0, "\ud83d", 0), (0, "\ude42", 0)], ["🙂"]),
    "a dead key": ([(0xDD, "", 0), (0x45, "ê", 0)], ["ê"]),
}


class Kernel:
    """A stand-in for kernel32: `events` come one by one, then there are none.

    Attributes:
        events: Records to come; `None` stands for a console that went away.
        console: Whether standard input is one.
    """

    def __init__(self, events: Iterable[InputRecord | None] = (), *, console: bool = True) -> None:
        self.events = deque(events)
        self.console = console

    def GetStdHandle(self, number: int) -> int:  # noqa: N802
        assert number == -10
        return 7

    def GetConsoleMode(self, handle: wintypes.HANDLE, _mode: object) -> int:  # noqa: N802
        assert handle.value == 7
        return int(self.console)

    def WaitForSingleObject(self, _handle: wintypes.HANDLE, _limit: int) -> int:  # noqa: N802
        return 0 if self.events else 0x102

    def ReadConsoleInputW(  # noqa: N802
        self, _handle: wintypes.HANDLE, record: Any, count: int, found: Any
    ) -> int:
        event = self.events.popleft()
        if event is None:
            return 0
        ctypes.memmove(ctypes.addressof(record._obj), ctypes.addressof(event), 20)
        found._obj.value = count
        return 1


def pressed(code: int, letter: str, state: int = 0, *, down: bool = True) -> InputRecord:
    return InputRecord(1, KeyEvent(down, 1, code, 0, ord(letter or "\0"), state))


def keys(console: WindowsConsole) -> list[str]:
    return list(iter(lambda: console.read(0), None))


def test_events_are_laid_out_as_windows_lays_them_out() -> None:
    assert ctypes.sizeof(InputRecord) == 20
    assert ctypes.sizeof(KeyEvent) == 16
    assert InputRecord.key.offset == 4
    assert KeyEvent.letter.offset == 10


@pytest.mark.parametrize(("events", "expected"), KEYS.values(), ids=list(KEYS))
def test_keys_by_name(events: list[tuple[int, str, int]], expected: str | list[str]) -> None:
    both = [pressed(*event, down=down) for event in events for down in (True, False)]
    wanted = expected.split() if isinstance(expected, str) else expected
    assert keys(WindowsConsole(Kernel(both))) == wanted


def test_a_letter_typed_by_its_number_comes_when_alt_is_let_go() -> None:
    events = [pressed(0x12, "", ALT), pressed(0x12, "à", down=False)]
    assert keys(WindowsConsole(Kernel(events))) == ["à"]


def test_what_is_no_key_is_passed_over() -> None:
    focus = InputRecord(0x10, KeyEvent(1, 0, 0, 0, ord("q"), 0))
    assert keys(WindowsConsole(Kernel([focus, pressed(0x4E, "n")]))) == ["n"]


def test_ctrl_c_where_the_console_makes_no_signal_of_it() -> None:
    with pytest.raises(KeyboardInterrupt):
        WindowsConsole(Kernel([pressed(0x43, "\x03", CONTROL)])).read(0)


def test_a_console_that_went_away() -> None:
    assert WindowsConsole(Kernel([None])).read(0) == HANGUP


def test_standard_input_that_is_no_console() -> None:
    with pytest.raises(OSError, match="not a console"):
        WindowsConsole(Kernel(console=False))
