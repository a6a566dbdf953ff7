"""Text as neural voices take it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voice.speech.drivers._wording import LONGEST_TEXT, has_words, pieces


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("Rest for 10s.", "Rest for 10 seconds."),
        ("1s, then 1m30s.", "1 second, then 1 minute 30 seconds."),
        ("2.5 s is long.", "2.5 seconds is long."),
        ("5-4-3-2-1.", "5, 4, 3, 2, 1."),
        ("The 4-7-8 breath", "The 4, 7, 8 breath"),
        ("5\u20134\u20133", "5, 4, 3"),
        ("Shhh, listen.", "hush, listen."),
        ("two\nlines\tand\0a bell\x07", "two lines and a bell"),
        ("\udc80half", "half"),
        # What must stay as it is.
        ("2-4 minutes", "2-4 minutes"),
        ("on 2026-11-25", "on 2026-11-25"),
        ("the 1990s", "the 1990s"),
        ("3 sounds", "3 sounds"),
        ("1,000s of them", "1,000s of them"),
        ("call 116 123", "call 116 123"),
        ("It's 5 o'clock", "It's 5 o'clock"),
    ],
)
def test_wording(written: str, said: str) -> None:
    assert list(pieces(written)) == [said]


def test_a_long_text_is_parted_at_its_sentences() -> None:
    sentences = [f"This is sentence {number} of many." for number in range(20)]
    assert list(pieces(" ".join(sentences))) == sentences


@given(st.text(max_size=2_000))
def test_no_piece_is_too_long_and_no_word_is_lost(text: str) -> None:
    found = list(pieces(text))
    assert all(len(piece) <= LONGEST_TEXT for piece in found)
    letters = [character for character in "".join(found) if character.isalpha()]
    if not any(character.isdigit() for character in text) and "shh" not in text.lower():
        assert letters == [character for character in text if character.isalpha()]


@pytest.mark.parametrize("text", ["...", "\u2014", " ", "", "!?", "\U0001f642"])
def test_what_holds_no_word(text: str) -> None:
    assert not has_words(text)
