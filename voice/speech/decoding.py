"""Decodes the sound files that engines write."""

from __future__ import annotations

import io
import wave

import numpy as np

from voice.audio import Audio
from voice.errors import SpeechError

_SAMPLE_BYTES = 2


def decode(content: bytes) -> Audio:
    """Decode a WAV or AIFF file's bytes to mono audio at its own sample rate.

    Raises:
        SpeechError: The bytes are not a sound file, or hold no sound.
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
            frames = np.frombuffer(file.readframes(file.getnframes()), dtype="<i2")
            return Audio(frames.astype(np.float32) / np.float32(32768), file.getframerate())
    except (wave.Error, EOFError, ValueError, RuntimeError):  # raised for damaged files
        return None


def _any_file(content: bytes) -> Audio:
    import soundfile

    try:
        samples, sample_rate = soundfile.read(io.BytesIO(content), dtype="float32", always_2d=True)
    except soundfile.SoundFileError as error:
        raise SpeechError("The voice wrote a file that is not audio.") from error
    mono = np.nan_to_num(samples).mean(axis=1, dtype=np.float32)
    return Audio(np.clip(mono, -1, 1), sample_rate)
