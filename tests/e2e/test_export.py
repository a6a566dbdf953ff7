from __future__ import annotations

import contextlib
import os
import signal
import time
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from tests.e2e.audio import CODEC_EDGE, EDGE, decoded, level, speech_edges
from tests.e2e.conftest import Ground, children

pytestmark = pytest.mark.e2e

EXERCISES = ("hear-five", "three-breaths", "ice-cube", "warm-shower")
VOICES = (
    "natural/heart",
    "piper/en_US-joe-medium",
    "espeak/gmw/en-029",
    "espeak/gmw/en-gb-scotland",
    "espeak/gmw/en-us",
)
BARE = ("--no-bed", "--no-breath-sound")


@pytest.mark.parametrize("exercise", EXERCISES)
def test_speech_and_silences_lie_where_show_says(ground: Ground, exercise: str) -> None:
    """Speech to 5 ms; silences are digital silence, to the frame."""
    shown = ground("show", exercise, *BARE, "--json").json()
    ground("export", exercise, *BARE, "-o", "it.wav")
    samples = decoded(ground.folder / "it.wav")
    assert len(samples) == round(shown["duration"] * 24_000)
    for cue in shown["cues"]:
        if cue["kind"] == "speech":
            late, early = speech_edges(samples, cue)
            assert abs(late) <= 0.005, cue
            assert abs(early) <= 0.005, cue
        if cue["kind"] in {"gap", "settle", "hold", "quiet", "wait"}:
            start = round(cue["start"] * 24_000)
            silence = samples[start : start + round(cue["duration"] * 24_000)]
            assert not silence.any(), cue


@pytest.mark.parametrize("exercise", ["three-breaths", "warm-shower"])
@pytest.mark.parametrize(
    ("voice", "edge"), [("natural/heart", EDGE), ("espeak/gmw/en-us", CODEC_EDGE)]
)
def test_mp3_keeps_the_places(ground: Ground, exercise: str, voice: str, edge: float) -> None:
    """eSpeak begins and ends abruptly, and only where it does LAME leaves echoes."""
    how = (exercise, *BARE, "--voice", voice)
    shown = ground("show", *how, "--json").json()
    ground("export", *how, "-o", "it.mp3")
    samples = decoded(ground.folder / "it.mp3")
    assert len(samples) == round(shown["duration"] * 24_000)
    for cue in shown["cues"]:
        if cue["kind"] == "speech":
            late, early = speech_edges(samples, cue, edge)
            assert abs(late) <= 0.007, cue
            assert abs(early) <= 0.007, cue


@pytest.mark.parametrize("exercise", EXERCISES)
def test_every_exercise_is_as_loud_as_promised(ground: Ground, exercise: str) -> None:
    ground("export", exercise, "-o", "it.mp3")
    heard = level(ground.folder / "it.mp3")
    assert heard.lufs == pytest.approx(-18.9, abs=0.2)  # more softly with many bells
    assert heard.true_peak <= -3


@pytest.mark.parametrize("voice", VOICES)
def test_every_voice_is_as_loud_as_promised(ground: Ground, walk: str, voice: str) -> None:
    ground("export", walk, "--voice", voice, "-o", "it.mp3")
    heard = level(ground.folder / "it.mp3")
    assert heard.lufs == pytest.approx(-19, abs=0.5)
    assert heard.true_peak <= -3


@pytest.mark.parametrize("kind", ["wav", "flac", "opus"])
def test_every_format_is_as_long_and_loud_as_promised(ground: Ground, walk: str, kind: str) -> None:
    shown = ground("show", walk, "--json").json()
    ground("export", walk, "-o", f"it.{kind}")
    heard = level(ground.folder / f"it.{kind}")
    assert heard.lufs == pytest.approx(-19, abs=0.5)
    assert heard.true_peak <= -3
    assert len(decoded(ground.folder / f"it.{kind}")) == round(shown["duration"] * 24_000)


@pytest.mark.parametrize(
    ("exercise", "pace", "rate"),
    [(exercise, "gentle", 135) for exercise in EXERCISES]
    + [("three-breaths", "slow", 120), ("three-breaths", "steady", 150)],
)
def test_words_a_minute_are_real(ground: Ground, exercise: str, pace: str, rate: int) -> None:
    cues = ground("show", exercise, "--pace", pace, "--json").json()["cues"]
    spoken = [cue for cue in cues if cue["kind"] == "speech" and cue["line"] is not None]
    words = sum(len(cue["text"].split()) for cue in spoken)
    assert 60 * words / sum(c["duration"] for c in spoken) == pytest.approx(rate, rel=0.07)


def test_cues_tile_the_exercise(ground: Ground) -> None:
    shown = ground("show", "warm-shower", "--json").json()
    cues = shown["cues"]
    assert cues[0]["start"] == 0
    for cue, following in pairwise(cues):
        assert round((cue["start"] + cue["duration"]) * 24_000) == round(
            following["start"] * 24_000
        )
    assert cues[-1]["start"] + cues[-1]["duration"] == pytest.approx(shown["duration"], abs=1e-9)


