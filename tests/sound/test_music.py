"""A file of the listener's own becomes a background: any kind, one level, without an end."""

from __future__ import annotations

import os
import signal
import subprocess
import tempfile
import threading
import tracemalloc
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pytest
import soundfile

from voice import signals
from voice.audio import Samples
from voice.errors import BackgroundError, GroundError, UnknownNameError
from voice.frames import SAMPLE_RATE
from voice.sound import backgrounds
from voice.sound import music as music_module
from voice.sound.backdrop import LOUDEST_LUFS
from voice.sound.backgrounds import MADE_HERE, open_background
from voice.sound.loudness import decibels, from_decibels, momentary_loudness
from voice.sound.music import CROSSFADE, HIGHEST_PEAK_DBFS, Music, make_music


def chords(seconds: float, rate: int = SAMPLE_RATE, seed: int = 1) -> Samples:
    """Something like music: slow tones that come and go, at -20 dBFS or so."""
    time = np.arange(round(seconds * rate)) / rate
    chance = np.random.default_rng(seed)
    tones = [
        np.sin(2 * np.pi * chance.uniform(150, 900) * time)
        * (1.2 + np.sin(2 * np.pi * chance.uniform(0.05, 0.3) * time))
        for _ in range(6)
    ]
    return (0.03 * sum(tones, np.zeros(len(time)))).astype(np.float32)


def written(folder: Path, samples: Samples, name: str = "a.wav", rate: int = SAMPLE_RATE) -> Path:
    path = folder / name
    soundfile.write(path, samples, rate, **({"subtype": "FLOAT"} if name.endswith("wav") else {}))
    return path


@contextmanager
def made(path: Path) -> Iterator[Music]:
    with tempfile.TemporaryFile() as kept:
        yield make_music(path, kept, lambda: False)


def heard(music: Music, frames: int, start: int = 0) -> Samples:
    out = np.zeros(frames, np.float32)
    music.add_to(out, start, np.ones(frames, np.float32))
    return out


def test_one_gain_for_all_and_its_loudest_moment_where_it_belongs(tmp_path: Path) -> None:
    source = chords(30)
    source[: 10 * SAMPLE_RATE] *= np.float32(0.1)
    with made(written(tmp_path, source)) as music:
        sound = heard(music, 30 * SAMPLE_RATE)
        assert momentary_loudness(sound).max() == pytest.approx(LOUDEST_LUFS, abs=0.1)
        off = np.abs(sound - music.gain * source)[:-CROSSFADE]
        assert off.max() < music.gain / 30_000  # 16 bits


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_its_end_becomes_its_beginning_at_equal_power(tmp_path: Path, seed: int) -> None:
    source = chords(20, seed=seed)
    with made(written(tmp_path, source)) as music:
        frames, period = 20 * SAMPLE_RATE, 20 * SAMPLE_RATE - CROSSFADE
        whole = heard(music, 3 * frames)
        assert np.array_equal(whole[CROSSFADE:frames], whole[CROSSFADE + period : frames + period])
        angle = np.arange(CROSSFADE) * (np.pi / 2 / CROSSFADE)
        turn = source[-CROSSFADE:] * np.cos(angle) + source[:CROSSFADE] * np.sin(angle)
        assert np.abs(whole[period:frames] - music.gain * turn).max() < music.gain / 15_000
        steps = np.abs(np.diff(whole, n=2))
        seams = [period, frames, frames + period]
        assert max(steps[seam - 3 : seam + 3].max() for seam in seams) <= steps[:period].max()
        assert momentary_loudness(whole).max() <= LOUDEST_LUFS + 0.1


def test_any_block_is_the_music_of_its_place(tmp_path: Path) -> None:
    with made(written(tmp_path, chords(10))) as music:
        whole = heard(music, 40 * SAMPLE_RATE)
        chance = np.random.default_rng(5)
        for start in chance.integers(0, 39 * SAMPLE_RATE, 200):
            frames = int(chance.integers(0, 20_000))
            part = heard(music, frames, int(start))
            assert np.array_equal(part[: len(whole) - start], whole[start : start + frames])
        assert len(heard(music, 5, 1 << 45)) == 5


