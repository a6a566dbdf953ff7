"""A file is there whole, or not at all; and what was there before stays."""

from __future__ import annotations

import errno
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.cost import without_coverage
from voice.errors import ExportError
from voice.export.atomic_output import refuse_impossible, whole_or_nothing
from voice.export.formats import Format

if TYPE_CHECKING:
    from tests.encoding import Encode
    from voice.audio import Samples


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_the_name_appears_only_when_the_file_is_whole(tmp_path: Path) -> None:
    target = tmp_path / "Ice cube.mp3"
    with whole_or_nothing(target) as (part,):
        part.write_bytes(b"half")
        assert part.parent == tmp_path
        assert re.fullmatch(r"\.Ice cube\.mp3\.part-[0-9a-f]{8}", part.name)
        assert not target.exists()
    assert target.read_bytes() == b"half"
    assert names(tmp_path) == ["Ice cube.mp3"]


def give_up(target: Path, end: type[BaseException]) -> None:
    with whole_or_nothing(target, force=True) as (part,):
        part.write_bytes(b"half")
        raise end


@pytest.mark.parametrize("end", [ValueError, KeyboardInterrupt, SystemExit, GeneratorExit])
def test_whatever_ends_it_early_leaves_nothing(tmp_path: Path, end: type[BaseException]) -> None:
    with pytest.raises(end):
        give_up(tmp_path / "a.mp3", end)
    assert names(tmp_path) == []


def test_a_replacement_that_fails_leaves_the_old_file(tmp_path: Path) -> None:
    target = tmp_path / "a.mp3"
    target.write_bytes(b"old")
    with pytest.raises(KeyboardInterrupt):
        give_up(target, KeyboardInterrupt)
    assert target.read_bytes() == b"old"
    assert names(tmp_path) == ["a.mp3"]


def test_a_file_that_is_there_is_replaced_only_by_force(tmp_path: Path) -> None:
    target = tmp_path / "a.mp3"
    target.write_bytes(b"old")
    with pytest.raises(ExportError) as caught, whole_or_nothing(target):
        pytest.fail("no work may be done for a file that cannot be kept")
    assert str(caught.value) == (
        f"{target} is already there. "
        "Add --force to replace it, or choose another name with --output."
    )
    assert target.read_bytes() == b"old"

    with whole_or_nothing(target, force=True) as (part,):
        part.write_bytes(b"new")
    assert target.read_bytes() == b"new"
    assert names(tmp_path) == ["a.mp3"]


def refuse_links(*_: object) -> None:
    raise PermissionError(1, "Operation not permitted")  # what FAT answers


@pytest.mark.parametrize("links", [True, False], ids=["links", "no links, as on FAT"])
def test_a_file_that_appears_meanwhile_is_kept(
    tmp_path: Path, links: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not links:
        monkeypatch.setattr(os, "link", refuse_links)
    target = tmp_path / "a.mp3"
    with pytest.raises(ExportError, match="already there"), whole_or_nothing(target):
        target.write_bytes(b"theirs")
    assert target.read_bytes() == b"theirs"
    assert names(tmp_path) == ["a.mp3"]


def test_a_disk_without_links_will_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "link", refuse_links)
    with whole_or_nothing(tmp_path / "a.mp3") as (part,):
        part.write_bytes(b"whole")
    assert (tmp_path / "a.mp3").read_bytes() == b"whole"
    assert names(tmp_path) == ["a.mp3"]


@pytest.mark.parametrize("force", [False, True])
@pytest.mark.parametrize(
    ("place", "sentence"),
    [
        ("folder", "is a folder, not a file. Choose another name"),
        ("missing/a.mp3", "There is no folder .*missing to write a.mp3 into. Make it first"),
        ("file/a.mp3", "file is a file, not a folder. Choose another place with --output.$"),
        ("file/b/a.mp3", "file is a file, not a folder. Choose another place with --output.$"),
        ("n" * 300, "A file cannot be called nn.* there. Choose another name"),
        pytest.param(
            "/sys/a.mp3", "You have no permission to write .*. Choose", marks=pytest.mark.e2e
        ),
        pytest.param("/dev/null", "is not an ordinary file, .* Choose", marks=pytest.mark.e2e),
    ],
)
def test_a_place_that_will_not_do_is_explained(
    tmp_path: Path, place: str, sentence: str, force: bool
) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "file").touch()
    with (
        pytest.raises(ExportError, match=sentence),
        whole_or_nothing(tmp_path / place, force=force),
    ):
        pytest.fail("the work must not begin")
    assert names(tmp_path) == ["file", "folder"]


