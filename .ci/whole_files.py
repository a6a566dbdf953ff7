"""Removes coverage data that a killed process left half written, over which coverage stumbles."""

from __future__ import annotations

import sqlite3
import sys
from contextlib import closing
from pathlib import Path

for file in Path(sys.argv[1]).iterdir():
    try:
        with closing(sqlite3.connect(file)) as data:
            whole = data.execute("pragma integrity_check").fetchone() == ("ok",)
            whole = whole and data.execute("select count(*) from meta").fetchone() != (0,)
    except sqlite3.DatabaseError:
        whole = False
    if not whole:
        file.unlink()
