"""Lets Atheris mutate the inputs of one target; a process for `tests.fuzz.running`."""

from __future__ import annotations

import sys
from pathlib import Path

from tests.fuzz.running import CORPUS
from tests.fuzz.target import FOUND, Target, load, try_bounded

_LONGEST_WAIT = 120
"""Seconds for one input that hangs; one that is slow is told by its processor time."""

_MOST_RSS = 2_000
"""Megabytes of the whole process."""


def main(name: str, seconds: str, folder: str) -> None:
    """Run a target.

    Args:
        name: The target.
        seconds: How long.
        folder: A folder for seeds and words.
    """
    import atheris

    with atheris.instrument_imports(include=["voice"]):
        target = load(name)
    seeds = Path(folder) / "seeds"
    seeds.mkdir()
    for number, seed in enumerate(target.seeds()):
        (seeds / str(number)).write_bytes(seed)
    words = Path(folder) / "words"
    words.write_text("".join(f'"{_escaped(word)}"\n' for word in target.words), encoding="ascii")
    options = [
        f"-max_total_time={seconds}",
        f"-max_len={target.longest}",
        f"-rss_limit_mb={_MOST_RSS}",
        f"-artifact_prefix={FOUND / name}/",
        f"-dict={words}",
        f"-timeout={_LONGEST_WAIT}",
        f"-report_slow_units={_LONGEST_WAIT}",
        "-print_final_stats=1",
        *(str(CORPUS / name), str(seeds), str(FOUND / name)),
    ]
    atheris.Setup([sys.argv[0], *options], lambda content: _try(target, content))
    atheris.Fuzz()


def _try(target: Target, content: bytes) -> None:
    try_bounded(target, content)


def _escaped(word: str) -> str:
    return "".join(f"\\x{byte:02x}" for byte in word.encode())


if __name__ == "__main__":
    main(*sys.argv[1:])
