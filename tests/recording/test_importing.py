from __future__ import annotations

import os
import resource
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
import soundfile
import soxr

from tests.recording.spoken import (
    LINES,
    between,
    contents,
    length,
    line,
    quiet,
    said,
    write_file,
)
from voice.errors import RecordingError
from voice.frames import SAMPLE_RATE
from voice.recording import sound_files
from voice.recording.folders import new_recording
from voice.recording.importing import MOST_FILES, Imported, import_folder
from voice.recording.lines import missing
from voice.recording.one_file import import_reading
from voice.recording.remarks import LONG, SHORT
from voice.speech.recordings import Recording, read_recording


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "phone"
    folder.mkdir()
    return folder


@pytest.fixture
def mira() -> Recording:
    return new_recording("Mira", "en")


def write_wav(path: Path, samples: np.ndarray, rate: int = SAMPLE_RATE) -> None:
    soundfile.write(path, samples, rate, format="WAV")


def reasons(imported: Imported) -> dict[str, str]:
    return {each.name: each.reason for each in imported.left}


KINDS = {
    "voice memo of a phone": ("m4a", ["-ar", "44100", "-c:a", "aac"]),
    "mp3": ("mp3", ["-ar", "44100", "-b:a", "64k"]),
    "telephone": ("wav", ["-ar", "8000"]),
    "five channels": ("wav", ["-af", "pan=5.0|c0=c0|c1=c0|c2=c0|c3=c0|c4=c0", "-ar", "48000"]),
    "messenger": ("opus", ["-ar", "48000", "-b:a", "24k"]),
    "vorbis": ("ogg", ["-ar", "22050", "-c:a", "libvorbis"]),
    "soft and deep": ("flac", ["-af", "volume=-36dB", "-sample_fmt", "s32"]),
    "three bytes": ("wav", ["-c:a", "pcm_s24le", "-ar", "96000"]),
    "browser": ("webm", ["-c:a", "libopus", "-ar", "48000"]),
    "bare aac": ("aac", ["-ar", "16000"]),
}


def test_files_of_every_kind_become_clips_of_their_lines(folder: Path, mira: Recording) -> None:
    lines = [*LINES, *LINES[:2]]
    spoken = [*said(), *said()[:2]]
    for (ending, options), samples, each in zip(KINDS.values(), spoken, LINES, strict=False):
        write_file(folder / f"{each.id}.{ending}", between(1.2, samples), *options)
    for (ending, options), number in zip(list(KINDS.values())[8:], (9, 10), strict=True):
        write_file(folder / f"{number:03}.{ending}", between(1.2, spoken[number - 1]), *options)
    told: list[tuple[int, int]] = []
    numbered = (*LINES, *(line(f"{each.spoken} Again.") for each in lines[8:]))
    found = import_folder(mira, numbered, folder, told=lambda *done: told.append(done))
    assert found.left == ()
    assert found.missing == ()
    assert [each.line for each in found.taken] == list(numbered)
    assert all(each.new and not each.remarks for each in found.taken)
    assert told == [(done, 10) for done in range(1, 11)]
    for each, samples in zip(numbered, spoken, strict=True):
        clip, rate = soundfile.read(mira.place(each.id), dtype="float32")
        assert (rate, clip.ndim) == (SAMPLE_RATE, 1)
        # Nothing of the words is lost, and little silence is left around them.
        assert len(samples) < len(clip) + 0.05 * SAMPLE_RATE < len(samples) + 0.6 * SAMPLE_RATE
        assert 0.6 < np.abs(clip).max() < 0.8
        assert alike(clip, samples) > 0.8
        with soundfile.SoundFile(mira.place(each.id)) as file:
            assert file.title == each.spoken
    about = read_recording(mira.folder)
    assert about.languages == ("en",)
    assert about.made_on is not None
    assert about.may_be_passed_on is None


def alike(clip: np.ndarray, samples: np.ndarray) -> float:
    """The highest correlation of two sounds, as a telephone hears them, at any delay."""
    one, other = (soxr.resample(each, SAMPLE_RATE, 6000) for each in (clip, samples))
    size = len(one) + len(other)
    both = np.fft.irfft(np.fft.rfft(one, size) * np.conj(np.fft.rfft(other, size)), size)
    return float(np.abs(both).max() / np.sqrt(np.square(one).sum() * np.square(other).sum()))


def test_the_same_folder_twice_changes_nothing(folder: Path, mira: Recording) -> None:
    write_wav(folder / f"{LINES[1].id}.WAV", between(0.5, said()[1]))
    assert import_folder(mira, LINES, folder).taken[0].new
    before = {path: path.stat().st_mtime_ns for path in mira.folder.iterdir()}
    again = import_folder(read_recording(mira.folder), LINES, folder)
    assert [each.new for each in again.taken] == [False]
    assert {path: path.stat().st_mtime_ns for path in mira.folder.iterdir()} == before
    assert (
        again.missing == missing(mira, LINES) == tuple(each for each in LINES if each != LINES[1])
    )


