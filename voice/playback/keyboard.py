"""Reads single keys from the terminal, and restores it on every exit."""

from __future__ import annotations

import _thread
import contextlib
import os
import sys
import threading
import time
from collections import deque
from typing import TYPE_CHECKING, Protocol

from voice.playback.key_decoder import KeyDecoder
from voice.playback.keys import HANGUP

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterator
    from contextlib import AbstractContextManager
    from types import FrameType, TracebackType

_AHEAD_STEP = 0.01
"""Seconds between two checks whether `Keyboard.read` wants the keys again."""


class Keys(Protocol):
    """Source of keys for an exercise or a conversation."""

    @property
    def available(self) -> bool:
        """True if there is a keyboard."""

    def read(self, timeout: float) -> str | None:
        """See `Keyboard.read`."""

    def around_suspension(
        self, before: Callable[[], object], after: Callable[[], object]
    ) -> AbstractContextManager[None]:
        """See `Keyboard.around_suspension`."""


class _Terminal(Protocol):
    """A terminal with keys; `enter` and `leave` change and restore it."""

    def enter(self) -> None: ...

    def leave(self) -> None: ...

    def read(self, timeout: float) -> str | None: ...

    def when_suspended(self, before: Callable[[], object], after: Callable[[], object]) -> None: ...


def _nothing() -> None:
    """Do nothing."""


class Keyboard:
    """Reads keys without Enter and without showing them.

    ::

        with Keyboard() as keyboard:
            key = keyboard.read(0.1)

    The terminal is changed only within the block. It is restored whenever the stack unwinds, so
    SIGTERM must raise (`SystemExit`), and while the program is suspended.

    Attributes:
        available: Whether there is a terminal to read; if not, its input is never touched.
    """

    def __init__(self) -> None:
        self._terminal = _find_terminal()
        self.available = self._terminal is not None
        self._ahead: deque[str] = deque()
        self._wanted = threading.Event()
        self._watcher: threading.Thread | None = None

    def __enter__(self) -> Keyboard:
        if self._terminal is not None:
            self._terminal.enter()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._terminal is not None:
            self._terminal.leave()

    @contextlib.contextmanager
    def watching(self, keys: Container[str], act: Callable[[], object]) -> Iterator[None]:
        """Watch for some keys while the program is busy, until `read` is called.

        Args:
            keys: The keys.
            act: Called once, in a separate thread, when one of them is pressed. `read` still
                returns it and all other keys pressed, in order.
        """
        if self._terminal is not None:
            looking = (self._terminal, keys, act)
            self._watcher = threading.Thread(target=self._look_out, args=looking, daemon=True)
            self._watcher.start()
        try:
            yield
        finally:
            self._stop_watching()

    @contextlib.contextmanager
    def around_suspension(
        self, before: Callable[[], object], after: Callable[[], object]
    ) -> Iterator[None]:
        """Call functions before the program is suspended (Ctrl-Z), and when it continues.

        Args:
            before: Called in the main thread; may take a moment. Not called if the program
                cannot see that it is being stopped.
            after: Called in the main thread when it continues, however it was stopped.
        """
        if self._terminal is not None:
            self._terminal.when_suspended(before, after)
        try:
            yield
        finally:
            if self._terminal is not None:
                self._terminal.when_suspended(_nothing, _nothing)

    def read(self, timeout: float) -> str | None:
        """Wait for the next key.

        Args:
            timeout: Seconds to wait at most; 0 only checks.

        Returns:
            A printable character; or a name: ``enter space tab backspace esc up down left right
            home end "page up" "page down" delete``, ``other`` for unnamed keys; or ``hangup``, at
            once and each time, when the terminal is gone. None when time is up.
        """
        self._stop_watching()
        if self._ahead:
            return self._ahead.popleft()
        if self._terminal is None:
            time.sleep(timeout)
            return None
        return self._terminal.read(timeout)

    def _look_out(
        self, terminal: _Terminal, keys: Container[str], act: Callable[[], object]
    ) -> None:
        while not self._wanted.is_set():
            try:
                key = terminal.read(_AHEAD_STEP)
            except KeyboardInterrupt:  # Ctrl-C on Windows reaches the thread that reads
                _thread.interrupt_main()
                return
            if key is not None:
                self._ahead.append(key)
                if key.lower() in keys:
                    act()
                    return

    def _stop_watching(self) -> None:
        if self._watcher is not None:
            self._wanted.set()
            self._watcher.join()
            self._watcher = None


