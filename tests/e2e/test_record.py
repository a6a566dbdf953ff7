"""A voice recorded in a real terminal by somebody at a microphone, and what it then says."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest
import soundfile

from tests.e2e.audio import decoded, level, speech_edges
from tests.e2e.conftest import Ground
from tests.e2e.reader import Reader, reader
from tests.pulse import PulseServer
from tests.recogniser import word_errors, words_heard
from tests.recording.rooms import click, hum, put
from voice.audio import Samples
from voice.recording.lines import Line, lines_of
from voice.script.library import find
from voice.sound.levelling import prepare_line
from voice.speech.catalog import open_catalog

if TYPE_CHECKING:
    import pexpect
else:
    pexpect = pytest.importorskip("pexpect")  # there is none on Windows
pytestmark = pytest.mark.e2e

ENTER = "\r"
SCRIPT = """---
title: Two walls
about: Look at two walls.
ask: 1
position: any
---

## Here

Look at the wall in front of you. [4s]
Now find a corner of the room, and stay with it. [6s]
"""
READERS_VOICE = "natural/heart"


@pytest.fixture
def home(ground: Ground, tmp_path: Path) -> Path:
    """A home of its own: who was recorded stays in it."""
    home = tmp_path / "home"
    (ground.home / "cache").mkdir(exist_ok=True)
    home.mkdir()
    (home / "cache").symlink_to(ground.home / "cache", target_is_directory=True)
    ground.home = home
    (ground.folder / "walls.md").write_text(SCRIPT)
    return home


@pytest.fixture
def somebody(pulse: PulseServer) -> Iterator[Reader]:
    with reader(pulse) as found:
        yield found


@pytest.fixture
def lines(ground: Ground, home: Path) -> tuple[Line, ...]:  # noqa: ARG001 - the script lies there
    return lines_of([find(str(ground.folder / "walls.md"))])


@pytest.fixture
def read(ground: Ground) -> Iterator[Callable[[str], Samples]]:
    """What the reader says, at half the level of speech."""
    catalog = open_catalog(ground.home / "cache")
    narrator = catalog.narrator(READERS_VOICE, "en", 140)
    yield lambda text: prepare_line(narrator.say(text)) * np.float32(0.5)
    catalog.close()


def session(program: pexpect.spawn, somebody: Reader, said: list[Samples]) -> None:
    """Record two lines, with the mistakes that people make."""
    program.expect("hear the room")
    program.send(" ")
    program.expect("Line 1 of 4")
    program.expect("Q leaves")
    program.send(ENTER)
    program.expect("Recording")
    somebody.say(np.zeros(12_000, np.float32))
    program.send(ENTER)  # nothing was said
    program.expect("I heard nothing")
    program.send(ENTER)
    program.expect("Recording")
    clicked = put(click(-30), np.concatenate([np.zeros(9_600, np.float32), said[0]]), 0.1)
    somebody.say(clicked + hum(len(clicked) / 24_000, -70, 50))
    program.expect("Enter keeps")  # the end is noticed
    program.send(ENTER)
    program.expect("Kept")
    program.expect("Line 2 of 4")
    program.send(ENTER)
    program.expect("Recording")
    somebody.say(said[0])
    program.expect("Enter keeps")
    program.send("r")  # that was the wrong line
    program.expect("Recording")
    somebody.say(said[1])
    program.expect("Enter keeps")
    program.send(ENTER)
    program.expect("Kept")
    program.expect("Line 3 of 4")
    program.send("q")
    program.expect("One question")
    program.send("1")
    program.expect("Hear them with: ground play walls.md --voice recorded/Mira")
    program.expect(pexpect.EOF)
    program.close()
    assert program.exitstatus == 0


def test_a_friend_records_two_lines_and_the_exercise_says_them(
    terminal: Callable[..., pexpect.spawn],
    somebody: Reader,
    lines: tuple[Line, ...],
    read: Callable[[str], Samples],
    ground: Ground,
    home: Path,
) -> None:
    first, second, *_ = lines
    said = [read(line.spoken) for line in (first, second)]
    session(terminal("record", "Mira", "walls.md"), somebody, said)
    missing = ground("record", "mira", "walls.md", "--missing", "--json").json()
    assert [each["text"] for each in missing] == [line.spoken for line in lines[2:]]
    ran = ground("export", "walls.md", "--voice", "Mira", "-o", "walls.wav", "--no-bed")
    assert (ran.code, ran.out) == (0, "walls.wav\n")
    shown = json.loads(ground("show", "walls.md", "--voice", "Mira", "--json").out)
    assert shown["voice"] == {"id": "recorded/Mira", "name": "Mira", "engine": "recorded"}
    heard = decoded(ground.folder / "walls.wav")
    spoken = [cue for cue in shown["cues"] if cue["kind"] == "speech"]
    for cue, line in zip(spoken, (first, second), strict=True):
        start = round(cue["start"] * 24_000)
        sound = heard[start : start + round(cue["duration"] * 24_000)]
        assert word_errors(line.spoken, words_heard(sound, 24_000)) == 0
        late, early = speech_edges(heard, cue)
        assert max(abs(late), abs(early)) < 0.01
    silences = [cue["duration"] for cue in shown["cues"] if cue["kind"] == "settle"]
    assert silences == [4.0, 6.0]
    assert level(ground.folder / "walls.wav").lufs == pytest.approx(-19, abs=1)
    for line, sound in zip((first, second), said, strict=True):
        clip = soundfile.info(home / "voices" / "Mira" / f"{line.id}.flac")
        assert clip.duration == pytest.approx(len(sound) / 24_000, abs=0.15)


def test_the_microphone_does_not_record_what_the_loudspeakers_say(
    terminal: Callable[..., pexpect.spawn],
    pulse: PulseServer,
    somebody: Reader,
    lines: tuple[Line, ...],
    read: Callable[[str], Samples],
    home: Path,
) -> None:
    program = terminal("record", "Mira", "walls.md")
    program.expect("hear the room")
    program.send(" ")
    program.expect("Q leaves")
    echo = f"source={pulse.sink}.monitor sink=microphone latency_msec=60"
    module = pulse.pactl("load-module", "module-loopback", *echo.split()).strip()
    try:
        with pulse.record() as heard:
            heard.wait_for(12_000)  # within a sentence
            program.send(ENTER)
            program.expect("Recording")
            said = read(lines[0].spoken)
            somebody.say(np.pad(said, (12_000, 0)))
            program.expect("Enter keeps")
            program.send(ENTER)
            program.expect("Kept")
            program.send("q")
    finally:
        pulse.pactl("unload-module", module)
    clip = soundfile.info(home / "voices" / "Mira" / f"{lines[0].id}.flac")
    assert clip.duration == pytest.approx(len(said) / 24_000, abs=0.15)


def test_a_voice_is_packed_for_somebody_else_and_deleted(
    ground: Ground, home: Path, lines: tuple[Line, ...], read: Callable[[str], Samples]
) -> None:
    (ground.folder / "phone").mkdir()
    for number, line in enumerate(lines, 1):
        silence = np.random.default_rng(number).normal(scale=2e-4, size=24_000).astype(np.float32)
        sound = np.concatenate([silence, read(line.spoken), silence])
        soundfile.write(ground.folder / "phone" / f"{number:02}.wav", sound, 24_000)
    ran = ground("record", "Opa Karl", "walls.md", "--from", "phone")
    assert ran.code == 0, ran.err
    assert "4 lines taken" in ran.out
    assert "Still missing: 0 lines." in ran.out
    refused = ground("record", "Opa Karl", "--pack")
    assert refused.code == 1
    assert "Ask" in refused.err
    about = home / "voices" / "Opa Karl" / "voice.toml"
    about.write_text(f"{about.read_text()}may_be_passed_on = true\n")
    packed = ground("record", "opa karl", "--pack")
    assert packed.out == f"{ground.folder / 'Opa Karl.ground-voice.zip'}\n"
    settings = home / "settings.toml"
    settings.write_text('voice = "recorded/Opa Karl"\nrate = 140\n')
    assert ground("record", "Opa Karl", "--delete").code == 0
    assert not about.parent.exists()
    assert settings.read_text() == "rate = 140\n"
    assert ground("voices", "--add", "Opa Karl.ground-voice.zip").code == 0
    assert "Opa Karl (recorded): recorded/Opa Karl" in ground("voices").out
    shown = ground("show", "walls.md", "--voice", "Opa Karl", "--json").json()
    assert all("voice" not in cue for cue in shown["cues"])


def test_without_a_terminal_or_a_microphone_it_is_one_sentence(ground: Ground, home: Path) -> None:  # noqa: ARG001
    ran = ground.apart("record", "Mira", "walls.md")
    assert (ran.code, ran.out) == (1, "")
    (sentence,) = ran.told.splitlines()
    assert "--from FOLDER" in sentence


def test_the_pace_of_a_recording_follows(
    ground: Ground, home: Path, lines: tuple[Line, ...], read: Callable[[str], Samples]
) -> None:
    (ground.folder / "phone").mkdir()
    for line in lines:
        sound = np.pad(read(line.spoken), 24_000)
        soundfile.write(ground.folder / "phone" / f"{line.id}.flac", sound, 24_000)
    assert ground("record", "Mira", "walls.md", "--from", "phone").code == 0
    seconds = {}
    for rate in (125, 140, 155, 200):
        shown = ground("show", "walls.md", "--voice", "Mira", "--rate", str(rate), "--json").json()
        cues = [cue for cue in shown["cues"] if cue["kind"] == "speech"]
        seconds[rate] = sum(cue["duration"] for cue in cues)
    assert seconds[125] > seconds[140] > seconds[155]
    own = sum(
        soundfile.info(home / "voices" / "Mira" / f"{line.id}.flac").duration for line in lines[:2]
    )
    assert seconds[200] == pytest.approx(own, abs=0.1)  # too far: as it was spoken
