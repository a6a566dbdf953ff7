"""Part 6: what each voice costs and keeps: seconds, memory, words a minute, level."""

from __future__ import annotations

import time
from contextlib import closing

from tests.benchmarks.figures import Table, spread
from tests.benchmarks.measuring import children_memory
from tests.benchmarks.workshop import Workshop
from voice.audio import Audio
from voice.script.library import entries
from voice.sound.levelling import prepare_line
from voice.sound.loudness import line_loudness
from voice.speech.calibration import TEXT, Calibrator, spoken_seconds
from voice.speech.engine import Utterance, Voice
from voice.speech.worker_engine import PyttsxEngine

VOICES = ("natural/heart", "piper/en_US-joe-medium", "espeak/gmw/en-us")

PACE = 135
"""Words a minute at which speed and level are measured: the usual pace."""

RATES = (110, 120, 135, 150, 160)
"""Words a minute asked for."""

FIRST = "Welcome."

Texts = tuple[str, ...]
"""The lines of an exercise."""


def voice_tables(workshop: Workshop, _runs: int) -> list[Table]:
    """Each voice, from a cold start through all that the exercises say."""
    exercises = [
        tuple(line.text for step in entry.script.steps for line in step.lines if line.text)
        for entry in entries()
    ]
    speed, rates = [], []
    for id_ in VOICES:
        with closing(PyttsxEngine(id_.partition("/")[0])) as engine:
            began = time.perf_counter()
            engine.synthesize(Utterance(FIRST, id_, PACE))
            first = time.perf_counter() - began
            voice = next(voice for voice in engine.voices() if voice.id == id_)
            calibrator = Calibrator(workshop.new_folder("calibration"))
            speed.append(
                (id_, f"{1000 * first:.0f}", *_speed(engine, voice, calibrator, exercises))
            )
            rates.append((id_, *(_errors(engine, voice, calibrator, exercises, r) for r in RATES)))
    return [
        Table(
            "6a  Voices: speed, memory, level",
            (
                f"All that {len(exercises)} exercises say, at {PACE} words a minute, in one worker",
                "process on one core. First line: from no process to its sound. Level: of each",
                "line as it is mixed, least, median, most.",
            ),
            ("", "first line ms", "x real time", "worker MB", "lines LUFS"),
            tuple(speed),
        ),
        Table(
            "6b  Words a minute: how far off, in %",
            (
                "The calibration text, and in brackets the exercises that are furthest off on",
                "either side, each whole.",
            ),
            ("asked for", *map(str, RATES)),
            tuple(rates),
        ),
    ]


def _speed(
    engine: PyttsxEngine, voice: Voice, calibrator: Calibrator, exercises: list[Texts]
) -> tuple[str, str, str]:
    rate = calibrator.rate_for(engine, voice, PACE)
    began = time.perf_counter()
    audios = [_said(engine, voice, text, rate) for texts in exercises for text in texts]
    took = time.perf_counter() - began
    levels = spread(line_loudness(prepare_line(audio)) for audio in audios)
    seconds = sum(audio.duration for audio in audios)
    return f"{seconds / took:.0f}", f"{children_memory() / 1e6:.0f}", levels.shown()


def _errors(
    engine: PyttsxEngine,
    voice: Voice,
    calibrator: Calibrator,
    exercises: list[Texts],
    wanted: int,
) -> str:
    rate = calibrator.rate_for(engine, voice, wanted)

    def error(texts: Texts) -> float:
        spoken = sum(spoken_seconds(_said(engine, voice, text, rate)) for text in texts)
        words = sum(len(text.split()) for text in texts)
        return 100 * (60 * words / spoken / wanted - 1)

    found = [error(texts) for texts in exercises]
    return f"{error((TEXT,)):+.1f} ({min(found):+.1f} {max(found):+.1f})"


def _said(engine: PyttsxEngine, voice: Voice, text: str, rate: int) -> Audio:
    return engine.synthesize(Utterance(text, voice.id, rate))
