"""The bracket grammar, form by form."""

from __future__ import annotations

import re
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.script.strategies import directives, fragments, seconds
from voice.script.directives import (
    KEYWORDS,
    DirectiveError,
    format_directive,
    format_duration,
    parse_directive,
)
from voice.script.model import (
    Bell,
    Breathe,
    Directive,
    Do,
    Hold,
    Phase,
    PhaseLength,
    Quiet,
    Settle,
    Wait,
    Welcome,
)


def length(text: str) -> Fraction:
    return Fraction(text)


IN_OUT_REST = (
    PhaseLength(Phase.IN, length("4")),
    PhaseLength(Phase.OUT, length("6")),
    PhaseLength(Phase.REST, length("2")),
)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("8s", Settle(length("8"))),
        ("pause 8s", Settle(length("8"))),
        ("1m30s", Settle(length("90"))),
        ("2m", Settle(length("120"))),
        ("0.5s", Settle(length("0.5"))),
        ("1.5m", Settle(length("90"))),
        ("  PAUSE   8S ", Settle(length("8"))),
        ("60m", Settle(length("3600"))),
        ("hold 10s", Hold(length("10"))),
        ("quiet 40s", Quiet(length("40"))),
        ("quiet 120s, bell 60s", Quiet(length("120"), length("60"))),
        ("quiet 2m,bell 1m", Quiet(length("120"), length("60"))),
        ("breathe in 4s, out 6s, rest 2s, 3 times", Breathe(IN_OUT_REST, 3)),
        ("breathe in 4s, out 6s, rest 2s", Breathe(IN_OUT_REST)),
        ("breathe in 4s, out 6s, rest 2s, 1 time", Breathe(IN_OUT_REST)),
        ("breathe in 4s, out 6s, rest 2s, 3 times, words every 2", Breathe(IN_OUT_REST, 3, 2)),
        ("breathe hold 2s", Breathe((PhaseLength(Phase.HOLD, length("2")),))),
        ("wait", Wait(length("20"))),
        ("wait 30s", Wait(length("30"))),
        ("wait, ask again", Wait(length("20"), ask_again=True)),
        ("wait 30s, ask again", Wait(length("30"), ask_again=True)),
        ("do 10s", Do(length("10"))),
        ("welcome", Welcome()),
        ("bell", Bell()),
        ("Bell", Bell()),
    ],
)
def test_what_stands_in_brackets_is_understood(written: str, meant: Directive) -> None:
    assert parse_directive(written) == meant


@given(directives)
def test_a_directive_that_is_written_and_read_is_the_same(directive: Directive) -> None:
    written = format_directive(directive)
    assert written[0] + written[-1] == "[]"
    assert parse_directive(written[1:-1]) == directive
    assert parse_directive(written[1:-1].upper()) == directive


@given(seconds())
def test_a_duration_is_written_exactly(duration: Fraction) -> None:
    assert parse_directive(format_duration(duration)) == Settle(duration)


@pytest.mark.parametrize(
    ("duration", "written"),
    [("8", "8s"), ("60", "1m"), ("90", "1m30s"), ("0.25", "0.25s"), ("3600", "60m")],
)
def test_a_duration_is_written_as_people_do(duration: str, written: str) -> None:
    assert format_duration(length(duration)) == written


@given(
    st.one_of(
        st.text(),
        st.lists(
            fragments
            | st.sampled_from(
                [*KEYWORDS, " ", ", ", "in", "4s", "-", "3 times", "words every", "9"]
            ),
            max_size=8,
        ).map("".join),
    )
)
def test_an_unknown_bracket_is_answered_with_one_that_works(content: str) -> None:
    try:
        parse_directive(content)
    except DirectiveError as error:
        message = str(error)
        assert message.endswith((".", "?"))
        if guess := re.search(r" Did you mean \[([^\]]*)\]\?$", message):
            parse_directive(guess[1])
