"""The backgrounds there are: three made here, and any music of the listener's own."""

from __future__ import annotations

import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from typing import BinaryIO

from voice.errors import BackgroundError, UnknownNameError
from voice.places import named_file
from voice.sound import music, nature
from voice.sound.background import Background

MADE_HERE: dict[str, Callable[[], Background]] = {
    "rain": nature.rain,
    "waves": nature.waves,
    "brown": nature.brown,
}


class Making:
    """A background that is being made, in a thread of its own that `close` ends.

    Attributes:
        failure: Why it cannot be made, once it cannot.
    """

    def __init__(self, make: Callable[[music.GivenUp], Background]) -> None:
        """Nothing is made before it is asked for.

        Args:
            make: Makes it. Once nobody wants it any more, what it does is all the same.
        """
        self.failure: Exception | None = None
        self._make = make
        self._made: Background | None = None
        self._closed = threading.Event()
        self._thread = threading.Thread(target=self._run, name="background", daemon=True)
        self._asked = False

    def now(self) -> Background | None:
        """The background, or `None` while it is not ready; asked first, it begins to be made."""
        if not self._asked:
            self._asked = True
            self._thread.start()
        return self._made

    def wait(self) -> Background:
        """The background, as soon as it is ready.

        Raises:
            BackgroundError: It cannot be made.
        """
        while (made := self.now()) is None:
            self._thread.join()
            if self.failure is not None:
                raise self.failure
        return made

    def close(self) -> None:
        """Give up what is being made, and wait for that, some milliseconds."""
        self._closed.set()
        if self._asked:
            self._thread.join()

    def _run(self) -> None:
        try:
            self._made = self._make(self._closed.is_set)
        except Exception as error:  # noqa: BLE001 - raised again where it can be heard of
            self.failure = error


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
    path = _file_named(wanted)
    music.check(path)
    with (
        _scratch_file(path) as kept,
        closing(Making(lambda given_up: music.make_music(path, kept, given_up))) as making,
    ):
        yield making


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