def _find_terminal() -> _Terminal | None:
    try:
        if sys.stdin is None or not sys.stdin.isatty():
            return None
        return _Console(sys.stdin.fileno())
    except (OSError, ValueError):  # closed, or replaced by something without a descriptor
        return None


if sys.platform == "win32":
    import ctypes

    from voice.playback.windows_keys import WindowsConsole

    def _Console(_descriptor: int) -> WindowsConsole:  # noqa: N802 - named as the POSIX class
        return WindowsConsole(ctypes.WinDLL("kernel32"))

else:
    import select
    import signal
    import termios

    _ESCAPE_WAIT = 0.005
    """Seconds after which a lone ESC byte is the Esc key; the rest of an arrow key comes with it,
    in the same packet even over a slow line. They count towards the 50 ms to silence."""

    class _Console:
        """A POSIX terminal in cbreak mode: keys come at once; Ctrl-C and Ctrl-Z send signals."""

        def __init__(self, descriptor: int) -> None:
            self._descriptor = descriptor
            self._decoder = KeyDecoder()
            self._fed_at = 0.0
            self._hung_up = False
            self._found = termios.tcgetattr(descriptor)
            self._handlers: dict[signal.Signals, signal._HANDLER] = {}
            self._before: Callable[[], object] = _nothing
            self._after: Callable[[], object] = _nothing

        def enter(self) -> None:
            self._handle_suspend()
            self._take()

        def leave(self) -> None:
            for number, handler in self._handlers.items():
                signal.signal(number, handler)
            self._handlers.clear()
            self._give_back()

        def when_suspended(self, before: Callable[[], object], after: Callable[[], object]) -> None:
            self._before, self._after = before, after

        def read(self, timeout: float) -> str | None:
            deadline = time.monotonic() + timeout
            while True:
                now = time.monotonic()
                ripe = self._fed_at + _ESCAPE_WAIT
                key = self._decoder.next_key(complete=now >= ripe)
                if key is not None:
                    return key
                if self._hung_up:
                    return HANGUP
                wait = deadline - now
                if self._decoder.pending:
                    wait = min(wait, ripe - now)
                if not self._receive(max(wait, 0.0)) and time.monotonic() >= deadline:
                    return self._decoder.next_key(
                        complete=time.monotonic() >= self._fed_at + _ESCAPE_WAIT
                    )

        def _receive(self, timeout: float) -> bool:
            """Feed the decoder with typed bytes; return False without any."""
            if not select.select([self._descriptor], [], [], timeout)[0]:
                return False
            if not self._in_front():
                time.sleep(timeout)  # the keys are meant for another program
                return False
            try:
                data = os.read(self._descriptor, 1024)
            except OSError:  # the terminal was closed
                data = b""
            self._hung_up = not data
            self._decoder.feed(data)
            self._fed_at = time.monotonic()
            return True

        def _take(self) -> None:
            mode = termios.tcgetattr(self._descriptor)
            mode[0] &= ~termios.IXON  # Ctrl-S would stop what we print, and with it the program
            mode[3] &= ~(termios.ECHO | termios.ICANON)
            mode[6][termios.VMIN] = 1
            mode[6][termios.VTIME] = 0
            termios.tcsetattr(self._descriptor, termios.TCSANOW, mode)

        def _give_back(self) -> None:
            with contextlib.suppress(termios.error):  # it is gone: nothing to restore
                termios.tcsetattr(self._descriptor, termios.TCSANOW, self._found)

        def _in_front(self) -> bool:
            """Return True in the foreground; in the background the terminal would stop us."""
            try:
                return os.tcgetpgrp(self._descriptor) == os.getpgrp()
            except OSError:  # not the terminal that controls this program
                return True

        def _handle_suspend(self) -> None:
            if threading.current_thread() is not threading.main_thread():
                return  # only the main thread may handle signals
            for number, handler in (
                (signal.SIGTSTP, self._on_suspend),
                (signal.SIGCONT, self._on_continue),
            ):
                found = signal.signal(number, handler)
                self._handlers[number] = signal.SIG_DFL if found is None else found

        def _on_suspend(self, _number: int, _frame: FrameType | None) -> None:
            self._before()
            self._give_back()
            signal.signal(signal.SIGTSTP, signal.SIG_DFL)
            os.kill(os.getpid(), signal.SIGTSTP)  # stops here until continued
            signal.signal(signal.SIGTSTP, self._on_suspend)
            self._after()  # needed here too: the system never stops an orphaned program

        def _on_continue(self, _number: int, _frame: FrameType | None) -> None:
            if self._in_front():
                with contextlib.suppress(termios.error):  # `read` reports that it is gone
                    self._take()
            self._after()
