"""Limits hold at every setting a listener can choose, and what they say is true of the timeline."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.script.strategies import shipped
from voice.script import parse
from voice.script.findings import Finding
from voice.script.kindness.ends import ice_contact
from voice.script.kindness.text import said_in
from voice.script.model import Script
from voice.timeline.build import build
from voice.timeline.cues import place
from voice.timeline.estimate import estimated_frames, estimated_seconds
from voice.timeline.frames import to_seconds
from voice.timeline.limits import LONGEST_CONTACT, judge_times
from voice.timeline.pace import PACES, PAUSES_RANGE, RATE_RANGE, Pace, make_pace

HEAD = """---
title: Near
about: Look at one thing.
ask: 1
position: any
---

## One
"""

FRAME = """
This takes about one minute.
Your eyes can stay open.
You can skip any part, and stop at any time.
"""


def script(body: str) -> Script:
    return parse(f"{HEAD}{body}\n", "near.md")


def rules(body: str) -> list[str]:
    return [finding.rule for finding in judge_times(script(body))]


def found(body: str, rule: str) -> Finding:
    (finding,) = (finding for finding in judge_times(script(body)) if finding.rule == rule)
    return finding


paces = st.builds(
    make_pace,
    st.sampled_from(sorted(PACES)),
    rate=st.none() | st.integers(*RATE_RANGE),
    pauses=st.fractions(*PAUSES_RANGE, max_denominator=100),
)


@given(paces)
def test_ice_is_put_down_in_time_at_every_pace(pace: Pace) -> None:
    ice = parse(shipped["ice-cube.md"], "ice-cube.md")
    contact = ice_contact(ice, said_in(ice))
    assert contact is not None
    assert contact.last is not None
    placed = place(build(ice, pace), estimated_frames(pace))
    numbers = [item.cue.line for item in placed]
    start = placed[numbers.index(contact.first.number)].start
    end = placed[numbers.index(contact.last.number)].end
    assert 0 < to_seconds(end - start) <= LONGEST_CONTACT


def test_ice_that_is_only_too_long_for_slow_words_is_found() -> None:
    holds = "Notice the cold, the wet and the edge of it. [hold 10s]\n"
    body = f"{FRAME}Hold the ice in the cloth.\n{holds * 6}Put the ice down."
    steady = make_pace("steady")
    contact = ice_contact(script(body), said_in(script(body)))
    assert contact is not None
    seconds = estimated_seconds(build(script("\n".join(s.text for s in contact.lines)), steady))
    assert seconds < LONGEST_CONTACT
    assert "long-contact" in rules(body)
    assert found(body, "long-contact").line == contact.first.number


@pytest.mark.parametrize(
    ("pauses", "expected"),
    [
        ("[20s]", []),
        ("[21s]", ["long-settle"]),
        ("[10s] [11s]", ["long-settle"]),
        ("[10s]\n[11s]", ["long-settle"]),
        ("[15s]\nLook.\n[15s]", []),
        ("[10s] [bell]\nLook. [10s]", []),
        ("[quiet 40s]", []),
        ("[wait 60s]", []),  # a word comes on the way
        ("[hold 12s]\n[hold 12s]\n[hold 12s]\n[hold 12s]", ["long-silence"]),
    ],
)
def test_a_silence_is_too_long_only_if_nothing_breaks_it(pauses: str, expected: list[str]) -> None:
    silences = {"long-settle", "long-silence"}
    assert [rule for rule in rules(f"{FRAME}Look. {pauses}") if rule in silences] == expected


def test_a_long_silence_is_reported_where_it_begins() -> None:
    finding = found(f"{FRAME}Look. [10s]\nLook on.\n[30s]", "long-settle")
    assert finding.line == 15
    assert "30s" in finding.message


def test_the_frame_counts_from_the_first_word() -> None:
    before = "Look at one thing that is near. [10s]\n"
    assert "frame-skip" not in rules(f"{before}{FRAME}")
    assert "frame-skip" in rules(f"{before * 2}{FRAME}")
    assert "after" in found(f"{before * 2}{FRAME}", "frame-stop").message


@pytest.mark.parametrize(
    ("said", "fits"),
    [
        ("This takes about one minute.", True),
        ("This takes one or two minutes.", True),
        ("This takes a minute and a half.", True),
        ("This takes under five minutes.", True),
        ("This takes ninety seconds.", True),
        ("This takes three minutes.", False),
        ("This takes about half a minute.", False),
        ("This lasts forty seconds.", True),
    ],
)
def test_a_stated_length_is_compared_with_the_estimate(said: str, fits: bool) -> None:
    frame = FRAME.replace("This takes about one minute.", said)
    body = f"{frame}Look. [20s]\nLook. [20s]\nLook. [10s]"
    seconds = Fraction(estimated_seconds(build(script(body), make_pace("gentle"))))
    assert 66 < seconds < 72
    assert ("stated-length" not in rules(body)) is fits


def test_holds_are_added_up_in_any_language() -> None:
    body = "Halten. [hold 12s]\n" * 8
    german = parse(HEAD.replace("ask: 1", "ask: 1\nlanguage: de") + body, "nah.md")
    assert [finding.rule for finding in judge_times(german)] == ["long-holds"]


def test_what_ships_keeps_every_limit() -> None:
    found = {name: judge_times(parse(text, name)) for name, text in shipped.items()}
    assert found == dict.fromkeys(shipped, ())
