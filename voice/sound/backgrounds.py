"""Opens a background: one of three that are made here, or the listener's own music."""

from __future__ import annotations

import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from typing import BinaryIO

from voice.errors import BackgroundError, UnknownNameError
from voice.paths import named_file
from voice.patience import no_answer, within
from voice.sound import music, nature
from voice.sound.backdrop import Background

MADE_HERE: dict[str, Callable[[], Background]] = {
    "rain": nature.rain,
    "waves": nature.waves,
    "brown": nature.brown,
}


ANSWERS = 1.5
"""Seconds in which a music file must answer; keys and signals end the program within 2 s."""

STALLS = 10.0
"""Seconds without a sign of life after which a background is given up: each second of music takes
about 5 ms, and a sleeping disk takes a few seconds to wake."""

_LOOK = 0.25
"""Seconds between two checks of a background that is awaited."""

_SUSPENDED = 2.0
"""Seconds between two checks that mean that the program was suspended."""

_GRACE = 1.0
"""Seconds for a thread to end before it is abandoned."""


class Making:
    """A background that is made in its own thread, which `close` ends."""

    def __init__(
        self,
        make: Callable[[music.GivenUp], Background],
        stalled: BackgroundError | None = None,
    ) -> None:
        """Make nothing before it is asked for.

        Args:
            make: Builds the background. After `close` its result is ignored.
            stalled: Error to raise if `make` has not called its argument for `STALLS` seconds;
                without one, `make` may take any time.
        """
        self._failure: Exception | None = None
        self._make = make
        self._stalled = stalled
        self._alive = self._looked = 0.0
        self._made: Background | None = None
        self._closed = threading.Event()
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._run, name="background", daemon=True)
        self._asked = False

    def now(self) -> Background | None:
        """Return the background, or `None` while it is not ready; the first call starts it."""
        if not self._asked:
            self._asked = True
            self._alive = self._looked = time.monotonic()
            self._thread.start()
        return None if self._failure else self._made

    @property
    def failure(self) -> Exception | None:
        """Return the reason why it cannot be made, once there is one."""
        if self._failure is None and self._asked and not self._done.is_set():
            now = time.monotonic()
            if now - self._looked > _SUSPENDED:
                self._alive = now
            self._looked = now
            if now - self._alive > STALLS:
                self._failure = self._stalled
        return self._failure

    def wait(self) -> Background:
        """Wait for the background and return it.

        Raises:
            BackgroundError: It cannot be made.
        """
        while (made := self.now()) is None:
            self._done.wait(_LOOK)
            if (failure := self.failure) is not None:
                raise failure
        return made

    def close(self) -> None:
        """Give up what is being made, and wait some milliseconds for its thread."""
        self._closed.set()
        if self._asked:
            self._done.wait(_GRACE)

    def _is_given_up(self) -> bool:
        self._alive = time.monotonic()
        return self._closed.is_set()

    def _run(self) -> None:
        try:
            self._made = self._make(self._is_given_up)
        except Exception as error:  # noqa: BLE001 - raised again in the thread that waits
            self._failure = self._failure or error
        finally:
            self._done.set()


@contextmanager
def open_background(wanted: str) -> Iterator[Making]:
    """Open a background by its name, or a music file; remove its temporary file after the block.

    Raises:
        UnknownNameError: There is neither a background nor a file of that name.
        BackgroundError: The file is not a sound file.
    """
    if wanted in MADE_HERE:
        with closing(Making(lambda _given_up: MADE_HERE[wanted]())) as making:
            yield making
        return
    path = _checked_file(wanted)
    with (
        _scratch_file(path) as kept,
        closing(
            Making(
                lambda given_up: music.make_music(path, kept, given_up),
                music.cannot_be_read(path, no_answer()),
            )
        ) as making,
    ):
        yield making


def _checked_file(wanted: str) -> Path:
    """Find the file of that name, and check that it begins like a sound file.

    Raises:
        UnknownNameError, BackgroundError: See `open_background`.
    """

    def look() -> Path:
        path = _file_named(wanted)
        music.check(path)
        return path

    music.load_reader()
    try:
        return within(ANSWERS, look)
    except TimeoutError as error:
        raise music.cannot_be_read(wanted, error) from error


def _file_named(wanted: str) -> Path:
    """Find the file, however the listener named it."""
    path = named_file(wanted)
    if path is not None:
        return path
    if len(Path(wanted).parts) > 1 or Path(wanted).suffix:
        raise BackgroundError(f"There is no file {wanted} to play in the background.")
    raise UnknownNameError(
        "background",
        wanted,
        MADE_HERE,
        f"Choose {', '.join(MADE_HERE)} or a file of music.",
    )


@contextmanager
def _scratch_file(path: Path) -> Iterator[BinaryIO]:
    """Open a file that has no name, or loses it at the end of the block, however that ends."""
    with ExitStack() as stack:
        try:
            kept = stack.enter_context(tempfile.TemporaryFile())
        except OSError as error:
            raise BackgroundError(
                f"There is no room to unpack {path} ({error.strerror}). Free some space."
            ) from error
        yield kept
