"""Renders the spoken lines of a timeline shortly before they are heard."""

from __future__ import annotations

import contextlib
import threading
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field

from voice.audio import Audio, Samples
from voice.errors import SpeechError
from voice.sound.levelling import prepare_line

AHEAD = 12
"""Cues rendered ahead: over ten seconds of exercise, and at most a few MB."""

NEAR = 4
"""Cues that come before what is prepared for later: about two lines, or five seconds."""

CLOSING = 1.0
"""Seconds to wait for a line that is being prepared, which takes a few milliseconds. A thread
that takes longer is waiting for an engine, in Python, and may be left running."""

BEHIND = 6
"""Cues kept for "say that again"."""


@dataclass(frozen=True, slots=True, eq=False)
class _Beside:
    """Lines outside the cues, and the future that receives them."""

    texts: Sequence[str]
    lines: Future[Sequence[Samples]] = field(default_factory=Future)


class Narration:
    """Prepared lines by cue index, rendered in a thread that `close` ends.

    There is one reader: its position decides which lines are rendered and kept. When the next
    lines are ready, the engine also renders the rest into its cache.

    Attributes:
        frames: Length of every text prepared so far, by text; kept longer than the lines.
        failure: Error of the first line that could not be said.
    """

    def __init__(
        self, texts: Sequence[str], say: Callable[[str], Audio], *, measures: bool = False
    ) -> None:
        """Start rendering.

        Args:
            texts: Text of each cue, empty if it says nothing.
            say: Renders one text; may raise `SpeechError`.
            measures: Whether much later lines are prepared early too, for `frames`.
        """
        self.frames: dict[str, int] = {}
        self.failure: Exception | None = None
        self._texts = texts
        self._distinct = frozenset(texts) - {""}
        self._say = say
        self._measures = measures
        self._lines: dict[str, Samples] = {}
        self._asked_early: set[str] = set()
        self._beside: deque[_Beside] = deque()
        self._later: deque[_Beside] = deque()
        self._at = 0
        self._closed = False
        self._wanted = threading.Event()
        self._ready = threading.Condition()
        self._thread = threading.Thread(target=self._render, name="narration", daemon=True)
        self._thread.start()

    def line(self, index: int) -> Samples | None:
        """Return the line of a cue, or `None` while it is not ready; never wait."""
        if index != self._at:
            self._at = index
            self._wanted.set()
        return self._lines.get(self._texts[index])

    def wait_for(self, index: int) -> Samples:
        """Wait for the line of a cue and return it.

        Raises:
            SpeechError: It cannot be said, or rendering was ended meanwhile.
        """
        with self._ready:
            while (line := self.line(index)) is None:
                if self.failure:
                    raise self.failure
                if self._closed:
                    raise SpeechError("The voice was stopped.")
                self._ready.wait()
        return line

    def beside(self, texts: Sequence[str]) -> Future[Sequence[Samples]]:
        """Prepare lines outside the cues, before anything else.

        Returns:
            A future of the lines in order, or of a `SpeechError` if one cannot be said. It is
            cancelled when rendering ends.
        """
        return self._put(texts, self._beside)

    def beside_later(self, texts: Sequence[str]) -> Future[Sequence[Samples]]:
        """Prepare lines outside the cues as `beside` does, but once the next lines are ready."""
        return self._put(texts, self._later)

    def _put(self, texts: Sequence[str], queue: deque[_Beside]) -> Future[Sequence[Samples]]:
        wanted = _Beside(texts)
        queue.append(wanted)
        self._wanted.set()
        return wanted.lines

    def measure(self) -> None:
        """Render everything once, to complete `frames`.

        Raises:
            SpeechError: A line cannot be said.
        """
        for index, text in enumerate(self._texts):
            if text and text not in self.frames:
                self.wait_for(index)

    @property
    def is_measured(self) -> bool:
        """True if `frames` is complete."""
        return self.frames.keys() >= self._distinct

    def say_instead(self, texts: Sequence[str]) -> None:
        """Change to other cues, before the first is read; `frames` is kept.

        Args:
            texts: As in the constructor; contains no new text.
        """
        self._texts = texts
        self._at = 0
        self._wanted.set()

    def close(self) -> None:
        """Stop rendering, and wait for the thread unless an engine blocks it.

        A thread still inside a C library when the interpreter ends crashes the program.
        """
        self._closed = True
        self._wanted.set()
        with self._ready:
            self._ready.notify_all()
        self._thread.join(CLOSING)
        for wanted in (*self._beside, *self._later):
            wanted.lines.cancel()

    def _render(self) -> None:
        """Render until closed; an error is raised again by the reader."""
        try:
            self._render_ahead()
        except Exception as error:  # noqa: BLE001 - the waiting reader must get it
            self.failure = error
            with self._ready:
                self._ready.notify_all()

    def _render_ahead(self) -> None:
        while True:
            self._wanted.clear()
            if self._closed:  # checked after clearing, so that `close` is never missed
                return
            if self._beside:
                self._prepare_beside(self._beside.popleft())
                continue
            text = self._next_missing(NEAR if self._later else AHEAD)
            if text is None and self._later:
                self._prepare_beside(self._later.popleft())
                continue
            if text is None:
                if not self._ask_early():
                    self._wanted.wait()
                continue
            line = self._prepared(text)
            self.frames[text] = len(line)
            self._lines = {**self._near(), text: line}
            with self._ready:
                self._ready.notify_all()

    def _prepared(self, text: str) -> Samples:
        line = prepare_line(self._say(text))
        if len(line) == 0:
            raise SpeechError(f"The voice made no sound for: {text}")
        return line

    def _prepare_beside(self, wanted: _Beside) -> None:
        if not wanted.lines.set_running_or_notify_cancel():
            return
        try:
            lines = [self._prepared(text) for text in wanted.texts]
        except Exception as error:  # noqa: BLE001 - raised again by the future
            wanted.lines.set_exception(error)
        else:
            wanted.lines.set_result(lines)

    def _ask_early(self) -> bool:
        """Render one of the much later lines; return False when none is left."""
        unknown = self._distinct - self._asked_early - self.frames.keys()
        later = self._texts[self._at + AHEAD :] if unknown else ()  # the list may be very long
        text = next((text for text in later if text in unknown), None)
        if text is None:
            return False
        self._asked_early.add(text)
        with contextlib.suppress(Exception):  # raised again when the line is due
            if self._measures:
                self.frames[text] = len(self._prepared(text))
            else:
                self._say(text)
        return True

    def _window(self) -> Sequence[str]:
        return self._texts[max(0, self._at - BEHIND) : self._at + AHEAD]

    def _next_missing(self, ahead: int) -> str | None:
        upcoming = self._texts[self._at : self._at + ahead]
        return next((text for text in upcoming if text and text not in self._lines), None)

    def _near(self) -> dict[str, Samples]:
        """Return the lines to keep in a new dict, so that readers never see it change."""
        window = set(self._window())
        return {text: line for text, line in self._lines.items() if text in window}
