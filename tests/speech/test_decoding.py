"""Sound files as engines write them, whole and broken."""

from __future__ import annotations

import io
import wave

import numpy as np
import pytest
import soundfile
from hypothesis import given
from hypothesis import strategies as st

from voice.errors import SpeechError
from voice.speech.decoding import decode

RATE = 22_050
SECOND = (0.5 * np.sin(np.arange(RATE) / 10)).astype(np.float32)


def plain_wav(frames: int = RATE) -> bytes:
    content = io.BytesIO()
    with wave.open(content, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(np.rint(SECOND[:frames] * 32768).astype("<i2").tobytes())
    return content.getvalue()


def written(samples: np.ndarray[tuple[int, ...], np.dtype[np.float32]], *kind: str) -> bytes:
    content = io.BytesIO()
    soundfile.write(content, samples, RATE, format=kind[0], subtype=kind[1])
    return content.getvalue()


@pytest.mark.parametrize("channels", [1, 2])
@pytest.mark.parametrize(
    "kind",
    [("WAV", "PCM_16"), ("WAV", "PCM_24"), ("WAV", "FLOAT"), ("WAV", "PCM_U8"), ("AIFF", "PCM_16")],
    ids="-".join,
)
def test_every_kind_is_the_same_sound(kind: tuple[str, str], channels: int) -> None:
    audio = decode(written(np.repeat(SECOND[:, np.newaxis], channels, axis=1), *kind))
    assert audio.sample_rate == RATE
    assert audio.samples.dtype == np.float32
    assert not audio.samples.flags.writeable
    tolerance = 1 / 64 if kind[1] == "PCM_U8" else 1 / 30_000
    np.testing.assert_allclose(audio.samples, SECOND, atol=tolerance)


def test_two_channels_become_their_mean() -> None:
    both = np.stack([SECOND, -SECOND], axis=1)
    assert np.abs(decode(written(both, "WAV", "FLOAT")).samples).max() < 1e-6


def test_what_is_no_sample_is_mended() -> None:
    wild = np.array([0.1, np.nan, np.inf, -np.inf, 3.0, -0.2], np.float32)
    audio = decode(written(wild, "WAV", "FLOAT"))
    np.testing.assert_allclose(audio.samples, [0.1, 0, 1, -1, 1, -0.2], atol=1e-6)


@pytest.mark.parametrize("content", [b"", b"RIFF", b"Hello, I am no sound.", plain_wav(0)])
def test_what_is_no_sound_is_a_sentence(content: bytes) -> None:
    with pytest.raises(SpeechError, match=r"^The voice wrote .*\.$"):
        decode(content)


@given(length=st.integers(0, len(plain_wav())))
def test_a_file_that_ends_early_is_a_part_or_an_error(length: int) -> None:
    try:
        audio = decode(plain_wav()[:length])
    except SpeechError:
        assert length < 48
    else:
        assert length > 44
        np.testing.assert_allclose(audio.samples, SECOND[: len(audio.samples)], atol=1e-4)


def test_a_chunk_that_lies_about_its_length_is_an_error() -> None:
    content = bytearray(plain_wav())
    content[16] = 0x9D  # a format chunk far longer than the file goes on to be
    content[4:8] = (80).to_bytes(4, "little")
    with pytest.raises(SpeechError):
        decode(bytes(content[:88]))


def test_a_file_that_promises_days_is_refused() -> None:
    file = io.BytesIO()
    soundfile.write(file, SECOND, 24_000, format="FLAC")
    content = bytearray(file.getvalue())
    content[21] |= 0x0F  # the number of frames, 36 bits wide, in FLAC's first block
    content[22:26] = b"\xff\xff\xff\xff"
    with pytest.raises(SpeechError):
        decode(bytes(content))


def test_a_small_file_with_hours_of_silence_is_refused() -> None:
    file = io.BytesIO()
    soundfile.write(file, np.zeros(601 * 8_000, np.int16), 8_000, format="FLAC")
    with pytest.raises(SpeechError, match="too long"):
        decode(file.getvalue())


@pytest.mark.parametrize("rate", [0, 1, 2**31 - 1])
@pytest.mark.parametrize("kind", ["PCM_16", "FLOAT"])
def test_a_rate_that_no_voice_has_is_refused(rate: int, kind: str) -> None:
    file = io.BytesIO()
    soundfile.write(file, SECOND, 24_000, format="WAV", subtype=kind)
    content = bytearray(file.getvalue())
    content[24:28] = rate.to_bytes(4, "little")
    with pytest.raises(SpeechError):
        decode(bytes(content))
