"""Decisions from bytes: any bytes make some, and all can be made."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tests.fuzz.choices import Choices


@given(st.binary(max_size=40), st.integers(-5, 5), st.integers(0, 100_000))
def test_a_number_is_within_its_limits(content: bytes, least: int, more: int) -> None:
    choices = Choices(content)
    while choices.left:
        assert least <= choices.number(least, least + more) <= least + more
        choices.take(1)
    assert choices.number(least, least + more) == least


def test_every_option_can_be_chosen() -> None:
    options = range(300)
    chosen = {Choices(number.to_bytes(2, "little")).one_of(options) for number in options}
    assert chosen == set(options)


@given(st.binary(max_size=60), st.binary(max_size=60))
def test_without_decisions_a_file_stays_as_it_is(content: bytes, file: bytes) -> None:
    assert Choices(b"").edited(file) == file
    assert len(Choices(content).edited(file)) <= len(file) + 6 * 8
