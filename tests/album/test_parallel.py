"""Processes that make files and stop; stand-ins, because no test looks at the files."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from types import SimpleNamespace
from typing import cast

import pytest

from voice.album import parallel
from voice.album.attempt import Outcome
from voice.album.order import Order
from voice.album.parallel import Crew

STOPPED = "import os, signal; os.kill(os.getpid(), signal.SIGSTOP)"
HUNG = "import time; time.sleep(600)"
ALIVE = """
import pickle, sys, time
job = pickle.load(sys.stdin.buffer)
for _ in range(12):
    time.sleep(0.2)
    pickle.dump(None, sys.stdout.buffer)
    sys.stdout.buffer.flush()
pickle.dump(("made", job), sys.stdout.buffer)
sys.stdout.buffer.flush()
sys.stdin.read()
"""

Start = Callable[[str], None]


def job(title: str) -> Order:
    script = SimpleNamespace(title=title)
    order = SimpleNamespace(recipe=SimpleNamespace(script=script))
    return cast("Order", order)


@pytest.fixture
def start(monkeypatch: pytest.MonkeyPatch) -> Start:
    """Sets the program that processes run in place of the real one."""

    def run(code: str) -> None:
        monkeypatch.setattr(
            parallel,
            "start_worker",
            lambda _module: subprocess.Popen(
                [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE
            ),
        )

    return run


@pytest.mark.parametrize("code", [STOPPED, HUNG], ids=["stopped", "hung"])
@pytest.mark.skipif(sys.platform == "win32", reason="processes are stopped by a POSIX signal")
def test_one_that_gives_no_sign_of_life_loses_its_job(start: Start, code: str) -> None:
    start(code)
    with closing(Crew([job("Ice"), job("Sky")], 2, patience=0.5)) as working:
        failures = sorted(outcome.failure for outcome in working.outcomes())
    assert [failure.partition(" ")[0] for failure in failures] == ["Ice", "Sky"]
    assert all("could not be made" in failure for failure in failures)


def test_one_that_gives_signs_of_life_has_all_the_time_it_needs(start: Start) -> None:
    start(ALIVE)
    with closing(Crew([job("Ice")], 1, patience=1.6)) as working:
        [outcome] = cast("list[tuple[str, Order] | Outcome]", list(working.outcomes()))
    assert not isinstance(outcome, Outcome)
    assert outcome[0] == "made"
