"""Plays the opening while the rest of the program loads.

`start` has a thread open the usual device and write the opening to it, and `begun` waits for that.
The player takes the device over with `take_over`; `end` closes an unused one. A key that stops the
exercise breaks the opening off. There is one early start per process.

A thread that needs the interpreter gets it late while others import. So the order is: the imports
of the sound library, alone; then light modules, during its search for devices (40 ms in C); then
the opening, which is one long write (in C); and during that numpy and the other heavy modules.

All threads (T) and processes (P) while playing and exporting::

    P ground
     T main                 Session or Conversation: reads keys, looks after the Output; signals
     T early start          opens the device, makes pieces -> SimpleQueue `_ahead`; Events
     T watcher, unnamed     Keyboard._look_out -> _EarlyStart._hush; joined by Keyboard.read
     T open sound device    Attempt: takes over or opens a device, which pulls through a Tap (Lock)
     T sound device, or miniaudio's own: _before, Player.fill or Announcer.fill; must never wait.
                            Main writes: deque of commands or plain fields; reads: plain fields
     T silence / close sound device    left behind where a sound server hangs (`apart`)
     T narration            Narration: a dict of lines replaced whole; Event, Condition, deque
     T rendering, working   Conversation's pools of one thread; its Saying has a deque of clips
     T background, patience Making: its Events are closed and done; files that may never answer
     T media keys           MediaKeys: a deque of keys; reads plain fields of Mixer and Player
     T unnamed, one per speech worker    _Worker._exchange, between two SimpleQueues
    P voice.speech.worker, one per driver: main, a reader of its input, a timer while it loads
    Locks, in this order: _Later or Speakers, FallbackSpeaker (RLock), PyttsxEngine (not its close)

    ground export --jobs N: N threads of a Crew (deque, SimpleQueue, Lock), each with
    P voice.album.worker    main; a reader of its input, which sends SIGTERM to its own process;
                            signs of life; narration, background, and its own speech workers
    Shared on disk: the cache (hard links: the first writer wins), partial files (flock)
"""

from __future__ import annotations

import threading
from array import array
from contextlib import ExitStack, contextmanager, suppress
from itertools import repeat
from queue import SimpleQueue
from typing import TYPE_CHECKING

from voice import faults
from voice.playback.apart import run_apart
from voice.playback.keys import STOP
from voice.sound.opening import OPENING, PIECE, QUIET, cut_short, opening

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from contextlib import AbstractContextManager

    from voice.audio import Samples
    from voice.playback.keyboard import Keyboard
    from voice.playback.sinks.sink import Fill, Sink
    from voice.playback.sinks.sounddevice_sink import Block, SoundDeviceSink

_BEGINNING = 1.0
"""Seconds to wait for the opening to start (it takes 0.1) before the rest is loaded."""

_ENDING = 0.5
"""Seconds to wait at the end for a device that is being opened, which takes 0.1."""

_BREAKING_OFF = 1.0
"""Seconds to wait at the end for the bell to fade: the piece being heard is 0.6 s long."""

_HELP = {"-h", "--help"}


def start(arguments: Sequence[str]) -> None:
    """Start the opening if the command line is sure to play it, or load what playing needs.

    Never raises: `open_sink` finds a missing part again and reports it.
    """
    if _plays(arguments) and not _HELP & set(arguments):
        with faults.survived():
            _early.start(arguments)


def opens(arguments: Sequence[str]) -> bool:
    """Return True if a command line is sure to play and to begin with the opening."""
    if not _plays(arguments) or _HELP & set(arguments):
        return False
    if not arguments:
        return True
    from voice.playback.certain import opens_as_usual

    return opens_as_usual(arguments[1:])


def begun() -> None:
    """Wait up to a second until the opening plays or fails: later imports hold the interpreter."""
    _early.begun()


def take_over(fill: Fill) -> SoundDeviceSink | None:
    """Take over the device that plays the opening; may block while a device is being opened.

    Args:
        fill: As in `voice.playback.sinks.devices.open_sink`. It is asked first for the frames
            already heard, which are not played again.

    Returns:
        The started sink; `None` if there is none or it was already taken.
    """
    return _early.take_over(fill)


def keyboard() -> AbstractContextManager[Keyboard]:
    """Return the keyboard, with the keys pressed since the program began.

    If one of them stopped the opening, the player gets a device that accepts frames silently,
    reads the key, and ends with `silence`.
    """
    return _early.keyboard()


def silence(sink: Sink) -> None:
    """Break the opening off if it still plays on a sink that was taken over.

    A long write cannot fade. The player is asked for one more piece, which is not played, so that
    it ends as it would on a device.
    """
    _early.silence(sink)


def end() -> None:
    """Restore the terminal and close the device, because the program is ending."""
    _early.end()


