"""Prints the licence of every package in a bill of materials, and fails if one is unknown.

Run as ``python licences.py FILE.cdx.json``.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

# Both leave it out of what they tell pip; these are the words of their projects' pages.
UNTOLD = {"espeakng-loader": "GPL-3.0-or-later", "protobuf": "BSD-3-Clause"}


def licence(part: dict[str, Any]) -> str:
    """Return the licence of a part, as an expression or as a name; empty if it has none."""
    for each in part.get("licenses", []):
        told = each.get("license", {})
        found = each.get("expression") or told.get("id") or told.get("name")
        if found:
            return str(found).removeprefix("License :: OSI Approved :: ")
    return UNTOLD.get(part["name"], "")


def main() -> None:
    """Print a row for each part."""
    parts = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))["components"]
    unknown = [part["name"] for part in parts if not licence(part)]
    for part in parts:
        print(f"{part['name']:24} {part['version']:12} {licence(part)}")
    if unknown:
        sys.exit(f"No licence is known of: {', '.join(unknown)}")


main()
