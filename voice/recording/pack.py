"""The layout of a pack: a recording in one zip file, which can be sent to somebody.

::

    Mira.ground-voice.zip
        Mira/voice.toml
        Mira/6f9b1c2d3e4a5b60.flac

Whoever unpacks it by hand into the voices folder has the recording too.
"""

from __future__ import annotations

import io

import soundfile

from voice.errors import RecordingError

ENDING = ".ground-voice.zip"
"""The ending of a pack's name."""

MOST_CLIPS = 5_000
"""Most lines of a pack; all exercises together have about a thousand."""

LARGEST_PACK = 1_000_000_000
"""Most bytes of a pack, packed and unpacked: a thousand lines take about 100 MB."""

LONGEST_CLIP = 60.0
"""Most seconds of a clip."""

_RATES = range(8_000, 96_001)
_MOST_CHANNELS = 2
_AT_ONCE = 1 << 16


def refuse_unusable(content: bytes, name: str) -> None:
    """Refuse a clip that cannot be played as a line.

    Args:
        content: The content of the file.
        name: Its name, for the error.

    Raises:
        RecordingError: It is not FLAC, damaged, silent, or too long.
    """
    try:
        with soundfile.SoundFile(io.BytesIO(content)) as sound:
            usual = sound.samplerate in _RATES and 1 <= sound.channels <= _MOST_CHANNELS
            if sound.format != "FLAC" or not usual:
                raise _unusable(name)
            frames, loud = 0, False
            while len(block := sound.read(_AT_ONCE, dtype="float32", always_2d=True)):
                frames += len(block)
                loud = loud or bool(block.any())
                if frames > LONGEST_CLIP * sound.samplerate:
                    raise _unusable(name)
            if not loud or frames != sound.frames:
                raise _unusable(name)
    except soundfile.SoundFileError as error:
        raise _unusable(name) from error


def _unusable(name: str) -> RecordingError:
    return RecordingError(
        f"{name} is no line that can be played: it is damaged, silent, or longer than "
        f"{LONGEST_CLIP:.0f} seconds. Record that line again."
    )
