"""M4B and M4A: AAC, 24 kHz, mono, 64 kb/s, through libav; tags by mutagen."""

from __future__ import annotations

from contextlib import suppress
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import numpy as np

from voice.export.captions import lrc_lines
from voice.export.contents import MARK
from voice.export.formats import Format
from voice.export.languages import three_letters
from voice.export.output_file import OutputFile, load
from voice.export.replay_gain import REPLAY_GAIN
from voice.frames import SAMPLE_RATE
from voice.signals import held

if TYPE_CHECKING:
    from pathlib import Path

    from voice.audio import Samples
    from voice.export.contents import Chapter, Tags

_BIT_RATE = 64_000
"""Bits a second: adds at most 0.3 dB to peaks, and keeps up to 12 kHz (measured, 3 voices)."""

_SEARCH = "fast"
"""libavcodec's way to divide the bits. The default ``twoloop`` takes three times as long, is 6 to
9 dB less accurate, and adds up to 0.6 dB to peaks (measured, all for 24 kHz speech)."""

_PACKET_FRAMES = 1024
"""Frames in a packet of AAC-LC (ISO 14496-3)."""

_FRAME = Fraction(1, SAMPLE_RATE)
"""Length of a frame in seconds: the unit of all times."""

_TITLE_BYTES = 127
"""Most bytes of a chapter's title. Nero's list has room for 255, but AntennaPod reads the length as
a signed byte, so a longer title ends its list. libavformat would cut within a letter."""

_MUSIC, _AUDIOBOOK = 1, 2
"""Kinds of media in iTunes's ``stik``; players keep the place in an audiobook."""


class AacEncoder:
    """Writes M4B or M4A, with its language and its chapters, in Nero's and Apple's form.

    The last packet must be filled up with silence. The edit list says where the sound ends, but
    libavformat returns whole packets (measured, 5.1 and 8.0). So the silence goes in front
    instead, where all readers skip it.
    """

    def __init__(self, path: Path, kind: Format, tags: Tags) -> None:
        self._av = load("av", kind.value.upper(), extra="m4b")
        self._file = OutputFile(path)
        self._container = self._av.open(
            self._file,
            "w",
            format="ipod",
            io_open=lambda *_: path.open("rb"),  # to move the sound behind the description
            container_options={
                "brand": f"{kind.value.upper()} ",
                "movflags": "+faststart",  # so that a player can begin before it has the whole file
                "movie_timescale": str(SAMPLE_RATE),
            },
        )
        self._stream = self._container.add_stream(
            "aac", rate=SAMPLE_RATE, layout="mono", options={"aac_coder": _SEARCH}
        )
        self._stream.bit_rate = _BIT_RATE
        self._stream.metadata["language"] = three_letters(tags.language)
        self._container.set_chapters([_entry(chapter) for chapter in tags.chapters])
        self._filling = np.zeros(-tags.chapters[-1].end % _PACKET_FRAMES, np.float32)
        self._at = -len(self._filling)

    def write(self, block: Samples) -> None:
        """Add frames at the end; see `Encoder.write`."""
        if not len(block):
            return
        sound = np.concatenate([self._filling, np.clip(block, -1, 1)])
        self._filling = self._filling[:0]
        frame = self._av.AudioFrame.from_ndarray(sound[np.newaxis], format="fltp", layout="mono")
        frame.sample_rate, frame.time_base, frame.pts = SAMPLE_RATE, _FRAME, self._at
        self._at += len(sound)
        self._container.mux(self._stream.encode(frame))

    def finish(self) -> None:
        """Write the encoder's last packets and the description, and close."""
        self._container.mux(self._stream.encode(None))
        self._container.close()
        self._file.close()

    def close(self) -> None:
        """Close the file."""
        # libavformat may fail to complete a file that is being given up.
        with held(), suppress(OSError, self._av.FFmpegError):
            self._container.close()
        self._file.close()


def _entry(chapter: Chapter) -> dict[str, Any]:
    title = chapter.title.encode()[:_TITLE_BYTES].decode(errors="ignore")
    times = {"start": chapter.start, "end": chapter.end, "time_base": _FRAME}
    return {"id": chapter.start, "metadata": {"title": title}, **times}


def write_mp4_tags(path: Path, kind: Format, tags: Tags) -> None:
    """Write all tags but the language and the chapters, which the encoder wrote."""
    mp4 = load("mutagen.mp4", f"Tagged {kind.value}")
    file = mp4.MP4(path)
    file.tags.clear()
    file["stik"] = [_AUDIOBOOK if kind is Format.M4B else _MUSIC]
    texts = {
        "©nam": tags.title,
        "©ART": tags.artist,
        "aART": tags.album_artist,
        "©alb": tags.album,
        "©gen": tags.genre,
        "©day": tags.date,
        "©cmt": tags.comment,
        "©lyr": tags.lyrics,
    }
    file.update({key: [text] for key, text in texts.items() if text})
    ours = (("SYNCEDLYRICS", lrc_lines(tags.captions)), (MARK, tags.mark))
    for name, text in (*ours, *REPLAY_GAIN):
        if text:
            value = mp4.MP4FreeForm(text.encode(), mp4.AtomDataType.UTF8)
            file[f"----:com.apple.iTunes:{name}"] = [value]
    if tags.track:
        file["trkn"] = [(tags.track.number, tags.track.total)]
    if tags.cover:
        file["covr"] = [mp4.MP4Cover(tags.cover, mp4.MP4Cover.FORMAT_PNG)]
    file.save()
