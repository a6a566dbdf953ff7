"""The backgrounds there are: three made here, and any music of the listener's own."""

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
"""Seconds in which a file of music must answer; keys and signals end the program within 2 s."""

STALLS = 10.0
"""Seconds without a sign of life, after which a background is given up: each second of music takes
some 5 ms, and a disk that was asleep a few seconds."""

_LOOK = 0.25
"""Seconds between two looks at a background that is waited for."""

_SUSPENDED = 2.0
"""Seconds between two looks that mean that the program was suspended."""

_GRACE = 1.0
"""Seconds for a thread to end, before it is left to itself."""


class Making:
    """A background that is being made, in a thread of its own that `close` ends."""

    def __init__(
        self,
        make: Callable[[music.GivenUp], Background],
        stalled: BackgroundError | None = None,
    ) -> None:
        """Nothing is made before it is asked for.

        Args:
            make: Makes it. Once nobody wants it any more, what it does is all the same.
            stalled: Its failure where `make` has not asked for `STALLS` seconds if it is given
                up; without one it takes as long as it does.
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
        """The background, or `None` while it is not ready; asked first, it begins to be made."""
        if not self._asked:
            self._asked = True
            self._alive = self._looked = time.monotonic()
            self._thread.start()
        return None if self._failure else self._made

    @property
    def failure(self) -> Exception | None:
        """Why it cannot be made, once it cannot."""
        if self._failure is None and self._asked and not self._done.is_set():
            now = time.monotonic()
            if now - self._looked > _SUSPENDED:
                self._alive = now
            self._looked = now
            if now - self._alive > STALLS:
                self._failure = self._stalled
        return self._failure

    def wait(self) -> Background:
        """The background, as soon as it is ready.

        Raises:
            BackgroundError: It cannot be made.
        """
        while (made := self.now()) is None:
            self._done.wait(_LOOK)
            if (failure := self.failure) is not None:
                raise failure
        return made

    def close(self) -> None:
        """Give up what is being made, and wait for that, some milliseconds."""
        self._closed.set()
        if self._asked:
            self._done.wait(_GRACE)

    def _is_given_up(self) -> bool:
        self._alive = time.monotonic()
        return self._closed.is_set()

    def _run(self) -> None:
        try:
            self._made = self._make(self._is_given_up)
        except Exception as error:  # noqa: BLE001 - raised again where it can be heard of
            self._failure = self._failure or error
        finally:
            self._done.set()


@contextmanager
def open_background(wanted: str) -> Iterator[Making]:
    """A background by its name, or a file of music; what it needs is gone after the block.

    Raises:
        UnknownNameError: There is none of that name, and no such file.
        BackgroundError: The file is no sound.
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
    """The file of that name, which is sound as far as its beginning tells.

    Raises:
        UnknownNameError, BackgroundError: As `open_background`.
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
    """The file, by whatever the listener named it."""
    path = named_file(wanted)
    if path is not None:
        return path
    if len(Path(wanted).parts) > 1 or Path(wanted).suffix:
        raise BackgroundError(f"There is no file {wanted} to play in the background.")
    raise UnknownNameError(
        "background",
        wanted,
        MADE_HERE,
        f"There are {', '.join(MADE_HERE)}, or name a file of music.",
    )


@contextmanager
def _scratch_file(path: Path) -> Iterator[BinaryIO]:
    """A file that has no name, or loses it with the block, however that ends."""
    with ExitStack() as stack:
        try:
            kept = stack.enter_context(tempfile.TemporaryFile())
        except OSError as error:
            raise BackgroundError(
                f"There is no place to unpack {path} ({error.strerror}). Free some space."
            ) from error
        yield kept
