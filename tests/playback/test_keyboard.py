"""Keys through a real terminal, and the terminal as it was afterwards."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, TextIO

import pytest

from voice.playback.key_decoder import KeyDecoder
from voice.playback.keyboard import Keyboard

if sys.platform == "win32":
    pytest.skip("pseudo-terminals are POSIX", allow_module_level=True)

import pty
import select
import termios

import pexpect

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.e2e

LIMIT = 20.0
"""Seconds after which a test gives up."""

ARROWS = {b"\x1b[A": "up", b"\x1bOB": "down", b"\x1b[1;5C": "right", b"\x1b[D": "left"}


class Terminal:
    """A pseudo-terminal: `type` is what a person does, `file` is what a program has."""

    def __init__(self) -> None:
        self.person, program = pty.openpty()
        self.file: TextIO = os.fdopen(program, "r")

    def type(self, data: bytes) -> None:
        os.write(self.person, data)

    def close(self) -> None:
        with contextlib.suppress(OSError):  # hung up by the test
            os.close(self.person)
        self.file.close()

    @property
    def takes_output(self) -> bool:
        return bool(select.select([], [self.file], [], 0)[1])

    @property
    def raw(self) -> bool:
        return is_raw(self.person)


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> Iterator[Terminal]:
    terminal = Terminal()
    monkeypatch.setattr(sys, "stdin", terminal.file)
    yield terminal
    terminal.close()


def is_raw(descriptor: int) -> bool:
    return not termios.tcgetattr(descriptor)[3] & (termios.ICANON | termios.ECHO)


def test_keys_come_without_enter_and_by_name(terminal: Terminal) -> None:
    with Keyboard() as keyboard:
        assert keyboard.available
        terminal.type(b"q \n+\x7f\t")
        keys = [keyboard.read(LIMIT) for _ in range(6)]
    assert keys == ["q", "space", "enter", "+", "backspace", "tab"]


def test_nothing_is_shown(terminal: Terminal) -> None:
    with Keyboard() as keyboard:
        terminal.type(b"abc")
        assert keyboard.read(LIMIT) == "a"
    os.set_blocking(terminal.person, False)
    with pytest.raises(BlockingIOError):
        os.read(terminal.person, 1)


@pytest.mark.parametrize("before", [False, True])
def test_ctrl_s_stops_nothing(terminal: Terminal, before: bool) -> None:
    """It would stop the terminal: what is printed next would wait for Ctrl-Q."""
    os.set_blocking(terminal.file.fileno(), False)
    if before:
        terminal.type(b"\x13")
        end = time.monotonic() + LIMIT
        while terminal.takes_output:
            assert time.monotonic() < end, "Ctrl-S does not stop the terminal"
    with Keyboard() as keyboard:
        terminal.type(b"\x13q")
        assert [keyboard.read(LIMIT) for _ in range(2)] == ["other", "q"]
        assert os.write(terminal.file.fileno(), b"printed") == len(b"printed")


def test_no_key_in_time(terminal: Terminal) -> None:
    assert terminal.file.isatty()
    with Keyboard() as keyboard:
        assert keyboard.read(0.01) is None
        assert keyboard.read(0) is None


def test_a_lone_escape_is_a_key(terminal: Terminal) -> None:
    with Keyboard() as keyboard:
        terminal.type(b"\x1b")
        assert keyboard.read(LIMIT) == "esc"


def test_a_lone_escape_is_a_key_for_those_who_only_look(terminal: Terminal) -> None:
    with Keyboard() as keyboard:
        terminal.type(b"\x1b")
        deadline = time.monotonic() + LIMIT
        keys: list[str] = []
        while not keys and time.monotonic() < deadline:
            keys += [key for key in [keyboard.read(0.01)] if key]
    assert keys == ["esc"]


@pytest.mark.parametrize(("sequence", "name"), ARROWS.items())
def test_an_arrow_is_no_escape(sequence: bytes, name: str, terminal: Terminal) -> None:
    with Keyboard() as keyboard:
        terminal.type(sequence + b"x")
        assert [keyboard.read(LIMIT), keyboard.read(LIMIT)] == [name, "x"]


def test_a_character_of_several_bytes_is_one_key(terminal: Terminal) -> None:
    with Keyboard() as keyboard:
        terminal.type("é€😀\u0301".encode())
        assert "".join(keyboard.read(LIMIT) or "" for _ in range(3)) == "é€😀"


def test_a_paste_comes_key_by_key(terminal: Terminal) -> None:
    text = "the quick brown fox".replace(" ", "") * 60
    with Keyboard() as keyboard:
        terminal.type(text.encode())
        assert "".join(keyboard.read(LIMIT) or "" for _ in text) == text


def test_a_key_that_is_watched_for_is_acted_on_at_once_and_read_later(terminal: Terminal) -> None:
    acted = threading.Event()
    with Keyboard() as keyboard, keyboard.watching({"q", "esc"}, acted.set):
        terminal.type(b"+\x1b[AQr")
        assert acted.wait(LIMIT)
        assert [keyboard.read(LIMIT) for _ in range(4)] == ["+", "up", "Q", "r"]
    assert not terminal.raw


def test_nothing_is_watched_for_once_keys_are_read(terminal: Terminal) -> None:
    acted = threading.Event()
    with Keyboard() as keyboard, keyboard.watching({"q"}, acted.set):
        assert keyboard.read(0) is None
        terminal.type(b"qq")
        assert [keyboard.read(LIMIT), keyboard.read(LIMIT)] == ["q", "q"]
    assert not acted.is_set()


def test_a_terminal_that_closes_is_a_hangup(terminal: Terminal) -> None:
    with Keyboard() as keyboard:
        terminal.type(b"a")
        assert keyboard.read(LIMIT) == "a"
        os.close(terminal.person)
        assert keyboard.read(LIMIT) == "hangup"
        assert keyboard.read(LIMIT) == "hangup"


@pytest.mark.parametrize("error", [ValueError, KeyboardInterrupt, SystemExit])
def test_the_terminal_is_given_back_whatever_happens(
    error: type[BaseException], terminal: Terminal
) -> None:
    def fail() -> None:
        with Keyboard():
            assert terminal.raw
            raise error

    before = termios.tcgetattr(terminal.person)
    with pytest.raises(error):
        fail()
    assert termios.tcgetattr(terminal.person) == before


def test_keyboards_may_be_nested(terminal: Terminal) -> None:
    with Keyboard():
        with Keyboard():
            assert terminal.raw
        assert terminal.raw
    assert not terminal.raw


def test_signal_handlers_are_given_back(terminal: Terminal) -> None:
    assert terminal.file.isatty()
    before = [signal.getsignal(number) for number in (signal.SIGTSTP, signal.SIGCONT)]
    with Keyboard():
        assert signal.getsignal(signal.SIGTSTP) != before[0]
    assert [signal.getsignal(number) for number in (signal.SIGTSTP, signal.SIGCONT)] == before


@pytest.mark.parametrize("stdin", ["pipe", "none", "closed"])
def test_without_a_terminal_the_input_is_left_alone(
    stdin: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    reading, writing = os.pipe()
    os.write(writing, b"q")
    with os.fdopen(reading) as file:
        monkeypatch.setattr(sys, "stdin", None if stdin == "none" else file)
        if stdin == "closed":
            file.close()
        with Keyboard() as keyboard:
            assert not keyboard.available
            assert keyboard.read(0.01) is None
        if stdin == "pipe":
            assert os.read(reading, 10) == b"q"
    os.close(writing)


PROGRAM = """
import signal, sys
from voice.playback.keyboard import Keyboard
signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
with Keyboard() as keyboard:
    print("ready", flush=True)
    while True:
        key = keyboard.read(0.1)
        if key:
            print(f"<{key}>", flush=True)
