"""Keeps a processor busy until its parent ends: arithmetic, processes that start, files written.

usage: python busy.py FOLDER NUMBER

Each of the three goes on for half a second; NUMBER says which comes first.
"""

import os
import subprocess
import sys
import time
from itertools import cycle, islice
from pathlib import Path

SECONDS = 0.5
MEGABYTE = 1 << 20


def calculate(_folder: Path) -> None:
    sum(number * number for number in range(10_000))


def start_a_process(_folder: Path) -> None:
    subprocess.run([sys.executable, "-c", "import json"], check=True)


def write_a_file(folder: Path) -> None:
    with (folder / f"busy-{os.getpid()}").open("wb") as file:
        for _ in range(8):
            file.write(os.urandom(MEGABYTE))
        file.flush()
        os.fsync(file.fileno())


def main(folder: Path, number: int) -> None:
    parent = os.getppid()
    for act in islice(cycle((calculate, start_a_process, write_a_file)), number, None):
        end = time.monotonic() + SECONDS
        while time.monotonic() < end:
            act(folder)
        if os.getppid() != parent:  # it was killed
            return


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
