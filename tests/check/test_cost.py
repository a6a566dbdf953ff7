"""Checking any text takes time in proportion to its length, and little memory."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from types import FrameType

import pytest

from tests.cost import without_coverage
from voice import check
from voice.check import MOST_FOUND, files, judge
from voice.check.files import check_script, errors_in
from voice.check.findings import Finding
from voice.errors import ScriptError
from voice.script.parser import MOST_LINES, parse

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
    "10,000 rows of numerals": HEAD + ("1 " * 140 + "\n") * 10_000,
    "rows of sentences": HEAD + ("You must. " * 25 + "\n") * 4_000,
    "rows of pauses": HEAD + "[5s]\n" * 200_000,
    "a head of brackets": "---\nx: " + "[" * 19_000 + "\n---\n## One\nLook.\n",
    "a head of pairs": "---\nx: [" + "[]," * 6_000 + "]\n---\n## One\nLook.\n",
    "a head of keys": "---\n" + "a:\n" * 6_600 + "---\n## One\nLook.\n",
    "no head": "a [b\n" * (MEGABYTE // 5),
    "no head and no fault": "Look at one thing.\n" * 10_000,
}

CHECK = """
import json, re, sys
from functools import partial
from tests.cost import tenths
from voice.check.files import check_script, errors_in

found = []

def check(path):
    checked = check_script(path)
    report = checked.report
    found.append((len(checked.problems), len(report), sum(map(len, report))))

took = [tenths(partial(check, path), tries=1) for path in sys.argv[1:]]
# Not getrusage, which counts in the process that this one was forked from.
kilobytes = re.search(r"VmHWM:\\s+(\\d+) kB", open("/proc/self/status").read())[1]
print(json.dumps([took, found, int(kilobytes)]))
"""


@pytest.mark.skipif(sys.platform != "linux", reason="there is no /proc elsewhere")
def test_hostile_texts_take_little_time_and_memory(tmp_path: Path) -> None:
    """Processor time against that of other work at the same time, without coverage: machines
    differ by half, from one minute to the next. 2 s of a quiet core are promised."""
    for number, text in enumerate(LONG.values()):
        (tmp_path / f"{number}.md").write_text(text)
    paths = [str(tmp_path / f"{number}.md") for number in range(len(LONG))]
    done = subprocess.run(
        [sys.executable, "-c", CHECK, *paths],
        capture_output=True,
        check=True,
        text=True,
        env={**without_coverage(), "PYTHONPATH": str(Path(__file__).parents[2])},
    )
    took, found, kilobytes = json.loads(done.stdout)
    assert kilobytes < 150_000
    for name, tenths, (problems, listed, characters) in zip(LONG, took, found, strict=True):
        assert tenths < 45, name
        assert problems <= 100, name
        assert listed <= 201, name  # findings, lines as they are spoken, and a row for the others
        assert characters < 90_000, name


def calls(text: str) -> int:
    """Count the function calls, Python's own among them, to judge a text."""
    return calls_of(lambda: judge(parse(text, "case.md")))


def calls_of(work: Callable[[], object]) -> int:
    """Count the function calls, Python's own among them, of some work, even if it is refused."""
    count = 0

    def counted(_frame: FrameType, event: str, _argument: object) -> None:
        nonlocal count
        count += event in {"call", "c_call"}

    sys.setprofile(counted)
    try:
        with suppress(ScriptError):
            work()
    finally:
        sys.setprofile(None)
    return count


def test_twice_the_steps_are_twice_the_work() -> None:
    calls(steps(1))  # compiles the rules
    assert calls(steps(400)) < 2.2 * calls(steps(200))


def test_a_hundred_findings_are_listed_and_the_others_counted(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text(HEAD + "You must look at the wall.\n" * 150)
    found = check_script(str(path))
    assert found.errors == 152  # the frame and the end among them
    assert found.report[-1] == f"{path}: and 53 more."
    assert len(found.report) == 101


def refuse(*_given: object) -> Iterator[Finding]:
    raise AssertionError


def test_a_row_is_judged_up_to_its_first_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(check, "judge_words", refuse)
    script = replace(parse(HEAD + "1 " * 140, "case.md"), language="en", title="", about="")
    script = replace(script, steps=(replace(script.steps[0], title=""),))
    assert "long-sentence" in {finding.rule for finding in judge(script)}


def test_a_script_of_errors_is_not_judged_as_a_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    for rule in ("judge_frame", "judge_hazards", "judge_start", "judge_invitations"):
        monkeypatch.setattr(check, rule, refuse)
    monkeypatch.setattr(files, "judge_times", refuse)
    script = parse(HEAD + "1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1\n" * (MOST_FOUND + 1), "case.md")
    assert errors_in(script) == MOST_FOUND + 1


def test_where_every_finding_is_wanted_work_is_in_proportion_to_the_rows(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text(HEAD + ("must " * 58 + "\n") * 500)
    found = check_script(str(path), every=True).findings
    assert {finding.line for finding in found} >= set(range(10, 510))
    assert MOST_FOUND < len(found) < MOST_FOUND + 58 + 500 + 10


def test_where_a_thousand_rows_have_errors_the_rest_is_not_judged(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text(HEAD + "You must look at the wall.\n" * 1_100)
    found = check_script(str(path))
    assert found.report[-1] == f"{path}: and at least 1000 more."


@pytest.mark.parametrize("row", ["[5s]", "Look. [5s]"])
def test_reading_ends_at_the_most_lines(row: str) -> None:
    def read(rows: int) -> int:
        return calls_of(lambda: parse(f"{HEAD}Look.\n" + f"{row}\n" * rows, "case.md"))

    assert read(50_000) < 1.1 * read(MOST_LINES)