"""

SHELL = """
import os, signal, subprocess, sys
signal.signal(signal.SIGTTOU, signal.SIG_IGN)
child = subprocess.Popen([sys.executable, sys.argv[1]], process_group=0)
def show(text):
    print(text, flush=True)
def front(group):
    os.tcsetpgrp(0, group)
front(child.pid)
os.waitpid(child.pid, os.WUNTRACED)
front(os.getpgrp())
show("stopped")
sys.stdin.readline()
os.kill(child.pid, signal.SIGCONT)
show("behind")
sys.stdin.readline()
front(child.pid)
os.kill(child.pid, signal.SIGCONT)
child.wait()
front(os.getpgrp())
show("ended")
"""


Spawn = Callable[..., "pexpect.spawn[str]"]


@pytest.fixture
def spawn(tmp_path: Path) -> Iterator[Spawn]:
    """Starts programs, given as text, each in a terminal of its own."""
    started: list[pexpect.spawn[str]] = []

    def start(*codes: str) -> pexpect.spawn[str]:
        paths = []
        for number, code in enumerate(codes):
            path = tmp_path / f"program{number}.py"
            path.write_text(code)
            paths.append(str(path))
        environment = os.environ | {"PYTHONPATH": ":".join(sys.path)}
        child = pexpect.spawn(
            sys.executable, paths, env=environment, encoding="utf-8", timeout=LIMIT
        )
        started.append(child)
        return child

    yield start
    for child in started:
        child.close(force=True)


def test_sigterm_gives_the_terminal_back(spawn: Spawn) -> None:
    child = spawn(PROGRAM)
    child.expect("ready")
    assert is_raw(child.child_fd)
    child.kill(signal.SIGTERM)
    child.expect(pexpect.EOF)
    assert not is_raw(child.child_fd)


def test_suspending_gives_the_terminal_back_until_continued(spawn: Spawn) -> None:
    shell = spawn(SHELL, PROGRAM)
    shell.expect("ready")
    assert is_raw(shell.child_fd)
    shell.send("a")
    shell.expect("<a>")
    shell.send("\x1a")
    shell.expect("stopped")
    assert not is_raw(shell.child_fd)

    shell.send("\n")
    shell.expect("behind")
    assert not is_raw(shell.child_fd), "a program in the background leaves the terminal alone"

    shell.send("\n")
    _becomes(lambda: is_raw(shell.child_fd))
    shell.send("b")
    shell.expect("<b>")
    shell.send("\x1a")  # that shell looks at one suspension only: this one is the end
    _becomes(lambda: not is_raw(shell.child_fd))


def test_no_busy_waiting(spawn: Spawn) -> None:
    code = (
        "import time\nfrom voice.playback.keyboard import Keyboard\n"
        "with Keyboard() as keyboard:\n"
        "    for _ in range(10): keyboard.read(0.05)\n"
        "    print('used', time.process_time() - START, flush=True)\n"
    ).replace("with", "START = time.process_time()\nwith", 1)
    child = spawn(code)
    child.expect(r"used ([\d.e-]+)")
    assert float(child.match.group(1)) < 0.25  # of 0.5 s; it is 0.001

    piped = subprocess.run(
        [sys.executable, "-c", code],
        env=os.environ | {"PYTHONPATH": ":".join(sys.path)},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=True,
        timeout=LIMIT,
    )
    assert float(piped.stdout.split()[1]) < 0.25


def _becomes(true: Callable[[], bool]) -> None:
    deadline = time.monotonic() + LIMIT
    while not true():
        assert time.monotonic() < deadline
        time.sleep(0.01)


def decode(data: bytes) -> list[str]:
    """All keys in it, given that nothing follows."""
    decoder = KeyDecoder()
    decoder.feed(data)
    keys = []
    while decoder.pending:
        key = decoder.next_key(complete=True)
        assert key
        keys.append(key)
    return keys


@pytest.mark.parametrize(
    ("data", "keys"),
    [
        (b"\x1b", ["esc"]),
        (b"\x1b\x1b", ["esc", "esc"]),
        (b"\x1bq", ["other"]),
        (b"\x1b\x1b[A", ["other"]),
        (b"\x1b[15~a", ["other", "a"]),
        (b"\x1b[[Aa", ["other", "a"]),
        (b"\x1b[H\x1b[4~\x1b[3~\x1b[6~", ["home", "end", "delete", "page down"]),
        (b"\x1b[200~hi\x1b[201~", ["other", "h", "i", "other"]),
        (b"\x1b[<0;10;20M!", ["other", "!"]),
        (b"\x1b[12", ["other"]),
        (b"\x1bO", ["other"]),
        (b"\r\n \x08", ["enter", "enter", "space", "backspace"]),
        (b"\x04", ["hangup"]),
        (b"\x00\x01\x1f", ["other"] * 3),
        (b"\xff\x80a", ["other", "other", "a"]),
        (b"\xe2\x82", ["other"]),
        (b"\xe2\x82a", ["other", "other", "a"]),
        (b"\xc3\xa9", ["é"]),
    ],
)
def test_decoding(data: bytes, keys: list[str]) -> None:
    assert decode(data) == keys


@pytest.mark.parametrize("data", [b"\x1b[1;5C", b"\x1b[[A", b"\x1bOA", "😀".encode()])
def test_a_key_in_pieces_is_one_key(data: bytes) -> None:
    decoder = KeyDecoder()
    for byte in data[:-1]:
        decoder.feed(bytes([byte]))
        assert decoder.next_key(complete=False) is None
    decoder.feed(data[-1:] + b"x")
    assert decoder.next_key(complete=False) is not None
    assert decoder.next_key(complete=False) == "x"