@pytest.mark.parametrize(
    "arguments",
    [
        ["-ac", "2", "-ar", "44100", "a.mp3"],
        ["-ar", "48000", "a.ogg"],
        ["-ac", "2", "a.flac"],
        ["-c:a", "libopus", "a.opus"],
        ["-ar", "8000", "-c:a", "pcm_u8", "a.wav"],
        ["-ar", "96000", "-ac", "6", "-c:a", "pcm_s24le", "a.wav"],
        ["-c:a", "adpcm_ima_wav", "a.wav"],
        ["a.aiff"],
    ],
    ids=" ".join,
)
@pytest.mark.e2e
def test_any_kind_of_file(tmp_path: Path, arguments: list[str]) -> None:
    source = written(tmp_path, chords(15), "source.flac")
    target = tmp_path / arguments[-1]
    command = ["ffmpeg", "-v", "error", "-i", str(source), *arguments[:-1], str(target)]
    subprocess.run(command, check=True, stdin=subprocess.DEVNULL)
    with made(target) as music, made(source) as same:
        assert music.frames == pytest.approx(15 * SAMPLE_RATE, abs=SAMPLE_RATE / 10)
        first, second = (heard(one, 11 * SAMPLE_RATE) for one in (music, same))
        assert momentary_loudness(first) == pytest.approx(momentary_loudness(second), abs=1.0)


def test_a_click_in_silence_is_not_turned_up(tmp_path: Path) -> None:
    source = np.zeros(20 * SAMPLE_RATE, np.float32)
    source[SAMPLE_RATE :: 5 * SAMPLE_RATE] = 0.9
    with made(written(tmp_path, source)) as music:
        sound = heard(music, 20 * SAMPLE_RATE)
    assert decibels(float(sound.max())) == pytest.approx(HIGHEST_PEAK_DBFS, abs=0.01)


@pytest.mark.parametrize("rate", [SAMPLE_RATE, 44_100])
def test_channels_that_cancel_each_other_out_are_heard_as_one(tmp_path: Path, rate: int) -> None:
    left = chords(20, rate)
    one = written(tmp_path, left, "one.wav", rate)
    both = written(tmp_path, np.stack([left, -left], axis=1), "both.wav", rate)
    with made(one) as alone, made(both) as opposed:
        assert np.array_equal(heard(opposed, 30 * SAMPLE_RATE), heard(alone, 30 * SAMPLE_RATE))


@pytest.mark.parametrize("rate", [SAMPLE_RATE, 44_100])
def test_a_constant_offset_is_left_out(tmp_path: Path, rate: int) -> None:
    plain = written(tmp_path, chords(20, rate), "plain.wav", rate)
    offset = written(tmp_path, chords(20, rate) + 0.3, "offset.wav", rate)
    with made(plain) as without, made(offset) as with_it:
        expected, got = (heard(each, 30 * SAMPLE_RATE) for each in (without, with_it))
    assert got == pytest.approx(expected, abs=1e-5)
    assert abs(got.mean()) < 1e-6


def test_what_is_no_number_or_too_large_does_no_harm(tmp_path: Path) -> None:
    source = chords(20)
    source[30_000:30_100] = np.nan
    source[40_000] = np.inf
    source[50_000:50_010] = 40
    with made(written(tmp_path, source)) as music:
        sound = heard(music, 20 * SAMPLE_RATE)
    assert np.isfinite(sound).all()
    assert np.abs(sound).max() <= from_decibels(HIGHEST_PEAK_DBFS) * 1.001


