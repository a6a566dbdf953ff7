"""Small sound files, as the program's own writers and libsndfile write them."""

from __future__ import annotations

import io
import tempfile
from contextlib import closing
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import soundfile

from voice.album.marker import Mark, digest_of
from voice.album.record import write_marked
from voice.audio import Samples
from voice.export.captions import CaptionFormat
from voice.export.contents import Chapter, Tags
from voice.export.encoder import open_encoder
from voice.export.formats import Format
from voice.frames import SAMPLE_RATE, Frames

CAPTIONS = b"lrc"
"""What stood beside the exported file."""

MARK = Mark(
    digest_of(b"how"),
    digest_of(b"ice-cube"),
    ((CaptionFormat.LRC, digest_of(CAPTIONS)),),
    Frames(600),
)


def tone(frames: int, rate: int = SAMPLE_RATE) -> Samples:
    """A soft tone of 220 Hz."""
    time = np.arange(frames) / rate
    return (0.2 * np.sin(2 * np.pi * 220 * time)).astype(np.float32)


def stored(samples: Samples, rate: int = SAMPLE_RATE, kind: str = "WAV", **more: Any) -> bytes:
    """Return a file of a kind that libsndfile knows."""
    content = io.BytesIO()
    soundfile.write(content, samples, rate, format=kind, **more)
    return content.getvalue()


@cache
def exported(kind: Format) -> bytes:
    """Return a file as an export writes it, with its mark."""
    samples = tone(int(MARK.frames or 0))
    tags = Tags(title="Ice cube", chapters=(Chapter("All", Frames(0), Frames(len(samples))),))
    with tempfile.TemporaryDirectory(prefix="ground-fuzz-") as folder:
        path = Path(folder) / f"a{kind.ending}"
        with closing(open_encoder(kind, path, lambda: tags)) as encoder:
            encoder.write(samples)
            encoder.finish()
        write_marked(path, kind, tags, MARK)
        return path.read_bytes()
