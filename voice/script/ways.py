"""Ways into the library by how it is now: a few exercises each, from ``scripts/ways.toml``."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass

from voice.script.library import shipped_folder
from voice.script.model import Script

FILE = "ways.toml"


@dataclass(frozen=True, slots=True)
class Way:
    """A few exercises for one way it may be.

    Attributes:
        words: Said before its key, such as "If you cannot sleep".
        scripts: The exercises, the smallest first.
    """

    words: str
    scripts: tuple[Script, ...]


def ways(scripts: Sequence[Script]) -> tuple[Way, ...]:
    """Return the ways, with those of their exercises that are in a library."""
    known = {script.id.casefold(): script for script in scripts}
    rows = tomllib.loads(shipped_folder().joinpath(FILE).read_text(encoding="utf-8"))["way"]
    found = (
        Way(row["say"], tuple(known[id_] for id_ in row["exercises"] if id_ in known))
        for row in rows
    )
    return tuple(way for way in found if way.scripts)