def broken_flac(folder: Path) -> Path:
    path = written(folder, chords(20), "broken.flac")
    content = path.read_bytes()
    path.write_bytes(content[: len(content) // 2])
    return path


def odd_wav(folder: Path, *, rate: int = SAMPLE_RATE, channels: int = 1) -> Path:
    path = written(folder, chords(0.1))
    content = bytearray(path.read_bytes())
    content[22:24] = channels.to_bytes(2, "little")
    content[24:28] = rate.to_bytes(4, "little")
    content[32:34] = (4 * channels).to_bytes(2, "little")
    path.write_bytes(content)
    return path


def one_frame_a_second(folder: Path) -> Path:
    """Its 2,400 frames would fill 115 MB, and a megabyte of them all the disk."""
    return odd_wav(folder, rate=1)


def far_too_many_frames_a_second(folder: Path) -> Path:
    return odd_wav(folder, rate=2**31 - 1)


def a_thousand_channels(folder: Path) -> Path:
    return odd_wav(folder, channels=1000)


def raw(folder: Path) -> Path:
    path = folder / "a.raw"
    path.write_bytes(bytes(range(200)))
    return path


def text(folder: Path) -> Path:
    path = folder / "text.mp3"
    path.write_text("hello " * 1_000)
    return path


def empty(folder: Path) -> Path:
    path = folder / "empty.wav"
    path.touch()
    return path


@pytest.mark.parametrize(
    ("file", "sentence"),
    [
        (broken_flac, "cannot be played: it is broken"),
        (text, "cannot be played: it is broken, or of an unknown kind"),
        *(
            (file, "cannot be played: it is broken, or of an unknown kind")
            for file in (
                one_frame_a_second,
                far_too_many_frames_a_second,
                a_thousand_channels,
                raw,
            )
        ),
        (empty, "is empty. Choose another file"),
        (lambda folder: folder, "is not a file"),
        (lambda folder: folder / "none.mp3", "There is no file"),
        (lambda folder: written(folder, chords(4)), "lasts 4.0 seconds, too short"),
        (lambda folder: written(folder, chords(0)), "lasts 0.0 seconds, too short"),
        (lambda folder: written(folder, np.zeros_like(chords(20))), "There is nothing to hear in"),
        (
            lambda folder: written(folder, np.full(900_000, 0.5, np.float32), rate=44_100),
            "There is nothing to hear in",
        ),
        (
            lambda folder: written(folder, chords(20) * np.float32(1e-4)),
            "There is nothing to hear in",
        ),
    ],
)
def test_a_file_that_cannot_be_used_is_one_sentence_that_names_it(
    tmp_path: Path, file: object, sentence: str
) -> None:
    path = file(tmp_path)  # type: ignore[operator]
    with pytest.raises(BackgroundError) as raised, open_background(str(path)) as making:
        making.wait()
    assert sentence in str(raised.value)
    assert str(path) in str(raised.value)
    assert "\n" not in str(raised.value)


@pytest.mark.e2e
def test_no_room_to_unpack_it(tmp_path: Path) -> None:
    with Path("/dev/full").open("r+b", buffering=0) as full, pytest.raises(GroundError) as raised:
        make_music(written(tmp_path, chords(20)), full, lambda: False)
    assert "There is no room to unpack" in str(raised.value)


@pytest.mark.parametrize(("wanted", "nearest"), [("rian", "rain"), ("Waves", "waves")])
def test_an_unknown_name_has_a_suggestion(wanted: str, nearest: str) -> None:
    with pytest.raises(UnknownNameError, match=f"Did you mean {nearest}"):
        open_background(wanted).__enter__()


def test_a_long_file_takes_no_memory(tmp_path: Path) -> None:
    """Four minutes take as little as one: they are 23 MB as floats."""
    peaks = []
    for minutes in (1, 4):
        path = written(tmp_path, np.tile(chords(60), minutes), f"{minutes}.flac")
        with tempfile.TemporaryFile() as kept:
            tracemalloc.start()
            music = make_music(path, kept, lambda: False)
            heard(music, SAMPLE_RATE)
            peaks.append(tracemalloc.get_traced_memory()[1])
            tracemalloc.stop()
    assert peaks[1] < 1.1 * peaks[0] < 20e6


@pytest.mark.parametrize("wanted", [*MADE_HERE, "file"])
def test_it_is_ready_when_waited_for_and_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, wanted: str
) -> None:
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(scratch))
    path = written(tmp_path, chords(20)) if wanted == "file" else wanted
    with open_background(str(path)) as making:
        background = making.wait()
        assert making.now() is background
        out = np.zeros(1_000, np.float32)
        background.add_to(out, 0, np.ones(1_000, np.float32))
        assert out.any()
    assert not list(scratch.iterdir())


