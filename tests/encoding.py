"""A short sound, and the readers that judge what was written: ffmpeg, and a library."""

from __future__ import annotations

import subprocess
from contextlib import closing
from typing import TYPE_CHECKING, Protocol

import av
import numpy as np
import pytest
import soundfile

from voice.export.contents import Chapter, Tags
from voice.export.encoder import open_encoder
from voice.export.formats import Format, format_of
from voice.frames import SAMPLE_RATE, Frames

if TYPE_CHECKING:
    from pathlib import Path

    from voice.audio import Samples


class Encode(Protocol):
    def __call__(
        self, path: Path, *blocks: Samples, kind: Format | None = None, tags: Tags | None = None
    ) -> Path: ...


class Decode(Protocol):
    def __call__(self, path: Path) -> Samples: ...


@pytest.fixture(scope="session")
def sound() -> Samples:
    """Some 2.3 s, no whole number of packets, loud from the first frame to the last."""
    random = np.random.default_rng(1)
    time = np.arange(55_337) / SAMPLE_RATE
    sweep = 0.3 * np.sin(2 * np.pi * (200 + 400 * time) * time)
    bursts = 0.1 * random.standard_normal(len(time)) * (np.sin(2 * np.pi * 3 * time) > 0)
    return (sweep + bursts).astype(np.float32)


def untitled(frames: int) -> Tags:
    """The least that an encoder must know."""
    return Tags(title="", chapters=(Chapter("All", Frames(0), Frames(frames)),))


@pytest.fixture(scope="session")
def encode() -> Encode:
    def write(
        path: Path, *blocks: Samples, kind: Format | None = None, tags: Tags | None = None
    ) -> Path:
        known = tags or untitled(sum(map(len, blocks)))
        with closing(open_encoder(kind or format_of(path), path, lambda: known)) as encoder:
            for block in blocks:
                encoder.write(block)
            encoder.finish()
        return path

    return write


def _ffmpeg(path: Path) -> Samples:
    command = ["ffmpeg", "-v", "error", "-i", str(path), "-map", "0:a", "-f", "f32le", "-"]
    done = subprocess.run(command, capture_output=True, check=True)
    assert done.stderr == b""
    return np.frombuffer(done.stdout, np.float32)


def _library(path: Path) -> Samples:
    """libsndfile, or PyAV for the MP4 that it does not read."""
    if format_of(path) in {Format.M4B, Format.M4A}:
        with av.open(path) as container:
            frames = [frame.to_ndarray()[0] for frame in container.decode(audio=0)]
        return np.concatenate(frames)
    samples: Samples = soundfile.read(path, dtype="float32")[0]
    return samples


@pytest.fixture(
    params=[
        pytest.param(_ffmpeg, marks=pytest.mark.e2e, id="ffmpeg"),
        pytest.param(_library, id="library"),
    ],
)
def decode(request: pytest.FixtureRequest) -> Decode:
    reader: Decode = request.param
    return reader
