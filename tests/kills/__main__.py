"""Kills the commands that write, at random moments, and looks at the files they leave.

::

    python -m tests.kills --times 300

Each command runs once in whole, and then, from the same files, again and again until a signal
comes: just before it touches a file for the nth time, or after some part of the time it takes.
Every file must then be the old or the new one, no process of it may live on, and the next run of
the same command must leave what the whole run left, and nothing beside it.
"""

from __future__ import annotations

import random
import signal
import sys
import tempfile
from collections import Counter
from pathlib import Path

import click

from tests.kills.cases import CASES
from tests.kills.trial import Trial


@click.command(help="Kill the commands that write, at random moments.")
@click.option("--times", type=click.IntRange(min=1), default=300, show_default=True)
@click.option("--seed", type=int, default=1, show_default=True)
@click.option("--only", multiple=True, type=click.Choice([case.name for case in CASES]))
def main(times: int, seed: int, only: tuple[str, ...]) -> None:
    """Kill, and print a row for each command, and every fault."""
    chance = random.Random(seed)
    cases = [case for case in CASES if not only or case.name in only]
    cases = chance.sample(cases, min(times, len(cases)))
    wrong = 0
    with tempfile.TemporaryDirectory(prefix="kills-") as name:
        for index, case in enumerate(cases):
            share = times // len(cases) + (index < times % len(cases))
            wrong += _killed(Trial(case, Path(name) / str(index)), share, chance)
    click.echo(f"{times} moments, {wrong} with a fault.")
    sys.exit(bool(wrong))


def _killed(trial: Trial, times: int, chance: random.Random) -> int:
    """Kill a command so often, and return how often something was wrong."""
    ends: Counter[str] = Counter()
    wrong = 0
    for _ in range(times):
        moment = trial.moment(chance)
        code, faults = trial.faults(moment)
        ends[_ended(code)] += 1
        wrong += bool(faults)
        for fault in faults:
            click.echo(f"  {trial.name}, {moment}, {_ended(code)}: {fault.strip()}")
    shown = ", ".join(f"{count} {how}" for how, count in sorted(ends.items()))
    click.echo(f"{trial.name}: {shown}; {wrong} with a fault")
    return wrong


def _ended(code: int) -> str:
    if code < 0:
        return f"ended by {signal.Signals(-code).name}"
    return f"ended with {code}" if code else "whole"


if __name__ == "__main__":
    main()
