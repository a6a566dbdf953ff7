"""Counts what the known inputs of one target reach; a process for `tests.fuzz.running`."""

from __future__ import annotations

import sys

import coverage

from tests.fuzz.running import CORPUS
from tests.fuzz.target import found, load, try_bounded


def main(name: str) -> None:
    """Print the lines and branches of the modules that a target aims at."""
    counting = coverage.Coverage(data_file=None, branch=True, source_pkgs=["voice"])
    counting.start()  # before the modules are imported, whose first lines count too
    target = load(name)
    inputs = [*target.seeds()]
    inputs += [path.read_bytes() for path in (*found(name), *sorted((CORPUS / name).glob("*")))]
    for content in inputs:
        try:
            try_bounded(target, content)
        except Exception as error:  # noqa: BLE001 - a broken input reaches something too
            print(f"{name}: {error!r}")  # noqa: T201
    counting.stop()
    counting.get_data()  # or what was counted is not among what is reported
    print(f"{name}: {len(inputs)} inputs")  # noqa: T201
    paths = [str(sys.modules[module].__file__) for module in target.aims]
    counting.report(include=paths, show_missing=True, skip_covered=False)


if __name__ == "__main__":
    main(*sys.argv[1:])
