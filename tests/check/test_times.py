"""Limits hold at every setting a listener can choose, and what they say is true of the timeline."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.script.strategies import shipped
from voice.check.ends import ice_contact
from voice.check.findings import Finding
from voice.check.text import said_in
from voice.check.times import LONGEST_CONTACT, judge_times
from voice.frames import to_seconds
from voice.pace import PACES, PAUSES_RANGE, RATE_RANGE, Pace, make_pace
from voice.script import parse
from voice.script.model import Script
from voice.timeline.build import build
from voice.timeline.cues import place
from voice.timeline.estimate import estimated_frames, estimated_seconds

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
        ("[hold 20s]\n[hold 20s]", []),
        ("[hold 20s]\n[hold 21s]", ["long-silence"]),
    ],
)
def test_a_silence_is_too_long_only_if_nothing_breaks_it(pauses: str, expected: list[str]) -> None:
    silences = {"long-settle", "long-silence"}
    assert [rule for rule in rules(f"{FRAME}Look. {pauses}") if rule in silences] == expected


def test_a_long_silence_is_reported_where_it_begins() -> None:
    finding = found(f"{FRAME}Look. [10s]\nLook on.\n[30s]", "long-settle")
    assert finding.line == 15
    assert "30s" in finding.message
    assert found(f"{FRAME}Look. [10s]\n[11s]", "long-settle").line == 13
    assert found(f"{FRAME}Look. [hold 21s]\n[hold 21s]", "long-silence").line == 13


def test_findings_come_in_the_order_of_the_text() -> None:
    body = "Look. [21s]\nThis takes nine minutes. [hold 91s]\nLook. [22s]"
    assert [
        (finding.line, finding.column, finding.rule) for finding in judge_times(script(body))
    ] == [
        (9, 1, "long-settle"),
        (10, 1, "long-silence"),
        (10, 1, "long-holds"),
        (10, 12, "stated-length"),
        (11, 1, "long-settle"),
    ]


def test_a_script_that_says_nothing_of_itself_has_no_times_to_judge() -> None:
    assert rules("Look.") == []


def test_ice_that_is_never_put_down_has_no_time_to_judge() -> None:
    assert "long-contact" not in rules(f"{FRAME}Hold the ice in the cloth. [5s]")


def test_the_frame_counts_from_the_first_word() -> None:
    before = "Look at one thing that is near. [10s]\n"
    assert "frame-skip" not in rules(f"{before}{FRAME}")
    assert "frame-skip" in rules(f"{before * 2}{FRAME}")
    assert "after" in found(f"{before * 2}{FRAME}", "frame-stop").message


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        ("frame-stop", "You can stop at any time, as often as needed."),
        ("frame-length", "This takes two minutes, more or less, today as ever."),
    ],
)
def test_the_frame_is_said_in_thirty_seconds(rule: str, words: str) -> None:
    """Eighteen words are eight seconds."""
    before = "Look at one thing that is near. Look. [20s]\n"
    assert rule not in rules(f"[2s]\n{before}{words}")
    finding = found(f"[3s]\n{before}{words}", rule)
    assert (finding.line, finding.message) == (11, "This is heard only after 31 seconds.")


def test_what_is_said_again_counts_from_its_first_saying() -> None:
    assert rules("You can skip any part, and stop at any time. [wait 40s, ask again]") == []


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


@pytest.mark.parametrize(
    ("said", "least", "most"), [("one minute", 30, 90), ("ten minutes", 510, 690)]
)
def test_a_stated_length_may_be_off_by_half_a_minute_or_15_percent(
    said: str, least: int, most: int
) -> None:
    """Nine words are four seconds, a pause two, three bells nine."""

    def rules_at(seconds: int) -> list[str]:
        return rules(f"This takes {said}. [2s]\nI am quiet until then. [quiet {seconds - 15}s]")

    assert [rules_at(seconds) for seconds in (least, most)] == [[], []]
    off = [rules_at(seconds) for seconds in (least - 1, most + 1)]
    assert off == [["stated-length"], ["stated-length"]]


@pytest.mark.parametrize(("quiet", "took"), [(10, "24 s"), (90, "1 min 44 s")])
def test_a_stated_length_is_reported_with_the_true_one(quiet: int, took: str) -> None:
    finding = found(
        f"This takes five minutes.\nI am quiet until then. [quiet {quiet}s]", "stated-length"
    )
    assert finding.message == f"The exercise takes about {took} at the gentle pace."
    assert (finding.line, finding.column) == (9, 12)


@pytest.mark.parametrize(("hold", "expected"), [(84, False), (85, True)])
def test_ice_may_be_held_for_ninety_seconds(hold: int, expected: bool) -> None:
    """Eleven words are six seconds at the slowest."""
    body = f"{FRAME}Hold the ice in the cloth. [hold {hold}s]\nPut the ice down now."
    assert ("long-contact" in rules(body)) is expected


@pytest.mark.parametrize(("lines", "expected"), [(3, False), (4, True)])
def test_ice_is_held_through_the_longest_pauses(lines: int, expected: bool) -> None:
    """Three seconds are 16.8 then; `[hold]` would keep them from growing."""
    body = f"{FRAME}Hold the ice in the cloth. [3s]\n" + "Look. [3s]\n" * lines
    assert ("long-contact" in rules(f"{body}Put the ice down now.")) is expected


def test_holds_are_added_up_in_any_language() -> None:
    def german(body: str) -> list[tuple[str, int]]:
        text = HEAD.replace("ask: 1", "ask: 1\nlanguage: de") + body
        return [(finding.rule, finding.line) for finding in judge_times(parse(text, "nah.md"))]

    assert german("Halten.\n" + "Halten. [hold 30s]\n" * 3) == []
    assert german("Halten.\n" + "Halten. [hold 13s]\n" * 7) == [("long-holds", 11)]


def test_a_hold_counts_also_where_its_line_is_said_live_only() -> None:
    assert "long-holds" in rules("It is {day}. [hold 60s]\nLook. [hold 31s]")


def test_what_ships_keeps_every_limit() -> None:
    found = {name: judge_times(parse(text, name)) for name, text in shipped.items()}
    assert found == dict.fromkeys(shipped, ())


def test_a_version_of_one_minute_that_leaves_the_welcome_out_is_found() -> None:
    body = "Some days are grey.\n[welcome]\nLook at the wall. [20s]\n\n## Two (short)\n"
    body += "Look at it. [20s]\nLook round. [15s]\nName this room. [10s]\nThat was it."
    assert rules(body) == ["short-welcome"]
    assert found(body, "short-welcome").line == 10
    assert "short-welcome" not in rules(body.replace(" (short)", ""))
    both = parse(f"{HEAD.strip()} (short)\n{body}\n", "near.md")
    assert "short-welcome" not in [finding.rule for finding in judge_times(both)]
