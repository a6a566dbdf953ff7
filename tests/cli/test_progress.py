"""The progress of an export on every kind of terminal, without codes it cannot show."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

MAKE = """
from voice.cli.export import _progress
with _progress("Five things you can hear", 3) as reached:
    for index in (1, 2, 3):
        reached(index)
"""

pytestmark = [
    pytest.mark.e2e,
    pytest.mark.skipif(sys.platform == "win32", reason="needs a POSIX terminal"),
]


def printed(columns: int, **environment: str) -> str:
    import pexpect

    bare = {k: v for k, v in os.environ.items() if k not in {"COLUMNS", "ACCESSIBLE", "NO_COLOR"}}
    program = pexpect.spawn(
        sys.executable,
        ["-c", MAKE],
        env={**bare, "PYTHONPATH": str(ROOT), "TERM": "xterm", **environment},
        dimensions=(24, columns),
        encoding="utf-8",
    )
    program.expect(pexpect.EOF)
    program.close()
    assert program.exitstatus == 0
    return str(program.before)


@pytest.mark.parametrize(
    ("columns", "environment"),
    [(100, {"TERM": "dumb"}), (20, {}), (60, {}), (40, {"TERM": "dumb"}), (100, {"NO_COLOR": ""})],
    ids=str,
)
def test_a_terminal_without_room_or_escape_codes_gets_plain_lines(
    columns: int, environment: dict[str, str]
) -> None:
    out = printed(columns, **environment)
    assert "\x1b" not in out
    rows = out.splitlines()
    assert " ".join(rows) == "Five things you can hear: making the file."
    assert max(map(len, rows)) <= columns


@pytest.mark.parametrize("columns", [72, 80])
def test_others_get_a_bar_within_their_width(columns: int) -> None:
    out = printed(columns)
    assert "100%" in out
    rows = out.replace("\x1b[?25l", "").replace("\x1b[?25h", "").replace("\r", "\n").split("\n")
    assert max(map(len, rows)) <= columns
