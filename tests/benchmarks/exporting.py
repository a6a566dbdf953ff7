"""Parts 1 and 3: how fast an export is, and how its memory grows."""

from __future__ import annotations

import shutil
import statistics
from collections.abc import Sequence
from dataclasses import dataclass

from tests.benchmarks import contestants
from tests.benchmarks.contestants import Contestant
from tests.benchmarks.figures import Table, ratio, spread
from tests.benchmarks.measuring import Usage, run
from tests.benchmarks.reference import Reference, reference
from tests.benchmarks.workshop import Workshop

TIMES = 10
"""Length of the long reference, in lengths of the short one."""

_MEGABYTE = 1e6


@dataclass(frozen=True, slots=True)
class Record:
    """The runs of one contestant, in the order of the rounds."""

    name: str
    usages: tuple[Usage, ...]

    @property
    def walls(self) -> list[float]:
        """Seconds."""
        return [usage.wall for usage in self.usages]

    @property
    def cpus(self) -> list[float]:
        """Seconds."""
        return [usage.cpu for usage in self.usages]

    @property
    def memories(self) -> list[float]:
        """Megabytes."""
        return [usage.memory / _MEGABYTE for usage in self.usages]


def export_tables(workshop: Workshop, runs: int) -> tuple[Table, ...]:
    """Ours against the three usual ways."""
    wanted = reference()
    theirs = contestants.baselines(workshop, wanted)
    ours = tuple(
        make(workshop, wanted, bare=bare)
        for bare in (False, True)
        for make in (contestants.uncached, contestants.cached)
    )
    records = _measured((*theirs, *ours), runs)
    return _usage_table(wanted, records), _ratio_table(
        records[: len(theirs)], records[len(theirs) :]
    )


def memory_table(workshop: Workshop, runs: int) -> Table:
    """Ours at once and at ten times the length."""
    short, long = reference(), reference(TIMES)
    once, often = _measured(
        (contestants.uncached(workshop, short), contestants.uncached(workshop, long)), runs
    )
    rows = [
        _compared("peak memory", "MB", once.memories, often.memories),
        _compared("wall", "s", once.walls, often.walls),
        _compared("CPU", "s", once.cpus, often.cpus),
    ]
    return Table(
        f"3  Length: the same export, {len(short.lines)} lines against {len(long.lines)}",
        (
            f"{contestants.UNCACHED}; no two lines alike; medians of {runs}, interleaved.",
            "Memory that does not grow has a ratio of 1; time that grows in step, of 10.",
        ),
        ("", "40 lines", "400 lines", "ratio"),
        tuple(rows),
    )


def _measured(entrants: Sequence[Contestant], runs: int) -> list[Record]:
    """Run each once untimed, then all in turn, so that a busy spell meets everyone."""
    rounds = [[_usage(entrant) for entrant in entrants] for _ in range(runs + 1)]
    measured = zip(*rounds[1:], strict=True)
    return [Record(one.name, usages) for one, usages in zip(entrants, measured, strict=True)]


def _usage(entrant: Contestant) -> Usage:
    job = entrant.job()
    usage = run(job.command, job.environment, job.folder)
    shutil.rmtree(job.output.parent)
    return usage


def _usage_table(wanted: Reference, records: Sequence[Record]) -> Table:
    rows = tuple(
        (
            record.name,
            spread(record.walls).shown(),
            spread(record.cpus).shown(),
            spread(record.memories).shown(0),
        )
        for record in records
    )
    return Table(
        f"1  Export: {len(wanted.lines)} lines, {wanted.words} words, "
        f"{float(wanted.silence)} s of pauses, to MP3 of one channel at 64 kb/s",
        (
            "Least, median, most. CPU holds all children. Memory is the resident memory summed",
            "over the process tree, looked at each 10 ms; shared pages count in each process.",
            "Nothing cached: a fresh GROUND_HOME each time, so the voice is calibrated as well",
            "(two short renderings). Ours also levels each line and writes chapters, and has a bed",
            "of noise and two bells; bare is without these two: digital silence, as in the others.",
        ),
        ("", "wall s", "CPU s", "peak memory MB"),
        rows,
    )


def _ratio_table(theirs: Sequence[Record], ours: Sequence[Record]) -> Table:
    fastest = min(theirs, key=lambda record: statistics.median(record.walls))
    rows = [
        _ratio_row(one, other, " (fastest)" if other is fastest else "")
        for one in ours
        for other in theirs
    ]
    return Table(
        "   Ratios: ground / the other; below 1, ground needs less",
        ("Of medians; in brackets, the median of the ratios within each round.",),
        ("", "wall", "CPU", "peak memory"),
        tuple(rows),
    )


def _ratio_row(one: Record, other: Record, remark: str) -> tuple[str, ...]:
    ratios = (
        ratio(one.walls, other.walls),
        ratio(one.cpus, other.cpus),
        ratio(one.memories, other.memories),
    )
    return (f"{one.name} / {other.name}{remark}", *(found.shown() for found in ratios))


def _compared(
    name: str, unit: str, once: Sequence[float], often: Sequence[float]
) -> tuple[str, ...]:
    return (
        f"{name}, {unit}",
        f"{statistics.median(once):.2f}",
        f"{statistics.median(often):.2f}",
        ratio(often, once).shown(),
    )
