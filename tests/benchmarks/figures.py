"""Figures of several runs, and the plain-text tables they are printed in."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median

_INDENT = "  "
_BETWEEN = "   "


@dataclass(frozen=True, slots=True)
class Spread:
    """The least, the middle and the most of what was measured."""

    least: float
    middle: float
    most: float

    def shown(self, decimals: int = 2) -> str:
        """Such as ``0.91  0.94  1.20``."""
        return "  ".join(f"{value:.{decimals}f}" for value in (self.least, self.middle, self.most))


@dataclass(frozen=True, slots=True)
class Ratio:
    """One contender against another, measured in the same rounds.

    Attributes:
        of_medians: Median divided by median.
        of_rounds: The median of the ratios of each round, whose two runs lay side by side.
    """

    of_medians: float
    of_rounds: float

    def shown(self) -> str:
        """Such as ``0.91 (0.93)``."""
        return f"{self.of_medians:.2f} ({self.of_rounds:.2f})"


@dataclass(frozen=True, slots=True)
class Table:
    """One part of the report.

    Attributes:
        title: What was measured.
        notes: How, a sentence or so each.
        head: Names of the columns, with their units.
        rows: Cells, as many as the head has; the first says what the row is about.
    """

    title: str
    notes: tuple[str, ...]
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    def shown(self) -> str:
        """As text, the first column to the left and all others to the right."""
        cells = (self.head, *self.rows)
        widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
        lines = [self.title, *(f"{_INDENT}{note}" for note in self.notes), ""]
        lines += [f"{_INDENT}{_aligned(row, widths)}".rstrip() for row in cells]
        return "\n".join(lines)


def spread(values: Iterable[float]) -> Spread:
    """The spread of values."""
    found = sorted(values)
    return Spread(found[0], median(found), found[-1])


def ratio(ours: Sequence[float], theirs: Sequence[float]) -> Ratio:
    """Ratios of ours to theirs; both in the order of the rounds."""
    rounds = (one / other for one, other in zip(ours, theirs, strict=True))
    return Ratio(median(ours) / median(theirs), median(rounds))


def _aligned(row: tuple[str, ...], widths: Sequence[int]) -> str:
    first, *others = zip(row, widths, strict=True)
    aligned = [first[0].ljust(first[1]), *(cell.rjust(width) for cell, width in others)]
    return _BETWEEN.join(aligned)
