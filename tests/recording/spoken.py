"""Lines, and clips and files that hold them, as eSpeak speaks and ffmpeg stores them."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from contextlib import closing
from functools import cache
from pathlib import Path

import numpy as np
import soundfile
import soxr

from voice.audio import Audio, Samples
from voice.frames import SAMPLE_RATE
from voice.recording.lines import Line
from voice.speech.clips import write_clip
from voice.speech.engine import Utterance
from voice.speech.recordings import Recording, line_id, write_about
from voice.speech.worker_engine import PyttsxEngine

TEXTS = (
    "Some days nothing gets through, and cold sometimes does.",
    "Open eyes are fine.",
    "A spoon works for every part, instead of ice.",
    "Lay the cloth over one palm.",
    "If it stings, burns, aches or goes numb, put it in the bowl.",
    "Find an edge, or the place where it drips.",
    "Look at the farthest wall.",
    "It is about a minute long.",
)


def line(text: str, language: str = "en") -> Line:
    return Line(line_id(language, text), text, text, language, ("ice-cube",))


LINES = tuple(map(line, TEXTS))


@cache
def said() -> tuple[Samples, ...]:
    """The texts as eSpeak says them, without silence around them."""
    with closing(PyttsxEngine("espeak", 20, 20)) as engine:
        voice = next(each for each in engine.voices() if each.speaks("en"))
        return tuple(_trimmed(engine.synthesize(Utterance(text, voice.id, 140))) for text in TEXTS)


def _trimmed(audio: Audio) -> Samples:

    whole = soxr.resample(audio.samples, audio.sample_rate, SAMPLE_RATE)
    (loud,) = np.nonzero(np.abs(whole) > 0.01)
    trimmed: Samples = whole[loud[0] : loud[-1] + 1]
    return trimmed


def quiet(seconds: float) -> Samples:
    """A quiet room."""
    hiss = np.random.default_rng(round(seconds * 1000)).standard_normal(
        round(seconds * SAMPLE_RATE)
    )
    return (0.0008 * hiss).astype(np.float32)


def between(seconds: float, *parts: Samples) -> Samples:
    """Sounds with silence before, between and after them."""
    spaced = [piece for part in parts for piece in (quiet(seconds), part)]
    return np.concatenate([*spaced, quiet(seconds)])


def write_file(path: Path, samples: Samples, *options: str) -> None:
    """Store a sound as ffmpeg does, in the kind that the path's ending names."""
    command = ["ffmpeg", "-v", "error", "-nostdin", "-y", "-f", "f32le", "-ar", str(SAMPLE_RATE)]
    command += ["-ac", "1", "-i", "-", *options, str(path)]
    subprocess.run(command, input=samples.astype("<f4").tobytes(), check=True)


def made(folder: Path, name: str = "Mira", count: int = 3, **about: object) -> Recording:
    """A recording with some lines, in a folder of voices."""
    told = {"may_be_passed_on": True, **about}
    recording = Recording(folder / name, name, **told)  # type: ignore[arg-type]
    write_about(recording)
    for each, samples in zip(LINES[:count], said(), strict=False):
        write_clip(recording.place(each.id), samples, each.spoken)
    return recording


def contents(folder: Path) -> dict[str, bytes]:
    """All files below a folder, by their paths in it."""
    return dict(_files(folder))


def _files(folder: Path) -> Iterator[tuple[str, bytes]]:
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            yield str(path.relative_to(folder)), path.read_bytes()


def length(path: Path) -> float:
    """Seconds of a clip."""
    return float(soundfile.info(path).duration)
