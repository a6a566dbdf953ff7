"""Killed at any moment, nothing half made counts, and the next run finishes the work."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import soundfile

from tests.recording.spoken import LINES, between, contents, made, said
from voice.cli import app
from voice.frames import SAMPLE_RATE
from voice.paths import settings_file, voices_folder
from voice.recording.adding import add
from voice.recording.folders import delete, new_recording, recording_named
from voice.recording.importing import import_folder
from voice.recording.pack import refuse_unusable
from voice.recording.packing import pack
from voice.saved_settings import remember
from voice.settings import Settings
from voice.speech.recordings import ABOUT, Recording, read_recording, recordings

if os.name != "posix":
    pytest.skip("processes are forked", allow_module_level=True)

MOMENTS = 20
FAILED = 70


def killed_at(step: int, work: Callable[[], object]) -> bool:
    """Do some work in a child that is killed before the given one of its steps with files.

    Returns:
        True if it was killed; false if it had finished by then.
    """
    child = os.fork()
    if not child:
        try:
            _call_at_each(lambda count: _die() if count == step else None)
            work()
            os._exit(0)
        finally:
            os._exit(FAILED)
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    assert code in {0, -signal.SIGKILL}
    return code != 0


def _die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def _call_at_each(called: Callable[[int], object]) -> None:
    """Call something with the number of each step, before it."""
    count = 0

    def before(event: str, _: object) -> None:
        nonlocal count
        if event.startswith(("open", "os.", "fcntl.", "shutil.")) and event != "os.kill":
            count += 1
            called(count)

    sys.addaudithook(before)


def moments(work: Callable[[], object], counted: Path) -> list[int]:
    """Return steps at which the work can be killed, evenly from the first to the last.

    Args:
        work: What is done, once here in whole.
        counted: A file for the count.
    """
    child = os.fork()
    if not child:
        with counted.open("w") as file:
            _call_at_each(lambda count: print(count, file=file))
            work()
            file.flush()
            os._exit(0)
    assert os.waitpid(child, 0)[1] == 0
    last = int(counted.read_text().split()[-1])
    return [1 + moment * (last - 1) // MOMENTS for moment in range(MOMENTS)]


def test_a_pack_is_added_whole_or_not_at_all(tmp_path: Path) -> None:
    mira = made(tmp_path / "mine", "Mira", 4)
    file = pack(mira, tmp_path)

    def work() -> None:
        add(file)

    times = 0
    for step in moments(work, tmp_path / "count"):
        if voices_folder().exists():
            for found in recordings():
                delete(found)
        times += killed_at(step, work)
        for found in recordings():
            assert contents(found.folder) == contents(mira.folder)
    assert times >= MOMENTS - 4  # folders are there from the second time on
    assert add(file).recording.id == "Mira"
    assert [path.name for path in voices_folder().iterdir()] == ["Mira"]
    assert contents(voices_folder() / "Mira") == contents(mira.folder)


def test_an_import_keeps_whole_lines_and_is_finished_by_the_next(tmp_path: Path) -> None:
    folder = tmp_path / "phone"
    folder.mkdir()
    for number in (2, 4):
        sound = between(0.3, said()[number - 1])
        soundfile.write(folder / f"{number}.wav", sound, SAMPLE_RATE)

    def work() -> None:
        import_folder(recording_named("Mira") or new_recording("Mira", "en"), LINES, folder)

    times = 0
    for step in moments(work, tmp_path / "count"):
        found = recording_named("Mira")
        if found is not None:
            delete(found)
        times += killed_at(step, work)
        found = recording_named("Mira")
        for clip in () if found is None else found.clips():
            refuse_unusable(clip.read_bytes(), clip.name)
    assert times >= MOMENTS - 4  # folders are there from the second time on
    work()
    assert sorted(contents(voices_folder() / "Mira")) == sorted(
        [ABOUT, *(f"{each.id}.flac" for each in (LINES[1], LINES[3]))]
    )


def test_a_deletion_that_is_killed_is_finished_by_the_next(tmp_path: Path) -> None:
    """Neither the folder nor the settings keep the person's name, whenever it was killed."""

    def begun() -> Recording:
        remember(settings_file(), Settings(voice="recorded/Mira"))
        return made(voices_folder(), "Mira", 2)

    begun()
    for step in moments(lambda: delete(read_recording(voices_folder() / "Mira")), tmp_path / "n"):
        mira = begun()
        killed_at(step, lambda mira=mira: delete(mira))  # type: ignore[misc]
        assert app.run(["record", "Mira", "--delete"]) in {0, 1}
        assert list(voices_folder().iterdir()) == []
        assert "Mira" not in settings_file().read_text()
