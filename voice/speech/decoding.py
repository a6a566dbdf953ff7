"""Decodes the sound files that engines write."""

from __future__ import annotations

import io
import wave
from collections.abc import Iterator
from typing import Any

import numpy as np

from voice.audio import MOST_CHANNELS, RATES, Audio, Samples
from voice.errors import SpeechError

_SAMPLE_BYTES = 2

_LONGEST = 600
"""Most seconds of a file: a line takes one minute at most, and a damaged or packed file may hold
days."""

_AT_ONCE = 1 << 16
"""Frames decoded together: 8 MB with the most channels."""


def decode(content: bytes) -> Audio:
    """Decode a WAV or AIFF file's bytes to mono audio at its own sample rate.

    Raises:
        SpeechError: The bytes are not a sound file, hold no sound, or more than ten minutes.
    """
    if not content:
        raise SpeechError("The voice wrote an empty file.")
    audio = _plain_wav(content) or _any_file(content)
    if len(audio.samples) == 0:
        raise SpeechError("The voice wrote a file without sound.")
    return audio


def _plain_wav(content: bytes) -> Audio | None:
    """Decode 16-bit mono WAV, which most drivers write, without loading a library."""
    if content[:4] != b"RIFF":
        return None
    try:
        with wave.open(io.BytesIO(content)) as file:
            if file.getnchannels() != 1 or file.getsampwidth() != _SAMPLE_BYTES:
                return None
            if file.getframerate() not in RATES:
                return None
            frames = np.frombuffer(file.readframes(file.getnframes()), dtype="<i2")
            return Audio(frames.astype(np.float32) / np.float32(32768), file.getframerate())
    except (wave.Error, EOFError, ValueError, RuntimeError):  # raised for damaged files
        return None


def _any_file(content: bytes) -> Audio:
    import soundfile

    try:
        with soundfile.SoundFile(io.BytesIO(content)) as file:
            if file.samplerate not in RATES or not 0 < file.channels <= MOST_CHANNELS:
                raise SpeechError("The voice wrote a file of an unknown kind.")
            mono = np.concatenate([np.empty(0, np.float32), *_blocks(file)])
            return Audio(np.clip(mono, -1, 1), file.samplerate)
    except soundfile.SoundFileError as error:
        raise SpeechError("The voice wrote a file that is not audio.") from error


def _blocks(file: Any) -> Iterator[Samples]:
    """Yield the sound mixed to one channel; it is not all read at once, as headers lie."""
    frames = 0
    while len(block := file.read(_AT_ONCE, dtype="float32", always_2d=True)):
        frames += len(block)
        if frames > _LONGEST * file.samplerate:
            raise SpeechError("The voice wrote a file that is too long for a line.")
        yield np.nan_to_num(block).mean(axis=1, dtype=np.float32)
