"""Runs pyttsx3, the one real speech engine, in a worker process that can be thrown away."""

from __future__ import annotations

import contextlib
import json
import math
import os
import queue
import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from typing import IO, Any

from voice.audio import Audio
from voice.errors import (
    EngineUnavailableError,
    SpeechError,
    SpeechTimeoutError,
    UnsoundSpeechError,
)
from voice.processes import start_worker
from voice.signals import held
from voice.speech.decoding import decode
from voice.speech.engine import Utterance, Voice
from voice.speech.installed import MEMORY_DRIVERS, NEURAL_DRIVERS, OWN_DRIVERS
from voice.speech.versions import voice_version
from voice.speech.worker import BESIDE_SOUND
from voice.speech.workplace import make_workplace

FIRST_LIMIT = 20.0
"""Seconds for the first line of a voice, which loads it; on an idle machine that takes one."""

LINE_LIMIT = 4.5
"""Seconds for any later line, including a worker that died and its replacement: a listener waits
for 6 at most before another engine speaks. On an idle machine the slowest takes one."""

PATIENT_LIMIT = 60.0
"""Seconds for any line while nobody listens, as in an export: a busy machine may need twenty for
what an idle one does in one, and the exercise should not change its voice for that."""

_LEAST = 1.0
"""Seconds that a line always gets, however long others kept the engine busy before it."""

_LOOK = 0.25
"""Seconds between two checks for an answer."""

_ENDING = 0.5
"""Seconds for a killed process to end."""


class PyttsxEngine:
    """A pyttsx3 driver behind the `SpeechEngine` protocol.

    The worker starts when first needed. If it dies, it is replaced, and the line it was saying is
    asked for once more. If it does not answer in time, it is ended and the line given up, so that
    another engine can say it; an engine that never answered, or missed two lines in a row, is given
    up for good. After closing, requests and a line being said end in a `SpeechError`, so that no
    worker can outlive its owner.
    """

    def __init__(
        self,
        driver: str,
        first_limit: float = FIRST_LIMIT,
        line_limit: float = LINE_LIMIT,
        *,
        beside_sound: bool = False,
    ) -> None:
        """Start nothing yet.

        Args:
            driver: Name of the pyttsx3 driver.
            first_limit: Seconds for the first answer, and the first of each neural voice.
            line_limit: Seconds for any later answer.
            beside_sound: True if somebody is listening meanwhile, so that the worker gives way.
        """
        self.name = driver
        self._first_limit = first_limit
        self._line_limit = line_limit
        self._beside_sound = beside_sound
        self._lock = threading.Lock()
        self._worker: _Worker | None = None
        self._begun: set[str] = set()
        self._answered = False
        self._missed = 0
        self._lost = False
        self._closed = False

    def version(self, voice: str) -> str:
        """Return the versions of pyttsx3, of the driver's modules, and of a voice's own file."""
        return voice_version(self.name, voice.removeprefix(f"{self.name}/"))

    def voices(self) -> tuple[Voice, ...]:
        """See `SpeechEngine.voices`."""
        answer = self._ask({"do": "voices"})
        return tuple(_voice(self.name, record) for record in answer.header["voices"])

    def synthesize(self, utterance: Utterance) -> Audio:
        """See `SpeechEngine.synthesize`."""
        answer = self._ask(
            {
                "do": "say",
                "text": utterance.text,
                "voice": utterance.voice.removeprefix(f"{self.name}/"),
                "rate": utterance.rate,
            }
        )
        return decode(answer.content)

    def close(self) -> None:
        """End the worker at once, without waiting for a line it is saying."""
        with held():  # a killed worker cannot remove its folder
            self._closed = True
            worker = self._worker
            if worker:
                worker.kill()
            with self._lock:
                self._discard()

    def _ask(self, request: dict[str, Any]) -> _Reply:
        loaded = self._loaded_for(request)
        limit = self._line_limit if loaded in self._begun else self._first_limit
        begun = time.monotonic()
        if not self._lock.acquire(timeout=limit):
            raise SpeechTimeoutError(
                f"The voice engine {self.name} was busy for {limit:g} seconds."
            )
        try:
            if self._lost:
                raise _unavailable(self.name, "it did not answer before")
            try:
                answer = self._answer(request, limit, begun)
            finally:
                self._begun.add(loaded)
            error = answer.header.get("error")
            if error and self.name not in OWN_DRIVERS:
                # The failure may last into the next line.
                self._discard()
        finally:
            self._lock.release()
        if error and answer.header.get("fatal"):
            raise _unavailable(self.name, error)
        if answer.header.get("silent"):
            raise UnsoundSpeechError(str(request["text"]), "silent")
        if error:
            raise SpeechError(
                f"The voice {request.get('voice', self.name)} could not speak: {error}."
            )
        return answer

    def _loaded_for(self, request: dict[str, Any]) -> str:
        """Return the name of what a request loads; loading takes longer the first time."""
        return str(request.get("voice", "")) if self.name in NEURAL_DRIVERS else ""

    def _answer(self, request: dict[str, Any], limit: float, begun: float) -> _Reply:
        """Ask, and ask once more if the worker died, within one time limit.

        Args:
            request: The request.
            limit: Seconds.
            begun: When these seconds began, from `time.monotonic`.
        """
        try:
            for _ in range(2):
                left = limit - (time.monotonic() - begun)
                answer = self._exchange(request, max(left, _LEAST))
                if answer is not None:
                    self._answered, self._missed = True, 0
                    return answer
        except TimeoutError as late:
            raise self._missing(limit) from late
        raise SpeechError(
            f"The voice {self.name} stopped twice while it spoke. "
            "Choose another with --voice, or try again."
        )

    def _missing(self, limit: float) -> SpeechError:
        """Return the error for a missing answer; after two, or if none ever came, give up."""
        self._missed += 1
        self._lost = not self._answered or self._missed > 1
        if self._lost:
            return _unavailable(self.name, f"it did not answer within {limit:g} seconds")
        return SpeechTimeoutError(
            f"The voice {self.name} did not answer within {limit:g} seconds. "
            "Choose another with --voice, or try again."
        )

    def _exchange(self, request: dict[str, Any], limit: float) -> _Reply | None:
        """Ask once; end a worker that gives no answer.

        Raises:
            TimeoutError: No answer came in time.
        """
        worker = self._running()
        answer = None
        try:
            answer = worker.ask(request, limit)
        finally:
            if answer is None:  # Ctrl-C too: the interrupted answer would end up in the next line
                self._discard()
        return answer

    def _running(self) -> _Worker:
        if self._closed:
            raise SpeechError(f"The voice engine {self.name} is closed.")
        if self._worker is None:
            try:
                with held():  # until `close` knows of its folder and process
                    self._worker = _Worker(self.name, beside_sound=self._beside_sound)
            except OSError as error:
                raise _unavailable(self.name, str(error)) from error
        return self._worker

    def _discard(self) -> None:
        with held():
            if self._worker:
                self._worker.end()
                self._worker = None


