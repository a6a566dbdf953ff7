"""Speed, memory and exactness of `ground`, against the usual ways, in one run.

::

    python -m tests.benchmarks              # all eight parts, an hour; half of it for busy
    python -m tests.benchmarks --runs 9     # more rounds
    python -m tests.benchmarks --only sound --only start

How to read it. A ratio is ours divided by the other's, measured in this run on this machine:
below 1, ours needs less. All runs of a part are interleaved (A B C A B C ...) after one untimed
round, so that a busy spell meets everyone; where two ratios stand together, the first divides
the medians and the one in brackets is the median over the rounds. If those two differ much, or
least and most lie far apart, the machine was busy: look at the load in the first lines and run
it again. A goal stands only where one was set beforehand.

The baselines are in `tests/benchmarks/contenders`, written as well as that way allows, and
speak as many words a minute as ours.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterable
from types import FrameType

import click

from tests.benchmarks.busy import busy_table
from tests.benchmarks.errors import BenchmarkError
from tests.benchmarks.exporting import export_tables, memory_table
from tests.benchmarks.figures import Table
from tests.benchmarks.pauses import pause_table
from tests.benchmarks.recognising import word_table
from tests.benchmarks.sounding import sound_table
from tests.benchmarks.speaking import voice_tables
from tests.benchmarks.starting import start_up_table
from tests.benchmarks.workshop import Workshop, open_workshop, require_tools, versions

PARTS: dict[str, Callable[[Workshop, int], Iterable[Table]]] = {
    "export": export_tables,
    "pauses": lambda workshop, _: [pause_table(workshop)],
    "length": lambda workshop, runs: [memory_table(workshop, runs)],
    "sound": lambda workshop, runs: [sound_table(workshop, runs)],
    "start": lambda workshop, runs: [start_up_table(workshop, runs)],
    "voices": voice_tables,
    "words": lambda workshop, _: [word_table(workshop)],
    "busy": lambda workshop, runs: [busy_table(workshop, runs)],
}


@click.command(help="Measure ground against the usual ways; prints tables.")
@click.option("--runs", type=click.IntRange(min=1), default=5, show_default=True, metavar="N")
@click.option("--only", type=click.Choice(list(PARTS)), multiple=True, help="Some parts alone.")
def main(runs: int, only: tuple[str, ...]) -> None:
    """Measure and print."""
    signal.signal(signal.SIGTERM, _leave)
    try:
        require_tools()
        with open_workshop() as workshop:
            _report(workshop, runs, [name for name in PARTS if name in only or not only])
    except BenchmarkError as error:
        raise click.ClickException(str(error)) from error
    except subprocess.CalledProcessError as error:
        raise click.ClickException(f"{error.cmd[0]} ended with {error.returncode}.") from error


def _report(workshop: Workshop, runs: int, names: Iterable[str]) -> None:
    click.echo(f"ground, started as python -m voice, {runs} runs. {versions()}.")
    click.echo(f"{os.cpu_count()} processors; {_load()} before.")
    for name in names:
        click.echo(f"measuring: {name} ...", err=True)
        for table in PARTS[name](workshop, runs):
            click.echo(f"\n{table.shown()}")
    click.echo(f"\n{_load()} after.")


def _load() -> str:
    return f"load {os.getloadavg()[0]:.1f}"


def _leave(_signal: int, _frame: FrameType | None) -> None:
    """Asked to end: by the usual way out, so that files and processes go as well."""
    sys.exit(128 + signal.SIGTERM)


if __name__ == "__main__":
    main()