def test_the_same_export_twice_is_the_same_sound(ground: Ground, short: str) -> None:
    ground("export", short, "-o", "one.wav")
    ground("export", short, "-o", "two.wav")
    one, two = ((ground.folder / name).read_bytes() for name in ("one.wav", "two.wav"))
    assert one == two


def test_a_file_lands_here_under_its_title(ground: Ground, short: str) -> None:
    ran = ground("export", short)
    assert ran.code == 0
    assert ran.out == "Short one.mp3\n"
    assert "Short one.mp3" in ground.files()


def test_several_land_in_a_folder(ground: Ground) -> None:
    ran = ground("export", "three-breaths", "ice-cube", "-o", "walk", "--format", "wav")
    assert ran.code == 0, ran.err
    assert sorted(p.name for p in (ground.folder / "walk").iterdir()) == [
        "01 Three slow breaths by the window.wav",
        "02 Ice cube.wav",
        "Ground.m3u8",
    ]


def test_an_existing_file_is_kept_without_force(ground: Ground, short: str) -> None:
    kept = ground.folder / "Short one.mp3"
    kept.write_text("mine")
    ran = ground("export", short)
    assert ran.code == 1
    assert "--force" in ran.err
    assert kept.read_text() == "mine"
    assert ground("export", short, "--force").code == 0
    assert kept.stat().st_size > 10_000


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (("ice-cub",), "Did you mean ice-cube?"),
        (("ice-cube", "-o", "no/such/it.mp3"), "no folder"),
        (("ice-cube", "-o", "it.xyz"), "Choose one of"),
        (("ice-cube", "--voice", "nobody"), "no voice called nobody"),
        (("missing.md",), "no such file"),
    ],
)
def test_a_known_error_is_one_sentence(
    ground: Ground, arguments: tuple[str, ...], expected: str
) -> None:
    ran = ground("export", *arguments)
    assert ran.code == 1
    assert expected in ran.err
    assert not ran.out
    assert ground.files() == []


@pytest.mark.parametrize("arguments", [(), ("ice-cube", "--all"), ("ice-cube", "--pace", "fast")])
def test_wrong_usage_exits_with_two(ground: Ground, arguments: tuple[str, ...]) -> None:
    assert ground("export", *arguments).code == 2


@pytest.mark.parametrize(
    ("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 128 + signal.SIGTERM)]
)
def test_a_signal_leaves_no_partial_file(ground: Ground, number: signal.Signals, code: int) -> None:
    program = ground.start("export", "warm-shower", "--format", "opus")
    _wait_for_part(ground)
    program.send_signal(number)
    _, err = program.communicate(timeout=30)
    assert program.returncode == code
    assert "was not written" in err
    assert "Traceback" not in err
    assert ground.files() == []


def test_a_killed_worker_costs_a_retry_not_the_export(ground: Ground, tmp_path: Path) -> None:
    fresh = Ground(ground.folder, tmp_path / "cold")
    program = ground.start(
        "export", "warm-shower", "--no-bed", "-o", "it.wav", GROUND_HOME=str(fresh.home)
    )
    killed = _kill_worker_of(program.pid)
    out, err = program.communicate(timeout=60)
    assert killed
    assert program.returncode == 0, err
    assert out == "it.wav\n"
    shown = fresh("show", "warm-shower", "--no-bed", "--json").json()
    assert len(decoded(ground.folder / "it.wav")) == round(shown["duration"] * 24_000)


def test_list_tells_lengths_within_five_percent(ground: Ground) -> None:
    lengths = {entry["id"]: entry["duration"] for entry in ground("list", "--json").json()}
    for exercise in EXERCISES:
        shown = ground("show", exercise, "--json").json()
        assert lengths[exercise] == pytest.approx(shown["duration"], rel=0.05), exercise


def test_no_bed_is_digital_silence_and_bed_is_not(ground: Ground, short: str) -> None:
    ground("export", short, "-o", "bed.wav")
    ground("export", short, "--no-bed", "-o", "bare.wav")
    bed, bare = (decoded(ground.folder / name) for name in ("bed.wav", "bare.wav"))
    difference = bed - bare
    assert np.sqrt(np.mean(difference[72_000:-72_000] ** 2)) < 10 ** (-45 / 20)
    assert difference[100_000:200_000].any()


def _wait_for_part(ground: Ground) -> None:
    deadline = time.monotonic() + 30
    while not any(ground.folder.glob(".*part*")):
        assert time.monotonic() < deadline
        time.sleep(0.01)


def _kill_worker_of(pid: int) -> bool:
    """Kill the speech worker while it speaks; return True if there was one."""
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        for child in children(pid):
            with contextlib.suppress(OSError):  # it may end while it is looked at
                words = Path(f"/proc/{child}/cmdline").read_bytes().decode().split("\0")
                loaded = Path(f"/proc/{child}/maps").read_text()
                if "voice.speech.worker" in words and "onnxruntime" in loaded:
                    os.kill(child, signal.SIGKILL)
                    return True
        time.sleep(0.001)
    return False
