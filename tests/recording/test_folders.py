from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.recording.spoken import made
from voice.errors import RecordingError
from voice.paths import voices_folder
from voice.recording.folders import (
    alone,
    answer,
    begin,
    delete,
    new_recording,
    recording_named,
    remove_vacant,
)
from voice.speech.recordings import ABOUT, Recording, read_recording, recordings, write_about


@pytest.mark.parametrize(
    ("typed", "folder", "name"),
    [
        ("Mira", "Mira", "Mira"),
        ("  Dr.  Müller ", "Dr. Müller", "Dr. Müller"),
        ("../x", "x", "../x"),
        ("CON", "_CON", "CON"),
        ("a/b", "a b", "a/b"),
        ("🎤", "🎤", "🎤"),
        ("-rf", "rf", "-rf"),
        ("مِیرا", "مِیرا", "مِیرا"),
    ],
)
def test_a_typed_name_becomes_a_safe_folder(typed: str, folder: str, name: str) -> None:
    recording = new_recording(typed, "en-GB")
    assert recording.folder == voices_folder() / folder
    assert (recording.name, recording.languages) == (name, ("en-GB",))
    assert not voices_folder().exists()
    begin(recording, ["en-GB"])
    assert recording_named(typed) == read_recording(recording.folder)
    assert read_recording(recording.folder).name == name


def test_a_file_in_place_of_the_folder_of_recordings_is_named() -> None:
    voices_folder().parent.mkdir(parents=True, exist_ok=True)
    voices_folder().write_bytes(b"mine")
    for what in (lambda: new_recording("Mira", "en"), remove_vacant):
        with pytest.raises(RecordingError, match=r"The folder of recordings, .* cannot be read"):
            what()
    with pytest.raises(RecordingError, match=r"is not a folder\. Move it away"):
        begin(Recording(voices_folder() / "Mira", "Mira"), ["en"])
    assert voices_folder().read_bytes() == b"mine"


@pytest.mark.parametrize(
    "typed", ["", " ", "...", "/", "a\x07b", "\u202eariM", "x" * 101, "\udcff"]
)
def test_what_cannot_be_said_is_no_name(typed: str) -> None:
    with pytest.raises(RecordingError, match="needs a name that can be said, such as Mira"):
        new_recording(typed, "en")
    assert recording_named(typed) is None


@given(st.text(max_size=30))
@example("Untitled")
@example("a\u200db")
def test_any_name_is_refused_or_stays_inside(typed: str) -> None:
    try:
        recording = new_recording(typed, "en")
    except RecordingError:
        return
    assert recording.folder.parent == voices_folder()
    assert not recording.id.startswith(".")
    begin(recording, ["en"])
    found = recording_named(typed)
    assert found is not None
    assert found.name == " ".join(typed.split())
    assert delete(found) == ()


def test_a_recording_is_found_in_any_case_and_by_the_person() -> None:
    made(voices_folder(), "Mira", 0)
    other = made(voices_folder(), "Zoë", 0)
    write_about(Recording(other.folder, "Zoë of next door"))
    made(voices_folder(), ".hidden", 0)
    assert [each.id for each in recordings()] == ["Mira", "Zoë"]
    for typed in ("mira", "MIRA ", "Mira"):
        found = recording_named(typed)
        assert found is not None
        assert found.id == "Mira"
    for typed in ("zoe\u0308", "zoë  OF next door"):
        found = recording_named(typed)
        assert found is not None
        assert found.id == "Zoë"
    assert recording_named("nobody") is None


def test_a_folder_that_is_taken_is_left_alone() -> None:
    (voices_folder() / "MIRA").mkdir(parents=True)
    (voices_folder() / "MIRA" / "model.onnx").touch()
    assert recording_named("Mira") is None
    assert new_recording("Mira", "en").id == "Mira 2"
    made(voices_folder(), "a b", 0)
    assert recording_named("a/b") is None
    assert new_recording("a/b", "en").id == "a b 2"


