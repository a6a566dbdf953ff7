"""The README's commands: all are there, understood, and typed in the right order."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree as ET

import click
import pytest

from tests.exercise.playing import ground as run_here
from voice.cli.app import ground

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
GUIDE = (ROOT / "scripts" / "README.md").read_text(encoding="utf-8")


def blocks(language: str, text: str = README) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", text, re.DOTALL)


def typed() -> list[str]:
    """Every `ground ...` in a block of commands or between backticks, without its comment."""
    lines = "\n".join(
        text for page in (README, GUIDE) for text in blocks(r"(?:sh|powershell)", page)
    )
    commands = [part for line in lines.splitlines() for part in re.split(r"&&|;", line)]
    commands += re.findall(r"`(ground[^`\n]*)`", README + GUIDE)
    stripped = (command.partition(" #")[0].strip() for command in commands)
    return sorted({command for command in stripped if re.match(r"ground\b", command)})


def understood(arguments: list[str]) -> None:
    """Parse a command line to its last option, and run nothing."""
    command: click.Command = ground
    context = command.make_context("ground", list(arguments))
    while isinstance(command, click.Group) and (rest := [*context._protected_args, *context.args]):
        name, found, rest = command.resolve_command(context, rest)
        assert found is not None
        context, command = found.make_context(name, rest, parent=context), found


@pytest.mark.parametrize("line", typed())
def test_every_line_is_understood(
    line: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GROUND_HOME", str(tmp_path / "home"))
    for name in ("morning.md", "my.md"):
        if f"new {name}" not in line:
            Path(name).write_text((ROOT / "scripts" / "ice-cube.md").read_text(encoding="utf-8"))
    understood(shlex.split(line)[1:])


def test_all_that_is_shown_is_looked_at() -> None:
    lines = typed()
    assert len(lines) > 25
    assert {"ground", "ground play ice-cube", "ground check my.md --watch"} <= set(lines)
    with pytest.raises(click.UsageError):
        understood(["play", "--paec", "slow"])
    with pytest.raises(click.UsageError):
        understood(["plya"])


def test_no_line_needs_more_than_the_first_command_installs() -> None:
    assert "'.[natural]'" in blocks("sh")[0]
    for line in typed():
        assert not re.search(r"m4[ab]\b|--voice (?!heart\b|Mira\b)", line)


@pytest.mark.skipif(sys.platform == "win32", reason="needs a POSIX shell")
def test_the_first_command_leaves_ground_in_the_shell(tmp_path: Path) -> None:
    """`pip` and `ground` are replaced, so that nothing is downloaded and nothing sounds."""
    command = blocks("sh")[0]
    assert command.count("\n") == 1
    [path] = re.findall(r"(\S+)/activate\b", command)
    script = re.sub(r"pip install .*? && ground .*", f"cp ../ground {path}/ground", command)
    assert "cp ../ground" in script
    (tmp_path / "here").mkdir()
    (tmp_path / "ground").write_text("#!/bin/sh\necho heard\n")
    (tmp_path / "ground").chmod(0o755)
    done = subprocess.run(
        ["sh", "-euc", f"{script}\nground"],
        cwd=tmp_path / "here",
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout == "heard\n"


def test_nobody_who_wants_to_play_is_led_to_the_tests() -> None:
    between = README.partition(blocks("sh")[0])[2].partition(blocks("sh")[1])[0]
    assert "That is all you need to play" in between
    assert "To work on the code instead" in between


def test_links_lead_somewhere_from_a_package_index_too() -> None:
    links = re.findall(r"(?<!!)\[[^]]*\]\(([^)]*)\)", README)
    assert links
    assert [link for link in links if not link.startswith("https://")] == []


def test_the_picture_is_of_the_exercise_as_it_is(tmp_path: Path) -> None:
    """Voices differ in length by a little, so its places are only nearly those of another voice."""
    [(described, name)] = re.findall(r"!\[([^]]*)\]\(([^)]*)\)", README)
    assert described
    [command] = re.findall(r"`ground (show .* --picture) ", README)
    fresh = tmp_path / "fresh.svg"
    run_here(*shlex.split(command), str(fresh), "--voice", "en-us")
    shown, expected = (ET.parse(path).getroot() for path in (ROOT / name, fresh))  # noqa: S314
    for look in ("title", "name"):  # of the exercise, and of its steps
        assert written(shown, look) == written(expected, look) != []
    assert shown.findtext("{*}style") == expected.findtext("{*}style")
    assert seconds_in(shown) == pytest.approx(seconds_in(expected), rel=0.1, abs=1)


def written(picture: ET.Element, look: str) -> list[str | None]:
    return [text.text for text in picture.iterfind("{*}text") if text.get("class") == look]


def seconds_in(picture: ET.Element) -> dict[str, int]:
    """Seconds of each kind of cue in all, from the text that describes the picture."""
    [told] = re.findall(r"In all: (.*?)\. Steps", picture.findtext("{*}desc") or "")
    return {kind: int(seconds) for kind, seconds in re.findall(r"(\w+) (\d+) s", told)}


def test_lines_for_powershell_5_have_nothing_it_does_not_know() -> None:
    [block] = blocks("powershell")
    assert not re.search(r"&&|\|\||/bin/|'|Activate", block)
    assert block.count("pip install") == 1
    assert block.splitlines()[-1] == "ground play ice-cube"


@pytest.mark.skipif(sys.platform == "win32", reason="needs a POSIX shell")
def test_what_is_run_before_a_change_lands_is_the_second_command() -> None:
    run = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    [function] = re.findall(r"^readme_test_command\(\) \{.*?^\}", run, re.DOTALL | re.MULTILINE)
    done = subprocess.run(
        ["bash", "-c", f"{function}\nreadme_test_command"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout == blocks("sh")[1]
    assert "'.[test]'" in done.stdout
    assert done.stdout.endswith("pytest\n")