def test_a_new_take_replaces_the_old_one_and_adds_its_language(
    folder: Path, mira: Recording
) -> None:
    german = line("Schau dir die Wand an, die am weitesten weg ist.", "de")
    write_wav(folder / "2.wav", between(0.5, said()[1]))
    import_folder(mira, [german, LINES[1]], folder)
    old = mira.place(LINES[1].id).read_bytes()
    write_wav(folder / "1.wav", between(0.5, said()[0]))
    write_wav(folder / "2.wav", between(0.5, said()[1][::2], said()[1]))
    found = import_folder(read_recording(mira.folder), [german, LINES[1]], folder)
    assert mira.place(LINES[1].id).read_bytes() != old
    assert found.taken[1].new
    assert read_recording(mira.folder).languages == ("en", "de")


@pytest.mark.skipif(os.name != "posix", reason="Windows has no such files")
def test_what_is_no_recorded_line_is_left_with_a_reason(folder: Path, mira: Recording) -> None:
    names = [each.id for each in LINES]
    os.mkfifo(folder / f"{names[0]}.wav")
    write_wav(folder / "real.wav", between(0.5, said()[1]))
    (folder / f"{names[1]}.wav").symlink_to(folder / "real.wav")
    (folder / f"{names[2]}.mp3").write_bytes(b"")
    (folder / f"{names[3]}.flac").write_bytes(b"fLaC" + bytes(range(256)) * 40)
    with (folder / f"{names[4]}.wav").open("wb") as file:
        file.truncate(1 << 40)
    write_wav(folder / f"{names[5]}.wav", quiet(2))
    write_wav(folder / "7.wav", np.zeros(SAMPLE_RATE, np.float32))
    write_wav(folder / "0008.wav", np.zeros(3600 * 8000, np.int16), 8000)
    write_wav(folder / "9.wav", said()[0])
    write_wav(folder / "0123456789abcdef.wav", said()[0])
    (folder / "evil\n\x1b[2J..wav").write_bytes(b"")
    (folder / "...wav").mkdir()
    (folder / "notes.txt").write_text("Take your time.")
    (folder / ".DS_Store").write_bytes(b"x")
    (folder / f"{names[3]}.m4a").write_bytes(b"\0\0\0\x20ftypM4A " + bytes(200))
    found = import_folder(mira, LINES, folder)
    assert found.taken == ()
    assert found.missing == LINES
    assert not mira.folder.exists()
    why = reasons(found)
    assert len(why) == 14
    assert "not an ordinary file" in why[f"{names[0]}.wav"]
    assert "is a link. Copy the file itself" in why[f"{names[1]}.wav"]
    assert "is empty. Copy it again" in why[f"{names[2]}.mp3"]
    assert f"{names[3]}.m4a is for the same line. Keep one" in why[f"{names[3]}.flac"]
    assert "lasts longer than 60 seconds" in why[f"{names[4]}.wav"]
    assert "Nothing is spoken" in why[f"{names[5]}.wav"]
    assert "There is nothing to hear in" in why["7.wav"]
    assert "lasts longer than 60 seconds. Cut it" in why["0008.wav"]
    assert why["9.wav"] == "There is no line 9: the lines are numbered from 1 to 8."
    assert why["0123456789abcdef.wav"] == "No line of these exercises has this id."
    assert "neither the id of a line nor its number" in why["real.wav"]
    assert "neither the id of a line nor its number" in why["evil\n\x1b[2J..wav"]
    assert "not a sound file of a known kind" in why["notes.txt"]
    (folder / f"{names[3]}.m4a").unlink()
    assert (
        "is damaged, or of an unknown kind"
        in reasons(import_folder(mira, LINES, folder))[f"{names[3]}.flac"]
    )


def test_a_playlist_is_not_followed(folder: Path, mira: Recording) -> None:
    write_wav(folder / "secret.wav", between(0.5, said()[0]))
    playlist = f"#EXTM3U\n#EXTINF:1,\n{folder / 'secret.wav'}\n#EXT-X-ENDLIST\n"
    for name in ("1.m4a", "2.wav", "3.aac"):
        (folder / name).write_text(playlist)
    (folder / "4.m4a").write_text(f"ffconcat version 1.0\nfile '{folder / 'secret.wav'}'\n")
    found = import_folder(mira, LINES, folder)
    assert found.taken == ()
    assert all("damaged" in reasons(found)[name] for name in ("1.m4a", "2.wav", "3.aac", "4.m4a"))