def test_a_broken_description_is_not_taken_for_a_free_name() -> None:
    recording = made(voices_folder(), "Mira", 1)
    (recording.folder / ABOUT).write_text("name = ")
    with pytest.raises(RecordingError, match=r"voice.toml: .* Correct it"):
        recording_named("mira")


@pytest.mark.parametrize(
    "about",
    [r'name = "\u001b[2J"', 'languages = ["en\\n"]', 'languages = ["en", "../x"]', "name = 1"],
)
def test_a_description_may_not_harm_a_terminal(tmp_path: Path, about: str) -> None:
    (tmp_path / ABOUT).write_text(about)
    with pytest.raises(RecordingError):
        read_recording(tmp_path)


def test_beginning_again_keeps_the_day_and_the_answer(tmp_path: Path) -> None:
    first = begin(Recording(tmp_path / "Mira", "Mira", ("de",)), ["de"])
    assert first.made_on is not None
    write_about(Recording(first.folder, "Mira", ("de",), first.made_on, may_be_passed_on=False))
    stale = begin(first, ["en", "de"])
    assert stale.languages == ("de", "en")
    assert stale.may_be_passed_on is False
    assert read_recording(first.folder) == stale


def test_a_place_without_room_for_a_recording_is_named(tmp_path: Path) -> None:
    (tmp_path / "voices").touch()
    with pytest.raises(RecordingError, match=r"voice\.toml cannot be written, .* Move it away"):
        begin(Recording(tmp_path / "voices" / "Mira", "Mira"), ["en"])


def test_all_of_a_recording_is_deleted() -> None:
    recording = made(voices_folder(), "Mira")
    other = made(voices_folder(), "Zoë")
    left = recording.folder / f".{recording.clips()[0].name}.part-0123abcd"
    left.write_bytes(b"half")
    (voices_folder() / ".Mira.part-0123abcd").mkdir()
    assert delete(recording) == ()
    assert list(voices_folder().iterdir()) == [other.folder]
    assert len(other.clips()) == 3


def test_what_is_not_the_recordings_is_left_and_named() -> None:
    recording = made(voices_folder(), "Mira")
    (recording.folder / "letter.txt").write_text("mine")
    (recording.folder / "0123456789abcdef.flac.bak").write_text("mine")
    assert [path.name for path in delete(recording)] == [
        "0123456789abcdef.flac.bak",
        "letter.txt",
    ]
    assert recording_named("Mira") is None
    assert len(list(recording.folder.iterdir())) == 2


@pytest.mark.skipif(os.name != "posix", reason="links take rights on Windows")
def test_a_recording_behind_a_link_is_deleted_with_the_link(tmp_path: Path) -> None:
    real = made(tmp_path / "disk", "Mira")
    voices_folder().mkdir()
    link = voices_folder() / "Mira"
    link.symlink_to(real.folder)
    assert delete(read_recording(link)) == ()
    assert not os.path.lexists(link)
    assert list(real.folder.iterdir()) == []


def test_only_one_run_adds_or_deletes_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    recording = made(voices_folder(), "Mira")
    monkeypatch.setattr("voice.files.time.monotonic", iter(range(0, 100, 9)).__next__)
    with alone(), pytest.raises(RecordingError, match="Another run of ground is changing"):
        delete(recording)
    assert len(recording.clips()) == 3


def test_a_no_stays_whoever_answers_later(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GROUND_HOME", str(tmp_path))
    mira = begin(new_recording("Mira", "en"), ["en"])
    assert answer(mira, agreed=False).may_be_passed_on is False
    assert answer(mira, agreed=True).may_be_passed_on is False
    assert read_recording(mira.folder).may_be_passed_on is False
    karl = begin(new_recording("Karl", "en"), ["en"])
    begin(karl, ["de"])  # another session, meanwhile
    assert answer(karl, agreed=True).languages == ("en", "de")
