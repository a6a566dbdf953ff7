"""Changes made on the way from a text to a script, told with the places in the text."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

_MOST_PLACES = 12
"""Places of a change that are named; the rest is counted."""


@dataclass(frozen=True, slots=True)
class Change:
    """One change.

    Attributes:
        number: Row of the text, from 1.
        sentence: The change, without its place.
        words: What is no longer spoken by it.
    """

    number: int
    sentence: str
    words: str = ""


def told(changes: Iterable[Change], unit: str) -> list[str]:
    """Return a row for each kind of change, in the order of the text, with its places.

    Args:
        changes: The changes.
        unit: What a row of the text is called: "line" or "paragraph".
    """
    numbers: dict[str, list[int]] = {}
    for change in changes:
        numbers.setdefault(change.sentence, []).append(change.number)
    return [f"{_places(sorted(set(rows)), unit)}: {what}" for what, rows in numbers.items()]


def _places(numbers: list[int], unit: str) -> str:
    """Return places in a few words: "lines 3, 5-8 and 12"."""
    runs = []
    for _, group in groupby(enumerate(numbers), lambda pair: pair[1] - pair[0]):
        run = [number for _, number in group]
        runs.append(f"{run[0]}-{run[-1]}" if len(run) > 2 else ", ".join(map(str, run)))  # noqa: PLR2004
    more = f" and {len(runs) - _MOST_PLACES} more places" if len(runs) > _MOST_PLACES + 1 else ""
    named = runs[:_MOST_PLACES] if more else runs
    return f"{unit}{'' if len(numbers) == 1 else 's'} {', '.join(named)}{more}"
