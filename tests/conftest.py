"""What every test shares."""

from __future__ import annotations

import os
from collections.abc import Generator
from pathlib import Path

import hypothesis
import pytest

hypothesis.settings.register_profile(  # no clock decides
    "ground", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
hypothesis.settings.load_profile("ground")

pytest_plugins = ["tests.pulse"]

PLAYERS = 2
"""Processes that play, and mostly wait for the sound to be over; one more does all the rest."""

SOUND_SERVERS = {"pulse", "pulse_at", "fresh_pulse"}
"""Fixtures of tests that play, which takes as long as it sounds."""

TRIES = 3
"""How often a test that plays may be run until it succeeds: where other programs want the cores for
a moment, the sound runs dry through no fault of ours. The summary counts those run again."""

GIVE_WAY = 15
"""Niceness of tests that do not play: beside others that fill the cores the sound runs dry."""


@pytest.hookimpl(tryfirst=True)
def pytest_cmdline_main(config: pytest.Config) -> None:
    """Run everything side by side, and a part of it as ever, where no `-n` says otherwise."""
    if hasattr(config, "workerinput") or config.option.usepdb:
        return  # this runs in the workers too, and none of them may start its own
    everything = config.args_source is pytest.Config.ArgsSource.TESTPATHS
    if everything and config.getoption("numprocesses", 0) is None:
        config.option.numprocesses = PLAYERS + 1
        config.option.dist = "loadgroup"


@pytest.hookimpl(tryfirst=True)  # before xdist looks at groups
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """All that plays comes first, and goes to workers of its own."""
    items.sort(key=lambda item: not _plays(item))
    for number, item in enumerate(filter(_plays, items)):
        item.add_marker(pytest.mark.xdist_group(f"plays {number % PLAYERS}"))
        item.add_marker(pytest.mark.flaky(reruns=TRIES - 1))


def pytest_runtest_setup(item: pytest.Item) -> None:
    """What does not play gives way to what does."""
    if hasattr(item.config, "workerinput") and hasattr(os, "nice") and not _plays(item):
        os.nice(max(GIVE_WAY - os.nice(0), 0))


def _plays(item: pytest.Item) -> bool:
    return isinstance(item, pytest.Function) and not SOUND_SERVERS.isdisjoint(item.fixturenames)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item,  # noqa: ARG001 - pytest names them
    call: pytest.CallInfo[None],  # noqa: ARG001
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Where everything is installed, a test that skips has failed."""
    report = yield
    if not hasattr(report, "wasxfail"):
        _refuse_skip(report)
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(
    collector: pytest.Collector,  # noqa: ARG001
) -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """So has a module that skips as a whole."""
    report = yield
    _refuse_skip(report)
    return report


def _refuse_skip(report: pytest.TestReport | pytest.CollectReport) -> None:
    if report.skipped and os.environ.get("GROUND_NO_SKIPS"):
        report.outcome = "failed"
        report.longrepr = f"skipped where nothing may be skipped: {report.longrepr}"


@pytest.fixture(autouse=True)
def ground_home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """No test touches, or depends on, what the person running it has chosen."""
    home = tmp_path_factory.mktemp("ground-home")
    monkeypatch.setenv("GROUND_HOME", str(home))
    return home
