"""Part 2: how long the pauses are that were asked for."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path
from statistics import mean

from tests.benchmarks.contestants import BARE, Job, baselines, export_job, script_of
from tests.benchmarks.errors import BenchmarkError
from tests.benchmarks.figures import Table
from tests.benchmarks.hearing import SILENCE_DBFS, Silence, Sound, decode, silences, spoken_frames
from tests.benchmarks.measuring import run
from tests.benchmarks.reference import Reference, reference
from tests.benchmarks.showing import ShownCue, shown_cues
from tests.benchmarks.workshop import Workshop


def pause_table(workshop: Workshop) -> Table:
    """Pauses heard between the lines, minus the pauses asked for."""
    wanted = reference()
    asked = tuple(line.pause for line in wanted.lines[:-1])
    rows = [
        _heard_row(entrant.name, decode(_made(entrant.job())), wanted)
        for entrant in baselines(workshop, wanted)
    ]
    script, home = script_of(workshop, wanted), workshop.new_folder("home")
    mp3 = decode(_made(export_job(workshop, script, home, BARE)))
    wav = decode(_made(export_job(workshop, script, home, BARE, ending=".wav")))
    cues = tuple(cue for cue in shown_cues(workshop, script, home, *BARE) if cue.kind == "settle")[
        :-1
    ]
    zeros = _checked(silences(wav, exact=True), asked)
    rows += [
        _heard_row("ground, MP3", mp3, wanted),
        _heard_row("ground, WAV", wav, wanted),
        _row("ground, WAV: zeros", _errors(zeros, asked, wav.sample_rate), wav.sample_rate),
        _row("ground, show --json: cues", _cue_errors(cues, asked), wav.sample_rate, goal="0"),
        _row(
            "ground, WAV: zeros missing inside cues",
            _missing(cues, zeros),
            wav.sample_rate,
            goal="0",
        ),
    ]
    return Table(
        f"2  Pauses: the {len(asked)} between {len(wanted.lines)} lines, heard minus asked",
        (
            "Least, mean, most; one export each, decoded by ffmpeg; frames at the file's own rate.",
            f"A pause is whatever stays below {SILENCE_DBFS:.0f} dBFS, for all alike; the words a",
            "minute are those of the rest. Ours without bed and bells. For the row of zeros only",
            "zeros are silence: a line's fades begin and end in one, so some frames come on top.",
        ),
        ("", "error ms", "error frames", "words/min", "goal"),
        tuple(rows),
    )


def _made(job: Job) -> Path:
    run(job.command, job.environment, job.folder)
    return job.output


def _heard_row(name: str, sound: Sound, wanted: Reference) -> tuple[str, ...]:
    asked = [line.pause for line in wanted.lines[:-1]]
    found = _checked(silences(sound), asked)
    frames = spoken_frames(sound) - sum(gap.frames for gap in found)
    words_per_minute = 60 * wanted.words * sound.sample_rate / frames
    errors = _errors(found, asked, sound.sample_rate)
    return _row(name, errors, sound.sample_rate, f"{words_per_minute:.0f}")


def _checked(found: Sequence[Silence], asked: Sequence[Fraction]) -> Sequence[Silence]:
    if len(found) != len(asked):
        raise BenchmarkError(
            f"An export holds {len(found)} pauses where {len(asked)} were asked for."
        )
    return found


def _errors(found: Sequence[Silence], asked: Sequence[Fraction], rate: int) -> list[float]:
    """Frames heard minus frames asked for."""
    pairs = zip(found, asked, strict=True)
    return [float(silence.frames - seconds * rate) for silence, seconds in pairs]


def _cue_errors(cues: Sequence[ShownCue], asked: Sequence[Fraction]) -> list[float]:
    pairs = zip(cues, asked, strict=True)
    return [float(cue.frames - seconds * cue.sample_rate) for cue, seconds in pairs]


def _missing(cues: Sequence[ShownCue], zeros: Sequence[Silence]) -> list[float]:
    """Frames of each pause, as the program shows it, in which something sounds."""
    return [
        float(max(0, zero.start - cue.start) + max(0, cue.start + cue.frames - zero.end))
        for cue, zero in zip(cues, zeros, strict=True)
    ]


def _row(
    name: str, errors: Sequence[float], rate: int, words_per_minute: str = "", goal: str = ""
) -> tuple[str, ...]:
    figures = (min(errors), mean(errors), max(errors))
    milliseconds = "  ".join(f"{1000 * frames / rate:+.2f}" for frames in figures)
    frames = "  ".join(f"{frames:+.1f}" for frames in figures)
    return (name, milliseconds, frames, words_per_minute, goal)
