"""Signals end the program with its code, wherever they come, and leave nothing behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from voice.signals import _interrupts, held

ROOT = Path(__file__).parents[1]

IN_A_DESTRUCTOR = """
import signal, sys, threading
from voice import faults, signals

class Last:
    def __del__(self):
        signal.raise_signal(int(sys.argv[1]))

signals.install()
faults.install()
try:
    Last()
    threading.Event().wait(20)
except KeyboardInterrupt:
    sys.exit(signals.INTERRUPTED)
"""

IN_CODE_FROM_TEXT = """
from voice import __main__
from voice.cli import app

def interrupted():
    exec("import signal; signal.raise_signal(signal.SIGINT)")

app.run = interrupted
__main__.main()
"""

AT_AN_EVENT = """
import signal, sys

awaited, mark = sys.argv[1:]

def look(event, arguments):
    if event == awaited and mark in str(arguments):
        signal.raise_signal(signal.SIGTERM)

sys.argv = ["ground", "voices"]
from voice.__main__ import main
sys.addaudithook(look)
main()
"""


def ended(folder: Path, *arguments: str) -> int:
    """Run Python in a folder that also holds its temporary files; return its exit code."""
    names = ("GROUND_HOME", "TMPDIR", "TEMP")
    environment = {**os.environ, "PYTHONPATH": str(ROOT), **dict.fromkeys(names, str(folder))}
    ran = subprocess.run(
        [sys.executable, *arguments],
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert "Traceback" not in ran.stderr
    return ran.returncode


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_one_that_a_destructor_swallows_comes_again(number: int, tmp_path: Path) -> None:
    assert ended(tmp_path, "-c", IN_A_DESTRUCTOR, str(int(number))) == 128 + number
    assert list(tmp_path.iterdir()) == []


def test_ctrl_c_has_its_code_also_where_code_is_made_from_text(tmp_path: Path) -> None:
    (tmp_path / "interrupted.py").write_text(IN_CODE_FROM_TEXT)
    assert ended(tmp_path, "-m", "interrupted", "--help") == 130


@pytest.mark.parametrize(
    ("event", "mark"), [("subprocess.Popen", "voice.speech.worker"), ("shutil.rmtree", "ground-")]
)
def test_one_that_comes_while_a_worker_starts_or_ends_leaves_no_folder(
    event: str, mark: str, tmp_path: Path
) -> None:
    assert ended(tmp_path, "-c", AT_AN_EVENT, event, mark) == 128 + signal.SIGTERM
    assert not list(tmp_path.glob("ground-*"))


def test_one_that_comes_while_another_thread_holds_them_does_not_wait() -> None:
    begun, sent, went_on = threading.Event(), threading.Event(), threading.Event()

    def hold() -> None:
        with held():
            begun.set()
            sent.wait()
        went_on.set()

    before = signal.signal(signal.SIGTERM, _interrupts.on_signal)
    thread = threading.Thread(target=hold)
    try:
        thread.start()
        begun.wait()
        with pytest.raises(SystemExit):
            signal.raise_signal(signal.SIGTERM)
    finally:
        signal.signal(signal.SIGTERM, before)
        sent.set()
        thread.join()
    assert went_on.is_set()
