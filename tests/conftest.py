"""Settings and fixtures that all tests share."""

from __future__ import annotations

import gc
import itertools
import os
import signal
import sys
from collections.abc import Generator, Iterator
from pathlib import Path

import hypothesis
import pytest

for name, examples in (("usual", 25), ("long", 400)):  # --hypothesis-profile long
    hypothesis.settings.register_profile(
        name,
        max_examples=examples,
        derandomize=name == "usual",  # the same examples every day
        deadline=None,  # a busy machine fails no test
        suppress_health_check=[hypothesis.HealthCheck.too_slow],
    )
hypothesis.settings.load_profile("usual")

# Programs that tests start, by the hundred, find compiled what the first of them compiled.
sys.dont_write_bytecode = False
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
# Nothing here is worth a second thread to numpy, and starting one takes longer than numpy itself.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

pytest_plugins = ["tests.encoding", "tests.pulse"]

WORKERS = 4
"""Processes in which all tests run: two that play, which mostly wait, and two for two cores."""

SOUND_SERVERS = {"pulse", "pulse_at", "fresh_pulse"}
"""Fixtures of tests that play, which takes as long as it sounds."""


def pytest_configure() -> None:
    """Handle signals as usual: a shell makes its background processes ignore two of them."""
    for name in {"SIGHUP", "SIGQUIT"} & set(dir(signal)):
        signal.signal(getattr(signal, name), signal.SIG_DFL)
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.hookimpl(tryfirst=True)  # before xdist looks
def pytest_cmdline_main(config: pytest.Config) -> None:
    """Run the whole suite in parallel, but a part of it in one process, unless `-n` is given."""
    if hasattr(config, "workerinput") or config.option.usepdb:
        return  # this runs in the workers too, and none of them may start its own
    everything = config.args_source is pytest.Config.ArgsSource.TESTPATHS
    if everything and config.getoption("numprocesses", 0) is None:
        config.option.numprocesses = WORKERS
        config.option.dist = "worksteal"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let the first two workers begin with the tests that play, each with half of them.

    xdist gives each worker a part of the list, in order, and moves the rest of a part to one that
    has nothing left.
    """
    plays = [item for item in items if _plays(item)]
    others = [item for item in items if not _plays(item)]
    first, second = plays[::2], plays[1::2]
    filler = max(len(items) // WORKERS - len(first), 0)
    items[:] = [*first, *others[:filler], *second, *others[filler:]]


def pytest_collection_finish() -> None:
    """Let the garbage collector pass over what lasts until the end: thousands of tests."""
    gc.freeze()


def _plays(item: pytest.Item) -> bool:
    return isinstance(item, pytest.Function) and not SOUND_SERVERS.isdisjoint(item.fixturenames)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item,  # noqa: ARG001 - pytest names them
    call: pytest.CallInfo[None],  # noqa: ARG001
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Fail a test that skips where everything is installed."""
    report = yield
    if not hasattr(report, "wasxfail"):
        _refuse_skip(report)
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(
    collector: pytest.Collector,  # noqa: ARG001
) -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """Fail a module that skips as a whole, too."""
    report = yield
    _refuse_skip(report)
    return report


def _refuse_skip(report: pytest.TestReport | pytest.CollectReport) -> None:
    if report.skipped and os.environ.get("GROUND_NO_SKIPS"):
        report.outcome = "failed"
        report.longrepr = f"skipped where nothing may be skipped: {report.longrepr}"


@pytest.fixture(scope="session")
def homes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Names of folders in one of their own: pytest looks through all it made to number the next."""
    folder = tmp_path_factory.mktemp("ground-homes")
    return (folder / str(number) for number in itertools.count())


@pytest.fixture(autouse=True)
def ground_home(homes: Iterator[Path], monkeypatch: pytest.MonkeyPatch) -> Path:
    """Keep tests away from the settings and the desktop of the person who runs them."""
    home = next(homes)
    home.mkdir()
    monkeypatch.setenv("GROUND_HOME", str(home))
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", "disabled:")
    return home
