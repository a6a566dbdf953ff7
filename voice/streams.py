"""Standard streams that never interrupt the sound being played or the file being made.

A letter that the terminal or pipe cannot show is replaced. If printing fails, because the reader
is gone or a disk is full, the program continues mutely; a full disk is reported once and sets the
exit code. Standard streams that are closed from the start are replaced by the null device.
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
"""Exit code if output was lost."""

_GONE = {errno.EPIPE, errno.ECONNRESET, errno.EINVAL}
"""Errors of an output that nothing reads; the last is Windows' error for a closed pipe."""

_LETTERS = "ground-letters"
"""Name of the error handler."""


class Stream(io.TextIOBase):
    """A standard stream that accepts every letter, and goes mute if it cannot be written to.

    It has no ``buffer``: Click would write UTF-8 past an encoding that says ASCII.

    Attributes:
        failure: The error that made it mute, or `None`.
    """

    def __init__(self, stream: TextIO) -> None:
        """Take over a stream, which is written to only through this one from now on."""
        self.failure: OSError | None = None
        self._stream = stream

    @property
    def encoding(self) -> str:  # type: ignore[override]  # read-only here
        """Encoding of the stream itself."""
        return self._stream.encoding

    @property
    def errors(self) -> str:  # type: ignore[override]
        """The error handler for letters that cannot be shown."""
        return _LETTERS

    def write(self, text: str) -> int:
        """Write, or do nothing if that fails."""
        try:
            return self._stream.write(text)
        except OSError as error:
            self._go_mute(error)
            return len(text)

    def flush(self) -> None:
        """Flush what was written."""
        try:
            self._stream.flush()
        except OSError as error:
            self._go_mute(error)

    def isatty(self) -> bool:
        """True if somebody may be looking."""
        return self._stream.isatty()

    def fileno(self) -> int:
        """Return the descriptor of the stream itself."""
        return self._stream.fileno()

    def writable(self) -> bool:
        """Return true, even for a mute stream."""
        return True

    def _go_mute(self, error: OSError) -> None:
        if self.failure is None:
            self.failure = error
        with contextlib.suppress(OSError):  # reported already
            nowhere = os.open(os.devnull, os.O_WRONLY)
            os.dup2(nowhere, self._stream.fileno())
            os.close(nowhere)
            self._stream.flush()  # discards what it still held


def prepare() -> None:
    """Make the standard streams safe to use, in whatever state they are."""
    register()
    _fill_closed()
    sys.stdin = sys.stdin or open(os.devnull, encoding="utf-8")  # noqa: PTH123, SIM115
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace" if stream is sys.stdin else _LETTERS)
    sys.stdout = cast(TextIO, Stream(sys.stdout or _nowhere()))
    sys.stderr = cast(TextIO, Stream(sys.stderr or _nowhere()))


def register() -> None:
    """Register the replacement of letters with Python, by its name."""
    codecs.register_error(_LETTERS, _replaced)


def finish(code: int) -> int:
    """Flush the output, and report what could not be printed.

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
    sys.stderr.write(f"The output could not be written: {reason}. Send it somewhere else.\n")
    sys.stderr.flush()
    return code or FAILED


def is_read() -> bool:
    """True if the output still goes somewhere."""
    return not (isinstance(sys.stdout, Stream) and sys.stdout.failure)


def json_text(record: Any) -> str:
    """Return a record as JSON that standard output can show, escaping letters that it lacks."""
    import json  # 3 ms, which would delay first sound

    text = json.dumps(record, indent=1, ensure_ascii=False)
    try:
        text.encode(sys.stdout.encoding or "ascii")
    except (UnicodeEncodeError, AttributeError):  # AttributeError: there is no standard output
        return json.dumps(record, indent=1)
    return text


def _replaced(error: UnicodeError) -> tuple[str | bytes, int]:
    """Write bytes of a file's name unchanged, and any other letter as a question mark."""
    if isinstance(error, UnicodeEncodeError):
        with contextlib.suppress(UnicodeError):
            return codecs.lookup_error("surrogateescape")(error)
        return "?" * (error.end - error.start), error.end
    raise error


def _fill_closed() -> None:
    """Open closed descriptors on the null device, lest output go into the next file opened."""
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
