"""Real files that targets begin with: scripts and texts of this repository."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
HEAD = "---\ntitle: Near\nabout: Look at one thing.\nask: 1\nposition: any\n---\n\n## Look\n\n"

DIRECTIVES = (
    *("[8s]", "[pause 1m30s]", "[do 10s]", "[hold 10s]", "[quiet 120s, bell 60s]", "[bell]"),
    *("[wait]", "[wait 20s, ask again]", "[welcome]", "[breathe in 4s, out 6s, rest 2s, 3 times]"),
    *("words every 2", "[hodl 10s]", "[0s]", "[999999h]", "[1.5s]", "]", "[", "\\["),
)

MARKS = (
    *("---\n", "## ", "(repeat)", "(short)", "(repeat, short)", "<!--", "-->", "*", "_", "\n\n"),
    *("\r\n", "\ufeff", "\u200b", "{day}", "{time of day}", "> ", "| ", "```", "- ", "1. ", "\\"),
)


def scripts() -> Iterator[Path]:
    """Yield the scripts that are shipped."""
    yield from sorted(path for path in (ROOT / "scripts").glob("[a-z]*.md"))


def cases(pattern: str) -> Iterator[str]:
    """Yield the cases in the text files of the tests, which stand below headings with "===".

    Args:
        pattern: Their paths below the folder of the tests.
    """
    for path in sorted((ROOT / "tests").glob(pattern)):
        for case in path.read_text(encoding="utf-8").split("\n=== ")[1:]:
            yield case.partition("\n")[2].split("\n@end")[0].split("\n>>>")[0]
