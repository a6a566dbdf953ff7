"""Shared parts of all encoders: a file whose errors name it, 16-bit samples, late imports."""

from __future__ import annotations

import importlib
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, BinaryIO

import numpy as np

from voice.errors import ExportError
from voice.installing import how_to_install, how_to_repair
from voice.signals import held

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from numpy.typing import NDArray

    from voice.audio import Samples

_MOVED_AT_ONCE = 1 << 20


class OutputFile:
    """A file being written, in which every error carries the file's name.

    The system leaves the name out when a write fails. The name tells the handler a full disk here
    from other errors. Nothing is buffered: a full disk shows at the write it happens in, and
    closing loses nothing.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file = path.open("wb", buffering=0)

    def write(self, data: bytes | bytearray) -> int:
        """Write all of `data` at the current position, and return its length."""
        rest = memoryview(data)
        with naming(self._path):
            while rest:  # a nearly full disk takes a part first and refuses the next
                rest = rest[self._file.write(rest) :]
        return len(data)

    def seek(self, offset: int, whence: int = 0) -> int:
        """Change the position, and return it in bytes from the start."""
        with naming(self._path):
            return self._file.seek(offset, whence)

    def tell(self) -> int:
        """Return the position in bytes from the start."""
        return self._file.tell()

    def close(self) -> None:
        """Close the file; a second time does nothing."""
        with naming(self._path):
            self._file.close()


@contextmanager
def naming(path: Path) -> Iterator[None]:
    """Add the file's name to any `OSError` without one."""
    try:
        yield
    except OSError as error:
        if error.filename is not None:
            raise
        raise OSError(error.errno, error.strerror, str(path)) from error


def move(file: BinaryIO, start: int, end: int, to: int) -> None:
    """Move bytes towards the end of a file, the last ones first."""
    if to == start:
        return
    for piece in reversed(range(start, end, _MOVED_AT_ONCE)):
        file.seek(piece)
        data = file.read(min(_MOVED_AT_ONCE, end - piece))
        file.seek(piece - start + to)
        file.write(data)


def to_int16(block: Samples) -> NDArray[np.int16]:
    """Round floats to 16-bit samples, for WAV, FLAC and MP3.

    The scale is 32768, because every reader divides by that: a sample read back differs by at
    most half a step. Only +1.0 itself, which -3 dBTP never reaches, becomes 32767.

    Args:
        block: Shape ``(frames,)``, float32 in [-1, 1]; unchanged.

    Returns:
        The same shape, int16.
    """
    steps: Samples = np.rint(block * np.float32(32_768))
    return np.clip(steps, -32_768, 32_767).astype(np.int16)


def load(module: str, wanted: str, extra: str = "") -> Any:
    """Import a library that writes one kind of file.

    Args:
        module: Its name for Python, whose first part is its name for pip.
        wanted: The kind of file, e.g. ``"MP3"``.
        extra: The extra of this package that installs it, if it is optional.

    Raises:
        ExportError: It is missing or does not load here.
    """
    try:
        with held():
            return importlib.import_module(module)
    except (ImportError, OSError) as error:  # OSError: soundfile found no libsndfile
        package = module.partition(".")[0]
        if extra and isinstance(error, ModuleNotFoundError):
            raise ExportError(
                f"{wanted} files need another package. {how_to_install(extra)} "
                "Or choose --format mp3, which is there."
            ) from error
        raise ExportError(
            f"{wanted} files cannot be written here, because {package} does not load ({error}). "
            f"{how_to_repair(package)} "
            "Or choose --format wav, which needs nothing."
        ) from error