def test_what_nobody_waits_for_is_given_up(tmp_path: Path) -> None:
    path = written(tmp_path, np.tile(chords(60), 5), "long.flac")
    with open_background(str(path)) as making:
        assert making.now() is None
    assert making.now() is None
    assert making.failure is not None


@pytest.fixture
def blocked() -> Iterator[threading.Event]:
    """An event that holds up a read; set at the end, so that no thread stays."""
    answer = threading.Event()
    yield answer
    answer.set()


def test_a_file_that_does_not_answer_is_not_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, blocked: threading.Event
) -> None:
    path = written(tmp_path, chords(20))
    monkeypatch.setattr(soundfile, "SoundFile", lambda _path: blocked.wait())
    monkeypatch.setattr(backgrounds, "ANSWERS", 0.01)
    with pytest.raises(BackgroundError) as raised:
        open_background(str(path)).__enter__()
    assert str(raised.value) == (
        f"{path} cannot be read: it does not answer. Choose another file for --background."
    )


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="Windows has no such pipes")
def test_a_pipe_that_takes_the_place_of_a_file_is_not_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = written(tmp_path, chords(20))
    whole = path.stat()
    path.unlink()
    os.mkfifo(path)
    monkeypatch.setattr(backgrounds, "ANSWERS", 0.2)
    monkeypatch.setattr(music_module, "_opened", lambda _path: path.open("wb"))  # does not block
    with monkeypatch.context() as patch:
        patch.setattr(Path, "stat", lambda _path, **_: whole)  # as it was a moment before
        with pytest.raises(BackgroundError, match="does not answer"):
            open_background(str(path)).__enter__()
    waiting = [each for each in threading.enumerate() if each.name == "patience"]
    with path.open("r+b", buffering=0):  # lets the thread go
        for thread in waiting:
            thread.join()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_signals_end_the_wait_for_a_file(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    blocked: threading.Event,
    number: signal.Signals,
) -> None:
    path = written(tmp_path, chords(20))
    monkeypatch.setattr(backgrounds, "ANSWERS", 60)

    def look(_path: Path) -> None:
        os.kill(os.getpid(), number)
        blocked.wait()

    monkeypatch.setattr(music_module, "check", look)
    before = {each: signal.getsignal(each) for each in signals.ENDING}
    signals.install()
    try:
        with pytest.raises((KeyboardInterrupt, SystemExit)):
            open_background(str(path)).__enter__()
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)


@pytest.mark.parametrize("asked_by", ["wait", "failure"])
def test_a_file_that_stops_answering_is_given_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, blocked: threading.Event, asked_by: str
) -> None:
    path = written(tmp_path, chords(20))
    monkeypatch.setattr(backgrounds, "STALLS", 0.01)
    monkeypatch.setattr(backgrounds, "_LOOK", 0.02)
    monkeypatch.setattr(backgrounds, "_GRACE", 0.01)
    monkeypatch.setattr(music_module, "make_music", lambda *_: blocked.wait())
    with open_background(str(path)) as making:
        if asked_by == "wait":
            with pytest.raises(BackgroundError, match="cannot be read: it does not answer"):
                making.wait()
        making.now()
        while not making.failure:  # as the exercise that goes on looks now and then
            blocked.wait(0.02)
        assert "cannot be read: it does not answer" in str(making.failure)
        assert making.now() is None


def test_a_program_that_was_suspended_blames_no_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, blocked: threading.Event
) -> None:
    clock = [0.0]
    monkeypatch.setattr("voice.sound.backgrounds.time.monotonic", lambda: clock[0])
    monkeypatch.setattr(backgrounds, "_GRACE", 0.01)
    monkeypatch.setattr(music_module, "make_music", lambda *_: blocked.wait())
    with open_background(str(written(tmp_path, chords(20)))) as making:
        making.now()
        assert making.failure is None
        clock[0] += 3_600
        assert making.failure is None
        for _ in range(11):
            clock[0] += 1
            failure = making.failure
        assert failure is not None
