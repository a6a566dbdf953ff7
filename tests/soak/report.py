"""Sums up what was written down while exercises played."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

SETTLED = 120.0
"""Seconds after which the memory of a program should not grow any more."""

CUT = 0.06
"""Peak of the last millisecond against that of the last 50, from which sound was cut off: the
device ran dry. Before a pause or between sentences it fades, to 0.04 at most (measured)."""

LONGEST = 1500.0
"""Milliseconds from which a silence is a pause whatever came before it."""

MB = 1 << 20

Row = dict[str, Any]


def report(log: Path) -> list[str]:
    """Return the lines of a report on what a soak wrote down."""
    rows: list[Row] = [json.loads(line) for line in log.read_text().splitlines()]
    minutes = max(row.get("at", 0.0) for row in rows) / 60
    keys = sum(row["what"] == "key" for row in rows)
    over = sum(row["what"] == "over" for row in rows)
    lines = [f"{minutes:.0f} minutes, {keys} keys, {over} exercises heard to their end"]
    lines += [_gaps(rows, who) for who in ("ours", "mpv")]
    for run in _runs(rows):
        lines += _run(run)
    left = [file for row in rows if row["what"] == "left" for file in row["files"]]
    return [*lines, f"files left: {', '.join(left) or 'none'}"]


def _gaps(rows: Sequence[Row], who: str) -> str:
    gaps = [
        row["ms"]
        for row in rows
        if row["what"] == "silence" and row["who"] == who and row["ms"] < LONGEST
        if row["end"] > CUT * row["before"]
    ]
    together, longest = sum(gaps) / 1000, max(gaps, default=0)
    return f"{who}: {len(gaps)} gaps, {together:.1f} s in all, the longest {longest:.0f} ms"


def _runs(rows: Sequence[Row]) -> list[list[Row]]:
    """The rows of each run of the program."""
    found: list[list[Row]] = []
    for row in rows:
        if row["what"] == "started":
            found.append([])
        if found:
            found[-1].append(row)
    return found


def _run(rows: Sequence[Row]) -> list[str]:
    start = rows[0]["at"]
    states = [row for row in rows if row["what"] in {"state", "over"}]
    if not states:
        return []
    settled = [row for row in states if row["at"] > start + SETTLED] or states
    minutes = (states[-1]["at"] - start) / 60
    lines = [f"ground {' '.join(rows[0]['arguments'])}, {minutes:.0f} minutes"]
    for name, of in (("own", "itself"), ("all", "with its voice")):
        first, most, last = settled[0][name], max(row[name] for row in settled), settled[-1][name]
        lines.append(
            f"  memory {of}: {first / MB:.0f} MB after 2 minutes, most {most / MB:.0f}, "
            f"last {last / MB:.0f} ({100 * (last / first - 1):+.0f} %)"
        )
    for name in ("files", "threads", "started"):
        values = [row[name] for row in states]
        lines.append(f"  {name}: {min(values)} to {max(values)}")
    ended = next((row for row in rows if row["what"] == "ended"), None)
    return [*lines, f"  exit code {ended['code']}" if ended else "  still running"]
