"""Looks for input that breaks the program, with Atheris.

::

    python -m tests.fuzz                          # every target, a minute each
    python -m tests.fuzz head pack --seconds 1200
    python -m tests.fuzz --coverage               # how deep the inputs known so far reach

What is tried and reaches new code is kept in ``build/fuzz`` and is where the next run
begins; ``--coverage`` counts the lines and branches that it reaches. What breaks the program is
kept in ``tests/fuzz/found``, in a folder for each target, and is from then on a test in the suite.
"""

from __future__ import annotations

import sys

import click

from tests.fuzz.running import FuzzError, Run, coverage_of, fuzz
from tests.fuzz.target import NAMES


@click.command(
    help="Look for input that breaks the program, in all targets unless some are named: "
    f"{', '.join(NAMES)}."
)
@click.argument("targets", nargs=-1, type=click.Choice(NAMES), metavar="[TARGET]...")
@click.option("--seconds", type=click.IntRange(min=1), default=60, show_default=True, metavar="N")
@click.option("--coverage", is_flag=True, help="Only show how deep the known inputs reach.")
def main(targets: tuple[str, ...], seconds: int, coverage: bool) -> None:
    """Run the targets one after the other."""
    names = targets or NAMES
    if coverage:
        for name in names:
            click.echo(coverage_of(name))
        return
    try:
        runs = [_shown(fuzz(name, seconds)) for name in names]
    except FuzzError as error:
        raise click.ClickException(str(error)) from error
    if any(run.found for run in runs):
        sys.exit(1)


def _shown(run: Run) -> Run:
    click.echo(f"{run.name}: {run.executions} inputs in {run.seconds:.0f} s")
    for path in run.found:
        click.echo(f"{run.name}: broken by {path}\n{run.told}")
    return run


if __name__ == "__main__":
    main()
