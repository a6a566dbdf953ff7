"""The files of a shortcut are placed together or not at all, and only ours are touched."""

from __future__ import annotations

import errno
import os
import stat
import sys
from pathlib import Path

import pytest

from voice.errors import ShortcutError
from voice.shortcut.files import MARK, File, is_in_place, place, remove, strangers

posix = pytest.mark.skipif(
    sys.platform == "win32", reason="Windows has no links and modes of this kind"
)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return tmp_path / "root"


@pytest.fixture
def files(root: Path) -> list[File]:
    content = f"{MARK}.".encode()
    return [
        File(root / "own" / "deep" / "icon", content),
        File(root / "script", content, runs=True, starts=content),
    ]


def found(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*"))


def test_they_are_placed_and_removed_as_often_as_one_likes(root: Path, files: list[File]) -> None:
    paths = [file.path for file in files]
    for _ in range(2):
        place(files, [root])
        assert [path.read_bytes() for path in paths] == [file.content for file in files]
        assert all(map(is_in_place, files))
    assert found(root) == ["own", "own/deep", "own/deep/icon", "script"]
    for there in (True, False):
        assert remove(paths, [root]) is there
        assert found(root) == []
    assert root.is_dir()


def test_what_a_killed_run_left_is_removed_too(root: Path, files: list[File]) -> None:
    (root / "own" / "deep").mkdir(parents=True)
    for part in (root / "own" / "deep" / ".icon.part-0123abcd", root / ".script.part-0123abcd"):
        part.write_bytes(files[0].content)
        os.utime(part, (0, 0))
    assert not remove([file.path for file in files], [root])
    assert found(root) == []


@posix
def test_only_what_runs_can_be_run(root: Path, files: list[File]) -> None:
    place(files, [root])
    modes = [stat.S_IMODE(file.path.stat().st_mode) & 0o100 for file in files]
    assert modes == [0, 0o100]


@pytest.mark.parametrize(
    "other", ["file", "folder", pytest.param("dead link", marks=posix), "ours, but changed"]
)
def test_a_file_of_another_program_stays(root: Path, files: list[File], other: str) -> None:
    taken = files[1].path
    root.mkdir()
    match other:
        case "file":
            taken.write_bytes(b"[Desktop Entry]\n")
        case "folder":
            taken.mkdir()
        case "dead link":
            taken.symlink_to(root / "nowhere")
        case _:
            taken.write_bytes(MARK.lower().encode())
    before = (taken.lstat().st_ino, taken.lstat().st_mtime_ns)
    with pytest.raises(ShortcutError) as caught:
        place(files, [root])
    assert str(caught.value) == (
        f"{taken} is in the way, and ground did not make it. Move it away, then: ground shortcut"
    )
    assert not remove([file.path for file in files], [root])
    assert strangers(file.path for file in files) == [taken]
    assert found(root) == ["script"]
    assert (taken.lstat().st_ino, taken.lstat().st_mtime_ns) == before


def test_one_that_comes_between_stays_too(
    root: Path, files: list[File], monkeypatch: pytest.MonkeyPatch
) -> None:
    fsync = os.fsync

    def slow(descriptor: int) -> None:
        files[1].path.write_bytes(b"faster")
        fsync(descriptor)

    root.mkdir()
    monkeypatch.setattr(os, "fsync", slow)
    with pytest.raises(ShortcutError, match="script is in the way"):
        place(files, [root])
    assert found(root) == ["script"]
    assert files[1].path.read_bytes() == b"faster"


@pytest.mark.parametrize("full_at", [1, 2])
def test_a_full_disk_leaves_what_was_there(
    root: Path, files: list[File], full_at: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    written: list[int] = []

    def full(descriptor: int) -> None:
        written.append(descriptor)
        if len(written) == full_at:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    root.mkdir()
    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        with pytest.raises(ShortcutError) as caught:
            place(files, [root])
    assert str(caught.value) == (
        f"I can't make the shortcut in {files[full_at - 1].path.parent}: No space left on device. "
        "Nothing was changed."
    )
    assert found(root) == []
    place(files, [root])
    written.clear()
    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        with pytest.raises(ShortcutError):
            place([File(file.path, file.content + b"new") for file in files], [root])
    assert [file.path.read_bytes() for file in files] == [file.content for file in files]
    assert found(root) == ["own", "own/deep", "own/deep/icon", "script"]


@pytest.mark.parametrize(
    ("number", "told"),
    [
        (errno.EROFS, "Read-only file system. Nothing was changed."),
        (
            errno.EACCES,
            "Permission denied. Nothing was changed. "
            "Allow yourself to write in that folder, then: ground shortcut",
        ),
    ],
)
def test_a_folder_that_cannot_be_written_is_told(
    number: int, told: str, root: Path, files: list[File], monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(path: Path, *_: object, **__: object) -> None:
        raise OSError(number, os.strerror(number), str(path))

    monkeypatch.setattr(Path, "mkdir", refuse)
    with pytest.raises(ShortcutError) as caught:
        place(files, [root])
    assert str(caught.value) == (f"I can't make the shortcut in {root / 'own'}: {told}")
    assert not root.exists()


def test_a_file_where_a_folder_should_be_is_named(root: Path, files: list[File]) -> None:
    root.mkdir()
    (root / "own").touch()
    with pytest.raises(ShortcutError) as caught:
        place(files, [root])
    assert str(caught.value) == (
        f"I can't make the shortcut, because {root / 'own'} is not a folder. Move it away."
    )
    assert found(root) == ["own"]


@pytest.mark.parametrize("kept", [["icon"], ["icon", "script"]])
def test_what_cannot_be_removed_is_one_sentence_and_the_rest_is_gone(
    root: Path, files: list[File], kept: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    place(files, [root])
    unlink = Path.unlink

    def refuse(path: Path, *, missing_ok: bool = False) -> None:
        if path.name in kept:
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(path))
        unlink(path, missing_ok=missing_ok)

    monkeypatch.setattr(Path, "unlink", refuse)
    with pytest.raises(ShortcutError) as caught:
        remove([file.path for file in files], [root])
    left = [str(file.path) for file in files if file.path.name in kept]
    assert str(caught.value) == (
        f"I can't remove {', '.join(left)}: Permission denied. Do that by hand."
    )
    assert [str(file.path) for file in files if file.path.exists()] == left


def test_what_others_keep_beside_it_stays(root: Path, files: list[File]) -> None:
    place(files, [root])
    (root / "own" / "scripts").mkdir()
    remove([file.path for file in files], [root])
    assert found(root) == ["own", "own/scripts"]


def test_a_desktop_may_change_all_but_what_is_started(root: Path, files: list[File]) -> None:
    place(files, [root])
    for file in files:
        file.path.write_bytes(b"changed " + file.content)
        assert is_in_place(file)
    files[1].path.write_bytes(MARK.encode())
    assert not is_in_place(files[1])
    files[0].path.unlink()
    assert not is_in_place(files[0])
