"""Small files are whole or missing, even after a kill, and no run removes another's."""

from __future__ import annotations

import errno
import io
import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from voice.files import (
    being_written,
    only_writer,
    part_beside,
    read_file,
    sweep,
    sweep_folder,
    write,
    write_first,
    write_new,
    write_whole,
)

posix = pytest.mark.skipif(os.name != "posix", reason="Windows has no such files")


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


@posix
def test_what_is_private_stays_private_and_what_is_new_may_be_read(tmp_path: Path) -> None:
    before = os.umask(0o022)
    try:
        write(tmp_path / "settings.toml", b"mine")
        assert write_first(tmp_path / "cache", b"sound")
        write_new(tmp_path / "script.md", b"words")
    finally:
        os.umask(before)
    modes = {path.name: path.stat().st_mode & 0o777 for path in tmp_path.iterdir()}
    assert modes == {"settings.toml": 0o600, "cache": 0o600, "script.md": 0o644}


def test_a_name_that_is_taken_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_bytes(b"mine")
    with pytest.raises(FileExistsError):
        write_new(tmp_path / "a.md", b"other")
    assert write_first(tmp_path / "a.md", b"other")
    assert (tmp_path / "a.md").read_bytes() == b"mine"
    assert names(tmp_path) == ["a.md"]


def test_where_nothing_can_be_written_it_says_so(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    assert not write_whole(tmp_path / "file" / "a", b"")
    assert not write_first(tmp_path / "file" / "a", b"")
    with pytest.raises(OSError, match="File exists"):
        write(tmp_path / "file" / "a", b"")


KILLED = """
import os, signal, sys
from pathlib import Path
from voice import files

def put(part, path):
    os.kill(os.getpid(), signal.SIGKILL)

files._write(Path(sys.argv[1]), b"half", put)
"""


@posix
def test_a_killed_writer_is_cleared_up_after_by_the_next(tmp_path: Path) -> None:
    place = tmp_path / "settings.toml"
    for _ in range(2):
        done = subprocess.run([sys.executable, "-c", KILLED, str(place)], check=False)
        assert done.returncode == -signal.SIGKILL
        assert len(names(tmp_path)) == 1  # the second one has swept up behind the first
    write(place, b"whole")
    assert names(tmp_path) == ["settings.toml"]


def test_what_is_being_written_is_left_alone_by_everybody(tmp_path: Path) -> None:
    place = tmp_path / "a.mp3"
    part = part_beside(place)
    with being_written(part):
        sweep(place)
        sweep_folder(tmp_path)
        assert part.exists()
    assert names(tmp_path) == []


@posix
def test_a_part_that_is_swept_before_it_is_locked_is_made_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = tmp_path / "a.mp3"
    create = os.open
    swept: list[str | Path] = []

    def swept_at_once(path: str | Path, flags: int, *rest: int) -> int:
        descriptor = create(path, flags, *rest)
        if flags & os.O_CREAT and not swept:
            swept.append(path)
            os.unlink(path)  # noqa: PTH108 - as another process may
        return descriptor

    monkeypatch.setattr(os, "open", swept_at_once)
    part = part_beside(place)
    with being_written(part):
        assert swept
        assert part.exists()


def test_only_names_of_parts_are_swept(tmp_path: Path) -> None:
    mine = [".a.mp3.part-mine", ".a.mp3.part-0123abcde", "a.mp3.part-0123abcd", ".b.part-0123abcd"]
    for name in (*mine, ".a.mp3.part-0123abcd"):
        (tmp_path / name).touch()
    if os.name == "posix":
        sweep(tmp_path / "a.mp3")
        assert names(tmp_path) == sorted(mine)


def test_sweeping_where_nothing_is_does_nothing(tmp_path: Path) -> None:
    sweep(tmp_path / "nowhere" / "a")
    sweep_folder(tmp_path / "nowhere")


@posix
@pytest.mark.parametrize("largest", [0, 3])
def test_what_is_no_ordinary_file_is_refused_at_once(tmp_path: Path, largest: int) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "link").symlink_to("/dev/zero")
    (tmp_path / "large").write_bytes(b"four")
    with (tmp_path / "sparse").open("wb") as file:
        file.truncate(1 << 40)
    for path in (tmp_path / "pipe", tmp_path / "link", Path("/dev/tty"), Path("/dev/zero")):
        if path.exists():
            with pytest.raises(OSError, match="it is not an ordinary file"):
                read_file(path, largest)
    for name in ("large", "sparse"):
        with pytest.raises(OSError, match="it is too large"):
            read_file(tmp_path / name, largest)
    with pytest.raises(IsADirectoryError):
        read_file(tmp_path, largest)
    with pytest.raises(FileNotFoundError):
        read_file(tmp_path / "none", largest)
    assert read_file(tmp_path / "large", 4) == b"four"


@posix
def test_endless_files_of_the_system_are_cut_off() -> None:
    """A file that claims to be empty and is not, like many in /proc."""
    if Path("/proc/self/maps").exists():
        with pytest.raises(OSError, match="it is too large"):
            read_file(Path("/proc/self/maps"), 10)


def test_one_writer_at_a_time(tmp_path: Path) -> None:
    inside: list[int] = []
    most: list[int] = []

    def work() -> None:
        for _ in range(20):
            with only_writer(tmp_path):
                inside.append(1)
                most.append(len(inside))
                inside.pop()

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert set(most) == {1}
    assert len(most) == 80
    assert names(tmp_path) == []


def test_a_writer_that_never_ends_is_not_waited_for_without_limit(tmp_path: Path) -> None:
    with (
        only_writer(tmp_path),
        pytest.raises(OSError, match="another run of ground is changing it"),
        only_writer(tmp_path, patience=0),
    ):
        pytest.fail("two at once")
    with only_writer(tmp_path, patience=0):
        pass


def test_a_file_that_has_nothing_at_the_moment_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Some system files have nothing to read, and do not block."""
    path = tmp_path / "quiet"
    path.touch()

    class Quiet(io.BytesIO):
        def fileno(self) -> int:
            return descriptor

        def read(self, _size: int | None = -1) -> bytes:
            return None  # type: ignore[return-value]

    descriptor = os.open(path, os.O_RDONLY)
    monkeypatch.setattr(os, "open", lambda *_: descriptor)
    monkeypatch.setattr(os, "fdopen", lambda *_: Quiet())
    with pytest.raises(OSError, match="it has nothing to read"):
        read_file(path)
    os.close(descriptor)


@posix
def test_a_folder_that_may_not_be_read_is_not_taken_for_a_busy_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> int:
        raise PermissionError(errno.EACCES, "Permission denied", str(tmp_path))

    monkeypatch.setattr("voice.files.os.open", refuse)
    with pytest.raises(PermissionError, match="Permission denied"), only_writer(tmp_path):
        pass
