"""The cache of speech removes its own files, wherever its folder leads."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from voice.cli.app import run
from voice.paths import cache_folder
from voice.speech.cache import CachedEngine
from voice.speech.engine import Utterance
from voice.speech.entries import remove_entries
from voice.speech.tone import ToneEngine

posix = pytest.mark.skipif(os.name != "posix", reason="links want rights on Windows")

FOREIGN = ("ab/photo.jpg", "ab/mine.speech", "abc/x.speech", "letter.txt", "ab/.part-mine")


@pytest.fixture
def photos(tmp_path: Path) -> Path:
    """A listener's own folder, into which speech was rendered as well."""
    folder = tmp_path / "photos"
    for name in FOREIGN:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("mine")
        os.utime(path, (0, 0))
    return folder


def files(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


def render(folder: Path, largest: int = 10_000_000) -> None:
    engine = CachedEngine(ToneEngine(), folder, largest)
    engine.synthesize(Utterance("Ann", "tone/low", 120))
    engine.close()


def half_made(folder: Path) -> None:
    for name in (f".{'ab' * 20}.part-0123abcd", ".part-ab12cd_9"):
        (folder / "ab" / name).write_text("half")


def test_only_entries_are_removed(photos: Path) -> None:
    render(photos)
    half_made(photos)
    assert len(files(photos)) == len(FOREIGN) + 3
    remove_entries(photos)
    assert files(photos) == sorted(FOREIGN)
    assert sorted(each.name for each in photos.iterdir()) == ["ab", "abc", "letter.txt"]


def test_nothing_is_left_of_a_cache_of_its_own(tmp_path: Path) -> None:
    render(tmp_path / "speech")
    remove_entries(tmp_path / "speech")
    assert not list(tmp_path.iterdir())
    remove_entries(tmp_path / "speech")


@pytest.mark.parametrize("refused", ["speech", "ab"])
def test_a_cache_that_cannot_be_listed_is_told(
    refused: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = cache_folder() / "speech"
    entries = [folder / name / f"{name * 20}.speech" for name in ("ab", "cd")]
    for entry in entries:
        entry.parent.mkdir(parents=True)
        entry.touch()
    listed = os.listdir

    def listdir(path: Path) -> list[str]:
        if path.name == refused:
            raise PermissionError(13, "Permission denied", str(path))
        return listed(path)

    monkeypatch.setattr(os, "listdir", listdir)
    assert run(["settings", "--reset"]) == 1
    assert capsys.readouterr() == (
        "",
        f"I can't remove the rendered speech in {folder}: Permission denied. Remove it by hand.\n",
    )
    left = [entry for entry in entries if entry.exists()]
    assert left == (entries if refused == "speech" else entries[:1])


def test_a_full_cache_sheds_nothing_but_entries(photos: Path) -> None:
    half_made(photos)
    render(photos, largest=0)
    assert files(photos) == sorted(FOREIGN)


@posix
@pytest.mark.parametrize("arguments", [["--reset"], ["--person", "Bob"], ["--number", "555 0100"]])
@pytest.mark.parametrize("whole", [False, True])
def test_a_link_to_another_folder_costs_nothing_in_it(
    photos: Path, arguments: list[str], whole: bool
) -> None:
    link = cache_folder() if whole else cache_folder() / "speech"
    link.parent.mkdir(parents=True, exist_ok=True)
    link.symlink_to(photos.parent if whole else photos)
    if whole:
        photos = photos.rename(photos.with_name("speech"))
    render(photos)
    assert run(["settings", *arguments]) == 0
    assert files(photos) == sorted(FOREIGN)
    assert link.is_symlink()


@posix
def test_an_entry_that_is_a_link_loses_the_link_alone(tmp_path: Path) -> None:
    (tmp_path / "mine").write_text("mine")
    entry = tmp_path / "speech" / "ab" / f"{'ab' * 20}.speech"
    entry.parent.mkdir(parents=True)
    entry.symlink_to(tmp_path / "mine")
    remove_entries(tmp_path / "speech")
    assert [path.name for path in tmp_path.iterdir()] == ["mine"]


def test_the_look_at_the_cache_overwrites_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    mine = cache_folder() / "probe"
    mine.parent.mkdir(parents=True)
    mine.write_text("mine")
    run(["doctor"])
    assert "The cache works" in capsys.readouterr().out
    assert mine.read_text() == "mine"
    assert [path.name for path in mine.parent.iterdir() if path.name.startswith(".")] == []
