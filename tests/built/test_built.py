"""The build for people without Python speaks, makes files and plays, where nothing else is."""

from __future__ import annotations

import contextlib
from itertools import chain
from pathlib import Path

import mutagen
import numpy as np
import pytest

from tests.built.conftest import LIMIT, Built
from tests.e2e.audio import decoded
from tests.e2e.conftest import children
from tests.e2e.ear import find
from tests.exercises import BRIEF
from tests.pulse import SAMPLE_RATE, PulseServer
from voice.installing import is_offered_here
from voice.playback.media.media_keys import NOT_INSTALLED
from voice.sound.opening import OPENING, QUIET, opening

QUICK = ("--pauses", "0.25")

VOICES = {"natural": "natural/heart", "piper": "piper/en_US-joe-medium"}

KINDS = {"natural": ("mp3", "m4b", "opus", "flac", "wav"), "piper": ("wav",)}


@pytest.fixture(autouse=True)
def brief(built: Built) -> None:
    (built.folder / "brief.md").write_text(BRIEF)


def test_every_voice_that_can_be_installed_is_inside(built: Built) -> None:
    listed = built("voices").out
    inside = [voice for voice in VOICES.values() if voice in listed]
    assert inside == [voice for driver, voice in VOICES.items() if is_offered_here(driver)]


@pytest.mark.parametrize("driver", VOICES)
def test_they_speak_into_files(built: Built, driver: str) -> None:
    if not is_offered_here(driver):
        pytest.skip("it cannot be installed here")
    voice = ("--voice", VOICES[driver])
    shown = built("show", "brief.md", *QUICK, *voice, "--json").json()
    assert shown["voice"]["id"] == VOICES[driver]
    for kind in KINDS[driver]:
        built("export", "brief.md", *QUICK, *voice, "-o", f"it.{kind}")
        made = mutagen.File(built.folder / f"it.{kind}")
        assert made.info.length == pytest.approx(shown["duration"], abs=0.2)


def test_an_album_is_made_by_two_processes(built: Built) -> None:
    built("export", "three-breaths", "brief.md", *QUICK, "-o", "album", "--jobs", "2")
    made = sorted(path.stem for path in (built.folder / "album").glob("*.mp3"))
    assert made == ["01 Three slow breaths by the window", "02 Brief one"]


def test_scripts_and_tables_are_inside(built: Built) -> None:
    assert "three-breaths" in built("list").out
    assert built("check", "three-breaths", "--json").json()[0]["words_checked"]
    assert len(built("record", "Mira", "brief.md", "--missing", "--json").json()) > 2
    assert "112" in built("support", "--country", "Germany", "--json").out


def test_doctor_knows_that_nothing_can_be_installed(built: Built, pulse: PulseServer) -> None:
    told = built("doctor", **pulse.env).out
    assert "a build with its own Python" in told.splitlines()[0]
    for what in (*map("Speech ({})".format, ("natural", "piper", "espeak")), "Sound", "PortAudio"):
        assert f"{what} works" in told
    assert NOT_INSTALLED not in told
    assert " pip " not in told


def test_it_is_heard_and_loads_no_python_but_its_own(built: Built, pulse: PulseServer) -> None:
    built("export", "brief.md", *QUICK, "--no-bed", "-o", "it.wav")
    sound = decoded(built.folder / "it.wav")
    cues = built("show", "brief.md", *QUICK, "--no-bed", "--json").json()["cues"]
    with (
        pulse.record() as recording,
        built.start("play", "brief.md", *QUICK, **pulse.env) as program,
    ):
        recording.wait_for(OPENING)
        loaded = {file for each in (program.pid, *children(program.pid)) for file in of(each)}
        _, told = program.communicate(timeout=LIMIT)
    assert (program.returncode, told) == (0, "")
    bell = np.fromiter(chain.from_iterable(opening(bell=True)), np.float32)[QUIET:OPENING]
    assert find(recording.sounding, bell) is not None
    for cue in cues:
        if cue["kind"] == "speech":
            start, end = cue["start"], cue["start"] + cue["duration"]
            line = sound[round(start * SAMPLE_RATE) : round(end * SAMPLE_RATE)]
            assert find(recording.sounding, line) is not None, cue["text"]
    inside = built.program.parent
    assert inside / "_internal" / "libportaudio.so.2" in loaded
    pythons = {file for file in loaded if "python" in str(file).lower()}
    assert [file for file in pythons if not file.is_relative_to(inside)] == []


def of(process: int) -> set[Path]:
    """The files that a process has loaded, or none if it has ended; Linux."""
    with contextlib.suppress(OSError):
        lines = Path(f"/proc/{process}/maps").read_text().splitlines()
        return {Path(line.split(maxsplit=5)[5]) for line in lines if "/" in line}
    return set()
