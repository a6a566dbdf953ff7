"""Records through PortAudio."""

from __future__ import annotations

import threading
import time
from collections import deque
from types import ModuleType
from typing import Any, Protocol

import numpy as np
import soxr

from voice.audio import Samples
from voice.errors import NoLibraryError, RecordingError
from voice.frames import SAMPLE_RATE
from voice.playback.apart import run_apart
from voice.playback.sinks import sounddevice_sink

LATENCY = 0.3
"""Seconds that PortAudio may hold for a reader that is late: the interpreter may be busy."""

BLOCK = 0.02
"""Seconds read at a time: the end of a line is noticed that much later."""

OPEN_WITHIN = 5.0
"""Seconds in which a microphone must open."""

LOST_AFTER = 1.5
"""Seconds without sound after which a microphone counts as gone; a working one gives some every
20 ms."""

LONGEST_LOOK = 0.5
"""Seconds that one read may count of these. Nobody may have read for long, or the program was
suspended, and the microphone with it."""

HELD = 10.0
"""Seconds of sound kept for the next read; older ones are dropped while nobody reads."""

ELSEWHERE = (
    "Or record the lines on a phone, and bring them in with: ground record VOICE EXERCISE "
    "--from FOLDER"
)

NONE = f"There is no microphone here. Connect one, and start again. {ELSEWHERE}"
GONE = "The microphone went away. Connect it again, and start again: everything kept is safe."
HUNG = "The microphone does not answer. Restart the computer's sound, and start again."


class Microphone(Protocol):
    """Gives what was recorded since it was last asked."""

    def read(self) -> Samples:
        """Return the new samples at once, mono at `SAMPLE_RATE`, shape ``(frames,)``.

        Raises:
            RecordingError: The microphone is gone.
        """

    def close(self) -> None:
        """Stop recording."""


class SoundDeviceMicrophone:
    """The default input device; see `Microphone`.

    A separate thread reads from it: a read waits outside the interpreter.
    """

    def __init__(self) -> None:
        """Open the device, and begin to record.

        Raises:
            RecordingError: There is none, or it does not open.
        """
        self._blocks: deque[Samples] = deque(maxlen=round(HELD / BLOCK))
        self._stream: Any = None
        self._reader: threading.Thread | None = None
        self._error: RecordingError | None = None
        self._closing = False
        self._unheard = 0.0
        opening = run_apart(self._open, "open microphone")
        opening.join(OPEN_WITHIN)
        if opening.is_alive():
            self._closing = True
            raise RecordingError(HUNG)
        if self._error is not None:
            raise self._error
        self._read_at = time.monotonic()
        self._reader = threading.Thread(target=self._record, name="microphone", daemon=True)
        self._reader.start()

    def read(self) -> Samples:
        """See `Microphone.read`."""
        if self._error is not None:
            raise self._error
        blocks = [self._blocks.popleft() for _ in range(len(self._blocks))]
        now = time.monotonic()
        self._unheard = 0.0 if blocks else self._unheard + min(now - self._read_at, LONGEST_LOOK)
        self._read_at = now
        if self._unheard > LOST_AFTER:
            raise RecordingError(GONE)
        return np.concatenate(blocks) if blocks else np.empty(0, np.float32)

    def close(self) -> None:
        """See `Microphone.close`; a device that hangs is left behind."""
        self._closing = True
        run_apart(self._end, "close microphone").join(LOST_AFTER)

    def _open(self) -> None:
        try:
            library = sounddevice_sink.load()
        except NoLibraryError as error:
            self._error = RecordingError(f"{error.reason} (to fix it: {error.fix}). {ELSEWHERE}")
            return
        try:
            self._stream, self._rate = _opened(library)
            sounddevice_sink.open_streams.add(self._stream)
            self._stream.start()
        except (library.PortAudioError, ValueError):
            self._error = RecordingError(NONE)
        if self._closing or self._error:  # too late, or it is there and does not start
            self._end()

    def _record(self) -> None:
        frames = round(BLOCK * self._rate)
        converted = soxr.ResampleStream(self._rate, SAMPLE_RATE, 1, dtype="float32")
        library = sounddevice_sink.load()
        try:
            while not self._closing:
                data, _ = self._stream.read(frames)
                block = np.frombuffer(data, np.float32).copy()
                if self._rate != SAMPLE_RATE:
                    block = converted.resample_chunk(block)
                self._blocks.append(block)
        except library.PortAudioError:
            self._error = RecordingError(GONE)

    def _end(self) -> None:
        """Close the stream after the last read: PortAudio would crash during one."""
        if self._reader is not None:
            self._reader.join()
        if self._stream is not None:
            self._stream.close()
            sounddevice_sink.open_streams.discard(self._stream)


def _opened(library: ModuleType) -> tuple[Any, int]:
    """Return an open stream of one channel, and its rate.

    Raises:
        ValueError: There is no input device.
        PortAudioError: It cannot be opened.
    """
    index = int(library.query_hostapis(library.default.hostapi)["default_input_device"])
    if index < 0:
        raise ValueError("no input device")
    usual = round(library.query_devices(index)["default_samplerate"])
    refused: Exception | None = None
    for rate in dict.fromkeys((SAMPLE_RATE, usual)):
        try:
            stream = library.RawInputStream(
                samplerate=rate, channels=1, dtype="float32", device=index, latency=LATENCY
            )
        except library.PortAudioError as error:
            refused = error
        else:
            return stream, rate
    assert refused is not None  # noqa: S101 - there was at least one rate
    raise refused
