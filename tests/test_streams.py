"""No letter and no full disk breaks the program, wherever its output goes."""

from __future__ import annotations

import errno
import io
import json
import os
import sys
from pathlib import Path

import click
import pytest

from voice import streams
from voice.cli.app import run
from voice.streams import Stream

ENCODINGS = ("cp1252", "cp437", "cp932", "ascii", "latin-1", "utf-8", "utf-16")

CYRILLIC = "Пять вещей"

SCRIPT = f"""---
title: {CYRILLIC}
about: Find one thing near you.
ask: 1
position: any
---

## Before you start

This takes about one minute.
Your eyes can stay open.
You can skip any part, and stop at any time. [4s]

## One thing

Look for one thing near you — any thing: “ī”. [10s]

## Back to the room

Look round at the walls. [5s]
That is the end of this exercise. [4s]
"""

COMMANDS = (
    ["list"],
    ["list", "--json"],
    ["show", "five.md", "--voice", "tone/low"],
    ["show", "five.md", "--voice", "tone/low", "--json"],
    ["check", "five.md"],
    ["check", "five.md", "--json"],
    ["export", "five.md", "--voice", "tone/low", "-o", f"{CYRILLIC}.wav"],
    ["new", f"{CYRILLIC}.md", "--bare"],
    ["settings", "--person", "Māris", "--number", "123456"],
    ["support", "--json"],
    ["support", "--country", "LV"],
)


class Terminal:
    """Standard output and error of one encoding, and what was written to them."""

    def __init__(self, encoding: str) -> None:
        self.encoding = encoding
        self._bytes = (io.BytesIO(), io.BytesIO())
        self.out, self.err = (
            Stream(io.TextIOWrapper(each, encoding=encoding, errors="ground-letters"))
            for each in self._bytes
        )

    @property
    def printed(self) -> tuple[str, str]:
        self.out.flush()
        self.err.flush()
        out, err = (each.getvalue().decode(self.encoding) for each in self._bytes)
        return out, err


@pytest.fixture
def writer(tmp_path: Path, ground_home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Somebody with a script of letters that few encodings have; nothing is said aloud."""
    folder = tmp_path / "here"
    folder.mkdir()
    monkeypatch.chdir(folder)
    (folder / "five.md").write_text(SCRIPT, encoding="utf-8")
    (ground_home / "scripts").mkdir()
    (ground_home / "scripts" / "pyat.md").write_text(SCRIPT, encoding="utf-8")
    monkeypatch.setattr("voice.cli.support._talk", lambda *_: None)
    return folder


@pytest.fixture(autouse=True)
def letters() -> None:
    streams.register()


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize(
    "command", COMMANDS, ids=lambda command: " ".join(command[:1] + command[-1:])
)
def test_every_command_prints_in_every_encoding(
    command: list[str], encoding: str, writer: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    terminal = Terminal(encoding)
    monkeypatch.setattr(sys, "stdout", terminal.out)
    monkeypatch.setattr(sys, "stderr", terminal.err)
    code = run(command)
    out, err = terminal.printed
    assert (code, "went wrong" in err) == (0, False), err
    assert out
    if "--json" in command:
        assert "Traceback" not in err
        expected = {"list": CYRILLIC, "show": CYRILLIC, "check": CYRILLIC, "support": "Latvia"}
        assert expected[command[0]] in json.dumps(json.loads(out), ensure_ascii=False)
    if command[0] == "export":
        assert (writer / command[-1]).stat().st_size > 1000
    if command == ["support", "--country", "LV"]:
        assert "116 123" in out


def test_letters_are_replaced_and_bytes_of_a_name_are_kept() -> None:
    raw = io.BytesIO()
    stream = Stream(io.TextIOWrapper(raw, encoding="cp1252", errors="ground-letters"))
    stream.write("naïve ī — \udcff\n")
    stream.flush()
    assert raw.getvalue() == "naïve ? — ".encode("cp1252") + b"\xff\n"


class Broken(io.StringIO):
    """A disk that is full, or a pipe that nobody reads."""

    def __init__(self, number: int) -> None:
        super().__init__()
        self._number = number

    def write(self, _text: str) -> int:
        raise OSError(self._number, os.strerror(self._number))


@pytest.mark.parametrize(
    ("number", "code", "told"),
    [(errno.ENOSPC, 1, True), (errno.EIO, 1, True), (errno.EPIPE, 0, False)],
)
def test_where_nothing_can_be_printed_it_goes_on_mutely(
    number: int,
    code: int,
    told: bool,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    terminal = Terminal("utf-8")
    monkeypatch.setattr(sys, "stdout", Stream(Broken(number)))
    monkeypatch.setattr(sys, "stderr", terminal.err)
    click.echo("one")
    click.echo("two")
    assert streams.finish(0) == code
    assert streams.finish(130) == 130
    assert ("The output could not be written" in terminal.printed[1]) is told
    assert not streams.is_read()


def test_a_full_disk_below_a_stream_leads_nowhere_afterwards() -> None:
    if not Path("/dev/full").exists():
        pytest.skip("there is no /dev/full here")
    with Path("/dev/full").open("w", encoding="utf-8") as full:
        stream = Stream(full)
        stream.write("one")
        stream.flush()
        assert stream.failure is not None
        assert stream.failure.errno == errno.ENOSPC
        stream.write("two")
        stream.flush()


def test_watching_ends_where_nobody_reads(writer: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdout", Stream(Broken(errno.EPIPE)))
    assert run(["check", "--watch", str(writer / "five.md")]) == 0
