"""The ways to make audio of a reference, each as a command to be run."""

from __future__ import annotations

import html
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.benchmarks.hearing import read_wav, spoken_frames
from tests.benchmarks.reference import Reference
from tests.benchmarks.showing import shown_cues, speech_seconds
from tests.benchmarks.workshop import CHECKOUT, CONTENDERS, SAME_VOICE, Workshop, ground

CACHED = "ground, lines cached"
UNCACHED = "ground, nothing cached"
BASH = "bash: espeak-ng, sox, ffmpeg"

BARE = ("--no-bed", "--no-bell")
"""Options that leave only lines and digital silence, as the baselines make them."""

_PROBED_RATES = (90, 140)
"""Where espeak-ng's own unit is compared with real words a minute, either side of ours."""


@dataclass(frozen=True, slots=True)
class Job:
    """One run of a contestant, ready to go.

    Attributes:
        command: What to run.
        environment: What to run it with.
        folder: Where to run it.
        output: The file it makes, in a folder that holds only what belongs to this run.
    """

    command: tuple[str, ...]
    environment: dict[str, str]
    folder: Path
    output: Path


@dataclass(frozen=True, slots=True)
class Contestant:
    """One way to make audio.

    Attributes:
        name: As it stands in the tables.
        job: Prepares a run, in files of its own.
    """

    name: str
    job: Callable[[], Job]


def baselines(workshop: Workshop, wanted: Reference) -> tuple[Contestant, ...]:
    """The three usual ways, at the words a minute that ours speaks."""
    folder = workshop.new_folder("baselines")
    rate = str(_matching_rate(workshop, wanted))
    table = folder / "lines.tsv"
    table.write_text(wanted.table(), encoding="utf-8")
    document = folder / "lines.ssml"
    document.write_text(_ssml(wanted), encoding="utf-8")

    def contestant(name: str, *command: str) -> Contestant:
        def job() -> Job:
            run_folder = workshop.new_folder("baseline")
            output = run_folder / "out.mp3"
            return Job((*command, rate, str(output)), workshop.environment, run_folder, output)

        return Contestant(name, job)

    python = (sys.executable, str(CONTENDERS / "pydub_export.py"))
    return (
        contestant(BASH, "bash", str(CONTENDERS / "bash.sh"), str(table)),
        contestant("Python: pyttsx3, pydub", *python, str(table)),
        contestant(
            "SSML: espeak-ng -m, ffmpeg", "bash", str(CONTENDERS / "ssml.sh"), str(document)
        ),
    )


def uncached(workshop: Workshop, wanted: Reference, *, bare: bool = False) -> Contestant:
    """Ours, as on a machine where it never ran: speech and calibration are made anew."""
    script = script_of(workshop, wanted)
    return _ours(UNCACHED, lambda options: export_job(workshop, script, None, options), bare=bare)


def cached(workshop: Workshop, wanted: Reference, *, bare: bool = False) -> Contestant:
    """Ours, from the second time on; the untimed round before the measured ones is the first."""
    script = script_of(workshop, wanted)
    home = workshop.new_folder("home")
    return _ours(CACHED, lambda options: export_job(workshop, script, home, options), bare=bare)


def _ours(name: str, job: Callable[[Sequence[str]], Job], *, bare: bool) -> Contestant:
    if bare:
        return Contestant(f"{name}, bare", lambda: job(BARE))
    return Contestant(name, lambda: job(()))


def export_job(
    workshop: Workshop,
    script: Path,
    home: Path | None = None,
    options: Sequence[str] = (),
    ending: str = ".mp3",
) -> Job:
    """A run of ``ground export``, with a new home if none is given."""
    run_folder = workshop.new_folder("ours")
    output = run_folder / f"out{ending}"
    command = ground(
        "export", str(script), "-o", str(output), "--pace", "gentle", *SAME_VOICE, *options
    )
    environment = workshop.with_home(home or run_folder / "home")
    return Job(tuple(command), environment, CHECKOUT, output)


def script_of(workshop: Workshop, wanted: Reference) -> Path:
    """The reference as a script file of ours."""
    path = workshop.new_folder("script") / "reference.md"
    path.write_text(wanted.script(), encoding="utf-8")
    return path


def _ssml(wanted: Reference) -> str:
    lines = (
        f'{html.escape(line.text)}<break time="{int(line.pause * 1000)}ms"/>\n'
        for line in wanted.lines
    )
    return f"<speak>\n{''.join(lines)}</speak>\n"


def _matching_rate(workshop: Workshop, wanted: Reference) -> int:
    """The espeak-ng rate whose lines last as long in all as ours, without silence around them."""
    script = script_of(workshop, wanted)
    ours = wanted.words / speech_seconds(shown_cues(workshop, script, workshop.new_folder("home")))
    slower, faster = (wanted.words / _probed(workshop, wanted, rate) for rate in _PROBED_RATES)
    rate, rate_2 = _PROBED_RATES
    return round(rate + (ours - slower) * (rate_2 - rate) / (faster - slower))


def _probed(workshop: Workshop, wanted: Reference, rate: int) -> float:
    """Seconds that espeak-ng speaks at a rate."""
    path = workshop.new_folder("probe") / "line.wav"
    total = 0.0
    for line in wanted.lines:
        command = ["espeak-ng", "-v", "en-us", "-s", str(rate), "-w", str(path), line.text]
        subprocess.run(command, check=True, stdin=subprocess.DEVNULL)
        sound = read_wav(path)
        total += spoken_frames(sound) / sound.sample_rate
    return total
