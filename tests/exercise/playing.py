"""Somebody at the keyboard of a real session, whose sound device is a test that pulls frames."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, wait
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import soundfile
from click.testing import CliRunner

from tests.playback.memory_sink import MemorySink
from voice.audio import Samples
from voice.cli import app
from voice.errors import PlaybackError
from voice.exercise.narration import Narration
from voice.frames import SAMPLE_RATE
from voice.playback.attempt import THREAD_NAME
from voice.playback.output import Device
from voice.playback.sinks.sink import NO_DEVICE

if TYPE_CHECKING:
    from voice.playback.sinks.sink import Fill

SUSPEND = "ctrl-z, fg"
"""Not a key: the program stands still, and goes on."""

UNPLUG, PLUG_IN = "unplugged", "plugged in"
"""Neither are these: the device goes away, and is there again."""

SUSPEND_DEVICE = "suspended"
"""Nor is this: from now on a device takes a tenth of a second, and no more, and is then dead."""

DEPTH = SAMPLE_RATE // 10

LONGEST = 600 * SAMPLE_RATE
"""Frames in which every exercise of these tests is over: one that goes on hangs, and fails."""

Presses = Sequence[tuple[float, str]]
"""Seconds that must have passed, and the key that is pressed then."""


class Room:
    """Keyboard, device and clock: time passes only while keys are waited for, and is exact.

    Attributes:
        available: True if there is a keyboard.
        opened: How often a device was opened.
        heard: Every block that the device was given, and zeros for the time without a device.
        device: Where the session plays.
    """

    def __init__(
        self,
        presses: Presses = (),
        *,
        available: bool = True,
        block: int = 2_400,
        from_sound: bool = False,
        longest: int = LONGEST,
    ) -> None:
        """Prepare the room.

        Args:
            presses: The keys to press, and when.
            available: Whether there is a keyboard.
            block: Frames that the device asks for at a time.
            from_sound: Whether time is counted, and heard, from the first sound only.
            longest: Frames after which it hangs.
        """
        self.available = available
        self.device = Device(None, self._open, self._now, self._pass)
        self._presses = list(presses)
        self._block = block
        self._frames = 0
        self._from = None if from_sound else 0
        self._sink: MemorySink | None = None
        self._plugged_in = True
        self._takes: int | None = None
        self._taken = 0
        self.opened = 0
        self._stand_still: tuple[Callable[[], object], Callable[[], object]] | None = None
        self._longest = longest
        self._parts: list[Samples] = []

    @property
    def heard(self) -> Samples:
        return np.concatenate(self._parts)

    def read(self, timeout: float) -> str | None:
        """Let time pass until a key is pressed, at most so long."""
        assert self._from != 0 or self._frames < self._longest, "it does not end"
        if self._presses and self._from is not None:
            due = round(self._presses[0][0] * SAMPLE_RATE) + self._from
            until = max(due - self._frames, 0)
            if until < timeout * SAMPLE_RATE:
                self._pass(until / SAMPLE_RATE)
                return self.press(self._presses.pop(0)[1])
        self._pass(timeout)
        return None

    @contextmanager
    def around_suspension(
        self, before: Callable[[], object], after: Callable[[], object]
    ) -> Iterator[None]:
        self._stand_still = (before, after)
        yield
        self._stand_still = None

    def press(self, key: str) -> str | None:
        """Do what a key stands for; returns it if it is one."""
        if key == SUSPEND:
            assert self._stand_still is not None
            before, after = self._stand_still
            before()
            after()
        elif key == UNPLUG:
            assert self._sink is not None
            self._plugged_in = False
            self._sink.vanish()
        elif key == SUSPEND_DEVICE:
            assert self._sink is not None
            self._takes = DEPTH
            self._sink.vanish()
        elif key == PLUG_IN:
            self._takes = None
            self._plugged_in = True
        else:
            return key
        return None

    def _open(self, fill: Fill, name: str | None) -> MemorySink:
        assert name is None
        if not self._plugged_in:
            raise PlaybackError(NO_DEVICE)
        self._sink = MemorySink(fill)
        self._taken = 0
        self.opened += 1
        return self._sink

    def _now(self) -> float:
        return self._frames / SAMPLE_RATE

    def _pass(self, seconds: float) -> None:
        self._let_open()  # no time passes meanwhile
        frames = round(seconds * SAMPLE_RATE)
        self._frames += frames
        part = np.zeros(frames, np.float32)
        if self._sink is not None:
            takes = frames if self._takes is None else max(self._takes - self._taken, 0)
            pulled = min(frames, takes)
            part[:pulled] = self._sink.run(pulled, self._block)
            self._taken += frames
            if self._takes is not None and self._taken > self._takes + SAMPLE_RATE:
                self._sink.vanish()
        if self._from is None:
            if not part.any():
                return
            self._from = self._frames - frames + int(np.flatnonzero(part)[0])
        self.take(part)

    def _let_open(self) -> None:
        """Wait for a device that is being opened."""
        for opening in threading.enumerate():
            if opening.name == THREAD_NAME:
                opening.join()

    def take(self, part: Samples) -> None:
        """Hear what the device was given."""
        self._parts.append(part)


class Awaited(Narration):
    """Lines are there when they are due: tests of what is played leave the renderer no race."""

    def line(self, index: int) -> Samples | None:
        with self._ready:
            while (found := super().line(index)) is None and not self.failure:
                self._ready.wait()
        return found

    def beside(self, texts: Sequence[str]) -> Future[Sequence[Samples]]:
        lines = super().beside(texts)
        lines.exception()  # waits
        return lines

    def beside_later(self, texts: Sequence[str]) -> Future[Sequence[Samples]]:
        lines = super().beside_later(texts)
        while not (lines.done() or self.failure):
            wait([lines], 0.01)
        return lines


def ground(*arguments: str) -> str:
    """Run a command in this process; returns its standard output."""
    ran = CliRunner().invoke(app.ground, arguments)
    assert ran.exit_code == 0, (ran.output, ran.exception)
    return ran.stdout


def exported(file: Path, *options: str) -> Samples:
    """Export an exercise as a WAV; returns its samples, as libsndfile reads them."""
    target = file.with_name(f"{file.stem}-{len(list(file.parent.iterdir()))}.wav")
    ground("export", str(file), "--voice", "tone/low", *options, "-o", str(target))
    samples, rate = soundfile.read(target, dtype="float32")
    assert rate == SAMPLE_RATE
    return np.asarray(samples, np.float32)
