"""Cases of directives and the cues that they become, at every pace.

The cases are text. `=== name` starts one, with the steps of a script; each `>>> ` names a pace and
options, and the resulting cues stand below, one a row::

    step:line kind seconds phase words

Steps count from 0, with a `+` for each time they were said before; lines from the first row of
the case; `-` is a cue that the program added, and
speech has no seconds, for it lasts as long as it is said.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from fractions import Fraction
from pathlib import Path

import pytest

from voice.pace import Pace, make_pace
from voice.script import parse
from voice.timeline.build import Setting, build
from voice.timeline.cues import Cue
from voice.timeline.repeats import Plan

HEAD = "---\ntitle: Near\nabout: Look at one thing.\nask: 1\nposition: any\n---\n"


def cases() -> Iterator[object]:
    files = sorted(Path(__file__).with_name("cases").glob("*.txt"))
    assert files
    for file in files:
        for case in file.read_text(encoding="utf-8").split("\n=== ")[1:]:
            name, _, content = case.partition("\n")
            steps, *performances = content.split("\n>>> ")
            assert performances, name
            for performance in performances:
                options, _, rows = performance.partition("\n")
                yield pytest.param(
                    steps, options, rows.split("\n"), id=f"{file.stem}: {name} ({options})"
                )


def chosen(options: str) -> tuple[Pace, Setting, Plan]:
    name, *rest = options.split(", ")
    values = {"rate": "0", "pauses": "1", "now": "", "extra": "0", "stated": ""}
    switches = {
        "no bell": False,
        "no breath sound": False,
        "keys": False,
        "welcomed": False,
        "short": False,
    }
    for option in rest:
        word, _, value = option.partition(" ")
        if option in switches:
            switches[option] = True
        else:
            assert word in values, f"no such option: {option}"
            values[word] = value
    pace = make_pace(name, int(values["rate"]) or None, Fraction(values["pauses"]))
    setting = Setting(
        bell=not switches["no bell"],
        breath_sound=not switches["no breath sound"],
        keys=switches["keys"],
        welcomed=switches["welcomed"],
        now=datetime.fromisoformat(values["now"]) if values["now"] else None,
    )
    stated = Fraction(values["stated"]) if values["stated"] else None
    return pace, setting, Plan(int(values["extra"]), switches["short"], stated)


def row(cue: Cue) -> str:
    place = "-" if cue.line is None else cue.line - HEAD.count("\n")
    length = None if cue.seconds is None else f"{float(cue.seconds):.10g}"
    endless = "until a key" if cue.until_key else None
    if cue.again_from is not None:
        endless = f"{endless}, again from {cue.again_from}"
    parts = [
        f"{cue.step}{'+' * cue.turn}:{place}",
        cue.kind,
        length,
        cue.phase,
        cue.text or None,
        endless,
    ]
    return " ".join(str(part) for part in parts if part is not None)


@pytest.mark.parametrize(("steps", "options", "rows"), list(cases()))
def test_what_is_written_is_heard_when_it_should_be(
    steps: str, options: str, rows: list[str]
) -> None:
    script = parse(HEAD + steps, "case.md")
    assert [row(cue) for cue in build(script, *chosen(options)).cues] == [r for r in rows if r]
