"""Guesses which name was meant by one that nothing has."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import SequenceMatcher

LIKENESS = 0.63
"""Least similarity of a guess; ``my feet`` has 0.625 to ``my-people``."""

HELD = 0.9
"""Likeness of a name to one that holds its words, the last one perhaps only begun."""

_FEWEST = 3
"""Letters of a name that is looked for within others."""


def nearest(name: str, known: Iterable[str]) -> list[str]:
    """Return the known name that was most probably meant, or an empty list.

    Args:
        name: The name as it was typed, in words or with hyphens.
        known: Names; of those that are as likely, the first is taken.
    """
    rated = [(likeness(name, each), each) for each in known]
    best = max((rating for rating, _ in rated), default=0.0)
    return [each for rating, each in rated if rating == best > 0][:1]


def likeness(name: str, known: str) -> float:
    """Return how probably a known name was meant, from 0 to 1, whatever divides its words."""
    typed, whole = _hyphened(name), _hyphened(known)
    if len(typed) >= _FEWEST and f"-{typed}" in f"-{whole}":
        return HELD if whole.startswith(typed) else HELD - 0.01
    alike = SequenceMatcher(None, typed, whole).ratio()
    return alike if alike >= LIKENESS else 0.0


def _hyphened(name: str) -> str:
    return "-".join(name.casefold().replace("-", " ").split())
