"""A room whose session runs in a thread, one look at a time, as whoever tests it decides."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from contextlib import closing
from queue import SimpleQueue
from typing import Any

import numpy as np
import pytest

from tests.exercise.humming import WINDOW, HummingEngine
from tests.exercise.playing import Awaited, Room
from voice.audio import Samples
from voice.exercise.choices import Choices
from voice.exercise.narration import Narration
from voice.exercise.session import Heard, Session
from voice.frames import SAMPLE_RATE
from voice.paths import cache_folder
from voice.playback.attempt import THREAD_NAME
from voice.script.model import Script
from voice.speech.catalog import Catalog

LIMIT = 60.0
"""Seconds of the wall clock in which a session does what takes it milliseconds."""

Said = Sequence[str]

Ended = Heard | BaseException


class Hall(Room):
    """Somebody at the keyboard of a session, who knows which sentences it has asked for.

    Attributes:
        ended: How the session ended; `None` while it plays.
        asked: Sentences outside the cues that it wanted said since the last look.
        rate: The rate at which the engine speaks.
    """

    def __init__(
        self,
        script: Script,
        choices: Choices,
        volume: float,
        block: int,
        step: int | None = None,
    ) -> None:
        super().__init__(block=block)
        self.ended: Ended | None = None
        self.asked: list[Said] = []
        self.rate = 0
        self._script, self._choices, self._volume, self._step = script, choices, volume, step
        self._hangs = False
        self._held_up: list[tuple[_Told, Said, Future[Sequence[Samples]]]] = []
        self._orders: SimpleQueue[Callable[[], str | None]] = SimpleQueue()
        self._answers: SimpleQueue[Ended | None] = SimpleQueue()
        self._taken_up = 0
        self._patch = pytest.MonkeyPatch()
        self._patch.setattr("voice.exercise.performance.Narration", self._narration)
        self._playing = threading.Thread(target=self._play, name="session")
        self._playing.start()
        self.ended = self._answers.get(timeout=LIMIT)

    @property
    def here(self) -> bool:
        """True if there is a device that takes frames."""
        return self._sink is not None and self._sink.alive

    def look(self, frames: int = WINDOW, key: str | None = None) -> Samples:
        """Let frames pass and press a key; returns what was heard, until the session looks again.

        What is heard after the frames, while it ends or is suspended, comes behind them.
        """

        def order() -> str | None:
            if frames:
                self._pass(frames / SAMPLE_RATE)
            return None if key is None else self.press(key)

        return self._do(order)

    def interrupt(self) -> Samples:
        """Raise what Ctrl-C raises; returns what is heard after it."""
        if self.ended is not None:
            return np.zeros(0, np.float32)

        def order() -> str | None:
            raise KeyboardInterrupt

        return self._do(order)

    def hang(self) -> None:
        """From now on no line is ready."""
        self._hangs = True

    def speak(self) -> None:
        """Every line is ready again."""
        self._hangs = False
        held_up, self._held_up = self._held_up, []
        for narration, texts, lines in held_up:
            if lines.set_running_or_notify_cancel():
                lines.set_result(narration.beside(texts).result())

    def read(self, timeout: float) -> str | None:
        assert timeout * SAMPLE_RATE == WINDOW
        self._let_open()  # whether a device is there must not depend on who is faster
        self._answers.put(None)
        return self._orders.get(timeout=LIMIT)()

    def leave(self) -> Sequence[str]:
        """Wait for the thread of the session; returns the names of those that are still there."""
        self._playing.join(LIMIT)
        self._patch.undo()
        own = [thread for thread in threading.enumerate() if thread.name in _ITS_OWN]
        for thread in own:
            thread.join(LIMIT)
        return [thread.name for thread in own if thread.is_alive()]

    def _do(self, order: Callable[[], str | None]) -> Samples:
        self.asked.clear()
        self._orders.put(order)
        self.ended = self._answers.get(timeout=LIMIT)
        if self.ended is not None:
            self._playing.join(LIMIT)
        new, self._taken_up = self._parts[self._taken_up :], len(self._parts)
        return np.concatenate(new) if new else np.zeros(0, np.float32)

    def _play(self) -> None:
        ended: Ended
        try:
            with closing(Catalog([HummingEngine()], cache_folder())) as catalog:
                voice = catalog.choose(self._choices.voice, self._script.language)
                self.rate = catalog.speaker(voice, self._choices.rate or 0).rate
                ended = Session(
                    self, catalog, self._choices, self._volume, device=self.device
                ).play(self._script, self._step)
        except BaseException as error:  # noqa: BLE001 - whoever tests it must see it
            ended = error
        self._answers.put(ended)

    def _narration(self, *arguments: Any, **more: Any) -> Narration:
        """Lines that are there when they are due, or never, as this says."""
        return _Told(self, *arguments, **more)


_ITS_OWN = {"session", "narration", THREAD_NAME, "background"}


class _Told(Awaited):
    def __init__(self, hall: Hall, *arguments: Any, **more: Any) -> None:
        self._hall = hall
        super().__init__(*arguments, **more)

    def line(self, index: int) -> Samples | None:
        return None if self._hall._hangs else super().line(index)

    def beside(self, texts: Sequence[str]) -> Future[Sequence[Samples]]:
        self._hall.asked.append(texts)
        if not self._hall._hangs:
            return super().beside(texts)
        lines: Future[Sequence[Samples]] = Future()
        self._hall._held_up.append((self, texts, lines))
        return lines
