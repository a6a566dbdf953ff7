from __future__ import annotations

import resource
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.recording.spoken import contents, made
from voice.errors import RecordingError
from voice.paths import voices_folder
from voice.recording.adding import add
from voice.recording.folders import delete
from voice.recording.packing import pack
from voice.speech.recordings import Recording, read_recording, write_about


def test_a_pack_gives_somebody_else_the_recording(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mira = made(tmp_path / "mine", "Mira", languages=("en", "de"))
    file = pack(mira, tmp_path)
    assert file == tmp_path / "Mira.ground-voice.zip"
    monkeypatch.setenv("GROUND_HOME", str(tmp_path / "theirs"))
    added = add(file)
    assert added.new == 3
    assert added.recording == read_recording(voices_folder() / "Mira")
    assert contents(added.recording.folder) == contents(mira.folder)
    assert added.recording.languages == ("en", "de")
    assert [path.name for path in voices_folder().iterdir()] == ["Mira"]
    assert add(file).new == 0  # again, it changes nothing


def test_unpacked_by_hand_it_is_the_recording_too(tmp_path: Path) -> None:
    mira = made(tmp_path / "mine", "Mira")
    file = pack(mira, tmp_path)
    subprocess.run(["unzip", "-q", file, "-d", voices_folder()], check=True)
    assert contents(voices_folder() / "Mira") == contents(mira.folder)


def test_the_same_recording_makes_the_same_bytes(tmp_path: Path) -> None:
    one = pack(made(tmp_path / "one", "Mira"), tmp_path / "one.zip")
    other = pack(made(tmp_path / "other", "Mira"), tmp_path / "other.zip")
    assert one.read_bytes() == other.read_bytes()
    before = one.stat().st_mtime_ns
    assert pack(read_recording(tmp_path / "one" / "Mira"), one) == one
    assert one.stat().st_mtime_ns == before


@pytest.mark.parametrize(
    ("answer", "words"), [(None, "Nobody has asked"), (False, "does not want")]
)
def test_what_may_not_be_passed_on_is_not_packed(
    tmp_path: Path, answer: bool | None, words: str
) -> None:
    mira = made(tmp_path, "Mira", may_be_passed_on=answer)
    with pytest.raises(RecordingError, match=words):
        pack(mira, tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["Mira"]


def test_what_cannot_be_packed_says_why_and_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(RecordingError, match="Mira has no recorded lines yet"):
        pack(made(tmp_path / "none", "Mira", 0), tmp_path)
    mira = made(tmp_path / "mine", "Mira")
    (tmp_path / "taken.zip").write_bytes(b"mine")
    with pytest.raises(RecordingError, match=r"taken.zip is already there. Move it away"):
        pack(mira, tmp_path / "taken.zip")
    with pytest.raises(RecordingError, match=r"cannot be written: No such file"):
        pack(mira, tmp_path / "nowhere" / "a.zip")
    clip = mira.clips()[1]
    clip.write_bytes(clip.read_bytes()[:-200])
    with pytest.raises(RecordingError, match=f"{clip.name} is no line that can be played"):
        pack(mira, tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["mine", "none", "taken.zip"]
    assert (tmp_path / "taken.zip").read_bytes() == b"mine"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such limit")
@pytest.mark.parametrize("limit", [2_000, 150_000])
def test_a_full_disk_leaves_no_part_of_a_pack_or_recording(tmp_path: Path, limit: int) -> None:
    mira = made(tmp_path / "mine", "Mira")
    file = pack(mira, tmp_path)
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, before[1]))
    try:
        with pytest.raises(RecordingError, match="There is not enough room left to write"):
            pack(mira, tmp_path / "second.zip")
        if limit < min(len(clip.read_bytes()) for clip in mira.clips()):
            with pytest.raises(RecordingError, match="There is not enough room left to write"):
                add(file)
            assert list(voices_folder().iterdir()) == []
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["Mira.ground-voice.zip", "mine"]


def test_more_lines_of_the_same_person_are_added(tmp_path: Path) -> None:
    first = pack(made(tmp_path / "first", "Mira", 2), tmp_path / "first.zip")
    more = pack(made(tmp_path / "more", "Mira", 5, languages=("en", "de")), tmp_path / "more.zip")
    add(first)
    added = add(more)
    assert added.new == 3
    assert added.recording.languages == ("en", "de")
    assert contents(voices_folder() / "Mira").keys() == contents(tmp_path / "more" / "Mira").keys()
    assert add(first).new == 0


def test_another_person_of_the_same_name_is_refused(tmp_path: Path) -> None:
    mira = made(voices_folder(), "Mira", 2)
    before = contents(mira.folder)
    file = pack(made(tmp_path / "other", "Mira", 3), tmp_path / "same.zip")
    with zipfile.ZipFile(file) as packed:
        names = packed.namelist()
    clips = made(tmp_path / "third", "MIRA", 3).clips()
    clips[0].write_bytes(clips[1].read_bytes())
    third = pack(read_recording(tmp_path / "third" / "MIRA"), tmp_path)
    with pytest.raises(RecordingError, match=r"already another recording called Mira.*Change its"):
        add(third)
    assert contents(mira.folder) == before
    assert len(names) == 4
    delete(mira)
    write_about(Recording(mira.folder, "Mira", may_be_passed_on=True))
    with pytest.raises(RecordingError, match="already another recording called Mira"):
        add(file)
