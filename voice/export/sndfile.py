"""FLAC and Opus, through libsndfile."""

from __future__ import annotations

from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any

import numpy as np

from voice.export.output_file import OutputFile, load, to_int16
from voice.frames import SAMPLE_RATE
from voice.signals import held

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from voice.audio import Samples

_OPUS_RATE = 48_000
"""Opus's native rate, in Hz. At 24 kHz, libsndfile takes three times as long (measured)."""

_OPUS_LEVEL = 0.75
"""libsndfile's level for the bit rate: 6 + (1 - level) * 250 kb/s, so about 69.

At 0.8 (56 kb/s) the codec adds up to 2.4 dB to peaks and breaks the promised -3 dBTP; here it
adds 0.8 dB. From 0.83 on it also takes more than twice as long (measured).
"""


class FlacEncoder:
    """Writes FLAC: 24 kHz, 16-bit, mono; the samples of the WAV in about 60 % of its size."""

    def __init__(self, path: Path) -> None:
        self._sound = _SoundFile(path, "FLAC", SAMPLE_RATE, format="FLAC", subtype="PCM_16")

    def write(self, block: Samples) -> None:
        """Add frames at the end; see `Encoder.write`."""
        self._sound.write(to_int16(block))

    def finish(self) -> None:
        """Write libsndfile's buffered frames, and close."""
        self._sound.finish()

    def close(self) -> None:
        """Close the file."""
        self._sound.close()


class OpusEncoder:
    """Writes Opus: mono, resampled to 48 kHz."""

    def __init__(self, path: Path) -> None:
        soxr = load("soxr", "Opus")
        self._resampler = soxr.ResampleStream(SAMPLE_RATE, _OPUS_RATE, 1, dtype="float32")
        self._sound = _SoundFile(
            path, "Opus", _OPUS_RATE, format="OGG", subtype="OPUS", compression_level=_OPUS_LEVEL
        )

    def write(self, block: Samples) -> None:
        """Add frames at the end; see `Encoder.write`."""
        self._sound.write(self._resampler.resample_chunk(np.clip(block, -1, 1)))

    def finish(self) -> None:
        """Write the buffered frames of the resampler and libsndfile, and close."""
        self._sound.write(self._resampler.resample_chunk(np.zeros(0, np.float32), last=True))
        self._sound.finish()

    def close(self) -> None:
        """Close the file."""
        self._sound.close()


class _SoundFile:
    """Writes a file through libsndfile and raises every error.

    libsndfile alone forgets why a write failed, and hides a failure on closing. So it writes
    through our callbacks, which keep the error.
    """

    def __init__(self, path: Path, wanted: str, rate: int, **options: Any) -> None:
        self._soundfile = load("soundfile", wanted)
        self._file = OutputFile(path)
        self._callbacks = _Callbacks(self._file)
        try:
            with self._callbacks.errors_surface():
                self._sound = self._soundfile.SoundFile(
                    self._callbacks, "w", samplerate=rate, channels=1, **options
                )
        except BaseException:
            self._file.close()
            raise

    def write(self, samples: np.ndarray[Any, Any]) -> None:
        """Add frames, int16 or float32, shape ``(frames,)``."""
        if len(samples):
            with self._callbacks.errors_surface():
                self._sound.write(samples)

    def finish(self) -> None:
        """Complete the file and close it."""
        with self._callbacks.errors_surface():
            self._sound.close()
        self._file.close()

    def close(self) -> None:
        """Close the file, whole or not."""
        # libsndfile may fail to complete a file that is being given up.
        with held(), suppress(self._soundfile.SoundFileError):
            self._sound.close()
        self._file.close()


class _Callbacks:
    """File object for libsndfile.

    An exception cannot cross C: it would be printed and forgotten, Ctrl-C included. So the
    first one is kept, every later call fails, and `errors_surface` raises it in Python.
    """

    def __init__(self, file: OutputFile) -> None:
        self._file = file
        self._error: BaseException | None = None

    def write(self, data: bytes) -> int:
        return self._try(lambda: self._file.write(data))

    def seek(self, offset: int, whence: int) -> int:
        return self._try(lambda: self._file.seek(offset, whence))

    def tell(self) -> int:
        return self._try(self._file.tell)

    def read(self, size: int) -> bytes:
        """Exist only because soundfile requires it; never called."""
        raise NotImplementedError(size)

    def _try(self, step: Callable[[], int]) -> int:
        if self._error is not None:
            return 0
        try:
            return step()
        except BaseException as error:  # noqa: BLE001 (raised again by errors_surface)
            self._error = error
            return 0

    @contextmanager
    def errors_surface(self) -> Iterator[None]:
        """Raise the error of a callback instead of libsndfile's.

        Signals are held meanwhile: one on the first line of a callback would be lost.
        """
        with held():
            try:
                yield
            finally:
                if self._error is not None:
                    raise self._error
