"""`ground show --picture` draws what `--json` says, and leaves whole files or none."""

from __future__ import annotations

import json
import re
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from tests.exercise.playing import ground
from tests.exercises import SHORT
from voice.cli.app import run

SVG = "{http://www.w3.org/2000/svg}"
TONE = ("--voice", "tone/low")


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "short.md").write_text(SHORT)
    return tmp_path


@pytest.mark.parametrize("options", [(), ("--pace", "slow", "--no-bell"), ("--pauses", "2")])
def test_it_shows_what_json_says(here: Path, options: tuple[str, ...]) -> None:
    told = json.loads(ground("show", "short.md", *TONE, *options, "--json"))
    assert ground("show", "short.md", *TONE, *options, "--picture", "short.svg") == "short.svg\n"
    root = ET.fromstring((here / "short.svg").read_text(encoding="utf-8"))  # noqa: S314 - ours
    assert root.findtext(f"{SVG}title") == "Short one"
    for kind in ("speech", "settle", "hold", "quiet", "wait", "bell"):
        starts = [
            780 * row + int(x) - 48
            for path in root.iter(f"{SVG}path")
            if path.get("class") == kind
            for x, y in re.findall(r"M(\d+) (\d+)", path.attrib["d"])
            if (row := (int(y) - 104) // 58) >= 0
        ]
        expected = [13 * cue["start"] for cue in told["cues"] if cue["kind"] == kind]
        assert starts == pytest.approx(expected, abs=1)


def test_the_same_command_draws_the_same(here: Path) -> None:
    for name in ("one.svg", "two.SVG"):
        ground("show", "short.md", *TONE, "--picture", name)
    assert (here / "one.svg").read_bytes() == (here / "two.SVG").read_bytes()


def test_a_file_that_is_there_is_kept_unless_forced(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (here / "mine.svg").write_text("mine")
    command = ["show", "short.md", *TONE, "--picture", "mine.svg"]
    assert run(command) == 1
    assert capsys.readouterr().err == (
        "mine.svg is already there. "
        "Add --force to replace it, or choose another name with --picture.\n"
    )
    assert (here / "mine.svg").read_text() == "mine"
    assert run([*command, "--force"]) == 0
    assert (here / "mine.svg").read_text(encoding="utf-8").startswith("<svg ")
    assert sorted(each.name for each in here.iterdir()) == ["mine.svg", "short.md"]


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("short.png", "A picture is an SVG file. Name it like this: --picture ice-cube.svg"),
        ("short", "A picture is an SVG file. Name it like this: --picture ice-cube.svg"),
        ("short.svg/", "A picture is an SVG file. Name it like this: --picture ice-cube.svg"),
        ("", "A picture is an SVG file. Name it like this: --picture ice-cube.svg"),
        (".svg", "A picture is an SVG file. Name it like this: --picture ice-cube.svg"),
        (
            "no/short.svg",
            "There is no folder no to write short.svg into. "
            "Make it first, or choose another place with --picture.",
        ),
        (
            "folder.svg",
            "folder.svg is a folder, not a file. Choose another name with --picture.",
        ),
    ],
)
def test_a_place_that_cannot_be_is_one_sentence(
    here: Path, name: str, sentence: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (here / "folder.svg").mkdir()
    assert run(["show", "short.md", *TONE, "--picture", name]) == 1
    assert capsys.readouterr().err == f"{sentence}\n"
    assert sorted(each.name for each in here.iterdir()) == ["folder.svg", "short.md"]


def test_a_disk_without_room_is_told_and_nothing_is_left(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    resource = pytest.importorskip("resource", reason="Windows limits no file's size")
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, before[1]))
    try:
        code = run(["show", "short.md", *TONE, "--picture", "short.svg"])
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert code == 1
    assert capsys.readouterr().err.startswith("short.svg would be too large for the file system")
    assert [each.name for each in here.iterdir()] == ["short.md"]


@pytest.mark.usefixtures("here")
def test_two_ways_to_show_it_are_one_too_many(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["show", "short.md", "--json", "--picture", "short.svg"]) == 2
    assert "Error: Choose --json or --picture, not both.\n" in capsys.readouterr().err
