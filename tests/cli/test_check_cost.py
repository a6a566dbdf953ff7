"""Whatever is checked, it takes time in proportion to its length, and little memory."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from types import FrameType

import pytest

from voice.cli.checked import check_script
from voice.script.kindness import judge
from voice.script.parser import parse

MEGABYTE = 1_000_000
HEAD = "---\ntitle: T\nabout: A.\nask: 1\nposition: any\n---\n\n## H\n\n"


def rows(row: str) -> str:
    return HEAD + (row + "\n") * (MEGABYTE // (len(row) + 1))


def steps(count: int) -> str:
    """Steps of a line each, of which none says how long it takes."""
    return HEAD + "Look.\n" + "## S\n\nLook at one thing.\n" * count


LONG = {
    "opening brackets": rows("[" * 1190),
    "closing brackets": rows("]" * 1190),
    "pairs of brackets": rows("[]" * 590),
    "a bracket a row": rows("["),
    "braces": rows("{" * 1190),
    "a field a row": rows("{x}"),
    "angles": rows("<" * 1190),
    "round ones": rows("(" * 1190),
    "guesses": rows("Look. [hodl 3s]"),
    "long brackets of digits": rows(f"[{'9' * 1180}]"),
    "brackets of digits": rows(f"[{'9' * 150}]"),
    "escaped comments": HEAD + "\\<!--" * 100_000,
    "rows of comments": rows("<!-- x -->"),
    "empty headings": HEAD + "##\n" * (MEGABYTE // 3),
    "headings": HEAD + "## x\n" * (MEGABYTE // 5),
    "a list": rows("- x"),
    "nothing visible": rows("\0"),
    "1,000 steps": steps(1_000),
    "2,000 steps": steps(2_000),
    "10,000 lines": rows("Look.")[:60_000],
    "a fault in each word": rows("must " * 58),
    "a head of brackets": "---\nx: " + "[" * 19_000 + "\n---\n## One\nLook.\n",
    "a head of pairs": "---\nx: [" + "[]," * 6_000 + "]\n---\n## One\nLook.\n",
    "a head of keys": "---\n" + "a:\n" * 6_600 + "---\n## One\nLook.\n",
    "no head": "a [b\n" * (MEGABYTE // 5),
    "no head and no fault": "Look at one thing.\n" * 10_000,
}

CHECK = """
import json, re, sys, time
from voice.cli.checked import check_script

def seconds_and_rows(path):
    start = time.process_time()
    checked = check_script(path)
    report = checked.report
    return time.process_time() - start, len(checked.problems), len(report), sum(map(len, report))

took = {path: seconds_and_rows(path) for path in sys.argv[1:]}
# Not getrusage, which counts in the process that this one was forked from.
kilobytes = re.search(r"VmHWM:\\s+(\\d+) kB", open("/proc/self/status").read())[1]
print(json.dumps([took, int(kilobytes)]))
"""


@pytest.mark.skipif(sys.platform != "linux", reason="there is no /proc elsewhere")
def test_hostile_texts_take_little_time_and_memory(tmp_path: Path) -> None:
    """Seconds of processor time, so that a busy machine counts for little; 2 s are promised."""
    for number, text in enumerate(LONG.values()):
        (tmp_path / f"{number}.md").write_text(text)
    paths = [str(tmp_path / f"{number}.md") for number in range(len(LONG))]
    done = subprocess.run(
        [sys.executable, "-c", CHECK, *paths],
        capture_output=True,
        check=True,
        text=True,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
    )
    took, kilobytes = json.loads(done.stdout)
    assert kilobytes < 150_000
    for name, (seconds, problems, listed, characters) in zip(LONG, took.values(), strict=True):
        assert seconds < 4, name
        assert problems <= 100, name
        assert listed <= 101, name
        assert characters < 60_000, name


def calls(text: str) -> int:
    """How many functions, Python's own among them, it takes to judge a text."""
    count = 0

    def counted(_frame: FrameType, event: str, _argument: object) -> None:
        nonlocal count
        count += event in {"call", "c_call"}

    sys.setprofile(counted)
    try:
        judge(parse(text, "case.md"))
    finally:
        sys.setprofile(None)
    return count


def test_twice_the_steps_are_twice_the_work() -> None:
    calls(steps(1))  # compiles the rules
    assert calls(steps(400)) < 2.2 * calls(steps(200))


def test_a_hundred_findings_are_listed_and_the_others_counted(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text(HEAD + "You must look at the wall.\n" * 150)
    checked = check_script(str(path))
    assert len(checked.findings) > 150
    assert checked.report[-1] == f"{path}: and {len(checked.findings) - 100} more."
    assert len(checked.report) == 101
