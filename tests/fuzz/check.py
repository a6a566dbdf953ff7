"""What `ground check` says of a script: every finding has a place in it, and nothing is missed."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator

from tests.fuzz.samples import DIRECTIVES, HEAD, ROOT, cases, scripts
from tests.fuzz.target import Target, fresh_home
from voice.check.files import check_script, errors_in
from voice.check.findings import Finding
from voice.errors import ScriptError
from voice.script.parser import parse, rows_of


def _holds(content: bytes) -> None:
    text = content.decode(errors="replace")
    if text.startswith("+"):  # a shorter way to the words of the lines
        text = HEAD + text[1:]
    rows = rows_of(text)
    with fresh_home() as home:
        path = home / "a.md"
        path.write_text(text, encoding="utf-8", newline="")
        some, every = (check_script(str(path), every=each) for each in (False, True))
    for finding in (*some.findings, *every.findings):
        _is_in(finding, rows)
    assert all("\n" not in row for row in (*some.told, *every.report))
    assert set(some.findings) <= set(every.findings)
    assert bool(some.errors) == bool(every.errors)
    try:
        script = parse(text, "a.md")
    except ScriptError:
        assert some.problems
        return
    assert some.problems == () or "swap" in some.problems[0].message
    assert some.errors == errors_in(script) + len(some.problems)


def _is_in(finding: Finding, rows: list[str]) -> None:
    assert 1 <= finding.line <= len(rows), finding
    assert 1 <= finding.column <= len(rows[finding.line - 1]) + 1, finding
    assert finding.message
    assert "\n" not in f"{finding}"


def _seeds() -> Iterator[bytes]:
    for path in list(scripts())[::12]:
        yield path.read_bytes()[:3_000]
    for path in sorted((ROOT / "tests/check/kindness/good").glob("*.md"))[::12]:
        yield path.read_bytes()[:3_000]
    changed = (row[2:] for case in cases("check/kindness/faults/*.txt") for row in case.split("\n")
               if row.startswith("+ "))  # fmt: skip
    rows = list(changed)
    for first in range(0, len(rows), 25):
        yield ("+" + "\n".join(rows[first : first + 25])).encode()[:3_000]


def _words() -> Iterator[str]:
    """Yield words that rules are about."""
    for name in ("words", "hazards", "readings"):
        table = tomllib.loads((ROOT / f"voice/check/{name}.toml").read_text(encoding="utf-8"))
        yield from sorted(set(re.findall(r"\b[a-z]{4,}\b", str(table))))[::4]


TARGET = Target(
    aims=(
        "voice.check",
        *(
            f"voice.check.{name}"
            for name in (
                *("actions", "asks", "attention", "ends", "files", "findings", "frame", "hazards"),
                *("heteronyms", "invitations", "pasted", "questions", "quiets", "reader"),
                *("readings", "sentences", "text", "times", "walk_rows", "wordlist"),
            )
        ),
    ),
    holds=_holds,
    seeds=_seeds,
    words=(*DIRECTIVES, "## Look\n", "(repeat)", "(short)", "{day}", "language: de\n", *_words()),
    longest=3_000,
)