def test_a_cut_off_voice_memo_is_damaged(folder: Path, mira: Recording) -> None:
    write_file(folder / "1.m4a", between(0.5, said()[0]), "-c:a", "aac")
    content = (folder / "1.m4a").read_bytes()
    (folder / "1.m4a").write_bytes(content[: len(content) // 2])
    assert "is damaged" in reasons(import_folder(mira, LINES, folder))["1.m4a"]


def test_channels_that_cancel_each_other_out_are_taken_as_one(
    folder: Path, mira: Recording
) -> None:
    line = between(0.5, said()[0])
    write_wav(folder / "1.wav", np.stack([line, -line], axis=1))
    assert [each.name for each in import_folder(mira, LINES, folder).taken] == ["1.wav"]


def test_without_av_a_voice_memo_names_the_package(
    folder: Path, mira: Recording, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_file(folder / "1.m4a", between(0.5, said()[0]), "-c:a", "aac")
    monkeypatch.setattr(sound_files, "find_spec", lambda _: None)
    reason = reasons(import_folder(mira, LINES, folder))["1.m4a"]
    assert "only with the package av. Install it with: " in reason


def test_a_clip_of_another_length_is_remarked_on(folder: Path, mira: Recording) -> None:
    write_wav(folder / "2.wav", between(0.3, *said()[:5]))
    write_wav(folder / "5.wav", between(0.3, said()[1][: SAMPLE_RATE // 2]))
    found = import_folder(mira, LINES, folder)
    assert LONG.sentence in found.taken[0].remarks
    assert SHORT.sentence in found.taken[1].remarks


def test_a_folder_that_cannot_be_read_is_named(tmp_path: Path, mira: Recording) -> None:
    with pytest.raises(RecordingError, match=r"There is no folder .*nowhere\. Check its name"):
        import_folder(mira, LINES, tmp_path / "nowhere")
    (tmp_path / "one.wav").touch()
    with pytest.raises(RecordingError, match=r"one\.wav is not a folder\. .* with --one\."):
        import_folder(mira, LINES, tmp_path / "one.wav")


def test_an_empty_folder_says_what_belongs_there(folder: Path, mira: Recording) -> None:
    (folder / ".DS_Store").touch()
    with pytest.raises(RecordingError, match=r"no file in .*WAV.* such as 012\.wav"):
        import_folder(mira, LINES, folder)


def test_one_file_that_is_a_folder_or_not_there_is_told(folder: Path, mira: Recording) -> None:
    with pytest.raises(RecordingError, match=r"phone is a folder\. .* with --from\."):
        import_reading(mira, LINES, folder, lambda _cut, _clip: False)
    with pytest.raises(RecordingError, match=r"There is no file .*a\.wav\. Check its name"):
        import_reading(mira, LINES, folder / "a.wav", lambda _cut, _clip: False)
    (folder / "1.wav").mkdir()
    assert "is a folder. Name a sound file." in reasons(import_folder(mira, LINES, folder))["1.wav"]


def test_thousands_of_other_files_do_no_harm(
    folder: Path, mira: Recording, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(1000):
        (folder / f"IMG_{number}.jpg").touch()
    write_wav(folder / "1.wav", between(0.5, said()[0]))
    assert len(import_folder(mira, LINES, folder).left) == 1000
    monkeypatch.setattr("voice.recording.importing.MOST_FILES", 1000)
    assert MOST_FILES > 1000
    with pytest.raises(RecordingError, match="has more than 1,000 files"):
        import_folder(mira, LINES, folder)


@pytest.fixture
def small_files() -> Iterator[None]:
    """Allow no file to grow beyond 250 kB, as on a full disk."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (250_000, before[1]))
    yield
    resource.setrlimit(resource.RLIMIT_FSIZE, before)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such limit")
def test_a_full_disk_keeps_what_was_taken(
    folder: Path, mira: Recording, request: pytest.FixtureRequest
) -> None:
    for number in (1, 2, 3, 4):
        write_wav(folder / f"{number}.wav", between(0.5, said()[number - 1]))
    noise = np.random.default_rng(1).standard_normal(8 * SAMPLE_RATE, np.float32) / np.float32(8)
    write_wav(folder / "5.wav", between(1, noise))
    request.getfixturevalue("small_files")
    with pytest.raises(RecordingError, match=r"There is not enough room left to write .*Free some"):
        import_folder(mira, LINES, folder)
    assert sorted(path.name for path in mira.folder.iterdir()) == sorted(
        ["voice.toml", *(f"{each.id}.flac" for each in LINES[:4])]
    )
    assert all(length(path) > 1 for path in mira.clips())


def test_two_runs_at_once_take_the_same(folder: Path, mira: Recording) -> None:
    for number in range(1, 5):
        write_wav(folder / f"{number}.wav", between(0.5, said()[number - 1]))
    results: list[Imported] = []
    runs = [
        threading.Thread(target=lambda: results.append(import_folder(mira, LINES, folder)))
        for _ in range(3)
    ]
    for run in runs:
        run.start()
    for run in runs:
        run.join()
    assert [len(each.taken) for each in results] == [4, 4, 4]
    assert len(contents(mira.folder)) == 5
