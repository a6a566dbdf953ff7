"""Caches rendered speech, so that a line is the same samples every time.

eSpeak NG itself varies from run to run; with this, playing and exporting agree. Entries are
named by their content, checked when read, written whole, and bounded in total.
"""

from __future__ import annotations

import hashlib
import os
import struct
from pathlib import Path

import numpy as np

from voice.audio import Audio
from voice.files import read_file, sweep_folder, write_first
from voice.speech.engine import SpeechEngine, Utterance, Voice
from voice.speech.entries import entries_in, entry_path, folders_in

LARGEST_CACHE = 200_000_000
"""Bytes of all entries together: over an hour of speech."""

_MAGIC = b"ground-1"
_HEADER = struct.Struct("<8sI16s")
_STEPS = np.float32(32768)


class CachedEngine:
    """A speech engine that keeps what it renders; itself a `SpeechEngine`.

    Attributes:
        name: The engine's name.
    """

    def __init__(self, engine: SpeechEngine, folder: Path, largest: int = LARGEST_CACHE) -> None:
        self.name = engine.name
        self._engine = engine
        self._folder = folder
        self._largest = largest
        self._used = False
        self._grew = False

    def version(self, voice: str) -> str:
        """See `SpeechEngine.version`."""
        return self._engine.version(voice)

    def voices(self) -> tuple[Voice, ...]:
        """See `SpeechEngine.voices`."""
        return self._engine.voices()

    def synthesize(self, utterance: Utterance) -> Audio:
        """See `SpeechEngine.synthesize`; samples are multiples of 1/32768."""
        self._used = True
        path = self._path(utterance)
        content = _read(path)
        if content is not None:
            return _unpacked(content)
        content = _packed(self._engine.synthesize(utterance))
        self._grew |= write_first(path, content)
        return _unpacked(_read(path) or content)  # another process may have written it first

    def close(self) -> None:
        """Close the engine; remove the leftovers of killed runs and the oldest excess entries.

        One that said nothing leaves that to the others, which share its folder.
        """
        self._engine.close()
        if not self._used:
            return
        self._used = False
        for folder in folders_in(self._folder):
            sweep_folder(folder)
        if self._grew:
            self._grew = False
            _shrink(self._folder, self._largest)

    def _path(self, utterance: Utterance) -> Path:
        version = self.version(utterance.voice)
        parts = (self.name, version, utterance.voice, str(utterance.rate), utterance.text)
        key = "\0".join(parts).encode(errors="surrogatepass")
        digest = hashlib.blake2b(key, digest_size=20).hexdigest()
        return entry_path(self._folder, digest)


def _packed(audio: Audio) -> bytes:
    steps: bytes = np.clip(np.rint(audio.samples * _STEPS), -32768, 32767).astype("<i2").tobytes()
    header: bytes = _HEADER.pack(_MAGIC, audio.sample_rate, _digest(audio.sample_rate, steps))
    return header + steps


def _unpacked(content: bytes) -> Audio:
    _, sample_rate, _ = _HEADER.unpack_from(content)
    steps = np.frombuffer(content, dtype="<i2", offset=_HEADER.size)
    return Audio(steps.astype(np.float32) / _STEPS, sample_rate)


def _read(path: Path) -> bytes | None:
    """Return an entry if it is whole, else `None`; a damaged one is removed and rendered again."""
    try:
        content = read_file(path, LARGEST_CACHE)
    except FileNotFoundError:
        return None
    except OSError:  # a pipe, or not readable
        content = b""
    if _is_whole(content):
        _touch(path)
        return content
    _remove(path)
    return None


def _is_whole(content: bytes) -> bool:
    if len(content) <= _HEADER.size:
        return False
    magic, sample_rate, digest = _HEADER.unpack_from(content)
    return bool(magic == _MAGIC and digest == _digest(sample_rate, content[_HEADER.size :]))


def _digest(sample_rate: int, steps: bytes) -> bytes:
    salt = sample_rate.to_bytes(4, "little")
    return hashlib.blake2b(steps, digest_size=16, salt=salt).digest()


def _shrink(folder: Path, largest: int) -> None:
    entries = []
    for entry in entries_in(folder):  # files a killed process left half-written count too
        try:
            status = entry.stat(follow_symlinks=False)
        except OSError:
            continue  # another process removed it first
        entries.append((status.st_mtime, status.st_size, entry.path))
    total = sum(size for _, size, _ in entries)
    for _, size, path in sorted(entries):
        if total <= largest:
            break
        _remove(Path(path))
        total -= size


def _touch(path: Path) -> None:
    try:
        os.utime(path)
    except OSError:
        return  # a cache that cannot be written can still be read


def _remove(path: Path) -> None:
    try:
        path.unlink(missing_ok=True)
    except OSError:
        return  # as above