class _EarlyStart:
    """The opening on its way to the usual device."""

    def __init__(self) -> None:
        self._opener: threading.Thread | None = None
        self._searching = threading.Event()
        self._decided = threading.Event()
        self._begun = threading.Event()
        self._opened = threading.Event()
        self._pieces: Iterator[array[float]] | None = None
        self._ahead: SimpleQueue[array[float]] = SimpleQueue()
        self._sink: SoundDeviceSink | None = None
        self._fill: Fill | None = None
        self._skip = 0
        self._handed_over = False
        self._hushed = False
        self._terminal = ExitStack()
        self._keyboard: Keyboard | None = None
        self._ending = False
        self._broken = False
        self._faded = threading.Event()

    def start(self, arguments: Sequence[str]) -> None:
        self._opener = run_apart(self._open, "early start")
        self._searching.wait()
        import voice.playback.sinks.devices  # noqa: F401 - the opener needs it next

        try:
            pieces = _pieces(arguments)
            if pieces is None:
                self._begun.set()  # nothing to wait for
            else:
                self._ahead.put(next(pieces))
                self._pieces = pieces
        finally:
            self._decided.set()
        self._keyboard = self._open_keyboard()
        self._terminal.enter_context(self._keyboard.watching(STOP, self._hush))

    def begun(self) -> None:
        if self._opener is not None:
            self._begun.wait(_BEGINNING)

    def take_over(self, fill: Fill) -> SoundDeviceSink | None:
        if self._opener is not None:
            self._opened.wait()
        if self._sink is None or self._fill is not None or self._ending:
            return None
        self._fill = fill
        return self._sink

    @contextmanager
    def keyboard(self) -> Iterator[Keyboard]:
        with self._terminal:
            yield self._keyboard or self._open_keyboard()

    def _open_keyboard(self) -> Keyboard:
        from voice.playback.keyboard import Keyboard

        return self._terminal.enter_context(Keyboard())

    def _hush(self) -> None:
        self._begun.set()
        if self._sink is not None and not self._handed_over:
            self._hushed = True
            self._sink.silence()
            self._faded.set()

    def silence(self, sink: Sink) -> None:
        if sink is not self._sink or self._fill is None:
            return
        if self._handed_over and not self._hushed:
            return
        self._handed_over, self._hushed = True, False
        self._sink.silence()
        import numpy as np

        self._fill(np.empty(PIECE, np.float32))

    def end(self) -> None:
        self._terminal.close()
        if self._opener is None:
            return
        self._decided.set()
        self._opened.wait(_ENDING)
        self._ending = self._fill is None
        if self._sink is not None:
            if self._ending and self._sink.alive:  # no player took it: the bell must fade out
                self._faded.wait(_BREAKING_OFF)
            self._sink.close()

    def _open(self) -> None:
        """Load the library, open the device and start the opening, on the early start's thread.

        A fault here only costs the early start: the player then opens a device itself.
        """
        with faults.survived():
            try:
                _load(self._searching)
                self._decided.wait()
                if self._pieces is not None and not self._ending:
                    self._sink = _opened(self._go_on, self._before())
            finally:
                self._searching.set()
                self._begun.set()
                self._opened.set()
            if self._sink is not None and self._ending:  # the sound system answered too late
                self._sink.close()
            try:
                for piece in self._pieces or ():  # while the first is heard
                    self._ahead.put(piece)
            except Exception:
                self._broken = True
                self._ahead.put(_silence())
                raise

    def _before(self) -> Iterator[Block]:
        """Yield the opening until the player takes over."""
        heard = 0
        while self._fill is None:
            piece = self._ahead.get()
            yield piece
            heard += len(piece)
            if heard > OPENING + PIECE or (self._broken and self._ahead.empty()):
                self._ahead.put(piece)  # the last piece, which may repeat
            if self._ending:
                yield cut_short(self._ahead.get())
                self._faded.set()
                yield from repeat(_silence())
        self._skip = heard if heard <= OPENING else QUIET  # a bell that was damped rings again
        self._handed_over = True

    def _go_on(self, out: Samples) -> None:
        """Let the player fill a block; called only after `_before` has ended."""
        import numpy as np

        fill = self._fill
        assert fill is not None  # noqa: S101 - what `_before` waited for
        if self._skip:
            skip, self._skip = self._skip, 0
            fill(np.empty(skip, np.float32))
        fill(out)


def _plays(arguments: Sequence[str]) -> bool:
    """Return True for `ground play`, and for `ground` alone: the menu or an exercise."""
    return not arguments or arguments[0] == "play"


def _silence() -> array[float]:
    return array("f", bytes(4 * QUIET))


def _load(searching: threading.Event) -> None:
    from voice.playback.c_stderr import hush_c_libraries
    from voice.playback.sinks.portaudio import import_sounddevice

    hush_c_libraries()
    import ctypes.util  # noqa: F401 - these two are most of what sounddevice imports
    import platform  # noqa: F401

    searching.set()
    with suppress(ImportError, OSError):
        import_sounddevice()  # before our other modules, which other threads import meanwhile
    from voice.playback.sinks.devices import preload

    preload()


def _opened(fill: Fill, before: Iterator[Block]) -> SoundDeviceSink | None:
    from voice.errors import PlaybackError
    from voice.playback.sinks.sounddevice_sink import SoundDeviceSink

    with suppress(PlaybackError):  # `open_sink` meets it again and reports it
        sink = SoundDeviceSink(fill, before=before)
        if sink.plain:
            sink.start()
            return sink
        sink.close()
    return None


def _pieces(arguments: Sequence[str]) -> Iterator[array[float]] | None:
    """Return the opening that a command line will play; `None` if it may begin otherwise."""
    if not opens(arguments):
        return None
    choices = settings_at_start()
    if choices is None:
        return None
    volume, bell = choices
    for argument in arguments:  # the last one counts
        bell = {"--bell": True, "--no-bell": False}.get(argument, bell)
    return opening(bell=bell, volume=volume)


def settings_at_start() -> tuple[float, bool] | None:
    """Return the amplitude (float32) and bell from the settings; `None` without a bed.

    A file that cannot be read is ignored here and reported later.
    """
    from voice.files import read_file
    from voice.paths import settings_file

    try:
        content = read_file(settings_file())
    except (OSError, ValueError):  # ValueError: a folder whose name holds a NUL
        return 1.0, True
    from voice.saved_settings import understood

    kept = understood(content)
    if not kept.wants_bed or not kept.amplitude:
        return None
    return array("f", [kept.amplitude])[0], kept.wants_bell


_early = _EarlyStart()
