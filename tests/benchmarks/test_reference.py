from __future__ import annotations

from fractions import Fraction

from tests.benchmarks.reference import PAUSES, reference
from voice.script.model import Settle
from voice.script.parser import parse


def test_the_reference_script_holds_forty_lines_and_their_pauses() -> None:
    script = parse(reference().script(), "reference")
    lines = [line for step in script.steps for line in step.lines]
    settles = [d.seconds for line in lines for d in line.directives if isinstance(d, Settle)]

    assert len(lines) == 40
    assert settles == list(PAUSES)
    assert sum(settles) == Fraction("515.5")
    assert 5 <= min(settles) <= max(settles) <= 20


def test_the_long_reference_is_ten_times_as_long_and_repeats_no_line() -> None:
    long = reference(10)

    assert len({line.text for line in long.lines}) == 400
    assert long.silence == 10 * reference().silence