def _unavailable(engine: str, reason: str) -> EngineUnavailableError:
    return EngineUnavailableError(
        f"The voice engine {engine} cannot start: {reason.rstrip('.!')}. "
        "See what works here with: ground doctor"
    )


@dataclass(frozen=True, slots=True)
class _Reply:
    """An answer of the worker."""

    header: dict[str, Any]
    content: bytes


class _Worker:
    """One run of the worker process."""

    def __init__(self, driver: str, *, beside_sound: bool) -> None:
        self._place = make_workplace(writes_files=driver not in MEMORY_DRIVERS)
        folder = str(self._place.folder)
        how = (BESIDE_SOUND,) if beside_sound else ()
        try:
            self._process = start_worker(
                "voice.speech.worker", driver, folder, *how, stderr=subprocess.DEVNULL
            )
        except OSError:
            self._place.leave()
            raise
        self._requests: queue.SimpleQueue[bytes] = queue.SimpleQueue()
        self._answers: queue.SimpleQueue[_Reply | None] = queue.SimpleQueue()
        # A thread, because not every platform can wait on a pipe with a time limit.
        self._exchanging = threading.Thread(target=self._exchange, daemon=True)
        self._exchanging.start()

    def ask(self, request: dict[str, Any], limit: float) -> _Reply | None:
        """Send one request and wait for its answer.

        `None` if the process dies, is stopped from outside, or sends garbage. Time in which this
        program itself is suspended, alone or with the machine, counts as one check.

        Raises:
            TimeoutError: No answer came within that many seconds.
        """
        self._requests.put(json.dumps(request).encode() + b"\n")
        for _ in range(math.ceil(limit / _LOOK)):
            with contextlib.suppress(queue.Empty):
                return self._answers.get(timeout=_LOOK)
            if self._is_stopped():
                return None
        raise TimeoutError

    def _is_stopped(self) -> bool:
        """True if the process is stopped by a signal, as far as the system can tell."""
        if sys.platform == "win32" or not hasattr(os, "waitid"):
            return False
        with contextlib.suppress(ChildProcessError):  # it has ended
            how = os.WSTOPPED | os.WNOHANG | os.WNOWAIT
            return os.waitid(os.P_PID, self._process.pid, how) is not None
        return False

    def kill(self) -> None:
        """End it at once, from any thread; a caller that waits for an answer gets none."""
        self._process.kill()

    def end(self) -> None:
        """Kill it and remove what it wrote, later if it waits for a disk that does not answer."""
        self.kill()
        self._requests.put(b"")
        self._exchanging.join(_ENDING)

    def _exchange(self) -> None:
        """Send requests and take their answers, until there are none; then clear up behind it."""
        stdin, stdout = self._process.stdin, self._process.stdout
        assert stdin is not None  # noqa: S101 - pipes were asked for
        assert stdout is not None  # noqa: S101
        try:
            for request in iter(self._requests.get, b""):
                answer = None
                with contextlib.suppress(ValueError, LookupError, TypeError, OSError):
                    answer = _exchanged(request, stdin, stdout)
                self._answers.put(answer)  # garbage counts as a lost worker
        finally:
            self._process.wait()
            for pipe in (stdin, stdout):
                with contextlib.suppress(OSError, ValueError):  # unsent bytes to a dead process
                    pipe.close()
            self._place.leave()


def _exchanged(request: bytes, stdin: IO[bytes], stdout: IO[bytes]) -> _Reply | None:
    # A process that died may have said why before it ended.
    with contextlib.suppress(OSError):
        stdin.write(request)
        stdin.flush()
    return _read_answer(stdout)


def _read_answer(stdout: IO[bytes]) -> _Reply | None:
    """Return the next answer, or `None` if the worker ended before it was whole."""
    line = stdout.readline()
    if not line:
        return None
    header = json.loads(line)
    content = stdout.read(header["bytes"])
    return _Reply(header, content) if len(content) == header["bytes"] else None


def _voice(engine: str, record: dict[str, Any]) -> Voice:
    gender = record["gender"].lower()
    return Voice(
        id=f"{engine}/{record['id']}",
        name=record["name"],
        engine=engine,
        languages=tuple(tag.lower().replace("_", "-") for tag in record["languages"] if tag),
        gender=next((known for known in ("female", "male") if known in gender), None),
    )
