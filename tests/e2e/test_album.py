"""Folders of exercises: made in parallel, interrupted, and continued."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import time
from pathlib import Path
from typing import Any

import mutagen
import pytest

from tests.e2e.audio import decoded
from tests.e2e.conftest import Ground, children
from tests.e2e.test_export_inside import probed
from tests.exercises import SHORT

pytestmark = pytest.mark.e2e

NAMES = ("three-breaths", "ice-cube", "hear-five")
TITLES = ("Three slow breaths by the window", "Ice cube", "Five things you can hear")
FILES = tuple(f"{number:02} {title}" for number, title in enumerate(TITLES, 1))
QUICK = ("--voice", "espeak/gmw/en-us", "--jobs", "1")
"""A voice that makes an exercise in less than a second, and no process for each of them."""


MANY = ("see-five", "name-it", "kind-words", "here-now")
"""Exercises that take long enough to be interrupted."""


@pytest.fixture
def ground(ground: Ground, tmp_path: Path) -> Ground:
    """With a home in which short scripts take the places of three that ship."""
    home = tmp_path / "home"
    (home / "scripts").mkdir(parents=True)
    cache = ground.home / "cache"
    cache.mkdir(exist_ok=True)
    (home / "cache").symlink_to(cache, target_is_directory=True)
    for name, title in zip(NAMES, TITLES, strict=True):
        text = SHORT.replace("Short one", title).replace("Done.", f"This was {title}.")
        (home / "scripts" / f"{name}.md").write_text(text)
    ground.home = home
    return ground


def album(ground: Ground, name: str = "walk") -> list[str]:
    return sorted(path.name for path in (ground.folder / name).iterdir())


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def times(folder: Path) -> dict[str, int]:
    return {path.name: path.stat().st_mtime_ns for path in folder.glob("*.mp3")}


def paths(*endings: str) -> list[str]:
    return [f"walk/{file}{ending}" for file in FILES for ending in endings]


@pytest.mark.parametrize("voice", ["natural/heart", "espeak/gmw/en-us"])
def test_side_by_side_is_as_good_as_one_by_one(ground: Ground, voice: str) -> None:
    how = (*NAMES, "--voice", voice, "--captions", "vtt")
    one = ground("export", *how, "-o", "one", "--jobs", "1")
    two = ground("export", *how, "-o", "two", "--jobs", "2")
    assert (one.code, two.code) == (0, 0), one.err + two.err
    assert contents(ground.folder / "one") == contents(ground.folder / "two")
    assert len(album(ground, "two")) == 7


def test_an_album_is_numbered_and_listed(ground: Ground) -> None:
    ran = ground("export", *NAMES, *QUICK, "-o", "walk")
    assert ran.code == 0, ran.err
    assert sorted(ran.out.splitlines()) == sorted([*paths(".mp3"), "walk/Ground.m3u8"])
    assert ran.out.endswith("walk/Ground.m3u8\n")
    for number, (file, title) in enumerate(zip(FILES, TITLES, strict=True), 1):
        tags = probed(ground.folder / "walk" / f"{file}.mp3")["format"]["tags"]
        assert (tags["track"], tags["title"]) == (f"{number}/3", title)
    rows = (ground.folder / "walk" / "Ground.m3u8").read_text(encoding="utf-8").splitlines()
    assert [row for row in rows if not row.startswith("#")] == [f"{file}.mp3" for file in FILES]
    lengths = [int(row[8:].partition(",")[0]) for row in rows if row.startswith("#EXTINF:")]
    for file, length in zip(FILES, lengths, strict=True):
        heard = len(decoded(ground.folder / "walk" / f"{file}.mp3")) / 24_000
        assert length == pytest.approx(heard, abs=0.6)


@pytest.mark.parametrize("kind", ["mp3", "m4b", "opus", "flac", "wav"])
def test_what_is_there_is_kept(ground: Ground, kind: str) -> None:
    how = ("export", "three-breaths", *QUICK, "--format", kind, "-o", "walk/")
    (ground.folder / "walk").mkdir()
    made = ground(*how)
    assert made.code == 0, made.err
    before = (ground.folder / "walk" / f"{TITLES[0]}.{kind}").stat().st_mtime_ns
    again = ground(*how)
    assert (again.code, again.out) == (0, made.out)
    assert again.told == f"walk/{TITLES[0]}.{kind} is up to date.\n"
    assert (ground.folder / "walk" / f"{TITLES[0]}.{kind}").stat().st_mtime_ns == before
    assert album(ground) == [f"{TITLES[0]}.{kind}"]


def test_only_what_is_missing_or_has_changed_is_made(ground: Ground) -> None:
    (ground.folder / "own.md").write_text(SHORT)
    how = ("export", "own.md", *NAMES[:2], *QUICK, "-o", "walk")
    assert ground(*how).code == 0
    walk = ground.folder / "walk"
    before = times(walk)
    (walk / "03 Ice cube.mp3").unlink()
    (ground.folder / "own.md").write_text(SHORT.replace("Hear this line.", "Hear that line."))
    ran = ground(*how)
    assert ran.code == 0
    assert ran.err.count("is up to date") == 1
    after = times(walk)
    assert {name for name in after if after[name] != before[name]} == {
        "01 Short one.mp3",
        "03 Ice cube.mp3",
    }


def test_old_names_are_renamed_and_nothing_is_doubled(ground: Ground) -> None:
    how = ("export", *NAMES, *QUICK, "-o", "walk", "--captions", "lrc")
    assert ground(*how).code == 0
    walk = ground.folder / "walk"
    wanted, before = album(ground), contents(walk)
    for file in FILES:  # as earlier versions named them
        for ending in (".mp3", ".lrc"):
            (walk / f"{file}{ending}").rename(walk / f"{file[3:]}{ending}")
    list_of = walk / "Ground.m3u8"
    list_of.write_text(
        "\n".join(row[3:] if row[0] == "0" else row for row in list_of.read_text().splitlines())
    )
    (walk / "My own copy.mp3").write_bytes((walk / f"{TITLES[0]}.mp3").read_bytes())
    ran = ground(*how)
    assert ran.err.count("is up to date") == len(NAMES)
    assert album(ground) == sorted([*wanted, "My own copy.mp3"])
    (walk / "My own copy.mp3").unlink()
    assert contents(walk) == before


def test_another_order_gives_other_numbers_and_doubles_nothing(ground: Ground) -> None:
    assert ground("export", *NAMES, *QUICK, "-o", "walk").code == 0
    assert ground("export", *reversed(NAMES), *QUICK, "-o", "walk").code == 0
    names = [f"{number:02} {title}.mp3" for number, title in enumerate(reversed(TITLES), 1)]
    assert album(ground) == [*names, "Ground.m3u8"]


@pytest.mark.parametrize("names", [NAMES[:1], NAMES])
def test_a_folder_named_as_one_is_made_for_a_joined_file(
    ground: Ground, names: tuple[str, ...]
) -> None:
    ran = ground("export", *names, "--join", *QUICK, "-o", "walk/", "--voice", "nobody")
    assert ran.code == 1
    assert ground.files() == []
    ran = ground("export", *names, "--join", *QUICK, "-o", "walk/")
    assert (ran.code, len(ran.out.splitlines()), len(album(ground))) == (0, 1, 1)


def test_what_an_earlier_album_left_is_named_and_kept(ground: Ground) -> None:
    assert "An earlier album" not in ground("export", *NAMES, *QUICK, "-o", "walk").err
    (ground.folder / "walk" / "04 Mine.mp3").write_text("mine")
    for _ in range(2):  # the playlist lists it only the first time
        ran = ground("export", *NAMES[:2], *QUICK, "-o", "walk")
        assert ran.err.splitlines()[-1] == (
            "An earlier album left this file in the folder, to keep or to delete: "
            "03 Five things you can hear.mp3"
        )
    assert album(ground) == sorted(
        [*(f"{file}.mp3" for file in FILES), "04 Mine.mp3", "Ground.m3u8"]
    )
    ran = ground("export", NAMES[2], NAMES[0], *QUICK, "-o", "walk")
    assert ran.err.endswith("to keep or to delete: 02 Ice cube.mp3\n")


def test_a_number_of_somebody_else_is_left_alone(ground: Ground) -> None:
    (ground.folder / "walk").mkdir()
    mine = ground.folder / "walk" / "07 Ice cube.mp3"
    mine.write_text("mine")
    assert ground("export", *NAMES, *QUICK, "-o", "walk").code == 0
    assert mine.read_text() == "mine"


def test_captions_go_with_their_sound(ground: Ground) -> None:
    how = ("export", *NAMES[:2], *QUICK, "-o", "walk", "--captions", "lrc")
    assert ground(*how).code == 0
    before = contents(ground.folder / "walk")
    assert ground(*how, "--pace", "slow").code == 0
    changed = contents(ground.folder / "walk")
    assert all(changed[name] != before[name] for name in before if name.endswith(("mp3", "lrc")))
    (ground.folder / "walk" / "02 Ice cube.lrc").unlink()
    ran = ground(*how, "--pace", "slow")
    assert ran.err.count("is up to date") == 1
    assert contents(ground.folder / "walk") == changed


@pytest.mark.parametrize("name", ["02 Ice cube.mp3", "Ground.m3u8"])
def test_what_is_not_ours_is_refused_before_anything_is_made(ground: Ground, name: str) -> None:
    (ground.folder / "walk").mkdir()
    mine = ground.folder / "walk" / name
    mine.write_text("mine")
    how = ("export", *NAMES, *QUICK, "-o", "walk")
    ran = ground(*how)
    assert (ran.code, ran.out) == (1, "")
    assert ran.told.startswith(f"walk/{name} is already there. Add --force")
    assert album(ground) == [name]
    assert mine.read_text() == "mine"
    assert ground(*how, "--force").code == 0
    assert mine.read_bytes() != b"mine"


@pytest.mark.parametrize(
    "wrong", [("--background", "nothing"), ("--background", "~nobody/a.mp3"), ("--voice", "nobody")]
)
def test_what_is_not_there_is_told_before_even_the_folder_is_made(
    ground: Ground, wrong: tuple[str, str]
) -> None:
    ran = ground("export", *NAMES, *wrong, "-o", "walk")
    assert (ran.code, ran.out) == (1, "")
    assert ran.told.count("\n") == 1
    assert wrong[1] in ran.err
    assert ground.files() == []


def test_two_of_one_title_are_told_apart_by_their_numbers(ground: Ground) -> None:
    for name in ("one", "other"):
        (ground.folder / f"{name}.md").write_text(SHORT)
    assert ground("export", "one.md", "other.md", *QUICK, "-o", "walk").code == 0
    assert album(ground) == ["01 Short one.mp3", "02 Short one.mp3", "Ground.m3u8"]


def test_one_does_not_replace_another_of_its_title(ground: Ground) -> None:
    for name in ("one", "other"):
        (ground.folder / f"{name}.md").write_text(SHORT)
    assert ground("export", "one.md", *QUICK, "-o", f"{ground.folder}/").code == 0
    made = contents(ground.folder)
    ran = ground("export", "other.md", *QUICK, "-o", f"{ground.folder}/")
    assert ran.code == 1
    assert "Short one.mp3 is already there" in ran.err
    assert contents(ground.folder) == made


@pytest.mark.parametrize("names", [NAMES, NAMES[:1]])
def test_a_name_that_is_too_long_is_one_sentence(ground: Ground, names: tuple[str, ...]) -> None:
    ran = ground("export", *names, *QUICK, "-o", f"{'a' * 300}/")
    assert (ran.code, ran.out) == (1, "")
    (sentence,) = ran.told.splitlines()
    assert sentence.endswith("with --output.")


def test_one_alone_in_a_folder_has_no_number_and_no_list(ground: Ground) -> None:
    ran = ground("export", "ice-cube", *QUICK, "-o", "nowhere")
    assert (ran.code, ran.out) == (1, "")
    assert "nowhere" not in ground.files()
    assert ground("export", "ice-cube", *QUICK, "-o", "walk/").out == "walk/Ice cube.mp3\n"
    assert ground("export", "ice-cube", *QUICK, "-o", "walk").out == "walk/Ice cube.mp3\n"
    assert album(ground) == ["Ice cube.mp3"]
    tags = probed(ground.folder / "walk" / "Ice cube.mp3")["format"]["tags"]
    assert "track" not in tags


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_one_that_fails_leaves_the_others(ground: Ground, jobs: str) -> None:
    (ground.folder / "own.md").write_text(SHORT)
    how = ("own.md", *MANY[:2], *QUICK, "--minutes", "2.5", "-o", "walk", "--jobs", jobs)
    ran = ground("export", *how)
    assert ran.code == 1
    assert "Short one cannot last 2.5 minutes." in ran.err
    assert "1 of 3 files could not be made" in ran.err
    assert len(album(ground)) == 3
    assert "Short one" not in (ground.folder / "walk" / "Ground.m3u8").read_text()


def test_a_process_that_dies_costs_one_file(ground: Ground) -> None:
    program = ground.start("export", *MANY, *QUICK, "-o", "walk", "--jobs", "2")
    os.kill(_child_at_work(program), signal.SIGKILL)
    _, err = program.communicate(timeout=120)
    assert program.returncode == 1
    assert err.count("could not be made: its worker stopped") == 1
    assert "1 of " in err
    again = ground("export", *MANY, *QUICK, "-o", "walk")
    assert again.code == 0
    assert again.err.count("is up to date") == len(MANY) - 1
    assert len(album(ground)) == len(MANY) + 1


@pytest.mark.parametrize("jobs", ["1", "2"])
@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_signal_leaves_only_whole_files(
    ground: Ground, number: signal.Signals, code: int, jobs: str
) -> None:
    program = ground.start("export", *MANY, *QUICK, "-o", "walk", "--jobs", jobs)
    _child_at_work(program) if jobs == "2" else _wait_for_part(ground)
    program.send_signal(number)
    _, err = program.communicate(timeout=60)
    assert program.returncode == code
    assert "Run the same command again to make the missing files." in err
    assert "Traceback" not in err
    assert not [name for name in album(ground) if name.startswith(".")]
    _all_are_whole(ground)


@pytest.mark.parametrize("seed", range(3))
def test_killed_at_any_moment_it_can_be_gone_on_with(ground: Ground, seed: int) -> None:
    how = ("export", *NAMES, *QUICK, "-o", "walk", "--jobs", "2")
    program = ground.start(*how)
    time.sleep(random.Random(seed).uniform(0.3, 1.5))
    program.kill()
    program.communicate(timeout=60)  # its pipes close only when its children have ended too
    (ground.folder / "walk").mkdir(exist_ok=True)
    _all_are_whole(ground)
    whole = times(ground.folder / "walk")
    ran = ground(*how)
    assert ran.code == 0
    assert whole.items() <= times(ground.folder / "walk").items()
    assert album(ground) == sorted([*(f"{file}.mp3" for file in FILES), "Ground.m3u8"])


def _all_are_whole(ground: Ground) -> None:
    for path in (ground.folder / "walk").glob("*.mp3"):
        tagged: Any = mutagen.File(path)
        assert len(decoded(path)) == pytest.approx(tagged.info.length * 24_000, abs=1200)
        assert tagged.tags.getall("TXXX:GROUND")


def _wait_for_part(ground: Ground) -> None:
    deadline = time.monotonic() + 60
    while not any(ground.folder.glob("walk/.*part*")):
        assert time.monotonic() < deadline
        time.sleep(0.01)


def _child_at_work(program: subprocess.Popen[str]) -> int:
    """A process that has a file half made."""
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        for pid in children(program.pid):
            if any(".part-" in name for name in _open_files(pid)):
                return pid
        time.sleep(0.01)
    pytest.fail("nobody began")


def _open_files(pid: int) -> list[str]:
    try:
        return [str(link.readlink()) for link in Path(f"/proc/{pid}/fd").iterdir()]
    except OSError:  # it ended, or closed one, while it was looked at
        return []