@pytest.mark.skipif(os.name == "nt", reason="links want rights on Windows")
def test_a_link_that_leads_nowhere_is_explained_by_where_it_leads(tmp_path: Path) -> None:
    (tmp_path / "a.mp3").symlink_to(tmp_path / "gone" / "b.mp3")
    (tmp_path / "folder").symlink_to(tmp_path / "gone")
    for place in ("a.mp3", "folder/b.mp3"):
        with pytest.raises(ExportError) as failure:
            refuse_impossible(tmp_path / place)
        assert str(failure.value) == (
            f"There is no folder {tmp_path / 'gone'} to write b.mp3 into. "
            "Make it first, or choose another place with --output."
        )


def test_a_folder_that_takes_no_files_is_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As /proc does, of which the system says that it is not there."""

    def refuse(path: Path, _mode: int = 0) -> int:
        raise FileNotFoundError(errno.ENOENT, "No such file or directory", str(path))

    monkeypatch.setattr("voice.files.create", refuse)
    with pytest.raises(ExportError) as failure:
        refuse_impossible(tmp_path / "a.mp3")
    assert str(failure.value) == (
        f"No file can be made in {tmp_path}. Choose another place with --output."
    )


class HeldError(PermissionError):
    """What Windows raises; its error codes cannot be had elsewhere."""

    winerror: int


@pytest.mark.parametrize(
    ("code", "replacing", "open_elsewhere"),
    [(32, True, True), (32, False, True), (5, True, True), (5, False, False)],
)
def test_a_file_that_a_player_holds_open_is_explained(
    tmp_path: Path, code: int, *, replacing: bool, open_elsewhere: bool
) -> None:
    target = tmp_path / "a.mp3"
    error = HeldError(13, "Access is denied", str(target))
    error.filename2 = str(target) if replacing else None
    error.winerror = code
    with pytest.raises(ExportError) as caught, whole_or_nothing(target):
        raise error
    assert ("Close it there" in str(caught.value)) == open_elsewhere
    assert ("You have no permission to write" in str(caught.value)) != open_elsewhere
    assert names(tmp_path) == []


def export_to_a_full_disk(target: Path, encode: Encode, kind: Format, sound: Samples) -> None:
    with whole_or_nothing(target) as (part,):
        part.unlink()
        part.symlink_to("/dev/full")
        encode(part, sound, kind=kind)


@pytest.mark.e2e
@pytest.mark.parametrize("kind", list(Format))
def test_a_full_disk_is_explained(
    tmp_path: Path, kind: Format, sound: Samples, encode: Encode
) -> None:
    target = tmp_path / f"a{kind.ending}"
    with pytest.raises(ExportError, match="not enough room left") as caught:
        export_to_a_full_disk(target, encode, kind, sound)
    assert str(caught.value) == (
        f"There is not enough room left to write {target}. "
        "Free some space, or choose another place with --output."
    )
    assert names(tmp_path) == []


@pytest.mark.e2e
@pytest.mark.parametrize("limit", [1, 3000])
def test_a_file_that_may_not_grow_is_explained(tmp_path: Path, limit: int) -> None:
    code = (
        "import resource, signal, sys, numpy; from contextlib import closing\n"
        "from pathlib import Path; from voice.errors import ExportError\n"
        "from voice.export.encoder import open_encoder; from voice.export.formats import Format\n"
        "from voice.export.atomic_output import whole_or_nothing\n"
        "from voice.export.contents import Chapter, Tags\n"
        "known = Tags(title='', chapters=(Chapter('All', 0, 24000),))\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[2]),) * 2)\n"
        "noise = numpy.random.default_rng(1).random(24000, numpy.float32) - 0.5\n"
        "for kind in Format:\n"
        "    try:\n"
        "        with whole_or_nothing(Path(sys.argv[1])) as (part,):\n"
        "            with closing(open_encoder(kind, part, lambda: known)) as encoder:\n"
        "                encoder.write(noise); encoder.finish()\n"
        "    except ExportError as error: print(kind, error)"
    )
    command = [sys.executable, "-c", code, str(tmp_path / "a"), str(limit)]
    # The file of coverage may not grow either.
    done = subprocess.run(
        command, capture_output=True, check=True, text=True, env=without_coverage()
    )
    explained = done.stdout.splitlines()
    assert [each.partition(" ")[0] for each in explained] == list(Format)
    assert all("would be too large for the file system there" in each for each in explained)
    assert done.stderr == ""
    assert names(tmp_path) == []


@pytest.mark.parametrize(
    "other",
    [
        FileNotFoundError(2, "No such file", "script.md"),
        FileExistsError(17, "x"),
        BrokenPipeError(),
    ],
)
def test_errors_about_anything_else_pass_through(tmp_path: Path, other: OSError) -> None:
    with pytest.raises(OSError) as caught, whole_or_nothing(tmp_path / "a.mp3"):  # noqa: PT011
        raise other
    assert caught.value is other
    assert names(tmp_path) == []


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such permissions")
@pytest.mark.parametrize("mask", [0o022, 0o077])
def test_the_file_may_be_read_by_whoever_may_read_new_files(tmp_path: Path, mask: int) -> None:
    before = os.umask(mask)
    try:
        with whole_or_nothing(tmp_path / "a.mp3"):
            pass
    finally:
        os.umask(before)
    assert (tmp_path / "a.mp3").stat().st_mode & 0o777 == 0o666 & ~mask


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "music").mkdir()
    link = tmp_path / "a.mp3"
    link.symlink_to(tmp_path / "music" / "b.mp3")
    for content in (b"one", b"two"):
        with whole_or_nothing(link, force=True) as (part,):
            part.write_bytes(content)
        assert link.is_symlink()
        assert (tmp_path / "music" / "b.mp3").read_bytes() == content


def test_the_longest_name_a_disk_takes_is_taken(tmp_path: Path) -> None:
    target = tmp_path / f"{'n' * 251}.mp3"
    with whole_or_nothing(target):
        pass
    assert names(tmp_path) == [target.name]


def test_several_appear_together(tmp_path: Path) -> None:
    sound, words = tmp_path / "a.mp3", tmp_path / "a.lrc"
    with whole_or_nothing(sound, words) as parts:
        for part, text in zip(parts, ("sound", "words"), strict=True):
            part.write_text(text)
        assert not sound.exists()
        assert not words.exists()
    assert (sound.read_text(), words.read_text()) == ("sound", "words")
    assert names(tmp_path) == ["a.lrc", "a.mp3"]


def test_one_that_is_there_keeps_the_others_away(tmp_path: Path) -> None:
    words = tmp_path / "a.lrc"
    words.write_text("mine")
    with (
        pytest.raises(ExportError, match=r"a\.lrc is already there"),
        whole_or_nothing(tmp_path / "a.mp3", words),
    ):
        pytest.fail("no work may be done for files that cannot be kept")
    assert names(tmp_path) == ["a.lrc"]


def test_one_that_appears_meanwhile_keeps_the_others_away(tmp_path: Path) -> None:
    words = tmp_path / "a.lrc"
    with (
        pytest.raises(ExportError, match=r"a\.lrc is already there"),
        whole_or_nothing(tmp_path / "a.mp3", words),
    ):
        words.write_text("theirs")
    assert words.read_text() == "theirs"
    assert names(tmp_path) == ["a.lrc"]


def test_several_that_are_given_up_leave_nothing(tmp_path: Path) -> None:
    targets = (tmp_path / "a.mp3", tmp_path / "a.lrc")
    with pytest.raises(KeyboardInterrupt), whole_or_nothing(*targets):
        raise KeyboardInterrupt
    assert names(tmp_path) == []
