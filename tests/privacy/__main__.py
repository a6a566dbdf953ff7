"""Watches every command with strace, and searches the disk for what was to be forgotten.

::

    python -m tests.privacy                 # half an hour: what is listened to, for two minutes
    python -m tests.privacy --seconds 20

Each command runs without a session bus and with one.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from tests.privacy.commands import COMMANDS, Command
from tests.privacy.disk import deletion, reset
from tests.privacy.house import House, house


@click.command(help="Watch every command with strace, and search the disk.")
@click.option("--seconds", type=float, default=120.0, show_default=True, help="For each command.")
def main(seconds: float) -> None:
    """Print a row for each command, and what should not have been seen or left."""
    wrong = 0
    for bus in (False, True):
        click.echo(f"{'With' if bus else 'Without'} a session bus:")
        with _house(bus=bus) as here:
            wrong += sum(_watched(here, command, seconds) for command in COMMANDS)
    for forgotten in (reset, deletion):
        with _house(bus=False) as here:
            before, after = forgotten(here)
        wrong += len(after)
        held = f"{len(before)} files held it, {len(after)} still do"
        click.echo(f"{forgotten.__name__}: {held}. {', '.join(after)}")
    sys.exit(bool(wrong))


@contextmanager
def _house(*, bus: bool) -> Iterator[House]:
    with tempfile.TemporaryDirectory(prefix="privacy-") as name, house(Path(name), bus=bus) as here:
        yield here


def _watched(here: House, command: Command, seconds: float) -> int:
    found = here.watch(command, seconds)
    faults = here.faults(found)
    spoke = sorted(here.servers.get(each, each) for each in found.sockets)
    rows = (command.typed, ", ".join(spoke) or "no socket", ", ".join(sorted(found.programs)))
    click.echo(" | ".join([*rows, *faults]))
    return len(faults)


if __name__ == "__main__":
    main()
