"""Counts what the known inputs of one target reach; a process for `tests.fuzz.running`."""

from __future__ import annotations

import sys
from importlib.util import find_spec
from pathlib import Path

import coverage

from tests.fuzz.running import CORPUS
from tests.fuzz.target import found, load, try_bounded


def main(name: str) -> None:
    """Print a row for each module that a target aims at."""
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
    print(f"{name}: {len(inputs)} inputs")  # noqa: T201
    for module in target.aims:
        spec = find_spec(module)
        assert spec is not None
        print(_row(counting, Path(str(spec.origin)), module))  # noqa: T201


def _row(counting: coverage.Coverage, path: Path, module: str) -> str:
    analysis = counting._analyze(str(path))
    numbers = analysis.numbers
    lines = f"{numbers.n_executed} of {numbers.n_statements} lines"
    branches = f"{numbers.n_executed_branches} of {numbers.n_branches} branches"
    missing = f" (not {analysis.missing_formatted()})" if numbers.n_missing else ""
    return f"  {numbers.pc_covered:3.0f} % {module}: {lines}, {branches}{missing}"


if __name__ == "__main__":
    main(*sys.argv[1:])
