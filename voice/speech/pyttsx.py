"""The one real speech engine: pyttsx3, in a worker process that can be thrown away."""

from __future__ import annotations

import contextlib
import json
import os
import queue
import shutil
import subprocess
import sys
import tempfile
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from voice.errors import EngineUnavailableError, SpeechError
from voice.speech.audio import Audio
from voice.speech.decoding import decode
from voice.speech.engine import Utterance, Voice
from voice.speech.installed import NEURAL_DRIVERS
from voice.speech.versions import voice_version

TIME_LIMIT = 20.0
"""Seconds for one line: the slowest measured, a cold neural voice, takes one."""


class PyttsxEngine:
    """A pyttsx3 driver behind the `SpeechEngine` protocol.

    The worker starts on first need. One that hangs or dies is replaced, and the line it was
    saying is asked for once more. Closing is for good: what is asked after it, and a line being
    said meanwhile, end in a `SpeechError`, so that no worker can outlive its owner.
    """

    def __init__(self, driver: str, time_limit: float = TIME_LIMIT) -> None:
        self.name = driver
        self._time_limit = time_limit
        self._lock = threading.Lock()
        self._worker: _Worker | None = None
        self._closed = False

    def version(self, voice: str) -> str:
        """Versions of pyttsx3, of what the driver speaks with, and of a voice's own file."""
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
        """End the worker at once; a line it is saying is not waited for."""
        self._closed = True
        worker = self._worker
        if worker:
            worker.kill()
        with self._lock:
            self._discard()

    def _ask(self, request: dict[str, Any]) -> _Answer:
        with self._lock:
            answer = self._exchange(request) or self._exchange(request)
            if answer is None:
                raise SpeechError(
                    f"The voice {self.name} stopped twice while it spoke. "
                    "Choose another with --voice, or try again."
                )
            error = answer.header.get("error")
            if error and self.name not in NEURAL_DRIVERS:
                # Whatever failed inside may fail the next line too; ours keep nothing of a line.
                self._discard()
        if error and answer.header.get("fatal"):
            raise _unavailable(self.name, error)
        if error:
            raise SpeechError(
                f"The voice {request.get('voice', self.name)} could not speak: {error}."
            )
        return answer

    def _exchange(self, request: dict[str, Any]) -> _Answer | None:
        """Ask once; a worker that gave no answer is no more."""
        worker = self._running()
        answer = None
        try:
            answer = worker.ask(request, self._time_limit)
        finally:
            if answer is None:  # Ctrl-C too: what was cut short would end up in the next line
                self._discard()
        return answer

    def _running(self) -> _Worker:
        if self._closed:
            raise SpeechError(f"The voice engine {self.name} is closed.")
        if self._worker is None:
            try:
                self._worker = _Worker(self.name)
            except OSError as error:
                raise _unavailable(self.name, str(error)) from error
        return self._worker

    def _discard(self) -> None:
        if self._worker:
            self._worker.end()
            self._worker = None


def _unavailable(engine: str, reason: str) -> EngineUnavailableError:
    return EngineUnavailableError(
        f"The voice engine {engine} cannot start: {reason.rstrip('.!')}. "
        "See what works here with: ground doctor"
    )


@dataclass(frozen=True, slots=True)
class _Answer:
    """What the worker sent back."""

    header: dict[str, Any]
    content: bytes


class _Worker:
    """One life of the worker process."""

    def __init__(self, driver: str) -> None:
        self._folder = Path(tempfile.mkdtemp(prefix="ground-"))
        package_root = str(Path(__file__).parents[2])
        search_path = [package_root, *filter(None, [os.environ.get("PYTHONPATH")])]
        # -P: a file in the current folder must not pass for a module. Its own group: the signals
        # of a terminal end the parent, and only then the worker, which clears its folder away.
        try:
            self._process = subprocess.Popen(
                [sys.executable, "-P", "-m", "voice.speech.worker", driver, str(self._folder)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env={**os.environ, "PYTHONPATH": os.pathsep.join(search_path)},
                process_group=0,
            )
        except OSError:
            self._folder.rmdir()
            raise
        self._answers: queue.SimpleQueue[_Answer | None] = queue.SimpleQueue()
        # A thread, because a pipe cannot be waited on with a time limit on every platform.
        threading.Thread(target=self._read, daemon=True).start()

    def ask(self, request: dict[str, Any], time_limit: float) -> _Answer | None:
        """Send one request and wait for its answer; `None` if it dies, hangs or talks nonsense."""
        stdin = self._process.stdin
        assert stdin is not None  # noqa: S101 - a pipe was asked for
        try:
            stdin.write(json.dumps(request).encode() + b"\n")
            stdin.flush()
        except OSError:
            pass  # it died; what it said last, such as why it cannot start, is still to be read
        try:
            return self._answers.get(timeout=time_limit)
        except queue.Empty:
            return None

    def kill(self) -> None:
        """End it at once, from any thread; whoever waits for an answer gets none."""
        self._process.kill()

    def end(self) -> None:
        """Kill it and clear away what it wrote."""
        self.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe:
                _close_quietly(pipe)
        shutil.rmtree(self._folder, ignore_errors=True)

    def _read(self) -> None:
        stdout = self._process.stdout
        assert stdout is not None  # noqa: S101 - a pipe was asked for
        try:
            while answer := _read_answer(stdout):
                self._answers.put(answer)
        except (ValueError, LookupError, TypeError, OSError):
            pass  # nonsense is a lost worker, which the empty answer below says
        finally:
            self._answers.put(None)


def _read_answer(stdout: IO[bytes]) -> _Answer | None:
    """The next answer, or `None` if the worker ended before it was whole."""
    line = stdout.readline()
    if not line:
        return None
    header = json.loads(line)
    content = stdout.read(header["bytes"])
    return _Answer(header, content) if len(content) == header["bytes"] else None


def _close_quietly(pipe: Any) -> None:
    with contextlib.suppress(OSError, ValueError):  # unsent bytes to a dead process
        pipe.close()


def _voice(engine: str, record: dict[str, Any]) -> Voice:
    gender = record["gender"].lower()
    return Voice(
        id=f"{engine}/{record['id']}",
        name=record["name"],
        engine=engine,
        languages=tuple(tag.lower().replace("_", "-") for tag in record["languages"] if tag),
        gender=next((known for known in ("female", "male") if known in gender), None),
    )
