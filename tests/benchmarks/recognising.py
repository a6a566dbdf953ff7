"""Part 7: how many of the words an offline recogniser understands, voice by voice."""

from __future__ import annotations

import json
import subprocess
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import astuple, dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from tests.benchmarks.errors import BenchmarkError
from tests.benchmarks.figures import Table
from tests.benchmarks.hearing import read_wav
from tests.benchmarks.workshop import CHECKOUT, Workshop, ground
from tests.recogniser import PACKAGE, QUIET, NoRecogniserError, word_errors, words, words_heard

PLAIN = ("--pace", "gentle", "--no-bed", "--no-bell", "--no-breath-sound")
"""Options that leave only lines and digital silence."""


@dataclass(frozen=True, slots=True)
class Tally:
    """Words and lines that were understood.

    Attributes:
        words: How many were said.
        errors: How many were heard wrong, were missed, or were heard and not said.
        lines: How many were said.
        mistaken: How many of these sounded more like another line of ours.
    """

    words: int
    errors: int
    lines: int
    mistaken: int

    @property
    def rate(self) -> float:
        """Word error rate, percent."""
        return 100 * self.errors / self.words

    @property
    def known(self) -> float:
        """Lines that are told from all others by what was heard, percent."""
        return 100 - 100 * self.mistaken / self.lines


def tally(heard: Sequence[tuple[str, str]], among: Collection[str]) -> Tally:
    """Count.

    Args:
        heard: Each line, and what was heard of it.
        among: All lines it might have been.
    """
    errors = [word_errors(said, found) for said, found in heard]
    return Tally(
        words=sum(len(words(said)) for said, _ in heard),
        errors=sum(errors),
        lines=len(errors),
        mistaken=sum(
            any(_nearer(other, found, count) for other in among)
            for (_, found), count in zip(heard, errors, strict=True)
        ),
    )


def _nearer(line: str, heard: str, errors: int) -> bool:
    """True if what was heard has fewer errors against this line."""
    wanted, found = Counter(words(line)), Counter(words(heard))
    least = max(wanted.total(), found.total()) - (wanted & found).total()
    return least < errors and word_errors(line, heard) < errors


def word_table(workshop: Workshop) -> Table:
    """Every exercise with every English voice that is installed here.

    Raises:
        BenchmarkError: There is no recogniser, or the program could not export.
    """
    home = workshop.new_folder("home")
    rows = [_row(voice, _heard_of(workshop, home, voice)) for voice in _voices(workshop)]
    return Table(
        f"7  Words: {len(_exercises())} exercises, exported and heard by an offline recogniser",
        (
            f"{PACKAGE}, tiny-en: general English, told nothing of our scripts.",
            f"Each line is cut from the WAV where `show --json` has it, {QUIET:g} s of silence are",
            "put around it, and it is heard alone; no bed, bells or breath sounds, pace gentle.",
            "Errors are words wrong, missed or added (edit distance), after case, signs, numbers,",
            "short forms and spelling were made alike; two words run into one are no error.",
            "A slightly other rate moves an eSpeak voice by some 2 points: less tells nothing. Its",
            "en and en-shaw make the same sound of Latin letters, and are one voice here.",
            "A line is known where no other line of all exercises has fewer errors.",
        ),
        ("", "words", "WER %", "worst exercise, %", "lines known %", "worst exercise, %"),
        tuple(rows),
    )


def _exercises() -> tuple[str, ...]:
    """The ids of what comes with the program."""
    return tuple(
        sorted(path.stem for path in (CHECKOUT / "scripts").glob("*.md") if path.stem.islower())
    )


def _voices(workshop: Workshop) -> list[str]:
    """The ids of the English voices; those of other languages are left out by the program."""
    return [voice["id"] for voice in json.loads(_output(workshop, None, "voices", "--json"))]


def _heard_of(workshop: Workshop, home: Path, voice: str) -> dict[str, list[tuple[str, str]]]:
    """The lines of each exercise, and what was heard of them."""
    return {exercise: _lines(workshop, home, voice, exercise) for exercise in _exercises()}


def _lines(workshop: Workshop, home: Path, voice: str, exercise: str) -> list[tuple[str, str]]:
    """Each spoken line, and what was heard of it."""
    output = workshop.new_folder("words") / "out.wav"
    options = (exercise, "--voice", voice, *PLAIN)
    _output(workshop, home, "export", *options, "--format", "wav", "-o", str(output))
    shown = json.loads(_output(workshop, home, "show", *options, "--json"))
    if shown["voice"]["id"] != voice:
        raise BenchmarkError(f"{exercise} was to be spoken by {voice}; it is not.")
    sound = read_wav(output)
    output.unlink()
    found = []
    for cue in shown["cues"]:
        if cue["kind"] == "speech":
            start = round(cue["start"] * sound.sample_rate)
            end = start + round(cue["duration"] * sound.sample_rate)
            heard = _heard(sound.samples[start:end], sound.sample_rate)
            found.append((cue["text"], heard))
    return found


def _heard(samples: npt.NDArray[np.int16], sample_rate: int) -> str:
    try:
        return words_heard(samples, sample_rate)
    except NoRecogniserError as error:
        raise BenchmarkError(str(error)) from error


def _output(workshop: Workshop, home: Path | None, *arguments: str) -> str:
    done = subprocess.run(
        ground(*arguments),
        env=workshop.with_home(home) if home else workshop.environment,
        cwd=CHECKOUT,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise BenchmarkError(f"ground {arguments[0]} failed: {done.stderr.strip()}")
    return done.stdout


def _row(voice: str, heard: dict[str, list[tuple[str, str]]]) -> tuple[str, ...]:
    among = {said for pairs in heard.values() for said, _ in pairs}
    tallies = {exercise: tally(pairs, among) for exercise, pairs in heard.items()}
    whole = Tally(*map(sum, zip(*map(astuple, tallies.values()), strict=True)))
    hardest = max(tallies, key=lambda exercise: tallies[exercise].rate)
    blurred = min(tallies, key=lambda exercise: tallies[exercise].known)
    return (
        voice,
        str(whole.words),
        f"{whole.rate:.1f}",
        f"{hardest} {tallies[hardest].rate:.1f}",
        f"{whole.known:.1f}",
        f"{blurred} {tallies[blurred].known:.1f}",
    )
