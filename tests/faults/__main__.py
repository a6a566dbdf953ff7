"""Every fault that was met in use, caused again from outside: one command, a verdict a row.

::

    python -m tests.faults                      # all rows, about a quarter of an hour
    python -m tests.faults pause-inside-a-number device-lost-and-back
    python -m tests.faults speech               # the rows of one section

Each row runs the program as somebody would who meets the fault: in a process or terminal of its
own, with its own settings, playing into a sound server of its own. The exit code is 1 if a row
fails. Rows that this machine cannot try say why and count as neither.
"""

from __future__ import annotations

import os
import shutil
import signal
import sys
import tempfile
from collections import Counter
from collections.abc import Sequence
from contextlib import closing
from importlib import import_module
from pathlib import Path

import click

from tests.faults.bench import Bench
from tests.faults.rows import ROWS, Outcome, Row, Verdict, attempt

SECTIONS = ("listener", "people", "streams", "files", "platforms", "speech")

TOOLS = ("bash", "ffmpeg", "pulseaudio", "parec", "pactl")

for section in SECTIONS:
    import_module(f"tests.faults.{section}")


@click.command(help="Cause faults that were met in use; prints a table, and exits 1 if one fails.")
@click.argument("names", nargs=-1, type=click.Choice([*SECTIONS, *ROWS]), metavar="[ROW]...")
def main(names: Sequence[str]) -> None:
    """Try rows and print the table."""
    wanted = [row for row in ROWS.values() if not names or {row.name, row.section} & set(names)]
    missing = [tool for tool in TOOLS if not shutil.which(tool)]
    if missing:
        raise click.ClickException(f"Not installed: {', '.join(missing)}.")
    click.echo("| row | how it was caused | what happened | result |\n|---|---|---|---|")
    with tempfile.TemporaryDirectory(prefix="ground-faults-") as name:
        ends = Counter(tell(tried(each, Path(name))).verdict for each in wanted)
    click.echo("\n" + ", ".join(f"{ends[verdict]} {verdict}" for verdict in Verdict))
    sys.exit(bool(ends[Verdict.FAIL]))


def tried(row: Row, folder: Path) -> Outcome:
    """Try a row in a folder of its own inside this one; speech is rendered once for all."""
    cache = folder / "cache"
    cache.mkdir(exist_ok=True)
    place = Path(tempfile.mkdtemp(dir=folder))
    with closing(Bench(place, cache)) as bench:
        return attempt(row, bench)


def tell(outcome: Outcome) -> Outcome:
    """Print one row of the table."""
    cells = (outcome.row.name, outcome.row.cause, outcome.happened, outcome.verdict)
    plain = (cell.replace("|", "/").replace("\n", " ") for cell in cells)
    click.echo(f"| {' | '.join(plain)} |")
    return outcome


if __name__ == "__main__":
    # As for the suite: programs find compiled what the first compiled, and numpy starts no thread.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    for number in (signal.SIGHUP, signal.SIGQUIT):
        if signal.getsignal(number) is signal.SIG_IGN:  # by nohup, or behind "&" in a shell
            signal.signal(number, lambda *_: None)  # what is started takes it as usual
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # and end what was started
    main()
