"""Reads and writes the clips of a recording: one spoken line each, as FLAC."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import soundfile

from voice.audio import Audio, Samples
from voice.errors import SpeechError
from voice.files import read_file, write
from voice.frames import SAMPLE_RATE
from voice.speech.decoding import decode
from voice.speech.recordings import Recording

LARGEST_CLIP = 40_000_000
"""Bytes of one clip: a minute of FLAC at the highest usual rate is below."""

_MOST_ASKED = 200
"""Clips from which a pace is taken: their names are digests, so the first are a fair sample."""

_SAMPLE_WORDS = 8
"""Words of the line by which a voice is judged: about three seconds."""

_FEWEST_WORDS = 3
"""Words of a line from which its pace counts: one word alone is spoken slower."""


def read_clip(path: Path) -> Audio:
    """Read a clip at its own rate, its channels mixed to one.

    Raises:
        SpeechError: It is missing, damaged, or holds no sound.
    """
    try:
        return decode(read_file(path, LARGEST_CLIP))
    except (OSError, SpeechError) as error:
        raise SpeechError(f"The recorded line in {path} cannot be read.") from error


def write_clip(path: Path, samples: Samples, text: str) -> None:
    """Write a clip, whole or not at all, with its text inside.

    Args:
        path: Its place.
        samples: Shape ``(frames,)`` at `SAMPLE_RATE`.
        text: The words that are spoken.

    Raises:
        OSError: It cannot be written; an older clip there is unchanged.
    """
    write(path, encoded_clip(samples, text))


def encoded_clip(samples: Samples, text: str) -> bytes:
    """Return the content of a clip: the same bytes for the same samples and text.

    Args:
        samples: Shape ``(frames,)`` at `SAMPLE_RATE`.
        text: The words that are spoken.
    """
    sheet = io.BytesIO()
    with soundfile.SoundFile(sheet, "w", SAMPLE_RATE, 1, "PCM_16", format="FLAC") as file:
        file.title = text
        file.write(samples)
    return sheet.getvalue()


def pace_of(recording: Recording) -> float | None:
    """Return the words a minute of a recording; `None` if no clip tells its text."""
    words, seconds = 0, 0.0
    for text, length in _told(recording):
        spoken = len(text.split())
        if spoken >= _FEWEST_WORDS:
            words += spoken
            seconds += length
    return 60 * words / seconds if seconds else None


def sample_of(recording: Recording) -> str | None:
    """Return a recorded text by which a voice can be judged, if its clips tell their texts."""
    texts = [text for text, _ in _told(recording)]
    return min(texts, key=lambda text: abs(len(text.split()) - _SAMPLE_WORDS), default=None)


def _told(recording: Recording) -> Iterator[tuple[str, float]]:
    """Yield the texts of clips that hold them, and their seconds."""
    for path in recording.clips()[:_MOST_ASKED]:
        try:
            with soundfile.SoundFile(path) as file:
                text, seconds = file.title, file.frames / file.samplerate
        except (OSError, soundfile.SoundFileError):
            continue  # it is reported when it is to be heard
        if text.strip():
            yield text, seconds
