"""Text as neural voices take it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voice.speech.drivers._pieces import LONGEST_TEXT, has_words, pieces


@pytest.mark.parametrize(
    ("written", "said"),
    [("two\nlines\tand\0a bell\x07", "two lines and a bell"), ("\udc80half", "half")],
)
def test_what_no_voice_can_say_is_dropped(written: str, said: str) -> None:
    assert list(pieces(written)) == [said]


def test_a_long_text_is_parted_at_its_sentences() -> None:
    sentences = [f"This is sentence {number} of many." for number in range(20)]
    assert list(pieces(" ".join(sentences))) == sentences


@given(st.text(max_size=2_000))
def test_no_piece_is_too_long_and_no_word_is_lost(text: str) -> None:
    found = list(pieces(text))
    assert all(len(piece) <= LONGEST_TEXT for piece in found)
    letters = [character for character in "".join(found) if character.isalpha()]
    assert letters == [character for character in text if character.isalpha()]


@pytest.mark.parametrize("text", ["...", "\u2014", " ", "", "!?", "\U0001f642"])
def test_what_holds_no_word(text: str) -> None:
    assert not has_words(text)
