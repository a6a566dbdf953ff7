"""Standard streams that never break the sound being played or the file being made.

A letter that the terminal or pipe cannot show is replaced. Where nothing can be printed any more,
because whoever read it has gone or a disk is full, the program goes on mutely; a full disk is told
once and costs the exit code. Standard streams that are closed from the start lead nowhere.
"""

from __future__ import annotations

import codecs
import contextlib
import errno
import io
import os
import sys
from typing import Any, TextIO, cast

FAILED = 1
"""Exit code where what should have been printed is lost."""

_GONE = {errno.EPIPE, errno.ECONNRESET, errno.EINVAL}
"""Errors that say that nobody reads any more; the last is what Windows says of a closed pipe."""

_LETTERS = "ground-letters"
"""The error handler's name."""


class Stream(io.TextIOBase):
    """A standard stream that takes every letter, and goes mute where it cannot be written to.

    It has no ``buffer``: Click would write UTF-8 past an encoding that says ASCII.

    Attributes:
        failure: Why it is mute; `None` while it is not.
    """

    def __init__(self, stream: TextIO) -> None:
        """Take over a stream, which is written to through this one alone from now on."""
        self.failure: OSError | None = None
        self._stream = stream

    @property
    def encoding(self) -> str:  # type: ignore[override]  # read-only here
        """The stream's own."""
        return self._stream.encoding

    @property
    def errors(self) -> str:  # type: ignore[override]
        """The error handler for letters that cannot be shown."""
        return _LETTERS

    def write(self, text: str) -> int:
        """Write, or do nothing where that fails."""
        try:
            return self._stream.write(text)
        except OSError as error:
            self._go_mute(error)
            return len(text)

    def flush(self) -> None:
        """Let it be seen."""
        try:
            self._stream.flush()
        except OSError as error:
            self._go_mute(error)

    def isatty(self) -> bool:
        """True if somebody may be looking."""
        return self._stream.isatty()

    def fileno(self) -> int:
        """The stream's own."""
        return self._stream.fileno()

    def writable(self) -> bool:
        """It is, even where nothing comes of it."""
        return True

    def _go_mute(self, error: OSError) -> None:
        if self.failure is None:
            self.failure = error
        with contextlib.suppress(OSError):  # told already
            nowhere = os.open(os.devnull, os.O_WRONLY)
            os.dup2(nowhere, self._stream.fileno())
            os.close(nowhere)
            self._stream.flush()  # what it still held goes there too


def prepare() -> None:
    """Make the standard streams safe to use, whatever they are."""
    register()
    _fill_closed()
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace" if stream is sys.stdin else _LETTERS)
    sys.stdout = cast(TextIO, Stream(sys.stdout or _nowhere()))
    sys.stderr = cast(TextIO, Stream(sys.stderr or _nowhere()))


def register() -> None:
    """Make the replacing of letters known to Python, by its name."""
    codecs.register_error(_LETTERS, _replaced)


def finish(code: int) -> int:
    """Let all that was printed be seen, and say what could not be.

    Args:
        code: The exit code so far.

    Returns:
        The exit code.
    """
    for stream in (sys.stdout, sys.stderr):
        stream.flush()
    failure = sys.stdout.failure if isinstance(sys.stdout, Stream) else None
    if failure is None or failure.errno in _GONE:
        return code
    reason = failure.strerror or "the system does not say why"
    sys.stderr.write(f"What was to be printed is lost: {reason}. Send it somewhere else.\n")
    sys.stderr.flush()
    return code or FAILED


def is_read() -> bool:
    """True if what is printed still goes somewhere."""
    return not (isinstance(sys.stdout, Stream) and sys.stdout.failure)


def json_text(record: Any) -> str:
    """A record as JSON that standard output can show, with escapes where it lacks a letter."""
    import json  # 3 ms, which first sound would wait for

    text = json.dumps(record, indent=1, ensure_ascii=False)
    try:
        text.encode(sys.stdout.encoding or "ascii")
    except (UnicodeEncodeError, AttributeError):  # AttributeError: there is no standard output
        return json.dumps(record, indent=1)
    return text


def _replaced(error: UnicodeError) -> tuple[str | bytes, int]:
    """Write bytes of a file's name as they are, and any other letter as a question mark."""
    if isinstance(error, UnicodeEncodeError):
        with contextlib.suppress(UnicodeError):
            return codecs.lookup_error("surrogateescape")(error)
        return "?" * (error.end - error.start), error.end
    raise error


def _fill_closed() -> None:
    """Have closed descriptors lead nowhere: else the next file opened would be printed into."""
    for descriptor in (0, 1, 2):
        try:
            os.fstat(descriptor)
        except OSError:
            nowhere = os.open(os.devnull, os.O_RDWR)
            if nowhere != descriptor:
                os.dup2(nowhere, descriptor)
                os.close(nowhere)


def _nowhere() -> TextIO:
    return open(os.devnull, "w", encoding="utf-8", errors=_LETTERS)  # noqa: PTH123
