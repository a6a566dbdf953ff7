"""A picture of an exercise shows each cue at its place, and is an SVG that any viewer reads."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise
from math import floor
from xml.etree import ElementTree as ET

from hypothesis import given
from hypothesis import strategies as st

from tests.exercises import SHORT
from tests.script.strategies import scripts, titles
from voice.frames import SAMPLE_RATE
from voice.pace import PACES
from voice.script import parse
from voice.script.model import Phase, Script
from voice.timeline.build import Setting, build
from voice.timeline.cues import Cue, Kind, Placed, Timeline, place
from voice.timeline.picture import draw

SVG = "{http://www.w3.org/2000/svg}"
SECOND, MINUTE = 13, 780
"""Pixels."""


def frames_of(text: str) -> int:
    return (1 + len(text)) * 1_601


def placed_in(timeline: Timeline) -> tuple[Placed, ...]:
    return place(timeline, frames_of)


def drawn(timeline: Timeline) -> ET.Element:
    return ET.fromstring(draw(timeline, placed_in(timeline), "one voice"))  # noqa: S314 - ours


def of(*cues: tuple[Kind, Fraction]) -> Timeline:
    script = parse(SHORT, "short.md")
    made = (Cue(kind, 0, 1, seconds) for kind, seconds in cues)
    return Timeline(script, PACES["gentle"], tuple(made))


def pixel(frames: int) -> int:
    return floor(Fraction(frames * SECOND, SAMPLE_RATE) + Fraction(1, 2))


def covered(spans: Iterable[tuple[int, int]]) -> list[int]:
    return sorted({pixel for start, end in spans for pixel in range(start, end)})


def seen(root: ET.Element) -> dict[str, list[int]]:
    """The pixels of the whole length that each kind covers, read back from the rows."""
    spans: defaultdict[str, list[tuple[int, int]]] = defaultdict(list)
    for path in root.iter(f"{SVG}path"):
        for x, y, length in re.findall(r"M(\d+) (\d+)[hl](\d+)", path.attrib["d"]):
            row = (int(y) - 104) // 58
            if row >= 0:  # the legend stands above
                start = row * MINUTE + int(x) - 48
                assert start + int(length) <= (row + 1) * MINUTE
                spans[path.attrib["class"]].append((start, start + int(length)))
    return {kind: covered(each) for kind, each in spans.items()}


def labels(root: ET.Element, look: str) -> list[str | None]:
    return [text.text for text in root.iter(f"{SVG}text") if text.get("class") == look]


@given(scripts, st.sampled_from(sorted(PACES)), st.booleans())
def test_each_cue_lies_where_it_is_heard(script: Script, pace: str, bell: bool) -> None:
    timeline = build(script, PACES[pace], Setting(bell=bell))
    expected: defaultdict[str, list[tuple[int, int]]] = defaultdict(list)
    for item in placed_in(timeline):
        expected[item.cue.kind].append((pixel(item.start), pixel(item.end)))
    whole = placed_in(timeline)[-1].end
    end = pixel(whole) - (pixel(whole) % MINUTE if pixel(whole) % MINUTE <= 6 else 0)
    found = seen(drawn(timeline))
    assert found.pop("track") == list(range(end))
    expected.pop("gap", None)
    assert found == {
        kind: pixels
        for kind, spans in expected.items()
        if (pixels := [each for each in covered(spans) if each < end])
    }


@given(titles, st.lists(titles, min_size=5, max_size=5))
def test_whatever_the_titles_hold_it_is_xml(title: str, headings: list[str]) -> None:
    script = parse(SHORT, "short.md")
    steps = tuple(
        replace(script.steps[0], title=heading) for heading in headings
    )  # many short ones, whose names cannot all fit
    script = replace(script, title=title, steps=steps)
    root = drawn(build(script, PACES["gentle"], Setting()))
    assert root.findtext(f"{SVG}title") == title
    described = root.findtext(f"{SVG}desc") or ""
    assert all(heading in described for heading in headings)


def test_marks_of_xml_are_shown_as_they_are_written() -> None:
    script = replace(parse(SHORT, "short.md"), title='Tea & <b>"toast"</b>')
    root = drawn(build(script, PACES["gentle"], Setting()))
    assert labels(root, "title") == ['Tea & <b>"toast"</b>']
    assert root.get("role") == "img"
    ids = {each.get("id") for each in root.iter()}
    assert set(root.attrib["aria-labelledby"].split()) <= ids


def test_a_step_is_named_where_it_begins_and_again_in_the_next_row() -> None:
    script = parse(SHORT.replace("Done.", "Done. [50s]"), "short.md")
    timeline = build(script, PACES["gentle"], Setting())
    root = drawn(timeline)
    assert labels(root, "name") == ["First", "Second"]
    assert "Second" in labels(root, "pale")
    begins = next(item.start for item in placed_in(timeline) if item.cue.step == 1)
    [second] = [each for each in root.iter(f"{SVG}text") if each.get("class") == "name"][1:]
    assert int(second.attrib["x"]) == 48 + pixel(begins) + 4


def test_names_of_one_row_do_not_run_into_each_other() -> None:
    script = parse(SHORT, "short.md")
    steps = tuple(
        replace(step, title=f"{step.title} of several long names") for step in script.steps
    )
    root = drawn(build(replace(script, steps=(*steps, *steps)), PACES["gentle"], Setting()))
    rows: defaultdict[str, list[tuple[int, int]]] = defaultdict(list)
    for text in root.iter(f"{SVG}text"):
        if text.get("class") == "name":
            rows[text.attrib["y"]].append((int(text.attrib["x"]), len(text.text or "")))
    assert any(len(names) > 1 for names in rows.values())
    for names in rows.values():
        assert all(x + 6 * letters < following for (x, letters), (following, _) in pairwise(names))


def test_a_breath_rises_while_in_and_falls_while_out() -> None:
    script = parse(
        SHORT.replace("in 1.5s, out 1.5s", "in 4s, hold 2s, out 6s, rest 2s, 2 times"), "short.md"
    )
    phases = [
        item.cue.phase for item in place(build(script, PACES["gentle"], Setting()), frames_of)
    ]
    root = drawn(build(script, PACES["gentle"], Setting()))
    legend, shape = (path for path in root.iter(f"{SVG}path") if path.get("class") == "breath")
    slopes = [int(slope) for slope in re.findall(r"l\d+ (-?\d+)", shape.attrib["d"])]
    ways = {Phase.IN: -18, Phase.HOLD: 0, Phase.OUT: 18, Phase.REST: 0}
    assert slopes == [ways[phase] for phase in phases if phase]
    assert "-18" in legend.attrib["d"]


def test_lines_without_a_pixel_between_them_are_one_bar() -> None:
    hair = Fraction(1, 100)
    timeline = of(
        (Kind.SPEECH, Fraction(2)), (Kind.GAP, hair), (Kind.SPEECH, Fraction(2)), (Kind.GAP, hair)
    )
    [bar] = re.findall(
        r'class="speech" d="(M\d+ 138h\d+)"', draw(timeline, placed_in(timeline), "")
    )
    assert bar == "M48 138h52"


def test_only_the_silence_after_the_last_bell_gets_no_row() -> None:
    fits = drawn(of((Kind.SETTLE, Fraction(57)), (Kind.BELL, Fraction(34, 10))))
    longer = drawn(of((Kind.SETTLE, Fraction(58)), (Kind.BELL, Fraction(3))))
    assert int(longer.attrib["height"]) - int(fits.attrib["height"]) == 58
    assert max(seen(fits)["bell"]) == MINUTE - 1


def test_twenty_minutes_stay_small() -> None:
    lines = "\n".join(f"Line {number} of very many. [1s]" for number in range(480))
    script = parse(SHORT.replace("Done.", lines), "short.md")
    timeline = build(script, PACES["gentle"], Setting())
    assert placed_in(timeline)[-1].end > 20 * 60 * SAMPLE_RATE
    assert len(draw(timeline, placed_in(timeline), "").encode()) < 30_000


def test_it_stands_alone_and_has_a_dark_side() -> None:
    drawing = draw(of((Kind.SPEECH, Fraction(2))), placed_in(of((Kind.SPEECH, Fraction(2)))), "")
    assert not re.search(r"script|href|url\(|@import|font-face", drawing)
    assert re.findall(r"https?://[^\"]*", drawing) == ["http://www.w3.org/2000/svg"]
    light, dark = (
        drawing.partition("<style>")[2]
        .partition("</style>")[0]
        .split("@media (prefers-color-scheme:dark)")
    )
    coloured = re.compile(r"^(\S+?)\{.*(?:fill|stroke):#", re.MULTILINE)
    assert set(coloured.findall(light)) == set(coloured.findall(dark)) != set()
    named = {kind.value for kind in Kind} - {"gap"}
    assert named <= {selector.lstrip(".") for selector in coloured.findall(light)}
