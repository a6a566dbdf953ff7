"""The process in which pyttsx3 speaks, one line at a time.

Run as ``python -m voice.speech.worker DRIVER FOLDER [beside-sound]``. Requests come as JSON lines
on standard input; each answer on standard output is a JSON line, followed by as many bytes as it
says. The process ends when its input does, even while a driver hangs, and removes the folder.

The faults it guards against were measured with pyttsx3 2.99 and eSpeak NG 1.52: the first run is
lost unless an empty one goes before; every run begins with a stop, which loses what was set before
it (22-63 % of rates) and a later line (1 in 70 with four workers) unless eSpeak is idle by then;
only the last of several queued files is written; failures are events, not exceptions; drivers
print on standard output.
"""

from __future__ import annotations

import io
import json
import os
import queue
import shutil
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, BinaryIO, NoReturn

from voice.pipes import private_input
from voice.speech.drivers import NoSoundError, register
from voice.speech.installed import MEMORY_DRIVERS

_LOADING = 60.0
"""Seconds after which a driver that still loads is given up; its parent waits for 20."""

_GRACE = 2.0
"""Seconds to finish a line after the input has ended; then even a hung driver is ended."""

BESIDE_SOUND = "beside-sound"
"""Argument that says that somebody is listening meanwhile."""

NICE = 10
"""Steps by which this process lowers its priority below the player's, from its second line on: 12
gaps in 20 s of sound became one with both cores busy (measured). Not before: a neural voice would
load for up to 20 s beside busy processes, and be given up (seen)."""


def main() -> None:
    """Serve requests until the input ends."""
    driver, folder = sys.argv[1], Path(sys.argv[2])
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to handle
    requests, answers = private_input(), _private_output()
    try:
        _serve(driver, folder, requests, answers, beside_sound=BESIDE_SOUND in sys.argv[3:])
    except BrokenPipeError:
        pass  # the parent is gone
    finally:
        _end(folder)


def _read_beside(requests: BinaryIO, folder: Path) -> Iterator[bytes]:
    """Yield the requests, which a thread reads while a driver works."""
    lines: queue.SimpleQueue[bytes] = queue.SimpleQueue()

    def read() -> None:
        for line in requests:
            lines.put(line)
        lines.put(b"")
        time.sleep(_GRACE)
        _end(folder)

    threading.Thread(target=read, daemon=True).start()
    return iter(lines.get, b"")


def _end(folder: Path) -> NoReturn:
    """Exit without the interpreter's teardown, in which engines have crashed."""
    shutil.rmtree(folder, ignore_errors=True)
    os._exit(0)


def _private_output() -> BinaryIO:
    """Keep standard output for answers; discard what a driver or C library prints."""
    answers = os.fdopen(os.dup(1), "wb")
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)
    return answers


def _serve(
    driver: str, folder: Path, requests: BinaryIO, answers: BinaryIO, *, beside_sound: bool
) -> None:
    loading = threading.Timer(_LOADING, _end, [folder])
    loading.daemon = True
    loading.start()
    try:
        speaker = _Engine(driver, folder)
    except Exception as error:  # noqa: BLE001 - drivers raise anything; all of it is reported
        _answer(answers, {"error": _described(error), "fatal": True})
        return
    finally:
        loading.cancel()
    for line in _read_beside(requests, folder):
        request = json.loads(line)
        try:
            if request["do"] == "voices":
                _answer(answers, {"voices": speaker.voices()})
            else:
                content = speaker.say(request["text"], request["voice"], request["rate"])
                _answer(answers, {}, content)
                if beside_sound and hasattr(os, "nice") and os.nice(0) < NICE:
                    os.nice(NICE)
        except NoSoundError as error:
            _answer(answers, {"error": _described(error), "silent": True})
        except Exception as error:  # noqa: BLE001 - as above
            _answer(answers, {"error": _described(error)})


def _answer(answers: BinaryIO, header: dict[str, Any], content: bytes = b"") -> None:
    answers.write(json.dumps({**header, "bytes": len(content)}).encode() + b"\n" + content)
    answers.flush()


def _described(error: BaseException) -> str:
    return " ".join(str(error).split()) or type(error).__name__


class _Engine:
    """A pyttsx3 engine and the properties it was last given."""

    def __init__(self, driver: str, folder: Path) -> None:
        self._settle: Callable[[], object] = _nothing
        if driver == "espeak" and sys.platform == "linux":
            from voice.speech.embedded_espeak import embed

            embed(folder)
        if driver == "sapi5":
            from voice.speech import windows_voices

            windows_voices.install()
        if driver == "nsss":
            from voice.speech import mac_voices

            mac_voices.install()
        import pyttsx3

        register()
        self._engine = pyttsx3.init(driver)
        self._errors: list[BaseException] = []
        self._engine.connect("error", self._on_error)
        if driver == "espeak":
            from pyttsx3.drivers import _espeak

            self._settle = _espeak.dll.espeak_Synchronize
            self._settle()
            self._engine.runAndWait()
        self._file = None if driver in MEMORY_DRIVERS else folder / "line.wav"
        self._told: dict[str, str | int] = {}

    def voices(self) -> list[dict[str, Any]]:
        return [
            {
                "id": str(voice.id),
                "name": str(voice.name or voice.id),
                "languages": [_text(tag) for tag in voice.languages or []],
                "gender": _text(voice.gender),
            }
            for voice in self._engine.getProperty("voices")
        ]

    def say(self, text: str, voice: str, rate: int) -> bytes:
        """Return a line as the bytes of a sound file."""
        self._errors.clear()
        self._tell("voice", voice)
        self._tell("rate", rate)
        self._settle()
        return self._in_file(text, self._file) if self._file else self._in_memory(text)

    def _in_memory(self, text: str) -> bytes:
        sheet = io.BytesIO()  # these drivers write with wave.open, which accepts an open file
        self._save(text, sheet)
        if not sheet.getbuffer():
            raise RuntimeError("the engine wrote no sound")
        return sheet.getvalue()

    def _in_file(self, text: str, file: Path) -> bytes:
        file.unlink(missing_ok=True)
        self._save(text, str(file))
        try:
            content = file.read_bytes()
            file.unlink()
        except FileNotFoundError:
            raise RuntimeError("the engine wrote no sound") from None
        return content

    def _save(self, text: str, target: str | io.BytesIO) -> None:
        self._engine.save_to_file(text, target)
        self._engine.runAndWait()
        self._raise_errors()

    def _tell(self, name: str, value: str | int) -> None:
        if self._told.get(name) == value:
            return
        self._told.pop(name, None)
        self._engine.setProperty(name, value)
        self._raise_errors()
        self._told[name] = value

    def _raise_errors(self) -> None:
        if self._errors:
            raise self._errors[0]

    def _on_error(self, exception: BaseException, **_: object) -> None:
        self._errors.append(exception)


def _nothing() -> None:
    """Do nothing: most drivers set properties at once."""


def _text(value: object) -> str:
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value or "")


if __name__ == "__main__":
    main()
